import { describe, expect, it } from 'vitest';
import { aProject, aTenant, hexId, send, sendEvent, type Tenant } from './fixtures.ts';
import { aCommit, announce, listVersions, readRelease, releasePath } from './releases.fixture.ts';

/** Status and body of a reply. */
async function tell(method: string, path: string, tenant: Tenant, body?: unknown): Promise<[status: number, reply: unknown]> {
  const reply = await send(method, path, { token: tenant.token, ...(body === undefined ? {} : { body }) });
  const text = await reply.text();
  return [reply.status, text === '' ? null : JSON.parse(text)];
}

describe('a release', () => {
  it('is known once an event names it, with its events and new issues', async () => {
    const tenant = await aTenant();
    await sendEvent(tenant, { release: 'shop@1.0.0+7', fingerprint: ['same'], environment: 'production' });
    await sendEvent(tenant, { release: 'shop@1.1.0', fingerprint: ['same'] });
    await sendEvent(tenant, { release: 'shop@1.1.0' });
    expect(await readRelease(tenant, 'shop@1.0.0+7')).toMatchObject({
      shortVersion: 'shop@1.0.0+7',
      versionInfo: { package: 'shop', version: { raw: '1.0.0+7', major: 1, minor: 0, patch: 0, buildCode: '7' }, description: '1.0.0 (7)' },
      status: 'open',
      dateReleased: null,
      newGroups: 1,
      commitCount: 0,
      firstEvent: expect.any(String),
      lastEvent: expect.any(String),
      projects: [{ id: tenant.project.id, slug: tenant.project.slug, newGroups: 1 }],
    });
    expect((await listVersions(tenant)).versions).toEqual(['shop@1.1.0', 'shop@1.0.0+7']);
    expect((await listVersions(tenant, '?environment=production')).versions).toEqual(['shop@1.0.0+7']);
    expect((await listVersions(tenant, '?environment=')).versions).toEqual(['shop@1.1.0']);
  });

  it('is one over projects of several shards', async () => {
    const tenant = await aTenant();
    const other = await aProject(tenant.organization, { shard: 1 });
    await sendEvent(tenant, { release: 'shop@1.0' });
    await sendEvent({ ...tenant, project: other }, { release: 'shop@1.0' });
    await sendEvent({ ...tenant, project: other }, { release: 'shop@2.0' });
    expect(await readRelease(tenant, 'shop@1.0')).toMatchObject({ newGroups: 2, projects: [{ newGroups: 1 }, { newGroups: 1 }] });
    const ofProject = `/projects/${tenant.organization.slug}/${tenant.project.slug}/releases/`;
    expect((await listVersions(tenant, '', ofProject)).versions).toEqual(['shop@1.0']);
    expect((await listVersions(tenant, `?project=${other.id}`)).versions).toEqual(['shop@2.0', 'shop@1.0']);
    expect(await tell('GET', `${ofProject}shop@1.0/`, tenant)).toEqual([200, expect.objectContaining({ newGroups: 1 })]);
    expect(await tell('GET', `${ofProject}shop@2.0/`, tenant)).toEqual([404, expect.anything()]);
  });

  it('lists the issues that came with it, page by page', async () => {
    const tenant = await aTenant();
    const other = { ...tenant, project: await aProject(tenant.organization, { shard: 1 }) };
    await sendEvent(tenant, { release: 'shop@0.9' });
    const sent = [];
    for (const place of [tenant, other, tenant]) sent.push((await sendEvent(place, { release: 'shop@1.0' })).issueId);
    await sendEvent(tenant, { release: 'shop@1.1' });
    const newest = sent.toSorted((one, next) => Number(next) - Number(one)).map((id) => expect.objectContaining({ id }));
    const path = releasePath(tenant, 'shop@1.0', 'issues/');
    expect(await tell('GET', path, tenant)).toEqual([200, newest]);
    expect(await tell('GET', `${path}?limit=1&cursor=0:${Math.max(...sent.map(Number))}:0`, tenant)).toEqual([200, newest.slice(1, 2)]);
    expect(await tell('GET', `${path}?limit=1&cursor=0:${Math.min(...sent.map(Number))}:1`, tenant)).toEqual([200, newest.slice(1, 2)]);
  });

  it('is new once in each project, and gains what is said of it', async () => {
    const tenant = await aTenant();
    const other = await aProject(tenant.organization);
    const [path, version] = [releasePath(tenant), 'shop@1.0'];
    const mine = { version, projects: [tenant.project.slug] };
    expect(await tell('POST', path, tenant, { ...mine, dateStarted: '2026-11-23T15:08:04.304415132Z' })).toEqual([201, expect.objectContaining({ ref: null })]);
    expect(await tell('POST', path, tenant, { ...mine, ref: 'main', url: 'https://ci.example/1' })).toEqual([208, expect.objectContaining({ ref: 'main' })]);
    expect(await tell('POST', path, tenant, { version, projects: [other.id] })).toEqual([
      201,
      expect.objectContaining({ dateStarted: '2026-11-23T15:08:04.304000Z', url: 'https://ci.example/1', newGroups: 0, firstEvent: null }),
    ]);
    expect((await readRelease(tenant, version)).projects).toHaveLength(2);
    expect(await tell('PUT', `${path}${version}/`, tenant, { dateReleased: '2020-01-01T00:00:00+01:00', status: null })).toEqual([
      200,
      expect.objectContaining({ dateReleased: '2019-12-31T23:00:00.000000Z', ref: 'main' }),
    ]);
  });

  it('is announced and finalized in one project, as by sentry-cli 2', async () => {
    const tenant = await aTenant();
    const path = `/projects/${tenant.organization.slug}/${tenant.project.slug}/releases/`;
    const body = { version: 'demo@1.0.1', projects: ['another'], dateStarted: '2026-11-23T15:08:24.072024144Z' };
    expect(await tell('POST', path, tenant, body)).toEqual([201, expect.objectContaining({ dateReleased: null })]);
    expect(await tell('POST', path, tenant, body)).toEqual([208, expect.objectContaining({ projects: [expect.objectContaining({ id: tenant.project.id })] })]);
    const finalized = { dateStarted: '2026-11-23T15:08:24.072000Z', dateReleased: '2026-11-23T15:08:24.402000Z' };
    expect(await tell('PUT', `${path}demo@1.0.1/`, tenant, { projects: ['another'], dateReleased: '2026-11-23T15:08:24.402717024Z' })).toEqual([
      200,
      expect.objectContaining(finalized),
    ]);
    expect(await tell('DELETE', `${path}demo@1.0.1/`, tenant)).toEqual([204, null]);
  });

  it('may be of characters that a path cannot hold as they are', async () => {
    const tenant = await aTenant();
    for (const version of ['my shop@1.0+1', '100% ünïcode', 'a?b#c&d=e', '%2F', '日本語']) {
      await announce(tenant, version);
      expect(await readRelease(tenant, version)).toMatchObject({ version });
    }
    expect(await tell('GET', `${releasePath(tenant)}shop%2F1/`, tenant)).toEqual([404, expect.anything()]);
    expect(await tell('GET', `${releasePath(tenant)}%E0%A4%A/`, tenant)).toEqual([404, expect.anything()]);
  });

  it('goes, unless an issue came with it', async () => {
    const tenant = await aTenant();
    await announce(tenant, 'shop@2.0', { commits: [aCommit('c0ffee')] });
    await sendEvent(tenant, { release: 'shop@1.0' });
    expect(await tell('DELETE', releasePath(tenant, 'shop@1.0'), tenant)).toEqual([400, { detail: expect.stringContaining('referenced by active issues') }]);
    expect(await tell('DELETE', releasePath(tenant, 'shop@2.0'), tenant)).toEqual([204, null]);
    expect((await listVersions(tenant)).versions).toEqual(['shop@1.0']);
  });

  it('comes back with an event after it was deleted', async () => {
    const tenant = await aTenant();
    const { issueId } = await sendEvent(tenant, { release: 'shop@1.0' });
    await tell('DELETE', `/organizations/${tenant.organization.slug}/issues/${issueId}/`, tenant);
    expect(await tell('DELETE', releasePath(tenant, 'shop@1.0'), tenant)).toEqual([204, null]);
    await sendEvent(tenant, { release: 'shop@1.0' });
    expect(await readRelease(tenant, 'shop@1.0')).toMatchObject({ newGroups: 1 });
  });
});

