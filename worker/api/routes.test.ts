import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { allScopes, allows } from '../identity/scopes.ts';
import { attachmentKey, putAttachment } from '../storage/attachments.ts';
import { Issue } from './contract/issue.ts';
import { IssueHash } from './contract/issue-hash.ts';
import { Note } from './contract/note.ts';
import { SavedQuery } from './contract/saved-query.ts';
import { SearchView } from './contract/search-view.ts';
import { Tombstone } from './contract/tombstone.ts';
import { aCapture } from './captures.fixture.ts';
import { aCodeownersFile, aKey, aSession, aTeam, aTenant, aToken, emptyInstallation, sendEvent, send, type Tenant } from './fixtures.ts';
import { answeredRoutes } from './reference/contract.fixture.ts';
import type { Description } from './reference/description.ts';
import { descriptions } from './reference/descriptions.ts';
import { type Route, routes } from './routes.ts';

/** What the parameters of the paths stand for, in a tenant that has one of everything. */
type Names = Record<
  | 'org'
  | 'project'
  | 'issue'
  | 'key'
  | 'event'
  | 'attachment'
  | 'team'
  | 'member'
  | 'codeowners'
  | 'tombstone'
  | 'note'
  | 'version'
  | 'query'
  | 'view'
  | 'capture',
  string
>;

async function aFullTenant(): Promise<{ tenant: Tenant; names: Names }> {
  const tenant = await aTenant();
  const { organization, project } = tenant;
  const [{ eventId, issueId }, merged, discarded] = [await sendEvent(tenant, { environment: 'production' }), await sendEvent(tenant), await sendEvent(tenant)];
  const issues = `/organizations/${organization.slug}/issues/`;
  // Two of one event each: the older one takes the other in.
  await send('PUT', `${issues}?id=${issueId}&id=${merged.issueId}`, { token: tenant.token, body: { merge: 1 } });
  await send('PUT', `${issues}${discarded.issueId}/`, { token: tenant.token, body: { discard: true } });
  const [tombstone] = await tombstonesOf(tenant);
  const file = { name: `${eventId}.txt`, type: 'event.attachment', contentType: 'text/plain', bytes: 2, index: 0 };
  const attachment = attachmentKey(project.id, eventId, file);
  await putAttachment(env.FILES, attachment, new Blob(['ok']).stream(), file);
  const report = { event_id: eventId, name: 'Jane', email: 'jane@example.com', comments: 'It broke' };
  await send('POST', `/projects/${organization.slug}/${project.slug}/user-feedback/`, { token: tenant.token, body: report });
  const { team, member } = await aTeam(tenant);
  const noted = await send('POST', `/organizations/${organization.slug}/issues/${issueId}/notes/`, { token: tenant.token, body: { text: 'Hi' } });
  const version = `shop@1.0+${organization.slug}`;
  const release = { version, commits: [{ id: 'c0ffee' }] };
  await send('POST', `/projects/${organization.slug}/${project.slug}/releases/`, { token: tenant.token, body: release });
  await send('POST', `/organizations/${organization.slug}/releases/${version}/deploys/`, { token: tenant.token, body: { environment: 'production' } });
  const saved = await send('POST', `/organizations/${organization.slug}/discover/saved/`, { token: tenant.token, body: { name: 'Titles', fields: ['title'] } });
  const view = await send('POST', `/organizations/${organization.slug}/group-search-views/`, { token: tenant.token, body: { name: 'Mine' } });
  await send('POST', `/organizations/${organization.slug}/recent-searches/`, { token: tenant.token, body: { query: 'boom' } });
  const names = {
    org: organization.slug,
    project: project.slug,
    issue: issueId,
    key: await aKey(project),
    event: eventId,
    attachment: attachment.split('/').at(-1) ?? '',
    team,
    member,
    codeowners: await aCodeownersFile(project),
    tombstone: tombstone?.id ?? '',
    note: Note.parse(await noted.json()).id,
    version,
    query: SavedQuery.parse(await saved.json()).id,
    view: SearchView.parse(await view.json()).id,
    capture: String(await aCapture(project)),
  };
  return { tenant, names };
}

async function tombstonesOf({ organization, project, token }: Tenant): Promise<Tombstone[]> {
  const reply = await send('GET', `/projects/${organization.slug}/${project.slug}/tombstones/`, { token });
  return z.array(Tombstone).parse(await reply.json());
}

/** A hash of the issue that may be let go. */
async function partOf({ org, issue }: Names, token: string): Promise<string> {
  const reply = await send('GET', `/organizations/${org}/issues/${issue}/hashes/`, { token });
  return (
    z
      .array(IssueHash)
      .parse(await reply.json())
      .at(-1)?.id ?? ''
  );
}

/** Names that nothing has. */
const nobody: Names = {
  org: 'nobody',
  project: 'nothing',
  issue: '999000000001',
  key: 'f'.repeat(32),
  event: 'e'.repeat(32),
  attachment: 'a'.repeat(32),
  team: 'nobodies',
  member: '999000001',
  codeowners: '999000001',
  tombstone: '999999',
  note: '1',
  version: 'nothing@1.0',
  query: '999000001',
  view: '999999',
  capture: '999000001',
};

