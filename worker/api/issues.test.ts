import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { Issue } from './contract/issue.ts';
import { aSession, aTenant, send, sendEvent, type Tenant } from './fixtures.ts';

async function readIssue({ organization, token }: Tenant, issueId: string) {
  const reply = await send('GET', `/organizations/${organization.slug}/issues/${issueId}/`, { token });
  expect(reply.status).toBe(200);
  return Issue.parse(await reply.json());
}

it('shows an issue by its id and by its short id', async () => {
  const tenant = await aTenant();
  const { issueId } = await sendEvent(tenant, { message: 'boom', release: 'web@1.0', level: 'warning' });
  const issue = await readIssue(tenant, issueId);
  expect(issue).toMatchObject({
    id: issueId,
    shortId: `${tenant.project.slug.toUpperCase()}-1`,
    title: 'boom',
    level: 'warning',
    priority: 'medium',
    status: 'unresolved',
    substatus: 'new',
    count: '1',
    firstRelease: { version: 'web@1.0' },
    activity: [{ type: 'first_seen', user: null, data: { version: 'web@1.0' } }],
    grouping: { mechanism: expect.any(String) },
  });
  expect(issue.stats['30d']?.at(-1)?.[1]).toBe(1);
  expect(await readIssue(tenant, issue.shortId.toLowerCase())).toEqual(issue);
});

it.each(['0', '999', '1000000000', 'nothing-1', 'nothing', '99999999999999999999'])('finds no issue %s', async (issueId) => {
  const { organization, token } = await aTenant();
  expect((await send('GET', `/organizations/${organization.slug}/issues/${issueId}/`, { token })).status).toBe(404);
});

it('resolves, archives and reopens, and remembers who did', async () => {
  const tenant = await aTenant();
  const { issueId } = await sendEvent(tenant);
  const path = `/organizations/${tenant.organization.slug}/issues/${issueId}/`;
  const cookie = await aSession(tenant.owner);
  const change = async (status: string) => {
    const reply = await send('PUT', path, { cookie, body: { status }, headers: { 'sec-fetch-site': 'same-origin' } });
    expect(reply.status).toBe(200);
    return Issue.parse(await reply.json());
  };

  expect(await change('resolved')).toMatchObject({ status: 'resolved', substatus: null });
  expect(await readIssue(tenant, issueId)).toMatchObject({ status: 'resolved' });
  expect(await change('ignored')).toMatchObject({ status: 'ignored', substatus: 'archived_forever' });
  const { status, activity } = await change('unresolved');
  expect(status).toBe('unresolved');
  expect(activity?.map(({ type }) => type)).toEqual(['set_unresolved', 'set_ignored', 'set_resolved', 'first_seen']);
  expect(activity?.[0]?.user).toEqual({ id: String(tenant.owner.id), name: tenant.owner.name, email: tenant.owner.email });
});

it('does not tell the name of somebody who has left', async () => {
  const tenant = await aTenant();
  const { issueId } = await sendEvent(tenant);
  const other = await aTenant();
  await env.DB.prepare("insert into members (organization_id, user_id, role, created_at) values (?, ?, 'owner', 0)")
    .bind(tenant.organization.id, other.owner.id)
    .run();
  const cookie = await aSession(other.owner);
  await send('PUT', `/organizations/${tenant.organization.slug}/issues/${issueId}/`, {
    cookie,
    body: { status: 'resolved' },
    headers: { 'sec-fetch-site': 'same-origin' },
  });
  expect((await readIssue(tenant, issueId)).activity?.[0]?.user).toMatchObject({ id: String(other.owner.id) });

  await env.DB.prepare('delete from members where organization_id = ? and user_id = ?').bind(tenant.organization.id, other.owner.id).run();
  expect((await readIssue(tenant, issueId)).activity?.[0]).toMatchObject({ type: 'set_resolved', user: null });
});

it('takes the body that sentry-cli sends', async () => {
  const tenant = await aTenant();
  const { issueId } = await sendEvent(tenant);
  const body = { status: 'resolved', snoozeDuration: null };
  const reply = await send('PUT', `/organizations/${tenant.organization.slug}/issues/?id=${issueId}`, { token: tenant.token, body });
  expect([reply.status, await reply.json()]).toMatchObject([200, { status: 'resolved', statusDetails: {}, failed: [] }]);
});

it('changes several issues at once and leaves the others', async () => {
  const tenant = await aTenant();
  const [one, two, three] = await Promise.all([sendEvent(tenant), sendEvent(tenant), sendEvent(tenant)]);
  const path = `/organizations/${tenant.organization.slug}/issues/?id=${one.issueId}&id=${two.issueId}&id=${one.issueId}`;
  const reply = await send('PUT', path, { token: tenant.token, body: { status: 'ignored' } });
  expect(reply.status).toBe(200);
  const statuses = await Promise.all([one, two, three].map(async ({ issueId }) => (await readIssue(tenant, issueId)).status));
  expect(statuses).toEqual(['ignored', 'ignored', 'unresolved']);
});

it('answers 204 where none of the ids is an issue', async () => {
  const { organization, token, project } = await aTenant();
  const path = `/organizations/${organization.slug}/issues/?id=${project.id * 1_000_000_000 + 7}`;
  expect((await send('PUT', path, { token, body: { status: 'resolved' } })).status).toBe(204);
});

it.each([
  ['?id=WEB-1', 'Invalid issue id.'],
  [`?${Array.from({ length: 1001 }, (_, id) => `id=${id}`).join('&')}`, 'At most 1,000 issues at once.'],
  ['?status=lost', "Invalid status 'lost'."],
])('refuses to change issues%.20s', async (query, detail) => {
  const { organization, token } = await aTenant();
  for (const method of ['PUT', 'DELETE']) {
    const reply = await send(method, `/organizations/${organization.slug}/issues/${query}`, {
      token,
      ...(method === 'PUT' ? { body: { status: 'resolved' } } : {}),
    });
    expect([reply.status, await reply.json()]).toEqual([400, { detail }]);
  }
});

it('deletes nothing where nothing is named', async () => {
  const tenant = await aTenant();
  const { issueId } = await sendEvent(tenant);
  const reply = await send('DELETE', `/organizations/${tenant.organization.slug}/issues/`, { token: tenant.token });
  expect([reply.status, await reply.json()]).toEqual([400, { detail: 'Name the issues by id or query.' }]);
  expect(await readIssue(tenant, issueId)).toMatchObject({ id: issueId });
});

it('deletes an issue with its events, by itself or with others', async () => {
  const tenant = await aTenant();
  const events = await Promise.all([sendEvent(tenant), sendEvent(tenant), sendEvent(tenant)]);
  const [one, two, three] = events;
  const path = `/organizations/${tenant.organization.slug}/issues/`;
  expect((await send('DELETE', `${path}${one.issueId}/`, { token: tenant.token })).status).toBe(202);
  expect((await send('DELETE', `${path}?id=${two.issueId}`, { token: tenant.token })).status).toBe(204);

  const statuses = await Promise.all(events.map(async ({ issueId }) => (await send('GET', `${path}${issueId}/`, { token: tenant.token })).status));
  expect(statuses).toEqual([404, 404, 200]);
  const events404 = await send('GET', `/projects/${tenant.organization.slug}/${tenant.project.slug}/events/${one.eventId}/`, { token: tenant.token });
  expect(events404.status).toBe(404);
  expect(await readIssue(tenant, three.issueId)).toMatchObject({ status: 'unresolved' });
});
