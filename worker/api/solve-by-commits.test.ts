import { describe, expect, it } from 'vitest';
import { change, readIssue } from './commands.fixture.ts';
import type { NewCommit } from './contract/release.ts';
import { aMember, aProject, aTenant, send, sendEvent, type Tenant } from './fixtures.ts';
import { aCommit, announce, releasePath } from './releases.fixture.ts';

const sha = 'a414b4a396d40612a656861e5b6ab48506f4b2fd';

function resolveBy(tenant: Tenant, issueId: string, commit: string, repository = 'acme/shop') {
  return change(tenant, issueId, { status: 'resolved', statusDetails: { inCommit: { commit, repository } } });
}

async function shortIdOf(tenant: Tenant, issueId: string): Promise<string> {
  return (await readIssue(tenant, issueId)).shortId;
}

const solving = (message: string, overrides: Partial<NewCommit> = {}) => ({ commits: [aCommit(sha, { message, ...overrides })] });
const solved = (version: string) => ({ status: 'resolved', statusDetails: { inRelease: version } });

describe('an issue that is resolved by a commit', () => {
  it.each([
    ['in full', sha],
    ['cut short', sha.slice(0, 7)],
  ])('is resolved in the first release that has it, named %s', async (_, commit) => {
    const tenant = await aTenant();
    const { issueId } = await sendEvent(tenant, { release: 'shop@1.0' });
    await resolveBy(tenant, issueId, commit);
    await announce(tenant, 'shop@2.0', { commits: [aCommit('b'.repeat(40)), aCommit(sha)] });
    expect(await readIssue(tenant, issueId)).toMatchObject(solved('shop@2.0'));
    await announce(tenant, 'shop@3.0', { commits: [aCommit(sha)] });
    expect(await readIssue(tenant, issueId)).toMatchObject(solved('shop@2.0'));
  });

  it('is found by the commit alone where only the remote is named, as by sentry-cli', async () => {
    const tenant = await aTenant();
    const [first, second] = [await sendEvent(tenant, { release: 'shop@1.0' }), await sendEvent(tenant, { release: 'shop@1.0' })];
    await resolveBy(tenant, first.issueId, sha.slice(0, 7));
    await announce(tenant, 'shop@2.0', { commits: [aCommit(sha, { repository: 'origin' })] });
    expect(await readIssue(tenant, first.issueId)).toMatchObject(solved('shop@2.0'));
    expect(await resolveBy(tenant, second.issueId, sha)).toMatchObject(solved('shop@2.0'));
  });

  it('by its number needs the same repository', async () => {
    const tenant = await aTenant();
    const { issueId } = await sendEvent(tenant, { release: 'shop@1.0' });
    await resolveBy(tenant, issueId, '12', 'shop');
    await announce(tenant, 'shop@2.0', { commits: [aCommit('12', { repository: 'till' }), aCommit('123', { repository: 'shop' })] });
    expect(await readIssue(tenant, issueId)).toMatchObject({ statusDetails: { inCommit: { commit: '12' } } });
    await announce(tenant, 'shop@3.0', { commits: [aCommit('12', { repository: 'shop' })] });
    expect(await readIssue(tenant, issueId)).toMatchObject(solved('shop@3.0'));
  });

  it('is so at once where a release has it already', async () => {
    const tenant = await aTenant();
    const { issueId } = await sendEvent(tenant, { release: 'shop@1.0' });
    await announce(tenant, 'shop@2.0', { commits: [aCommit(sha)] });
    await announce(tenant, 'shop@3.0', { commits: [aCommit(sha)] });
    expect(await resolveBy(tenant, issueId, sha.slice(0, 10))).toMatchObject(solved('shop@2.0'));
  });

  it('waits for the commit of its repository, and of its organization', async () => {
    const tenant = await aTenant();
    const { issueId } = await sendEvent(tenant);
    const waits = { statusDetails: { inCommit: { commit: sha, repository: 'acme/shop' } } };
    await resolveBy(tenant, issueId, sha);
    await announce(tenant, 'shop@2.0', { commits: [aCommit(sha, { repository: 'acme/till' }), aCommit('b'.repeat(40))] });
    await announce(await aTenant(), 'shop@2.0', { commits: [aCommit(sha)] });
    expect(await readIssue(tenant, issueId)).toMatchObject(waits);
    expect(await resolveBy(tenant, issueId, sha)).toMatchObject(waits);
  });

  it('is not resolved by a release of another project', async () => {
    const tenant = await aTenant();
    const other = await aProject(tenant.organization, { shard: 1 });
    const { issueId } = await sendEvent({ ...tenant, project: other });
    await resolveBy(tenant, issueId, sha);
    await announce(tenant, 'shop@2.0', { commits: [aCommit(sha)] });
    expect(await readIssue(tenant, issueId)).toMatchObject({ statusDetails: { inCommit: { commit: sha } } });
    await announce({ ...tenant, project: other }, 'till@2.0', { commits: [aCommit(sha)] });
    expect(await readIssue(tenant, issueId)).toMatchObject(solved('till@2.0'));
  });
});