const nameList = [
  'org',
  'project',
  'issue',
  'key',
  'event',
  'attachment',
  'team',
  'member',
  'codeowners',
  'tombstone',
  'note',
  'version',
  'query',
  'view',
  'capture',
] as const;
/** The parameters of a route, in the order of its path. */
function parametersOf({ path }: Route): (keyof Names)[] {
  return [...path.matchAll(/:(\w+)/g)].flatMap(([, name]) => nameList.filter((one) => one === name));
}

/** The route's path with names filled in; where many issues are changed at once, one is named by id. */
function pathOf(route: Route, names: Names): string {
  const named = route.path.replace(':filter', 'localhost').replace(':tag', 'level');
  const path = parametersOf(route).reduce<string>((filled, name) => filled.replace(`:${name}`, names[name]), named);
  if (descriptionOf(route)?.query?.['field']?.isRequired) return `${path}?field=title`;
  if (!route.path.endsWith('/issues/') || route.path.includes('/releases/')) return path;
  return isBulk(route) ? `${path}?id=${names.issue}` : `${path}?query=`;
}

function isUnmerging({ method, path }: Route): boolean {
  return method !== 'GET' && path.endsWith('/hashes/');
}

function isSocket({ path }: Route): boolean {
  return path.endsWith('/live/');
}

function isBulk({ method, path }: Route): boolean {
  return method !== 'GET' && path.endsWith('/issues/');
}

async function call(route: Route, names: Names, credentials: { token?: string; cookie?: string } = {}, search = ''): Promise<{ status: number; text: string }> {
  // Every route that takes a body takes this one.
  const release = { version: 'shop@2.0', projects: [names.project], environment: 'production' };
  const status = route.path.includes('/releases/') ? 'open' : 'resolved';
  const question = { body: { name: 'Renamed', fields: ['title', 'count()'] } };
  const searching = { name: 'Renamed', query: 'is:unresolved', starred: true, view_ids: [names.view] };
  const others = {
    ...release,
    name: 'Renamed',
    status,
    event_id: names.event,
    email: 'jane@example.com',
    comments: 'It broke',
    raw: '# Nothing',
    text: 'Hi',
    mode: 'all',
  };
  const fitting = route.path.includes('/discover/') ? question : { body: /-search(es|-views)\//.test(route.path) ? searching : others };
  const body = descriptionOf(route)?.body ? fitting : {};
  const headers = isSocket(route) ? { headers: { upgrade: 'websocket' } } : {};
  const reply = await send(route.method, pathOf(route, names) + search, { ...credentials, ...body, ...headers });
  reply.webSocket?.accept();
  reply.webSocket?.close();
  return { status: reply.status, text: await reply.text() };
}

function descriptionOf({ method, path }: Route): Description | undefined {
  return descriptions[`${method} ${path}`];
}

const labelled = (chosen: readonly Route[]) => chosen.map((route) => ({ route, label: `${route.method} ${route.path}` }));
const closed = routes.filter(({ scope }) => scope !== 'open');
const ofOrganization = routes.filter(({ path }) => path.includes(':org') || path.startsWith('/issues/:issue/'));
const notFound = { status: 404, text: '{"detail":"The requested resource does not exist"}' };

let mine: { tenant: Tenant; names: Names };
let theirs: { tenant: Tenant; names: Names };
const installation = {
  setupToken: 'setup-token-of-the-tests',
  organization: { name: 'Acme' },
  user: { name: 'Ada', email: 'ada@acme.example', password: 'correct horse' },
  project: { name: 'Web' },
};

beforeAll(async () => {
  // Before there is any organization.
  await emptyInstallation();
  await send('POST', '/setup/', { body: installation });
  [mine, theirs] = await Promise.all([aFullTenant(), aFullTenant()]);
});

describe('the table of routes', () => {
  it('has each route once', () => {
    const names = routes.map(({ method, path }) => `${method} ${path}`);
    expect(names).toEqual([...new Set(names)]);
  });

  it('has a description of each, and of nothing else', () => {
    expect(Object.keys(descriptions).toSorted()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).toSorted());
  });

  it('opens nothing but index, set-up, sign-in, health and what was shared', () => {
    const open = routes.filter(({ scope }) => scope === 'open').map(({ method, path }) => `${method} ${path}`);
    expect(open).toEqual(['GET /', 'POST /setup/', 'POST /auth/', 'GET /internal/health/', 'GET /shared/issues/:share/']);
  });

  it('asks for a scope wherever an organization is named', () => {
    expect(ofOrganization.filter(({ scope }) => !allScopes.some((one) => one === scope))).toEqual([]);
  });

  it('asks for more than reading wherever something changes', () => {
    expect(ofOrganization.filter(({ method, scope }) => method !== 'GET' && scope.endsWith(':read'))).toEqual([]);
  });
});

