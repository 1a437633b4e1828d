import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { GroupingInfo, GroupingPreview } from './contract/grouping.ts';
import { ScrubbingPreview } from './contract/scrubbing.ts';
import * as z from 'zod/mini';
import { allScopes, allows } from '../identity/scopes.ts';
import { attachmentKey, putAttachment } from '../storage/attachments.ts';
import { Attachment, Event, EventSummary, ResolvedEventId } from './contract/event.ts';
import { Issue } from './contract/issue.ts';
import { IssuesChanged } from './contract/issue-change.ts';
import { IssueHash, Unmerged } from './contract/issue-hash.ts';
import { Activities, Note } from './contract/note.ts';
import { Tombstone } from './contract/tombstone.ts';
import { Organization } from './contract/organization.ts';
import { InboundFilter } from './contract/project-options.ts';
import { Codeowners, EventOwners, Ownership } from './contract/ownership.ts';
import { Project, ProjectKey } from './contract/project.ts';
import { SimilarIssues } from './contract/similar-issue.ts';
import { Rejection, Stats } from './contract/stats.ts';
import { Member, MemberWithProjects, Team } from './contract/team.ts';
import { ProjectTags, Tag, TagValue } from './contract/tag.ts';
import { UserReport } from './contract/user-report.ts';
import { EventId } from './contract/values.ts';
import { aCodeownersFile, aKey, aSession, aTeam, aTenant, aToken, sendEvent, send, type Tenant } from './fixtures.ts';
import { type Route, routes } from './routes.ts';

/** What the parameters of the paths stand for, in a tenant that has one of everything. */
type Names = Record<'org' | 'project' | 'issue' | 'key' | 'event' | 'attachment' | 'team' | 'member' | 'codeowners' | 'tombstone' | 'note', string>;

async function aFullTenant(): Promise<{ tenant: Tenant; names: Names }> {
  const tenant = await aTenant();
  const { organization, project } = tenant;
  const [{ eventId, issueId }, merged, discarded] = [await sendEvent(tenant), await sendEvent(tenant), await sendEvent(tenant)];
  const issues = `/organizations/${organization.slug}/issues/`;
  // Two of one event each: the older one takes the other in.
  await send('PUT', `${issues}?id=${issueId}&id=${merged.issueId}`, { token: tenant.token, body: { merge: 1 } });
  await send('PUT', `${issues}${discarded.issueId}/`, { token: tenant.token, body: { discard: true } });
  const [tombstone] = await tombstonesOf(tenant);
  const file = { name: `${eventId}.txt`, type: 'event.attachment', contentType: 'text/plain', bytes: 2, index: 0 };
  const attachment = attachmentKey(project.id, eventId, file);
  await putAttachment(env.FILES, attachment, new Blob(['ok']).stream(), file);
  const { team, member } = await aTeam(tenant);
  const noted = await send('POST', `/organizations/${organization.slug}/issues/${issueId}/notes/`, { token: tenant.token, body: { text: 'Hi' } });
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
};

const nameList = ['org', 'project', 'issue', 'key', 'event', 'attachment', 'team', 'member', 'codeowners', 'tombstone', 'note'] as const;
/** The parameters of a route, in the order of its path. */
function parametersOf({ path }: Route): (keyof Names)[] {
  return [...path.matchAll(/:(\w+)/g)].flatMap(([, name]) => nameList.filter((one) => one === name));
}

/** The route's path with names filled in; where many issues are changed at once, one is named by id. */
function pathOf(route: Route, names: Names): string {
  const named = route.path.replace(':filter', 'localhost').replace(':tag', 'level');
  const path = parametersOf(route).reduce<string>((filled, name) => filled.replace(`:${name}`, names[name]), named);
  return isBulk(route) ? `${path}?id=${names.issue}` : path;
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
  const body =
    route.method === 'POST' || route.method === 'PUT'
      ? { body: { name: 'Renamed', status: 'resolved', event_id: names.event, email: 'jane@example.com', comments: 'It broke', raw: '# Nothing', text: 'Hi' } }
      : {};
  const headers = isSocket(route) ? { headers: { upgrade: 'websocket' } } : {};
  const reply = await send(route.method, pathOf(route, names) + search, { ...credentials, ...body, ...headers });
  reply.webSocket?.accept();
  reply.webSocket?.close();
  return { status: reply.status, text: await reply.text() };
}

