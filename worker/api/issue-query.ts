import { parseRelease, compareReleases } from '../issue/life/release.ts';
import { parseQuery } from '../search/parse-query.ts';
import type { FilterNode, QueryNode } from '../search/tree.ts';
import type { SearchFacts } from '../storage/issue-sql.ts';
import { type IssuePlan, planOf } from '../storage/issue-search.ts';
import { listMembers } from '../storage/members.ts';
import { listReleasesUpTo } from '../storage/releases.ts';
import type { ScopedProject } from '../storage/scope.ts';
import { listTeams } from '../storage/teams.ts';
import type { OrganizationCall } from './call.ts';
import { readTimeRange } from './time-range.ts';
import { badQuery } from './refusals.ts';

/** What names of people, teams and releases in a query are looked up for, and what they need. */
export type Asking = Pick<OrganizationCall, 'organization' | 'viewer' | 'now' | 'url'>;

/**
 * Reads `query`, `statsPeriod` or `start` and `end`, and `environment`. Absent, the query is `is:unresolved`; empty, it is all. `status`, a filter, is asked for beside
 * the query, and instead where there is none. `since`: nothing that was not seen since then.
 */
export async function readIssueQuery(
  call: Asking,
  projects: readonly ScopedProject[],
  { status = '', since = 0 }: { status?: string; since?: number } = {},
): Promise<IssuePlan> {
  const parameters = call.url.searchParams;
  const query = parse(parameters.get('query') ?? (status === '' ? 'is:unresolved' : ''));
  const beside = parse(status);
  const root: QueryNode | null = query && beside ? { type: 'and', nodes: [grouped(query), beside], start: query.start, end: query.end } : (query ?? beside);
  const { from, before } = readTimeRange(parameters, call.now);
  const environments = [...new Set(parameters.getAll('environment'))];
  const facts = await factsOf(call, projects, root);
  const plan = planOf({ root, facts, from: since > (from ?? 0) ? since : from, before, environments });
  if (!plan.ok) throw badQuery(plan.error);
  return plan.value;
}

function parse(text: string): QueryNode | null {
  const query = parseQuery(text, { kind: 'issues' });
  if (!query.ok) throw badQuery(query.error);
  return query.value.root;
}

function grouped(node: QueryNode): QueryNode {
  return { type: 'group', node, start: node.start, end: node.end };
}

/** Asks for nothing that the query does not name. */
export async function factsOf(
  { organization, viewer, now }: Asking,
  projects: readonly ScopedProject[],
  root: QueryNode | null,
  kind: SearchFacts['kind'] = 'issues',
): Promise<SearchFacts> {
  const filters = root === null ? [] : filtersOf(root);
  const names = [...new Set(filters.filter(isOfPeople).flatMap(textsIn))];
  const wantsLatest = filters.some((filter) => isOfRelease(filter) && textsIn(filter).includes('latest'));
  const [actors, latestReleases] = await Promise.all([
    names.length === 0 ? new Map<string, string[]>() : findActors(organization, viewer.user.id, names),
    wantsLatest ? findLatestReleases(projects) : new Map<number, string>(),
  ]);
  return { kind, now, userId: viewer.user.id, actors, projectIds: new Map(projects.map(({ slug, id }) => [slug, id])), latestReleases };
}

/** Everybody whom a name may mean: `me`, `my_teams`, `#team`, an email, or a name without regard to case. */
async function findActors(organization: OrganizationCall['organization'], userId: number, names: readonly string[]): Promise<Map<string, string[]>> {
  const [teams, members] = await Promise.all([listTeams(organization, userId), listMembers(organization)]);
  const actorsOf = (name: string): string[] => {
    if (name === 'me') return [`user:${userId}`];
    if (name === 'my_teams') return teams.filter(({ isMember }) => isMember).map(({ id }) => `team:${id}`);
    if (name.startsWith('#')) return teams.filter(({ slug }) => slug === name.slice(1)).map(({ id }) => `team:${id}`);
    const wanted = name.toLowerCase();
    return members.filter(({ user }) => [user.email, user.name].some((called) => called.toLowerCase() === wanted)).map(({ user }) => `user:${user.id}`);
  };
  return new Map(names.map((name) => [name, actorsOf(name)]));
}

async function findLatestReleases(projects: readonly ScopedProject[]): Promise<Map<number, string>> {
  const found = await Promise.all(
    projects.map(async (project): Promise<[number, string][]> => {
      const latest = latestOf(await listReleasesUpTo(project, null));
      return latest === null ? [] : [[project.id, latest]];
    }),
  );
  return new Map(found.flat());
}

/** Of versions in the order of their first events: the highest where the newest has a version number, else the newest. */
export function latestOf(versions: readonly string[]): string | null {
  const newest = versions.at(-1) ?? null;
  if (newest === null || !parseRelease(newest)) return newest;
  return versions.reduce((best, version) => ((compareReleases(version, best) ?? 0) > 0 ? version : best), newest);
}

function filtersOf(node: QueryNode): FilterNode[] {
  switch (node.type) {
    case 'and':
    case 'or':
      return node.nodes.flatMap(filtersOf);
    case 'group':
      return filtersOf(node.node);
    case 'filter':
      return [node];
    default:
      return [];
  }
}

const ofPeople = new Set(['assigned', 'assigned_or_suggested', 'bookmarks', 'subscribed']);

function isOfPeople({ key }: FilterNode): boolean {
  return key.type === 'field' && ofPeople.has(key.name);
}

function isOfRelease({ key }: FilterNode): boolean {
  return key.type === 'field' && ['release', 'firstRelease', 'regressed_in_release'].includes(key.name);
}

function textsIn({ value }: FilterNode): string[] {
  return (value.type === 'list' ? value.values : [value]).flatMap((each) => (each.type === 'text' ? [each.text] : []));
}
