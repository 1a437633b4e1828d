import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { deliver } from '../issue/courier-object.ts';
import { issueObjectName } from '../issue/object-name.ts';
import type { Issue } from '../storage/issues.ts';
import { change, changeSome, listOf, readIssue, refusalOf, searchOf } from './commands.fixture.ts';
import { aProject, aTenant, anIssue, send, sendEvent, type Tenant } from './fixtures.ts';

const statusOf = async (tenant: Tenant, ids: readonly string[]) => Promise.all(ids.map(async (id) => (await readIssue(tenant, id)).status));

async function issuesOf(tenant: Tenant, messages: readonly string[]): Promise<string[]> {
  const sent = await Promise.all(messages.map((message) => sendEvent(tenant, { message, fingerprint: [message] })));
  return sent.map(({ issueId }) => issueId);
}

/** What it has on disk cannot be read any more. */
async function breakObjectOf({ projectId, hash }: Issue): Promise<void> {
  const object = env.ISSUES.getByName(issueObjectName(projectId, hash));
  const state = { version: 0, projectedVersion: 0, outbox: [], unclaimedHashes: [] };
  await runInDurableObject(object, (_, { storage }) => storage.kv.put('root', { state }));
  await evictDurableObject(object);
}

describe('a change of several issues', () => {
  it('is of those that a query finds, where none is named', async () => {
    const tenant = await aTenant();
    const ids = await issuesOf(tenant, ['red one', 'red two', 'blue']);
    const { before, failed, ...reply } = await changeSome(tenant, '?query=red', { status: 'resolved', assignedTo: `user:${tenant.owner.id}` });
    expect(reply).toEqual({ status: 'resolved', substatus: null, statusDetails: {}, assignedTo: expect.objectContaining({ id: String(tenant.owner.id) }) });
    expect(failed).toEqual([]);
    expect(before.map(({ id }) => id).sort()).toEqual(ids.slice(0, 2).sort());
    expect(await statusOf(tenant, ids)).toEqual(['resolved', 'resolved', 'unresolved']);

    // What it was before is told, so that it can be taken back though nobody ever saw it.
    for (const { id, ...state } of before) await change(tenant, id, state);
    const restored = await Promise.all(ids.map((id) => readIssue(tenant, id)));
    expect(restored).toMatchObject([1, 2, 3].map(() => ({ status: 'unresolved', substatus: 'new', assignedTo: null })));
  });

  it('is of what is unresolved where nothing is said at all, and of a status where one is', async () => {
    const tenant = await aTenant();
    const ids = await issuesOf(tenant, ['one', 'two']);
    await change(tenant, ids[0] ?? '', { status: 'ignored' });
    await changeSome(tenant, '', { status: 'resolved' });
    expect(await statusOf(tenant, ids)).toEqual(['ignored', 'resolved']);
    // As sentry-cli chooses them.
    await changeSome(tenant, '?status=muted', { status: 'unresolved' });
    expect(await statusOf(tenant, ids)).toEqual(['unresolved', 'resolved']);
  });

  it('passes over issues of other projects than those that are named', async () => {
    const tenant = await aTenant();
    const project = await aProject(tenant.organization);
    const [[mine = ''], [other = '']] = [await issuesOf(tenant, ['one']), await issuesOf({ ...tenant, project }, ['one'])];
    const path = `/projects/${tenant.organization.slug}/${tenant.project.slug}/issues/`;
    const reply = await send('PUT', path + searchOf([mine, other]), { token: tenant.token, body: { status: 'resolved' } });
    expect(reply.status).toBe(200);
    expect(await statusOf(tenant, [mine, other])).toEqual(['resolved', 'unresolved']);
    await changeSome(tenant, `?project=${project.id}&query=`, { status: 'ignored' });
    expect(await statusOf(tenant, [mine, other])).toEqual(['resolved', 'ignored']);
    expect((await send('DELETE', `${path}?query=`, { token: tenant.token })).status).toBe(204);
    expect((await listOf(tenant)).map(({ id }) => id)).toEqual([other]);
  });

  it('tells which could not be changed, and changes the others', async () => {
    const tenant = await aTenant();
    const [live = ''] = await issuesOf(tenant, ['one']);
    // In the list, but its object knows nothing of it.
    const gone = await anIssue(tenant.project, { number: 900 });
    const dead = await anIssue(tenant.project, { number: 901 });
    await breakObjectOf(dead);
    const ids = [live, String(gone.id), String(dead.id)];
    const { before, failed, status } = await changeSome(tenant, searchOf(ids), { status: 'resolved' });
    expect(status).toBe('resolved');
    expect(before.map(({ id }) => id)).toEqual([live]);
    expect(failed.sort((one, other) => Number(one.id) - Number(other.id))).toEqual([
      { id: String(gone.id), detail: 'It was deleted, or merged into another issue, meanwhile.' },
      { id: String(dead.id), detail: 'It could not be reached. Try again.' },
    ]);
    const deletion = await send('DELETE', `/organizations/${tenant.organization.slug}/issues/${searchOf([live, String(gone.id)])}`, { token: tenant.token });
    expect([deletion.status, await deletion.json()]).toEqual([200, { failed: [failed[0]] }]);
    const left = await send('GET', `/organizations/${tenant.organization.slug}/issues/${live}/`, { token: tenant.token });
    expect(left.status).toBe(404);
  });

  it('is refused as a whole where it makes no sense', async () => {
    const tenant = await aTenant();
    const ids = await issuesOf(tenant, ['one', 'two']);
    expect(await refusalOf(tenant, searchOf(ids), { status: 'resolved', assignedTo: 'nobody@else.example' })).toEqual([
      400,
      { assignedTo: ['There is no such member in this organization.'] },
    ]);
    expect(await statusOf(tenant, ids)).toEqual(['unresolved', 'unresolved']);
  });

  it('reaches a thousand issues, though an invocation may make no more than a thousand calls', async () => {
    const made = Array.from({ length: 1_000 }, (_, index) => ({ projectId: 1, hash: index.toString(16).padStart(32, '0') }));
    const couriers: number[] = [];
    const COURIERS = new Proxy(env.COURIERS, {
      get: () => () => ({
        deliver: async (slice: typeof made) => {
          couriers.push(slice.length);
          return slice.map(({ hash }) => (hash.endsWith('7') ? 'gone' : 'done'));
        },
      }),
    });
    const deliveries = await deliver({ ...env, COURIERS }, made, { type: 'grow', at: 0 });
    expect(couriers).toEqual(Array.from({ length: 10 }, () => 100));
    expect(deliveries.map((delivery, index) => delivery === (index % 16 === 7 ? 'gone' : 'done'))).toEqual(made.map(() => true));
  });
});