describe('an issue that the message of a commit says it fixes', () => {
  it('is resolved in the release, by the author who is a member', async () => {
    const tenant = await aTenant();
    const author = await aMember(tenant.organization, 'member');
    const [first, second] = [await sendEvent(tenant, { release: 'shop@1.0' }), await sendEvent(tenant, { release: 'shop@1.0' })];
    const names = [await shortIdOf(tenant, first.issueId), (await shortIdOf(tenant, second.issueId)).toLowerCase()];
    await announce(tenant, 'shop@2.0', solving(`Total in euros\n\nFixes ${names.join(' and ')}, NOBODY-1`, { author_email: author.email.toUpperCase() }));
    for (const { issueId } of [first, second]) {
      const issue = await readIssue(tenant, issueId);
      expect(issue).toMatchObject({
        ...solved('shop@2.0'),
        activity: [{ type: 'set_resolved_in_commit', user: { id: String(author.id) } }, { type: 'first_seen' }],
      });
    }
  });

  it('is resolved by a stranger in nobody’s name', async () => {
    const tenant = await aTenant();
    const { issueId } = await sendEvent(tenant);
    await announce(tenant, 'shop@2.0', solving(`fix: ${await shortIdOf(tenant, issueId)}`));
    expect(await readIssue(tenant, issueId)).toMatchObject({ ...solved('shop@2.0'), activity: [{ user: null }, {}] });
  });

  it('that came back is not resolved again by the same commit', async () => {
    const tenant = await aTenant();
    const { issueId } = await sendEvent(tenant, { release: 'shop@1.0', fingerprint: ['one'] });
    const body = solving(`Fixes ${await shortIdOf(tenant, issueId)}`);
    await announce(tenant, 'shop@2.0', body);
    await sendEvent(tenant, { release: 'shop@2.0', fingerprint: ['one'] });
    await announce(tenant, 'shop@2.0', body);
    await announce(tenant, 'shop@3.0', body);
    expect(await readIssue(tenant, issueId)).toMatchObject({ status: 'unresolved', substatus: 'regressed' });
  });

  it('is resolved with the first release of its own project', async () => {
    const tenant = await aTenant();
    const other = { ...tenant, project: await aProject(tenant.organization, { shard: 1 }) };
    const { issueId } = await sendEvent(other);
    const body = solving(`Fixes ${await shortIdOf(tenant, issueId)}`);
    await announce(tenant, 'api@2.0', body);
    expect(await readIssue(tenant, issueId)).toMatchObject({ status: 'unresolved' });
    await announce(other, 'web@2.0', body);
    expect(await readIssue(tenant, issueId)).toMatchObject(solved('web@2.0'));
  });

  it('may be a part of another by now', async () => {
    const tenant = await aTenant();
    const [whole, part] = [await sendEvent(tenant), await sendEvent(tenant)];
    const name = await shortIdOf(tenant, part.issueId);
    const search = `?id=${whole.issueId}&id=${part.issueId}`;
    await send('PUT', `/organizations/${tenant.organization.slug}/issues/${search}`, { token: tenant.token, body: { merge: 1 } });
    await announce(tenant, 'shop@2.0', solving(`Fixes ${name}`));
    expect(await readIssue(tenant, part.issueId)).toMatchObject({ shortId: await shortIdOf(tenant, whole.issueId), ...solved('shop@2.0') });
  });

  it('is not one of another organization', async () => {
    const [tenant, stranger] = [await aTenant(), await aTenant()];
    const { issueId } = await sendEvent(tenant);
    await announce(stranger, 'shop@2.0', solving(`Fixes ${await shortIdOf(tenant, issueId)}`));
    expect(await readIssue(tenant, issueId)).toMatchObject({ status: 'unresolved' });
  });
});

it('the release that an issue is of is told in full', async () => {
  const tenant = await aTenant();
  const { issueId } = await sendEvent(tenant, { release: 'shop@1.0' });
  const reply = await send('PUT', releasePath(tenant, 'shop@1.0'), { token: tenant.token, body: { url: 'https://ci.example/1' } });
  expect(reply.status).toBe(200);
  const release = { version: 'shop@1.0', versionInfo: { package: 'shop', description: '1.0' }, url: 'https://ci.example/1', dateReleased: null };
  expect(await readIssue(tenant, issueId)).toMatchObject({ firstRelease: release, lastRelease: release });
});
