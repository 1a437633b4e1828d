import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { openOrganization } from '../storage/scope.ts';
import { findTeamSlugs } from '../storage/teams.ts';
import { change, changeSome, readIssue, refusalOf, searchOf } from './commands.fixture.ts';
import type { IssueChange } from './contract/issue-change.ts';
import { aMember, aProject, aTeam, aTenant, send, sendEvent, type Tenant } from './fixtures.ts';

/** What may be sent back. */
async function stateOf(tenant: Tenant, issueId: string) {
  const { status, statusDetails, substatus, assignedTo, priority } = await readIssue(tenant, issueId);
  return { status, statusDetails, substatus, assignedTo, priority };
}

async function anIssueWithReleases(): Promise<{ tenant: Tenant; issueId: string }> {
  const tenant = await aTenant();
  for (const release of ['shop@1.0', 'shop@2.0', 'shop@1.0.1']) await sendEvent(tenant, { release });
  return { tenant, issueId: (await sendEvent(tenant, { release: 'shop@1.0.1' })).issueId };
}

const anHourAhead = () => new Date(Date.now() + 3_600_000).toISOString();

describe('what was said of an issue is told in the same words, and leads back there when it is sent again', () => {
  it.each<[what: string, change: () => IssueChange, state: object]>([
    ['resolved', () => ({ status: 'resolved' }), { status: 'resolved', substatus: null, statusDetails: {} }],
    ['in a release', () => ({ status: 'resolved', statusDetails: { inRelease: 'shop@1.0' } }), { statusDetails: { inRelease: 'shop@1.0' } }],
    ['in the latest', () => ({ status: 'resolved', statusDetails: { inRelease: 'latest' } }), { statusDetails: { inRelease: 'shop@2.0' } }],
    [
      'in the next release',
      () => ({ status: 'resolvedInNextRelease' }),
      { status: 'resolved', statusDetails: { inNextRelease: true, currentReleaseVersion: 'shop@2.0' } },
    ],
    [
      'by a commit',
      () => ({ status: 'resolved', statusDetails: { inCommit: { commit: 'c0ffee', repository: 'acme/shop' } } }),
      { statusDetails: { inCommit: { commit: 'c0ffee', repository: 'acme/shop' } } },
    ],
    ['archived', () => ({ status: 'muted', substatus: null, snoozeDuration: null }), { status: 'ignored', substatus: 'archived_forever', statusDetails: {} }],
    [
      'archived until it escalates',
      () => ({ status: 'ignored', substatus: 'archived_until_escalating' }),
      { substatus: 'archived_until_escalating', statusDetails: {} },
    ],
    [
      'archived for a while',
      () => ({ status: 'ignored', statusDetails: { ignoreDuration: 30 } }),
      { substatus: 'archived_until_condition_met', statusDetails: { ignoreUntil: expect.stringMatching(/Z$/) } },
    ],
    ['archived until a time', () => ({ status: 'ignored', statusDetails: { ignoreUntil: anHourAhead() } }), { substatus: 'archived_until_condition_met' }],
    [
      'archived until there is more',
      () => ({ status: 'ignored', statusDetails: { ignoreCount: 10, ignoreWindow: 60, ignoreUserCount: 3 } }),
      { statusDetails: { ignoreCount: 10, ignoreWindow: 60, ignoreUserCount: 3, ignoreUserWindow: null } },
    ],
    ['reopened', () => ({ status: 'unresolved', substatus: 'escalating' }), { status: 'unresolved', substatus: 'escalating', priority: 'high' }],
    ['given another priority', () => ({ priority: 'low' }), { status: 'unresolved', substatus: 'new', priority: 'low' }],
    ['looked at', () => ({ inbox: false }), { substatus: 'ongoing' }],
  ])('%s', async (_what, said, state) => {
    const { tenant, issueId } = await anIssueWithReleases();
    const before = await stateOf(tenant, issueId);
    expect(await change(tenant, issueId, said())).toMatchObject(state);
    const then = await stateOf(tenant, issueId);

    await change(tenant, issueId, before);
    expect(await stateOf(tenant, issueId)).toEqual(before);
    await change(tenant, issueId, then);
    expect(await stateOf(tenant, issueId)).toEqual(then);
  });

  it('counts without a window are those that are left', async () => {
    const tenant = await aTenant();
    const { issueId } = await sendEvent(tenant, { fingerprint: ['counted'] });
    await change(tenant, issueId, { status: 'ignored', statusDetails: { ignoreCount: 3 } });
    await sendEvent(tenant, { fingerprint: ['counted'] });
    const { statusDetails } = await readIssue(tenant, issueId);
    expect(statusDetails).toMatchObject({ ignoreCount: 2, actor: { id: String(tenant.owner.id), email: tenant.owner.email } });
    await change(tenant, issueId, { status: 'unresolved' });
    await change(tenant, issueId, { status: 'ignored', statusDetails });
    await sendEvent(tenant, { fingerprint: ['counted'] });
    expect(await readIssue(tenant, issueId)).toMatchObject({ status: 'ignored' });
    await sendEvent(tenant, { fingerprint: ['counted'] });
    expect(await readIssue(tenant, issueId)).toMatchObject({ status: 'unresolved', substatus: 'escalating', statusDetails: {} });
    // Each further event is listed after two seconds.
  }, 20_000);

  it('the older releases that a resolution remembers are not told', async () => {
    const { tenant, issueId } = await anIssueWithReleases();
    const { statusDetails } = await change(tenant, issueId, { status: 'resolved', statusDetails: { inRelease: 'shop@2.0' } });
    expect(Object.keys(statusDetails)).toEqual(['inRelease', 'actor']);
  });
});