describe('the list of releases', () => {
  it('has the one that was released last first, page by page in both directions', async () => {
    const tenant = await aTenant();
    for (const day of [1, 2, 3, 4, 5]) await announce(tenant, `shop@${day}.0`, { dateReleased: `2026-11-0${6 - day}` });
    const first = await listVersions(tenant, '?per_page=2');
    expect(first.versions).toEqual(['shop@1.0', 'shop@2.0']);
    const second = await listVersions(tenant, `?per_page=2&cursor=${first.next}`);
    expect(second.versions).toEqual(['shop@3.0', 'shop@4.0']);
    const last = await listVersions(tenant, `?per_page=2&cursor=${second.next}`);
    expect(last).toEqual({ versions: ['shop@5.0'], next: null });
    const back = second.next?.replace(/:0$/, ':1');
    expect((await listVersions(tenant, `?per_page=2&cursor=${back}`)).versions).toEqual(['shop@2.0', 'shop@3.0']);
  });

  it('finds by text, and shows archived ones to who asks', async () => {
    const tenant = await aTenant();
    for (const version of ['Shop@1.0', 'shop@1.1_beta', 'till@1.0']) await announce(tenant, version);
    await announce(tenant, 'shop@0.1', { status: 'archived' });
    const found = async (search: string) => (await listVersions(tenant, search)).versions.toSorted();
    expect(await found('?query=shop')).toEqual(['Shop@1.0', 'shop@1.1_beta']);
    expect(await found('?query=1_')).toEqual(['shop@1.1_beta']);
    expect(await found('?query=shop&status=archived')).toEqual(['shop@0.1']);
    expect(await found('?query=shop&status=')).toEqual(['Shop@1.0', 'shop@0.1', 'shop@1.1_beta']);
  });

  it.each(['?sort=sessions', '?cursor=x', '?status=gone', '?per_page=0', `?query=${'x'.repeat(201)}`])('refuses %s', async (search) => {
    const tenant = await aTenant();
    expect(await tell('GET', releasePath(tenant) + search, tenant)).toEqual([400, { detail: expect.any(String) }]);
  });
});

