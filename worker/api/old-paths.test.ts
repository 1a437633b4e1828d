import { expect, it } from 'vitest';
import { Issue, ResolvedShortId } from './contract/issue.ts';
import { aMember, aSession, aTenant, anOrganization, send, sendEvent } from './fixtures.ts';

it('finds an issue by its id in any organization of a session', async () => {
  const tenant = await aTenant();
  const { issueId } = await sendEvent(tenant);
  const cookie = await aSession(tenant.owner);
  expect(Issue.parse(await (await send('GET', `/issues/${issueId}/`, { cookie })).json()).id).toBe(issueId);
  const stranger = await aSession(await aMember(await anOrganization()));
  expect((await send('GET', `/issues/${issueId}/`, { cookie: stranger })).status).toBe(404);
});

it('knows no short ids, which may be of several organizations', async () => {
  const tenant = await aTenant();
  const { issueId } = await sendEvent(tenant);
  const { shortId } = Issue.parse(await (await send('GET', `/issues/${issueId}/`, { token: tenant.token })).json());
  expect((await send('GET', `/issues/${shortId}/`, { token: tenant.token })).status).toBe(404);
});

it('leads from a short id to the issue', async () => {
  const tenant = await aTenant();
  const { issueId } = await sendEvent(tenant);
  const { shortId } = Issue.parse(await (await send('GET', `/issues/${issueId}/`, { token: tenant.token })).json());
  const reply = await send('GET', `/organizations/${tenant.organization.slug}/shortids/${shortId.toLowerCase()}/`, { token: tenant.token });
  expect(ResolvedShortId.parse(await reply.json())).toMatchObject({ groupId: issueId, shortId, projectSlug: tenant.project.slug });
});