async function teamOf(tenant: Tenant): Promise<{ id: number; slug: string }> {
  const { team: slug } = await aTeam(tenant);
  const [id = 0] = (await findTeamSlugs(openOrganization(env, tenant.organization), { ids: [], slug })).keys();
  return { id, slug };
}

describe('an assignee', () => {
  it.each<[how: string, name: (user: { id: number; email: string; name: string }) => IssueChange['assignedTo']]>([
    ['user:id', ({ id }) => `user:${id}`],
    ['an id', ({ id }) => String(id)],
    ['an email in any case', ({ email }) => email.toUpperCase()],
    ['a name', () => 'Ada'],
    ['the form of a reply', ({ id }) => ({ type: 'user', id: String(id) })],
  ])('is named by %s', async (_how, name) => {
    const tenant = await aTenant();
    const { issueId } = await sendEvent(tenant);
    const { id, name: called, email } = tenant.owner;
    expect(await change(tenant, issueId, { assignedTo: name(tenant.owner) })).toMatchObject({
      assignedTo: { type: 'user', id: String(id), name: called, email },
    });
    const [assigned] = (await readIssue(tenant, issueId)).activity ?? [];
    expect(assigned).toMatchObject({ type: 'assigned', data: { assignee: String(id), assigneeType: 'user' } });
    for (const nobody of ['', null]) {
      await change(tenant, issueId, { assignedTo: name(tenant.owner) });
      expect(await change(tenant, issueId, { assignedTo: nobody })).toMatchObject({ assignedTo: null });
    }
  });

  it('may be a team, by id or slug', async () => {
    const [tenant, other] = [await aTenant(), await aTenant()];
    const { issueId } = await sendEvent(tenant);
    const team = await teamOf(tenant);
    const assignedTo = { type: 'team' as const, id: String(team.id), name: team.slug };
    for (const name of [`team:${team.id}`, `#${team.slug}`, assignedTo]) {
      expect(await change(tenant, issueId, { assignedTo: name })).toMatchObject({ assignedTo });
      await change(tenant, issueId, { assignedTo: null });
    }
    const stranger = await teamOf(other);
    for (const name of [`team:${stranger.id}`, `#${stranger.slug}`, '#'])
      expect(await refusalOf(tenant, `${issueId}/`, { assignedTo: name })).toEqual([400, { assignedTo: ['There is no such team in this organization.'] }]);
  });

  it('is nobody of another organization', async () => {
    const [tenant, other] = [await aTenant(), await aTenant()];
    const { issueId } = await sendEvent(tenant);
    for (const assignedTo of [`user:${other.owner.id}`, other.owner.email, String(other.owner.id), 'Nobody'])
      expect(await refusalOf(tenant, `${issueId}/`, { assignedTo })).toEqual([400, { assignedTo: ['There is no such member in this organization.'] }]);
    expect(await readIssue(tenant, issueId)).toMatchObject({ assignedTo: null });
  });

  it('has to be one person', async () => {
    const tenant = await aTenant();
    await aMember(tenant.organization);
    const { issueId } = await sendEvent(tenant);
    expect(await refusalOf(tenant, `${issueId}/`, { assignedTo: 'ada' })).toEqual([400, { assignedTo: ['Several members have this name. Use the email.'] }]);
  });
});