describe('commits and deploys', () => {
  it('are told newest first, with the authors', async () => {
    const tenant = await aTenant();
    const commits = [
      aCommit('c2', { author_email: 'JANE@example.com', message: 'fix: ünïcode\n' }),
      aCommit('c1'),
      aCommit('c0', { author_name: 'Joe', author_email: null }),
    ];
    expect(await announce(tenant, 'shop@1.0', { commits })).toMatchObject({
      commitCount: 3,
      lastCommit: { id: 'c2', message: 'fix: ünïcode\n', dateCreated: '2026-11-23T14:54:42.000000Z', repository: { name: 'acme/shop' } },
      authors: [
        { name: 'Jane', email: 'JANE@example.com' },
        { name: 'Joe', email: null },
      ],
    });
    const path = releasePath(tenant, 'shop@1.0', 'commits/');
    expect(await tell('GET', path, tenant)).toEqual([200, ['c2', 'c1', 'c0'].map((id) => expect.objectContaining({ id }))]);
    expect(await tell('GET', `${path}?per_page=1&cursor=0:0:0`, tenant)).toEqual([200, [expect.objectContaining({ id: 'c1' })]]);
    expect(await tell('GET', `${path}?cursor=0:2:1&per_page=1`, tenant)).toEqual([200, [expect.objectContaining({ id: 'c1' })]]);

    await announce(tenant, 'shop@2.0');
    expect(await tell('GET', releasePath(tenant, 'shop@2.0', 'previous-with-commits/'), tenant)).toEqual([
      200,
      expect.objectContaining({ version: 'shop@1.0' }),
    ]);
    expect(await tell('GET', releasePath(tenant, 'shop@1.0', 'previous-with-commits/'), tenant)).toEqual([200, {}]);
    expect(await tell('PUT', releasePath(tenant, 'shop@1.0'), tenant, { refs: [] })).toEqual([
      200,
      expect.objectContaining({ commitCount: 0, lastCommit: null }),
    ]);
  });

  it('that are ten thousand are kept, and no more are taken', async () => {
    const tenant = await aTenant();
    const commits = Array.from({ length: 10_000 }, (_, index) => aCommit(`${index}`.padStart(40, '0'), { message: 'x'.repeat(200) }));
    expect(await announce(tenant, 'shop@1.0', { commits })).toMatchObject({ commitCount: 10_000 });
    const [status, reply] = await tell('PUT', releasePath(tenant, 'shop@1.0'), tenant, { commits: [...commits, aCommit('one more')] });
    expect([status, reply]).toEqual([400, { commits: ['Ensure this field has no more than 10000 elements.'] }]);
  });

  it('say that no repository is integrated where somebody names a range', async () => {
    const tenant = await aTenant();
    expect(await tell('GET', `/organizations/${tenant.organization.slug}/repos/?cursor=`, tenant)).toEqual([200, []]);
    const refs = [{ repository: 'acme/shop', commit: 'a'.repeat(40), previousCommit: null }];
    const refused = [400, { refs: [expect.stringContaining('Invalid repository names: acme/shop. No repository is integrated')] }];
    expect(await tell('POST', releasePath(tenant), tenant, { version: 'shop@1.0', projects: [tenant.project.slug], refs })).toEqual(refused);
    expect((await listVersions(tenant)).versions).toEqual([]);
  });

  it('of a deploy are counted, the last one shown', async () => {
    const tenant = await aTenant();
    await announce(tenant, 'shop@1.0');
    const path = releasePath(tenant, 'shop@1.0', 'deploys/');
    const deploy = { environment: 'production', name: 'first', url: 'https://ci.example/2', dateStarted: '2026-11-23T15:06:08.462667342Z' };
    const shown = { ...deploy, id: expect.any(String), dateStarted: '2026-11-23T15:06:08.462000Z', dateFinished: '2026-11-23T15:08:08.000000Z' };
    expect(await tell('POST', path, tenant, { ...deploy, dateFinished: '2026-11-23T15:08:08Z' })).toEqual([201, shown]);
    expect(await tell('POST', path, tenant, { environment: 'staging' })).toEqual([201, expect.objectContaining({ environment: 'staging', name: null })]);
    expect(await readRelease(tenant, 'shop@1.0')).toMatchObject({ deployCount: 2, lastDeploy: { environment: 'staging' } });
    expect(await tell('GET', path, tenant)).toEqual([200, [expect.objectContaining({ environment: 'staging' }), shown]]);
    const [, all] = await tell('GET', `${path}?per_page=1`, tenant);
    expect(all).toHaveLength(1);
  });
});