const labelled = (chosen: readonly Route[]) => chosen.map((route) => ({ route, label: `${route.method} ${route.path}` }));
const closed = routes.filter(({ scope }) => scope !== 'open');
const ofOrganization = routes.filter(({ path }) => path.includes(':org'));
const notFound = { status: 404, text: '{"detail":"The requested resource does not exist"}' };

let mine: { tenant: Tenant; names: Names };
let theirs: { tenant: Tenant; names: Names };
beforeAll(async () => {
  [mine, theirs] = await Promise.all([aFullTenant(), aFullTenant()]);
});

describe('the table of routes', () => {
  it('has each route once', () => {
    const names = routes.map(({ method, path }) => `${method} ${path}`);
    expect(names).toEqual([...new Set(names)]);
  });

  it('opens nothing but index, set-up, sign-in and what was shared', () => {
    const open = routes.filter(({ scope }) => scope === 'open').map(({ method, path }) => `${method} ${path}`);
    expect(open).toEqual(['GET /', 'POST /setup/', 'POST /auth/', 'GET /shared/issues/:share/']);
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

/** The contract of each route's reply; a reply without a body is read as null. */
const replies: Record<string, z.ZodMiniType> = {
  'GET /organizations/:org/': Organization,
  'PUT /organizations/:org/': Organization,
  'GET /organizations/:org/projects/': z.array(Project),
  'POST /organizations/:org/projects/': Project,
  'GET /projects/:org/:project/': Project,
  'PUT /projects/:org/:project/': Project,
  'GET /projects/:org/:project/keys/': z.array(ProjectKey),
  'POST /projects/:org/:project/keys/': ProjectKey,
  'GET /projects/:org/:project/keys/:key/': ProjectKey,
  'PUT /projects/:org/:project/keys/:key/': ProjectKey,
  'DELETE /projects/:org/:project/keys/:key/': z.null(),
  'GET /organizations/:org/members/': z.array(Member),
  'GET /organizations/:org/users/': z.array(MemberWithProjects),
  'GET /organizations/:org/teams/': z.array(Team),
  'POST /organizations/:org/teams/': Team,
  'GET /teams/:org/:team/': Team,
  'PUT /teams/:org/:team/': Team,
  'DELETE /teams/:org/:team/': z.null(),
  'GET /teams/:org/:team/members/': z.array(Member),
  'GET /teams/:org/:team/projects/': z.array(Project),
  'POST /teams/:org/:team/projects/': Project,
  // Its owner is in the team already.
  'POST /organizations/:org/members/:member/teams/:team/': z.null(),
  'DELETE /organizations/:org/members/:member/teams/:team/': Team,
  'GET /projects/:org/:project/teams/': z.array(Team),
  'POST /projects/:org/:project/teams/:team/': Project,
  'DELETE /projects/:org/:project/teams/:team/': Project,
  'GET /projects/:org/:project/ownership/': Ownership,
  'PUT /projects/:org/:project/ownership/': Ownership,
  'POST /projects/:org/:project/ownership-preview/': EventOwners,
  'GET /projects/:org/:project/codeowners/': z.array(Codeowners),
  'POST /projects/:org/:project/codeowners/': Codeowners,
  'PUT /projects/:org/:project/codeowners/:codeowners/': Codeowners,
  'DELETE /projects/:org/:project/codeowners/:codeowners/': z.null(),
  'GET /projects/:org/:project/events/:event/owners/': EventOwners,
  'GET /projects/:org/:project/filters/': z.array(InboundFilter),
  'PUT /projects/:org/:project/filters/:filter/': z.null(),
  'GET /organizations/:org/stats_v2/': Stats,
  'GET /organizations/:org/rejections/': z.array(Rejection),
  'GET /organizations/:org/eventids/:event/': ResolvedEventId,
  // What it sends is in live.test.ts.
  'GET /organizations/:org/live/': z.null(),
  'GET /organizations/:org/issues/': z.array(Issue),
  'PUT /organizations/:org/issues/': IssuesChanged,
  'DELETE /organizations/:org/issues/': z.null(),
  'GET /projects/:org/:project/issues/': z.array(Issue),
  'PUT /projects/:org/:project/issues/': IssuesChanged,
  'DELETE /projects/:org/:project/issues/': z.null(),
  'GET /organizations/:org/issues/:issue/': Issue,
  'PUT /organizations/:org/issues/:issue/': Issue,
  'DELETE /organizations/:org/issues/:issue/': z.null(),
  'GET /organizations/:org/issues/:issue/hashes/': z.array(IssueHash),
  'PUT /organizations/:org/issues/:issue/hashes/': Unmerged,
  'DELETE /organizations/:org/issues/:issue/hashes/': Unmerged,
  'GET /projects/:org/:project/tombstones/': z.array(Tombstone),
  'DELETE /projects/:org/:project/tombstones/:tombstone/': z.null(),
  ...Object.fromEntries(
    ['notes', 'comments'].flatMap((name) => [
      [`GET /organizations/:org/issues/:issue/${name}/`, z.array(Note)],
      [`POST /organizations/:org/issues/:issue/${name}/`, Note],
      [`PUT /organizations/:org/issues/:issue/${name}/:note/`, Note],
      [`DELETE /organizations/:org/issues/:issue/${name}/:note/`, z.null()],
    ]),
  ),
  'GET /organizations/:org/issues/:issue/activities/': Activities,
  'GET /organizations/:org/issues/:issue/tags/': z.array(Tag).check(z.minLength(1)),
  'GET /organizations/:org/issues/:issue/tags/:tag/': Tag,
  'GET /organizations/:org/issues/:issue/tags/:tag/values/': z.array(TagValue).check(z.minLength(1)),
  'GET /organizations/:org/issues/:issue/similar-issues/': SimilarIssues,
  'GET /projects/:org/:project/tags/': ProjectTags,
  'GET /projects/:org/:project/tags/:tag/values/': z.array(TagValue).check(z.minLength(1)),
  'GET /organizations/:org/issues/:issue/user-reports/': z.array(UserReport),
  'GET /projects/:org/:project/user-feedback/': z.array(UserReport),
  'POST /projects/:org/:project/user-feedback/': UserReport,
  'GET /organizations/:org/issues/:issue/events/': z.array(EventSummary),
  'GET /organizations/:org/issues/:issue/events/:event/': Event,
  'GET /projects/:org/:project/events/': z.array(EventSummary),
  'GET /projects/:org/:project/events/:event/': Event,
  'GET /projects/:org/:project/events/:event/json/': z.looseObject({ event_id: EventId }),
  'POST /projects/:org/:project/events/:event/scrubbing-preview/': ScrubbingPreview,
  'GET /projects/:org/:project/events/:event/grouping-info/': GroupingInfo,
  'POST /projects/:org/:project/grouping-preview/': GroupingPreview,
  'GET /projects/:org/:project/events/:event/attachments/': z.array(Attachment),
  'GET /projects/:org/:project/events/:event/attachments/:attachment/': Attachment,
};

// What was refused above was refused for its owner alone.
describe.each(labelled(ofOrganization))('$label', ({ route, label }) => {
  it('answers its owner as the contract says', async () => {
    // What deletes gets a tenant of its own, so that the others find theirs.
    const { tenant, names } = route.method === 'DELETE' || isUnmerging(route) ? await aFullTenant() : mine;
    const part = isUnmerging(route) ? await partOf(names, tenant.token) : null;
    const { status, text } = await call(route, names, { token: tenant.token }, part === null ? '' : `?id=${part}`);
    expect(status).toBeLessThan(300);
    const reply: unknown = text === '' ? null : JSON.parse(text);
    expect(replies[label]?.safeParse(reply)).toMatchObject({ success: true });
  });
});
