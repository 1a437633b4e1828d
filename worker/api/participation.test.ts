import { env } from 'cloudflare:workers';
import { describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { Issue } from './contract/issue.ts';
import { aMember, anIssue, aTenant, aToken, merge, send, sendEvent, type Tenant } from './fixtures.ts';

const listPath = ({ organization }: Tenant) => `/organizations/${organization.slug}/issues/`;

async function aPair() {
  const tenant = await aTenant();
  const colleague = await aMember(tenant.organization, 'member');
  return { tenant, colleague, token: await aToken(tenant.organization, colleague) };
}

async function change(tenant: Tenant, issueId: string | number, body: Record<string, unknown>, token = tenant.token): Promise<Issue> {
  const reply = await send('PUT', `${listPath(tenant)}${issueId}/`, { token, body });
  expect(reply.status).toBe(200);
  return Issue.parse(await reply.json());
}

async function read(tenant: Tenant, issueId: string | number, token = tenant.token): Promise<Issue> {
  return Issue.parse(await (await send('GET', `${listPath(tenant)}${issueId}/`, { token })).json());
}

async function list(tenant: Tenant, token = tenant.token): Promise<Issue[]> {
  return z.array(Issue).parse(await (await send('GET', listPath(tenant), { token })).json());
}

describe('a bookmark', () => {
  it('is of one member and subscribes them', async () => {
    const { tenant, token } = await aPair();
    const issue = await anIssue(tenant.project);
    const mine = { isBookmarked: true, isSubscribed: true, subscriptionDetails: { reason: 'bookmark' } };
    expect(await change(tenant, issue.id, { isBookmarked: true })).toMatchObject(mine);
    expect(await list(tenant)).toMatchObject([mine]);
    expect(await list(tenant, token)).toMatchObject([{ isBookmarked: false, isSubscribed: false, subscriptionDetails: null }]);
    expect(await change(tenant, issue.id, { isBookmarked: false })).toMatchObject({ isBookmarked: false, isSubscribed: true });
  });
});

describe('a subscription', () => {
  it('is a choice that nothing overrides', async () => {
    const { tenant } = await aPair();
    const issue = await anIssue(tenant.project, { assignee: `user:${tenant.owner.id}` });
    expect(await read(tenant, issue.id)).toMatchObject({ isSubscribed: true, subscriptionDetails: { reason: 'assigned' } });
    expect(await change(tenant, issue.id, { isSubscribed: false })).toMatchObject({ isSubscribed: false, subscriptionDetails: null, participants: [] });
    await send('POST', `${listPath(tenant)}${issue.id}/notes/`, { token: tenant.token, body: { text: `@${tenant.owner.email}` } });
    await change(tenant, issue.id, { isBookmarked: true });
    expect(await read(tenant, issue.id)).toMatchObject({ isSubscribed: false, subscriptionDetails: null, participants: [] });
    expect(await change(tenant, issue.id, { isSubscribed: true })).toMatchObject({ isSubscribed: true, subscriptionDetails: { reason: 'comment' } });
  });

  it('says that somebody asked for it', async () => {
    const { tenant } = await aPair();
    const issue = await anIssue(tenant.project);
    expect(await change(tenant, issue.id, { isSubscribed: true })).toMatchObject({ subscriptionDetails: { reason: 'unknown' } });
  });

  it('comes with a change of status, of one or of several issues', async () => {
    const { tenant, token } = await aPair();
    const [one, two] = [await sendEvent(tenant), await sendEvent(tenant)];
    const told = { isSubscribed: true, subscriptionDetails: { reason: 'status_change' } };
    expect(await change(tenant, one.issueId, { status: 'resolved' })).toMatchObject(told);
    await send('PUT', `${listPath(tenant)}?id=${one.issueId}&id=${two.issueId}`, { token, body: { status: 'ignored' } });
    expect([await read(tenant, one.issueId, token), await read(tenant, two.issueId, token)]).toMatchObject([told, told]);
    expect(await read(tenant, two.issueId)).toMatchObject({ isSubscribed: false });
  });

  it('is of whom the issue is assigned to', async () => {
    const { tenant, colleague, token } = await aPair();
    const issue = await anIssue(tenant.project, { assignee: `user:${colleague.id}` });
    expect(await read(tenant, issue.id)).toMatchObject({ isSubscribed: false, participants: [{ id: String(colleague.id), type: 'user' }] });
    expect(await list(tenant, token)).toMatchObject([{ isSubscribed: true, subscriptionDetails: { reason: 'assigned' } }]);
  });
});

describe('what was seen', () => {
  it('is seen by who opened it, the last one first', async () => {
    const { tenant, colleague, token } = await aPair();
    const issue = await anIssue(tenant.project);
    expect(await list(tenant)).toMatchObject([{ hasSeen: false }]);
    await change(tenant, issue.id, { hasSeen: true });
    await env.DB.prepare('update participations set seen_at = seen_at - 5000 where issue_id = ?').bind(issue.id).run();
    const { seenBy, hasSeen } = await change(tenant, issue.id, { hasSeen: true }, token);
    expect(hasSeen).toBe(true);
    expect(seenBy?.map(({ id }) => id)).toEqual([String(colleague.id), String(tenant.owner.id)]);
    expect(await list(tenant)).toMatchObject([{ hasSeen: true }]);
    expect(await change(tenant, issue.id, { hasSeen: false })).toMatchObject({ hasSeen: false, seenBy: [{ id: String(colleague.id) }] });
  });

  it.each(['regressed', 'escalating'] as const)('is news again once it has %s', async (substatus) => {
    const { tenant } = await aPair();
    const issue = await anIssue(tenant.project, { substatus, statusSince: Date.now() - 1000 });
    await env.DB.prepare('insert into participations (issue_id, user_id, seen_at) values (?, ?, ?)')
      .bind(issue.id, tenant.owner.id, Date.now() - 2000)
      .run();
    expect(await list(tenant)).toMatchObject([{ hasSeen: false }]);
    expect(await change(tenant, issue.id, { hasSeen: true })).toMatchObject({ hasSeen: true });
  });

  it('costs one row each time, and what changes nothing costs none', async () => {
    const { tenant } = await aPair();
    const issue = await anIssue(tenant.project);
    await change(tenant, issue.id, { isBookmarked: true, isSubscribed: true, hasSeen: false });
    const writes = await watchWrites(issue.id);
    await change(tenant, issue.id, { isBookmarked: true, isSubscribed: true, hasSeen: false });
    expect(await writes()).toBe(0);
    await change(tenant, issue.id, { hasSeen: true });
    expect(await writes()).toBe(1);
  });
});

it('changes many at once, and says what', async () => {
  const { tenant } = await aPair();
  const other = await aTenant();
  const issues = [await anIssue(tenant.project), await anIssue(tenant.project), await anIssue(other.project)];
  const body = { isBookmarked: true, hasSeen: true };
  const reply = await send('PUT', `${listPath(tenant)}?${issues.map(({ id }) => `id=${id}`).join('&')}`, { token: tenant.token, body });
  expect(await reply.json()).toMatchObject({ ...body, failed: [] });
  expect(await list(tenant)).toMatchObject([body, body]);
  expect(await list(other)).toMatchObject([{ isBookmarked: false, hasSeen: false }]);
});

it('does not name who has left', async () => {
  const { tenant, colleague, token } = await aPair();
  const issue = await anIssue(tenant.project, { assignee: `user:${colleague.id}` });
  await change(tenant, issue.id, { hasSeen: true, isSubscribed: true }, token);
  expect(await read(tenant, issue.id)).toMatchObject({ seenBy: [{ id: String(colleague.id) }], participants: [{ id: String(colleague.id) }] });
  await env.DB.prepare('delete from members where user_id = ?').bind(colleague.id).run();
  expect(await read(tenant, issue.id)).toMatchObject({ seenBy: [], participants: [] });
});

describe('of issues that were merged', () => {
  it('says what members said of each, and lets them say otherwise', async () => {
    const { tenant } = await aPair();
    const [head, part] = [await sendEvent(tenant), await sendEvent(tenant)];
    await change(tenant, part.issueId, { isBookmarked: true, isSubscribed: true, hasSeen: true });
    await merge(tenant, head.issueId, [part.issueId]);
    expect(await list(tenant)).toMatchObject([{ id: head.issueId, isBookmarked: true, isSubscribed: true, hasSeen: true }]);
    const none = { isBookmarked: false, isSubscribed: false, hasSeen: false };
    expect(await change(tenant, head.issueId, none)).toMatchObject({ ...none, seenBy: [], participants: [] });
  });
});

it('goes when the issue goes', async () => {
  const { tenant } = await aPair();
  const [head, part] = [await sendEvent(tenant), await sendEvent(tenant)];
  for (const { issueId } of [head, part]) {
    await change(tenant, issueId, { isBookmarked: true, isPublic: true });
    await send('POST', `${listPath(tenant)}${issueId}/notes/`, { token: tenant.token, body: { text: 'Hi' } });
  }
  await merge(tenant, head.issueId, [part.issueId]);
  const left = async () => {
    const tables = ['activities', 'participations', 'shares'];
    const query = (table: string) =>
      env.DB.prepare(`select count(*) as rows from ${table} where issue_id in (?, ?)`).bind(Number(head.issueId), Number(part.issueId));
    return Promise.all(tables.map((table) => query(table).first('rows')));
  };
  expect(await left()).toEqual([5, 2, 2]);
  expect((await send('DELETE', `${listPath(tenant)}${head.issueId}/`, { token: tenant.token })).status).toBe(202);
  await expect.poll(left, { timeout: 5_000 }).toEqual([0, 0, 0]);
});

it('takes as many questions for many issues as for a few, since an invocation may ask but so many', async () => {
  const { tenant } = await aPair();
  const issues = await Promise.all(Array.from({ length: 60 }, () => anIssue(tenant.project)));
  const prepare = vi.spyOn(env.DB, 'prepare');
  const questionsOf = async (some: typeof issues, body: Record<string, unknown>) => {
    prepare.mockClear();
    const reply = await send('PUT', `${listPath(tenant)}?${some.map(({ id }) => `id=${id}`).join('&')}`, { token: tenant.token, body });
    expect(reply.status).toBe(200);
    return prepare.mock.calls.length;
  };
  for (const said of [true, false]) {
    const body = { isPublic: said, isBookmarked: said, isSubscribed: said, hasSeen: said };
    const few = await questionsOf(issues.slice(0, 2), body);
    expect(await questionsOf(issues.slice(2), body)).toBe(few);
  }
  prepare.mockRestore();
  const told = (await read(tenant, issues[40]?.id ?? 0)).activity ?? [];
  expect(told.map(({ type }) => type)).toEqual(['set_private', 'set_public', 'first_seen']);
});

/** Counts how often rows of the issue are written from now on. */
async function watchWrites(issueId: number): Promise<() => Promise<number>> {
  const log = `writes_${issueId}`;
  const trigger = (what: string) =>
    `create trigger ${log}_${what} after ${what} on participations when new.issue_id = ${issueId} begin insert into ${log} values (1); end`;
  await env.DB.batch([`create table ${log} (one integer)`, trigger('insert'), trigger('update')].map((statement) => env.DB.prepare(statement)));
  return async () => (await env.DB.prepare(`select count(*) as rows from ${log}`).first<number>('rows')) ?? 0;
}