describe('what is refused', () => {
  it.each(['', ' ', '.', '..', 'latest', 'x'.repeat(201), 'a\nb', 'a\tb', 'shop/', 'a/b', 'a\\b', 'a\u0001b'])('the version %j', async (version) => {
    const tenant = await aTenant();
    expect(await tell('POST', releasePath(tenant), tenant, { version, projects: [tenant.project.slug] })).toEqual([400, { version: [expect.any(String)] }]);
  });

  const nothing = { version: 'shop@1.0', projects: ['PROJECT'] };
  it.each<[what: string, body: unknown]>([
    ['no body', ''],
    ['no JSON', '{'],
    ['null', null],
    ['a list', []],
    ['no version', { projects: ['PROJECT'] }],
    ['a version that is no text', { ...nothing, version: 1 }],
    ['no projects', { version: 'shop@1.0' }],
    ['an empty list of projects', { ...nothing, projects: [] }],
    ['projects that nobody has', { ...nothing, projects: ['PROJECT', hexId()] }],
    ['projects of strange kinds', { ...nothing, projects: [{}, null, 1.5] }],
    ['a date that is none', { ...nothing, dateReleased: 'yesterday' }],
    ['a date out of all time', { ...nothing, dateReleased: '9999-99-99' }],
    ['a link that runs something', { ...nothing, url: 'javascript:alert(1)' }],
    ['a status that is none', { ...nothing, status: 'gone' }],
    ['commits that are none', { ...nothing, commits: {} }],
    ['commits without ids', { ...nothing, commits: [{}, null, 'a', []] }],
    ['commits with ids that hold spaces', { ...nothing, commits: [aCommit('a b')] }],
    ['commits with long ids', { ...nothing, commits: [aCommit('x'.repeat(65))] }],
    ['commits at strange times', { ...nothing, commits: [{ ...aCommit('c'), timestamp: 12 }] }],
    ['refs that are none', { ...nothing, refs: [1] }],
  ])('%s', async (_what, body) => {
    const tenant = await aTenant();
    const text = typeof body === 'string' ? body : JSON.stringify(body).replaceAll('PROJECT', tenant.project.slug);
    expect(await tell('POST', releasePath(tenant), tenant, text)).toEqual([400, expect.anything()]);
    expect((await listVersions(tenant)).versions).toEqual([]);
  });

  it('nothing that can be kept: lone surrogates, null characters and a megabyte of message', async () => {
    const tenant = await aTenant();
    const message = `${'x'.repeat(9_999)}😀${'y'.repeat(1_000_000)}`;
    const commits = [aCommit('c1', { message, author_name: 'a\ud800\0b', repository: '\ud800' }), { ...aCommit('c0'), message: null, timestamp: null }];
    expect(await announce(tenant, 'shop@1.0', { commits, ref: '\udc00', junk: { deep: [] } })).toMatchObject({
      ref: '\ufffd',
      commitCount: 2,
      lastCommit: { message: `${'x'.repeat(9_999)}\ufffd`, author: { name: 'a\ufffdb' } },
    });
  });

  it.each([{}, { environment: '' }, { environment: 'a/b' }, { environment: 1 }, { environment: 'x'.repeat(65) }, { environment: 'a', url: 'ftp://x' }])(
    'the deploy %j',
    async (body) => {
      const tenant = await aTenant();
      await announce(tenant, 'shop@1.0');
      expect(await tell('POST', releasePath(tenant, 'shop@1.0', 'deploys/'), tenant, body)).toEqual([400, expect.anything()]);
    },
  );
});
