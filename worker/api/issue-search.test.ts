import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { Issue } from './contract/issue.ts';
import { aMember, aProject, aTeam, aTenant, anIssue, hexId, merge, send, sendEvent, type Tenant } from './fixtures.ts';

const Issues = z.array(Issue);
const hourMs = 3_600_000;

/** Issues by the names that the table below calls them by. */
const ids = new Map<string, string>();
let tenant: Tenant;
let eventIdOfCart = '';

async function search(query: string, parameters = ''): Promise<{ names: string[]; headers: Headers }> {
  const path = `/organizations/${tenant.organization.slug}/issues/?query=${encodeURIComponent(query)}${parameters}`;
  const reply = await send('GET', path, { token: tenant.token });
  expect([reply.status, await reply.clone().json()]).toMatchObject([200, expect.any(Array)]);
  const found = Issues.parse(await reply.json()).map(({ id }) => id);
  return { names: [...ids].filter(([, id]) => found.includes(id)).map(([name]) => name), headers: reply.headers };
}

const put = (path: string, body: unknown) => send('PUT', `/organizations/${tenant.organization.slug}${path}`, { token: tenant.token, body });

function anException(type: string, value: string, more: Record<string, unknown> = {}) {
  const frames = [
    {
      filename: `src/${type.toLowerCase()}.ts`,
      abs_path: `/app/src/${type.toLowerCase()}.ts`,
      module: `app.${type}`,
      function: `do${type}`,
      package: `pkg-${type}`,
      in_app: true,
    },
  ];
  return { exception: { values: [{ type, value, stacktrace: { frames }, mechanism: { type: 'onerror', handled: false }, ...more }] } };
}

beforeAll(async () => {
  tenant = await aTenant();
  const cart = await sendEvent(tenant, {
    ...anException('CartError', 'Cart 17 is empty'),
    level: 'fatal',
    release: 'shop@1.2.0+7',
    dist: '7',
    environment: 'production',
    platform: 'javascript',
    logger: 'cart',
    transaction: '/cart/:id',
    server_name: 'web-1',
    tags: { region: 'eu', release_kind: 'stable', 'browser.name': 'Firefox' },
    user: { id: '42', email: 'ada@acme.example', username: 'ada', ip_address: '10.0.0.1' },
    request: { url: 'https://shop.example/cart', method: 'POST', headers: { Referer: 'https://shop.example/home' } },
    contexts: {
      os: { name: 'Windows', version: '11', build: '22631', kernel_version: '10.0' },
      device: { family: 'PC', brand: 'Acme', arch: 'x86_64', name: 'ada-pc', model: 'M1', model_id: 'A7' },
      app: { in_foreground: true },
      trace: { trace_id: 'a'.repeat(32), span_id: 'b'.repeat(16) },
      response: { status_code: 500 },
    },
    sdk: { name: 'sentry.javascript.browser', version: '11.12.0' },
  });
  eventIdOfCart = cart.eventId;
  ids.set('cart', cart.issueId);
  const pay = await sendEvent(tenant, {
    ...anException('PaymentError', 'Card declined', { mechanism: { type: 'generic', handled: true } }),
    level: 'warning',
    release: 'shop@1.10.0',
    environment: 'staging',
    platform: 'python',
    logger: 'pay',
    transaction: '/pay',
    tags: { region: 'us', release_kind: 'beta', 'browser.name': 'Chrome' },
    user: { id: '43', email: 'bob@acme.example' },
    request: { url: 'https://shop.example/pay', method: 'GET' },
    contexts: { os: { name: 'Linux', version: '6.1' }, device: { family: 'Server', arch: 'arm64' }, app: { in_foreground: false } },
    sdk: { name: 'sentry.python', version: '2.0.0' },
  });
  ids.set('pay', pay.issueId);
  ids.set('plain', (await sendEvent(tenant, { message: 'The disk is nearly full', level: 'info', platform: 'go' })).issueId);
  // One event from Firefox in the US, one from Chrome in the EU: no single one from Firefox in the EU.
  const fingerprint = ['mixed'];
  ids.set(
    'mixed',
    (await sendEvent(tenant, { message: 'mixed one', fingerprint, tags: { region: 'us', 'browser.name': 'Firefox' }, environment: 'qa' })).issueId,
  );
  await sendEvent(tenant, { message: 'mixed two', fingerprint, tags: { region: 'eu', 'browser.name': 'Chrome' }, environment: 'qa' });
  ids.set('resolved', (await sendEvent(tenant, { message: 'was solved', release: 'shop@1.2.0+7' })).issueId);
  ids.set('archived', (await sendEvent(tenant, { message: 'was put away' })).issueId);
  await put(`/issues/?id=${ids.get('resolved')}`, { status: 'resolved' });
  await put(`/issues/?id=${ids.get('archived')}`, { status: 'ignored' });
  const { team } = await aTeam(tenant, { slug: 'shop-team' });
  await put(`/issues/?id=${ids.get('cart')}`, { assignedTo: `user:${tenant.owner.id}`, isBookmarked: true, priority: 'low' });
  await put(`/issues/?id=${ids.get('pay')}`, { assignedTo: `#${team}` });
  await put(`/issues/?id=${ids.get('plain')}`, { isSubscribed: true });
  const other = await aMember(tenant.organization);
  await put(`/issues/?id=${ids.get('mixed')}`, { assignedTo: `user:${other.id}` });
});

