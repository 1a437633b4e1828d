import { parseShortId } from '../issue/short-id.ts';
import { growthOf } from '../issue/trend.ts';
import { findEvent, findProjectOfEvent } from '../storage/events.ts';
import { orderValueOf } from '../storage/issue-search.ts';
import { findIssueByNumber, findIssues, type Issue as IssueRow, listIssues } from '../storage/issues.ts';
import { findProjectBySlug, listProjects } from '../storage/projects.ts';
import type { ScopedProject } from '../storage/scope.ts';
import { findStandings } from '../storage/standings.ts';
import { findPeople } from './assignees.ts';
import type { OrganizationCall, ProjectCall } from './call.ts';
import { chosenProjects } from './chosen-projects.ts';
import { readIds, readOrder, readSort } from './chosen-issues.ts';
import type { Issue } from './contract/issue.ts';
import { cutPage, linkHeader, type Page } from './cursor.ts';
import { readIssueQuery } from './issue-query.ts';
import { pageSizeParameters, readCursor, readPageSize } from './paging.ts';
import { serializeIssue } from './serialize-issue.ts';

export async function listIssuesOfOrganization(call: OrganizationCall): Promise<Response> {
  return listIssuesOf(call, await chosenProjects(call));
}

export async function listIssuesOfProject(call: ProjectCall): Promise<Response> {
  return listIssuesOf(call, [call.project]);
}

/** As many as a page of the list has. */
const maxNamed = 100;
const knownParameters = ['query', 'sort', 'project', 'environment', 'statsPeriod', 'start', 'end', ...pageSizeParameters];

async function listIssuesOf(call: OrganizationCall, projects: readonly ScopedProject[]): Promise<Response> {
  const named = readIds(call.url.searchParams, 'group', maxNamed);
  // Whatever the query: who knows an issue wants to know what became of it.
  if (named.length > 0) return Response.json(await serializeAll(call, projects, await findIssues(projects, named)));
  const direct = await findDirectHit(call, projects);
  const { page, hits, maxHits } = direct ? onlyOf(direct.issue) : await readPage(call, projects);
  const items = await serializeAll(call, projects, page.items);
  const matching = direct?.eventId ? items.map((item) => ({ ...item, matchingEventId: direct.eventId })) : items;
  const headers = { link: linkHeader(call.url, knownParameters, page), 'x-hits': String(hits), 'x-max-hits': String(maxHits) };
  return Response.json(matching, { headers: direct ? { ...headers, 'x-sentry-direct-hit': '1' } : headers });
}

interface IssuesRead {
  page: Page<IssueRow>;
  hits: number;
  maxHits: number;
}

async function readPage(call: OrganizationCall, projects: readonly ScopedProject[]): Promise<IssuesRead> {
  const parameters = call.url.searchParams;
  if (readSort(parameters) === 'trends') return readTrends(call, projects);
  const order = readOrder(parameters);
  const plan = await readIssueQuery(call, projects);
  const cursor = readCursor(parameters, /^\d+$/);
  const limit = readPageSize(parameters);
  const position = cursor && { value: cursor.value, id: Number(cursor.id), isBefore: cursor.isBefore };
  const { issues, hits, maxHits } = await listIssues(projects, { plan, order, position, limit: limit + 1 });
  return { page: cutPage(issues, cursor, limit, (issue) => ({ value: orderValueOf(issue, order), id: String(issue.id) })), hits, maxHits };
}

/** So many issues, of those seen in the last week the latest, are compared by how they grow. */
const maxTrending = 1_000;
const trendingMs = 7 * 24 * 3_600_000;

/** What grows changes with every minute, so that a place in this list is but a number of issues before it. */
async function readTrends(call: OrganizationCall, projects: readonly ScopedProject[]): Promise<IssuesRead> {
  const parameters = call.url.searchParams;
  const plan = await readIssueQuery(call, projects, { since: call.now - trendingMs });
  const cursor = readCursor(parameters, /^\d+$/);
  const limit = readPageSize(parameters);
  const { issues } = await listIssues(projects, { plan, order: 'lastSeenAt', position: null, limit: maxTrending });
  const grown = issues
    .map((issue) => ({ issue, growth: growthOf(issue.trend, issue.firstSeenAt, call.now) }))
    .sort((one, other) => other.growth - one.growth || other.issue.lastSeenAt - one.issue.lastSeenAt || other.issue.id - one.issue.id);
  const begin = cursor === null ? 0 : cursor.isBefore ? Math.max(0, cursor.value - limit) : cursor.value;
  const end = cursor?.isBefore ? cursor.value : begin + limit;
  const page: Page<IssueRow> = {
    items: grown.slice(begin, end).map(({ issue }) => issue),
    previous: { value: begin, id: '0', isBefore: true },
    hasPrevious: begin > 0,
    next: { value: end, id: '0', isBefore: false },
    hasNext: end < grown.length,
  };
  return { page, hits: grown.length, maxHits: maxTrending };
}

function onlyOf(issue: IssueRow): IssuesRead {
  return { page: cutPage([issue], null, 1, ({ lastSeenAt, id }) => ({ value: lastSeenAt, id: String(id) })), hits: 1, maxHits: 1 };
}

/** A query that is but the id of an event, or, where that is asked for, a short id, names its issue, whatever else is chosen. */
async function findDirectHit(
  { organization, url }: OrganizationCall,
  projects: readonly ScopedProject[],
): Promise<{ issue: IssueRow; eventId: string | null } | null> {
  const text = (url.searchParams.get('query') ?? '').trim();
  const eventId = text.replaceAll('-', '').toLowerCase();
  if (/^[0-9a-f]{32}$/.test(eventId)) {
    const issue = await findIssueOfEvent(projects, eventId);
    return issue && { issue, eventId };
  }
  const shortId = url.searchParams.get('shortIdLookup') === '1' ? parseShortId(text) : null;
  const project = shortId && (await findProjectBySlug(organization, shortId.projectSlug));
  const issue = project && (await findIssueByNumber(project, shortId.number));
  return issue && { issue, eventId: null };
}

async function findIssueOfEvent(projects: readonly ScopedProject[], eventId: string): Promise<IssueRow | null> {
  const project = await findProjectOfEvent(projects, eventId);
  const found = project && (await findEvent(project, eventId));
  return found?.issue ?? null;
}

/** Issues of any of the projects, as in lists, in order. */
export async function serializeAll(call: OrganizationCall, projects: readonly ScopedProject[], issues: readonly IssueRow[]): Promise<Issue[]> {
  const { organization, access, viewer, url, now } = call;
  // What a short id names may be outside of what was chosen.
  const missing = issues.some(({ projectId }) => projects.every(({ id }) => id !== projectId));
  const all = missing ? await listProjects(organization) : projects;
  const projectOf = new Map(all.map((project) => [project.id, project]));
  const [people, standings] = await Promise.all([findPeople(organization, issues), findStandings(all, issues, viewer.user.id)]);
  return issues.map((issue, index) => {
    const project = projectOf.get(issue.projectId);
    const standing = standings[index];
    if (!project || !standing) throw new Error(`Issue ${issue.id} was listed for projects that it is not of`);
    return serializeIssue(issue, { standing, people }, project, access.organization, url, now);
  });
}