it('leaves the priority to the events again where it is null', async () => {
  const tenant = await aTenant();
  const { issueId } = await sendEvent(tenant, { level: 'fatal' });
  expect(await readIssue(tenant, issueId)).toMatchObject({ priority: 'high', isPrioritySetByMember: false });
  expect(await change(tenant, issueId, { priority: 'low' })).toMatchObject({ priority: 'low', isPrioritySetByMember: true });
  const { before } = await changeSome(tenant, searchOf([issueId]), { priority: null });
  expect(before).toMatchObject([{ priority: 'low', isPrioritySetByMember: true }]);
  expect(await readIssue(tenant, issueId)).toMatchObject({ priority: 'high', isPrioritySetByMember: false });
});

describe('a change', () => {
  it.each<[body: unknown, refusal: unknown]>([
    [{}, { non_field_errors: ['Name something to change.'] }],
    [{ status: null, unknown: 1 }, { non_field_errors: ['Name something to change.'] }],
    [{ status: 'gone' }, { status: ['This must be one of resolved, unresolved, ignored, resolvedInNextRelease, muted.'] }],
    [{ statusDetails: { inRelease: 'shop@9' } }, { status: ['A substatus or details need a status.'] }],
    [{ status: 'resolved', statusDetails: { inRelease: 'shop@9' } }, { 'statusDetails.inRelease': ['Unable to find a release with the given version.'] }],
    [{ status: 'resolvedInNextRelease' }, { 'statusDetails.inNextRelease': ['The project has no release yet that another could come after.'] }],
    [{ status: 'ignored', statusDetails: { ignoreWindow: 5 } }, { 'statusDetails.ignoreWindow': ['ignoreWindow needs ignoreCount.'] }],
    [{ status: 'ignored', statusDetails: { ignoreCount: 0 } }, { 'statusDetails.ignoreCount': ['Ensure this value is greater than or equal to 1.'] }],
    [{ status: 'resolved', substatus: 'ongoing' }, { substatus: ['A resolved issue has no substatus.'] }],
    [{ priority: 'urgent' }, { priority: ['This must be one of low, medium, high.'] }],
    [{ merge: 1, status: 'resolved' }, { merge: ['Other attributes cannot be changed at the same time.'] }],
    [{ discard: true, assignedTo: null }, { discard: ['Other attributes cannot be changed at the same time.'] }],
    [{ merge: 1 }, { detail: 'It takes several issues to merge them.' }],
  ])('%j is refused, and changes nothing', async (body, refusal) => {
    const tenant = await aTenant();
    const { issueId } = await sendEvent(tenant);
    const before = await stateOf(tenant, issueId);
    expect(await refusalOf(tenant, `${issueId}/`, body)).toEqual([400, refusal]);
    expect(await stateOf(tenant, issueId)).toEqual(before);
  });

  it('is applied as a whole, and told in the history', async () => {
    const tenant = await aTenant();
    const { issueId } = await sendEvent(tenant);
    const { activity } = await change(tenant, issueId, { status: 'resolved', assignedTo: `user:${tenant.owner.id}`, priority: 'low' });
    expect(activity?.map(({ type }) => type)).toEqual(['set_resolved', 'set_priority', 'assigned', 'first_seen']);
  });

  it('that names a release is of one project', async () => {
    const { tenant, issueId } = await anIssueWithReleases();
    const project = await aProject(tenant.organization);
    const elsewhere = await sendEvent({ ...tenant, project }, { release: 'shop@1.0' });
    const search = searchOf([issueId, elsewhere.issueId]);
    for (const statusDetails of [{ inRelease: 'shop@1.0' }, { inNextRelease: true }, { inCommit: { commit: 'c0ffee', repository: 'shop' } }]) {
      const detail = 'Issues of several projects cannot be resolved by a release or a commit at once.';
      expect(await refusalOf(tenant, search, { status: 'resolved', statusDetails })).toEqual([400, { detail }]);
    }
    expect(await changeSome(tenant, `${search}&project=${project.slug}`, { status: 'resolved', statusDetails: { inRelease: 'latest' } })).toMatchObject({
      statusDetails: { inRelease: 'shop@1.0' },
    });
    expect(await readIssue(tenant, issueId)).toMatchObject({ status: 'unresolved' });
  });

  it('of what was merged is one of the issue that it is a part of', async () => {
    const tenant = await aTenant();
    const [one, two] = [await sendEvent(tenant), await sendEvent(tenant)];
    await changeSome(tenant, searchOf([one.issueId, two.issueId]), { merge: 1 });
    expect(await change(tenant, two.issueId, { status: 'resolved' })).toMatchObject({ id: one.issueId, status: 'resolved' });
    const reply = await send('GET', `/organizations/${tenant.organization.slug}/issues/${two.issueId}/`, { token: tenant.token });
    expect(await reply.json()).toMatchObject({ id: one.issueId, status: 'resolved' });
  });
});