const all = ['cart', 'pay', 'plain', 'mixed', 'resolved', 'archived'];
const others = (...names: string[]) => all.filter((name) => !names.includes(name));

describe('the search of issues', () => {
  it.each<[string, string[]]>([
    ['', all],
    // Its state
    ['is:unresolved', others('resolved', 'archived')],
    ['is:resolved', ['resolved']],
    ['is:archived', ['archived']],
    ['!is:resolved', others('resolved')],
    ['is:new', others('resolved', 'archived')],
    ['is:for_review', others('resolved', 'archived')],
    ['is:archived_forever', ['archived']],
    ['is:escalating', []],
    ['is:linked', []],
    ['is:unlinked', all],
    ['status:[resolved, ignored]', ['resolved', 'archived']],
    ['!status:resolved', others('resolved')],
    ['substatus:archived_forever', ['archived']],
    // Its people
    ['is:assigned', ['cart', 'pay', 'mixed']],
    ['is:unassigned', others('cart', 'pay', 'mixed')],
    ['assigned:me', ['cart']],
    ['assigned:my_teams', ['pay']],
    ['assigned:[me, my_teams, none]', others('mixed')],
    ['assigned:#shop-team', ['pay']],
    ['assigned:none', others('cart', 'pay', 'mixed')],
    ['!assigned:me', others('cart')],
    ['assigned:nobody@acme.example', []],
    ['assigned_or_suggested:me', ['cart']],
    ['bookmarks:me', ['cart']],
    ['!bookmarks:me', others('cart')],
    ['subscribed:me is:unassigned', ['plain', 'resolved', 'archived']],
    // What it counts and when
    ['timesSeen:2', ['mixed']],
    ['timesSeen:>1', ['mixed']],
    ['times_seen:<=1', others('mixed')],
    ['firstSeen:-1h', all],
    ['age:+1h', []],
    ['lastSeen:-30m', all],
    ['last_seen:<2020-01-01', []],
    ['firstSeen:>=2020-01-01T00:00:00', all],
    // Its own fields
    ['level:fatal', ['cart']],
    ['level:[fatal, info]', ['cart', 'plain']],
    [
      '!level:[fatal, info]',
      others('cart', 'plain', 'resolved', 'archived', 'mixed')
        .concat('mixed', 'resolved', 'archived')
        .filter((name, at, list) => list.indexOf(name) === at),
    ],
    ['issue.category:error', all],
    ['issue.category:feedback', []],
    ['issue.type:error', all],
    ['issue.priority:low cart', ['cart']],
    ['firstRelease:shop@1.2.0+7', ['cart', 'resolved']],
    ['first_release:latest', ['pay']],
    ['firstRelease:shop@*', ['cart', 'pay', 'resolved']],
    ['has:firstRelease', ['cart', 'pay', 'resolved']],
    // Of its events
    ['release:shop@1.10.0', ['pay']],
    ['release:latest', ['pay']],
    ['release.version:>=1.3', ['pay']],
    ['release.package:shop', ['cart', 'pay', 'resolved']],
    ['release.build:7', ['cart', 'resolved']],
    ['environment:production', ['cart']],
    ['!environment:qa', others('mixed')],
    ['dist:7', ['cart']],
    ['platform.name:python', ['pay']],
    ['logger:cart', ['cart']],
    ['transaction:/pay', ['pay']],
    ['transaction:/c*/:id', ['cart']],
    ['title:"CartError: Cart 17 is empty"', ['cart']],
    ['title:*DISK*', ['plain']],
    ['message:disk', ['plain']],
    ['event.type:error', ['cart', 'pay']],
    ['user.id:42', ['cart']],
    ['user.email:*@acme.example', ['cart', 'pay']],
    ['user.username:ada', ['cart']],
    ['user.ip:10.0.0.1', ['cart']],
    ['user:id:43', ['pay']],
    ['user:"email:ada@acme.example"', ['cart']],
    ['has:user', ['cart', 'pay']],
    ['error.type:CartError', ['cart']],
    ['error.type:*error', ['cart', 'pay']],
    ['error.value:"Card declined"', ['pay']],
    ['error.mechanism:generic', ['pay']],
    ['error.handled:false', ['cart']],
    ['error.unhandled:1', ['cart']],
    ['error.handled:true', ['pay']],
    ['stack.filename:src/carterror.ts', ['cart']],
    ['stack.abs_path:*/paymenterror.ts', ['pay']],
    ['stack.module:app.CartError', ['cart']],
    ['stack.function:doCartError', ['cart']],
    ['stack.package:pkg-PaymentError', ['pay']],
    ['!has:stack.function', others('cart', 'pay')],
    ['http.method:POST', ['cart']],
    ['http.url:https://shop.example/pay', ['pay']],
    ['http.referer:*home', ['cart']],
    ['http.status_code:500', ['cart']],
    ['url:https://shop.example/cart', ['cart']],
    ['os.name:Windows', ['cart']],
    ['os.version:6.1', ['pay']],
    ['os.build:22631', ['cart']],
    ['os.kernel_version:10.0', ['cart']],
    ['device.family:Server', ['pay']],
    ['device.brand:Acme', ['cart']],
    ['device.arch:[x86_64, arm64]', ['cart', 'pay']],
    ['device.name:ada-pc', ['cart']],
    ['app.in_foreground:true', ['cart']],
    ['sdk.name:sentry.python', ['pay']],
    ['sdk.version:11.*', ['cart']],
    [`trace:${'a'.repeat(32)}`, ['cart']],
    ['trace.span:bbbbbbbbbbbbbbbb', ['cart']],
    ['timestamp:-1h', all],
    ['event.timestamp:<2020-01-01', []],
    // Tags
    ['region:eu', ['cart', 'mixed']],
    ['tags[region]:us', ['pay', 'mixed']],
    ['region:[eu, us]', ['cart', 'pay', 'mixed']],
    ['!region:eu', others('cart')],
    ['has:region', ['cart', 'pay', 'mixed']],
    ['!has:region', others('cart', 'pay', 'mixed')],
    ['region:e*', ['cart', 'mixed']],
    ['region:EU', []],
    ['region:""', others('cart', 'pay', 'mixed')],
    ['browser.name:Firefox', ['cart', 'mixed']],
    ['browser.name:Firefox region:eu', ['cart']],
    ['release_kind:stable', ['cart']],
    ['nothing.like.it:x', []],
    // Text
    ['disk', ['plain']],
    ['nearly DISK', []],
    ['"DISK is"', ['plain']],
    ['doCartError', ['cart']],
    ['src/paymenterror.ts', ['pay']],
    ['di', ['plain']],
    ['car', ['cart', 'pay']],
    // Together
    ['region:eu OR level:info', ['cart', 'plain', 'mixed']],
    ['(region:eu OR level:info) !level:fatal', ['plain', 'mixed']],
    ['region:us AND (browser.name:Chrome OR browser.name:Firefox)', ['pay', 'mixed']],
    ['is:resolved OR disk', ['plain', 'resolved']],
    ['release:shop@1.2.0+7 OR (is:archived AND put)', ['cart', 'resolved', 'archived']],
  ])('finds by %s', async (query, names) => {
    expect((await search(query)).names.toSorted()).toEqual(names.toSorted());
  });

  it('finds what belongs to one project, by slug or number, and by its short id', async () => {
    const other = await aProject(tenant.organization, { shard: 1 });
    const issue = await anIssue(other);
    ids.set('elsewhere', String(issue.id));
    expect((await search(`project:${other.slug}`)).names).toEqual(['elsewhere']);
    expect((await search(`project.id:${other.id}`)).names).toEqual(['elsewhere']);
    expect((await search(`!project:${tenant.project.slug}`)).names).toEqual(['elsewhere']);
    expect((await search(`issue:${other.slug.toUpperCase()}-${issue.number.toString(32)}`)).names).toEqual(['elsewhere']);
    expect((await search(`issue.id:${issue.id}`)).names).toEqual(['elsewhere']);
    ids.delete('elsewhere');
  });

  it('goes straight to the issue of an event, and, where it is asked to, to that of a short id', async () => {
    const byEvent = await search(eventIdOfCart.toUpperCase());
    expect([byEvent.names, byEvent.headers.get('x-sentry-direct-hit')]).toEqual([['cart'], '1']);
    const number = Number(ids.get('cart')) % 1e9;
    const shortId = `${tenant.project.slug}-${number}`;
    const byShortId = await search(shortId, '&shortIdLookup=1&project=' + tenant.project.id);
    expect([byShortId.names, byShortId.headers.get('x-sentry-direct-hit')]).toEqual([['cart'], '1']);
    expect((await search(hexId())).names).toEqual([]);
  });

  it('counts events of the chosen time and environment only', async () => {
    expect((await search('', '&statsPeriod=1h')).names.toSorted()).toEqual(all.toSorted());
    const before = new Date(Date.now() - 2 * hourMs).toISOString();
    expect((await search('', `&start=2020-01-01&end=${before}`)).names).toEqual([]);
    expect((await search('region:eu', `&start=2020-01-01&end=${before}`)).names).toEqual([]);
    expect((await search('', '&environment=qa&environment=staging')).names.toSorted()).toEqual(['mixed', 'pay']);
    expect((await search('', '&environment=')).names.toSorted()).toEqual(['archived', 'plain', 'resolved']);
    expect((await search('region:us', '&environment=qa')).names).toEqual(['mixed']);
  });

  it('finds the whole issue by an event of what was merged into it', async () => {
    const made = await aTenant();
    const [head, part] = await Promise.all([sendEvent(made, { message: 'head' }), sendEvent(made, { message: 'part', tags: { color: 'red' } })]);
    await merge(made, head.issueId, [part.issueId]);
    const reply = await send('GET', `/organizations/${made.organization.slug}/issues/?query=color:red`, { token: made.token });
    expect(Issues.parse(await reply.json()).map(({ id }) => id)).toEqual([head.issueId]);
  });

  it('never finds what is of another organization', async () => {
    const stranger = await aTenant();
    await sendEvent(stranger, { message: 'secret', tags: { region: 'eu' } });
    const reply = await send('GET', `/organizations/${stranger.organization.slug}/issues/?query=region:eu`, { token: tenant.token });
    expect(reply.status).toBe(404);
    expect((await search('secret')).names).toEqual([]);
    expect(Issues.parse(await (await send('GET', `/organizations/${tenant.organization.slug}/issues/?query=secret`, { token: tenant.token })).json())).toEqual(
      [],
    );
  });

  it.each([
    ['is:lost', 3, 7],
    ['a (b', 2, 3],
    ['timesSeen:many', 10, 14],
    [`${'('.repeat(60)}x${')'.repeat(60)}`, 50, 51],
    ['count():>5', 0, 7],
  ])('refuses %s with the place of what is wrong', async (query, start, end) => {
    const reply = await send('GET', `/organizations/${tenant.organization.slug}/issues/?query=${encodeURIComponent(query)}`, { token: tenant.token });
    expect([reply.status, await reply.json()]).toMatchObject([400, { detail: expect.any(String), position: { start, end } }]);
  });

  it.each([
    ['10 kB', 'x'.repeat(10_000), 400],
    ['1,000 terms', 'a:b '.repeat(1000), 400],
    ['400 wildcards', `region:${'*a'.repeat(400)}`, 200],
    ['200 conditions, one of which has to hold', Array.from({ length: 200 }, (_, nth) => `k${nth}:v`).join(' OR '), 400],
    ['200 conditions that all have to hold', Array.from({ length: 200 }, (_, nth) => `!k${nth}:v`).join(' '), 400],
    ['a list of 400', `region:[${Array.from({ length: 400 }, (_, nth) => `v${nth}`).join(',')}]`, 200],
  ])('answers %s politely', async (_, query, status) => {
    const reply = await send('GET', `/organizations/${tenant.organization.slug}/issues/?query=${encodeURIComponent(query)}`, { token: tenant.token });
    const said: { detail?: string } = await reply.json();
    expect([reply.status, said.detail !== undefined]).toEqual([status, status === 400]);
  });
});
