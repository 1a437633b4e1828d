import { exports } from 'cloudflare:workers';
import { describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { allScopes } from '../identity/scopes.ts';
import { changeSome, listOf, readIssue, refusalOf, searchOf } from './commands.fixture.ts';
import { Stats } from './contract/stats.ts';
import { Tombstone } from './contract/tombstone.ts';
import { aKey, anIssue, aTenant, aToken, hexId, origin, send, sendEvent, type Tenant } from './fixtures.ts';

const event = (tenant: Tenant, name: string) => sendEvent(tenant, { message: name, fingerprint: [name] });

/** Sends an event that is not expected to be listed. */
async function sendInVain({ project }: Tenant, name: string): Promise<void> {
  const body = JSON.stringify({ event_id: hexId(), message: name, fingerprint: [name] });
  const sent = await exports.default.fetch(`${origin}/api/${project.id}/store/?sentry_key=${await aKey(project)}`, { method: 'POST', body });
  expect(sent.status).toBe(200);
}

async function tombstonesOf({ organization, project, token }: Tenant): Promise<Tombstone[]> {
  const reply = await send('GET', `/projects/${organization.slug}/${project.slug}/tombstones/`, { token });
  return z.array(Tombstone).parse(await reply.json());
}

async function filteredOf({ organization, token }: Tenant): Promise<unknown> {
  const search = 'field=sum(quantity)&groupBy=outcome&groupBy=reason&statsPeriod=1d&interval=1h&category=error';
  const reply = await send('GET', `/organizations/${organization.slug}/stats_v2/?${search}`, { token });
  const { groups } = Stats.parse(await reply.json());
  return groups.filter(({ by }) => by.outcome === 'filtered').map(({ by, totals }) => [by.reason, totals['sum(quantity)']]);
}

async function discard({ organization, token }: Tenant, search: string): Promise<number> {
  return (await send('PUT', `/organizations/${organization.slug}/issues/${search}`, { token, body: { discard: true } })).status;
}

describe('a discarded issue', () => {
  it('is deleted with all its hashes, and what comes of them is turned away until somebody wants it again', async () => {
    const tenant = await aTenant();
    const { organization, project, token, owner } = tenant;
    const [one, two, other] = [await event(tenant, 'one'), await event(tenant, 'two'), await event(tenant, 'other')];
    await changeSome(tenant, searchOf([one.issueId, two.issueId]), { merge: 1 });
    expect(await discard(tenant, `${two.issueId}/`)).toBe(204);
    expect((await listOf(tenant)).map(({ id }) => id)).toEqual([other.issueId]);

    for (const name of ['one', 'two']) await sendInVain(tenant, name);
    expect((await listOf(tenant)).map(({ id }) => id)).toEqual([other.issueId]);
    await vi.waitFor(async () => expect(await filteredOf(tenant)).toEqual([['discarded-hash', 2]]), { timeout: 15_000, interval: 200 });

    const [tombstone, ...more] = await tombstonesOf(tenant);
    expect(more).toEqual([]);
    expect(tombstone).toMatchObject({ title: 'two', message: 'two', level: 'error', actor: { id: String(owner.id), email: owner.email } });
    const path = `/projects/${organization.slug}/${project.slug}/tombstones/${tombstone?.id}/`;
    expect((await send('DELETE', path, { token })).status).toBe(204);
    expect(await tombstonesOf(tenant)).toEqual([]);
    expect((await send('DELETE', path, { token })).status).toBe(404);
    const again = [await event(tenant, 'one'), await event(tenant, 'two')];
    for (const { issueId } of again) expect(await readIssue(tenant, issueId)).toMatchObject({ count: '1', substatus: 'new' });
  }, 30_000);

  it('may be one of several, and leaves a tombstone of each, the newest first', async () => {
    const tenant = await aTenant();
    const ids = [await event(tenant, 'one'), await event(tenant, 'two'), await event(tenant, 'other')].map(({ issueId }) => issueId);
    expect(await discard(tenant, searchOf(ids.slice(0, 2)))).toBe(204);
    expect((await tombstonesOf(tenant)).map(({ title }) => title).sort()).toEqual(['one', 'two']);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await discard(tenant, `${ids[2]}/`)).toBe(204);
    expect((await tombstonesOf(tenant)).map(({ title }) => title)[0]).toBe('other');

    const reply = await send('GET', `/projects/${tenant.organization.slug}/${tenant.project.slug}/tombstones/?limit=2`, { token: tenant.token });
    const [first, second] = z.array(Tombstone).parse(await reply.json());
    const [, next] = /rel="next"; results="true"; cursor="([^"]+)"/.exec(reply.headers.get('link') ?? '') ?? [];
    const rest = await send('GET', `/projects/${tenant.organization.slug}/${tenant.project.slug}/tombstones/?limit=2&cursor=${next}`, { token: tenant.token });
    expect([first, second, ...z.array(Tombstone).parse(await rest.json())]).toEqual(await tombstonesOf(tenant));
  });

  it('is gone, so that it takes who may delete', async () => {
    const tenant = await aTenant();
    const { issueId } = await event(tenant, 'one');
    const token = await aToken(
      tenant.organization,
      tenant.owner,
      allScopes.filter((scope) => scope !== 'event:admin'),
    );
    for (const search of [`${issueId}/`, `?id=${issueId}`]) expect((await refusalOf({ ...tenant, token }, search, { discard: true }))[0]).toBe(403);
    expect(await readIssue(tenant, issueId)).toMatchObject({ id: issueId });
    expect(await tombstonesOf(tenant)).toEqual([]);
  });

  it('leaves no tombstone where it had gone already', async () => {
    const tenant = await aTenant();
    // In the list, but its object knows nothing of it.
    const issueId = String((await anIssue(tenant.project, { number: 900 })).id);
    const detail = 'It was deleted, or merged into another issue, meanwhile.';
    expect(await refusalOf(tenant, `${issueId}/`, { discard: true })).toEqual([409, { detail }]);
    expect(await tombstonesOf(tenant)).toEqual([]);
  });
});