describe.each(labelled(closed))('$label', ({ route }) => {
  it('wants credentials', async () => {
    expect(await call(route, mine.names)).toEqual({ status: 401, text: '{"detail":"Authentication credentials were not provided."}' });
  });

  it('refuses a token that nobody has', async () => {
    expect(await call(route, mine.names, { token: `sntryu_${'0'.repeat(64)}` })).toEqual({ status: 401, text: '{"detail":"Invalid token"}' });
  });
});

describe.each(labelled(closed.filter(({ method }) => method !== 'GET')))('$label', ({ route }) => {
  it('refuses a session without proof that the request is from a page of ours', async () => {
    const reply = await call(route, mine.names, { cookie: await aSession(mine.tenant.owner) });
    expect([reply.status, reply.text]).toEqual([403, expect.stringContaining('A session may change things only from pages of this origin')]);
  });
});

describe.each(labelled(ofOrganization))('$label', ({ route }) => {
  it('answers for another organization as for one that does not exist', async () => {
    expect(await call(route, theirs.names, { token: mine.tenant.token })).toEqual(notFound);
    expect(await call(route, nobody, { token: mine.tenant.token })).toEqual(notFound);
  });

  it('answers likewise to the session of somebody from elsewhere', async () => {
    const cookie = await aSession(mine.tenant.owner);
    const reply = await send(route.method, pathOf(route, theirs.names), { cookie, headers: { 'sec-fetch-site': 'same-origin' } });
    expect({ status: reply.status, text: await reply.text() }).toEqual(notFound);
  });

  const parameters = parametersOf(route);
  it.each(parameters.slice(1).map((first, index) => ({ first, own: parameters.slice(0, index + 1) })))(
    'finds no $first of another organization under one’s own $own',
    async ({ own }) => {
      const mixed = { ...theirs.names, ...Object.fromEntries(own.map((name) => [name, mine.names[name]])) };
      expect(await call(route, mixed, { token: mine.tenant.token })).toEqual(notFound);
    },
  );

  it('refuses a token that may do all but this', async () => {
    const others = allScopes.filter((scope) => scope !== route.scope && route.scope !== 'open' && route.scope !== 'signed in' && !allows([scope], route.scope));
    const token = await aToken(mine.tenant.organization, mine.tenant.owner, others);
    expect(await call(route, mine.names, { token })).toEqual({ status: 403, text: '{"detail":"You do not have permission to perform this action."}' });
  });
});

describe.each(labelled(ofOrganization.filter(isBulk)))('$label', ({ route }) => {
  it('passes over an issue of another organization', async () => {
    const reply = await call(route, { ...mine.names, issue: theirs.names.issue }, { token: mine.tenant.token });
    expect(reply.status).toBe(204);
    const issue = await send('GET', `/organizations/${theirs.names.org}/issues/${theirs.names.issue}/`, { token: theirs.tenant.token });
    expect(await issue.json()).toMatchObject({ status: 'unresolved' });
  });
});

const mayBeEmpty = ['rejections', 'repos', 'releases/:version/issues', 'issues/:issue/similar-issues', 'issues/:issue/external-issues'].map(
  (path) => `GET /organizations/:org/${path}/`,
);

// What was refused above was refused for its owner alone.
describe.each(labelled(ofOrganization))('$label', ({ route, label }) => {
  it('answers its owner as it is described', async () => {
    // What deletes gets a tenant of its own, so that the others find theirs.
    const { tenant, names } = route.method === 'DELETE' || isUnmerging(route) ? await aFullTenant() : mine;
    const part = isUnmerging(route) ? await partOf(names, tenant.token) : null;
    const { status, text } = await call(route, names, { token: tenant.token }, part === null ? '' : `?id=${part}`);
    expect(status).toBeLessThan(300);
    // A list without items says nothing of its items.
    expect(text !== '[]' || mayBeEmpty.includes(label)).toBe(true);
    expect(answeredRoutes).toContain(label);
  });
});

describe('every route', () => {
  it('has answered as it is described', async () => {
    const { org, issue } = mine.names;
    const shared = await send('PUT', `/organizations/${org}/issues/${issue}/`, { token: mine.tenant.token, body: { isPublic: true } });
    const { shareId } = Issue.parse(await shared.json());
    await send('GET', `/shared/issues/${shareId}/`);
    await send('GET', '/');
    await send('GET', '/internal/health/');
    await send('GET', '/users/me/regions/', { token: mine.tenant.token });
    await send('GET', '/organizations/', { token: mine.tenant.token });
    const signedIn = await send('POST', '/auth/', { body: { email: installation.user.email, password: installation.user.password } });
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    await send('GET', '/auth/', { cookie });
    await send('DELETE', '/auth/', { cookie, headers: { 'sec-fetch-site': 'same-origin' } });
    const silent = routes.map(({ method, path }) => `${method} ${path}`).filter((label) => !answeredRoutes.has(label));
    expect(silent).toEqual([]);
  });
});
