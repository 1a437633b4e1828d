import { and, eq, getTableColumns, isNull, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { candidateIds, countOf, type IssueOrder, type IssuePlan, type IssuePosition, maxCandidates, orderValueOf, pageOf } from './issue-search.ts';
import { issueIdsPerProject } from './projection.ts';
import { issues } from './schema.ts';
import type { ScopedProject } from './scope.ts';

type IssueRow = typeof issues.$inferSelect;

/** An issue as lists show it, without what is long. */
export type Issue = Omit<IssueRow, 'tagCounts' | 'likeness' | 'stack' | 'status' | 'mergedInto'> & { status: 'unresolved' | 'resolved' | 'ignored' };

const { tagCounts: _tagCounts, likeness: _likeness, stack: _stack, mergedInto: _mergedInto, ...shortColumns } = getTableColumns(issues);

/** What to select for an Issue; callers leave out what is merged, or go to its head. */
export const issueFields = { ...shortColumns, status: sql<Issue['status']>`${issues.status}` };

const part = alias(issues, 'part');

/** Ids of the issue and of all that were merged into it: what its events, reports and activities go by. */
export function familyOf(issueId: number): SQL {
  return sql`(select ${issueId} as value union all select id from issues where merged_into = ${issueId})`;
}

/** That an issue is the one of this id, or the one that this one was merged into. */
export function isHeadOf(issueId: number | SQL): SQL {
  return sql`${issues.id} = (select coalesce(${part.mergedInto}, ${part.id}) from ${issues} ${sql.raw('part')} where ${part.id} = ${issueId})`;
}

export interface IssueQuestion {
  plan: IssuePlan;
  order: IssueOrder;
  position: IssuePosition | null;
  limit: number;
}

export interface IssuePage {
  issues: Issue[];
  /** How many there are in all, at most `maxHits`. */
  hits: number;
  maxHits: number;
}

/** Counting stops here: nobody needs to know how many more there are. Where each has to be looked up by its events, it stops earlier. */
const maxHits = 1000;
const maxLookedUp = 100;

/** One page of the issues of some projects, in order. Pages of several shards are merged. Above `most` issues that the index leads to, the list is walked. */
export async function listIssues(projects: readonly ScopedProject[], question: IssueQuestion, most = maxCandidates): Promise<IssuePage> {
  const { order, position, limit } = question;
  const shards = Map.groupBy(projects, (project) => project.shard);
  const pages = await Promise.all([...shards.values()].map((ofShard) => listInShard(ofShard, question, most)));
  const towardsEnd = position?.isBefore ? -1 : 1;
  const merged = pages
    .flatMap((page) => page.issues)
    .sort((one, other) => towardsEnd * (orderValueOf(other, order) - orderValueOf(one, order) || other.id - one.id))
    .slice(0, limit);
  const mostHits = Math.min(maxHits, ...pages.map((page) => page.maxHits));
  const hits = pages.reduce((sum, page) => sum + page.hits, 0);
  return { issues: position?.isBefore ? merged.reverse() : merged, hits: Math.min(hits, mostHits), maxHits: mostHits };
}

/** The project of an issue id, which is part of it. */
export function projectIdOfIssue(issueId: number): number {
  return Math.floor(issueId / issueIdsPerProject);
}

/** Where the issue was merged, the one that it is a part of. */
export async function findIssueById(project: ScopedProject, id: number): Promise<Issue | null> {
  const rows = await project.data
    .select(issueFields)
    .from(issues)
    .where(and(isHeadOf(id), eq(issues.projectId, project.id)));
  return rows[0] ?? null;
}

/** `number` is the counting part of a short id. */
export async function findIssueByNumber(project: ScopedProject, number: number): Promise<Issue | null> {
  return findIssueById(project, project.id * issueIdsPerProject + number);
}

/** A hash of an issue, with the figures of its own events. */
export type IssueHash = Pick<IssueRow, 'id' | 'hash' | 'title' | 'culprit' | 'firstSeenAt' | 'lastSeenAt' | 'eventCount' | 'mergedInto'>;

/** The hashes whose events are of this issue, that of the issue itself first. What it counts is the whole issue; parts count themselves. */
export async function listHashes(project: ScopedProject, issueId: number): Promise<IssueHash[]> {
  const { id, hash, title, culprit, firstSeenAt, lastSeenAt, eventCount, mergedInto } = issues;
  return project.data
    .select({ id, hash, title, culprit, firstSeenAt, lastSeenAt, eventCount, mergedInto })
    .from(issues)
    .where(and(isOf(project), sql`${issues.id} in ${familyOf(issueId)}`))
    .orderBy(sql`${mergedInto} is not null`, sql`${eventCount} desc`, id);
}

/** The issue of its own that a hash is; null where it is a part of another. */
export async function findIssueByHash(project: ScopedProject, hash: string): Promise<Issue | null> {
  const rows = await project.data
    .select(issueFields)
    .from(issues)
    .where(and(eq(issues.projectId, project.id), eq(issues.hash, hash), isNull(issues.mergedInto)));
  return rows[0] ?? null;
}

/** Those of the ids that are issues of these projects, or were merged into one, in no order, each once. */
export async function findIssues(projects: readonly ScopedProject[], ids: readonly number[]): Promise<Issue[]> {
  const wanted = Map.groupBy(ids, projectIdOfIssue);
  const found = projects.map(async (project) => {
    const ofProject = wanted.get(project.id);
    if (!ofProject) return [];
    return project.data
      .select(issueFields)
      .from(issues)
      .where(
        and(
          isOf(project),
          sql`${issues.id} in (select coalesce(${part.mergedInto}, ${part.id}) from json_each(${JSON.stringify(ofProject)}) j join ${issues} part on ${part.id} = j.value)`,
        ),
      );
  });
  return (await Promise.all(found)).flat();
}

/** Where the ids lead to the rows. The plus keeps SQLite from going through all issues of the project instead. */
function isOf(project: ScopedProject): SQL {
  return sql`+${issues.projectId} = ${project.id}`;
}

/** What names the objects of issues that somebody has, of those that were merged as well. No index knows assignees, since hardly anybody asks. */
export async function listAssigned(projects: readonly ScopedProject[], assignee: string, limit: number): Promise<Pick<Issue, 'projectId' | 'hash'>[]> {
  const shards = Map.groupBy(projects, (project) => project.shard);
  const found = [...shards.values()].map(async (ofShard) => {
    const ids = JSON.stringify(ofShard.map(({ id }) => id));
    return ofShard[0]?.data
      .select({ projectId: issues.projectId, hash: issues.hash })
      .from(issues)
      .where(and(sql`${issues.projectId} in (select value from json_each(${ids}))`, eq(issues.assignee, assignee)))
      .limit(limit);
  });
  return (await Promise.all(found)).flatMap((ofShard) => ofShard ?? []).slice(0, limit);
}

/** How many issues were merged into any of these, which are of one project. */
export async function countParts(projects: readonly ScopedProject[], heads: readonly Pick<Issue, 'id' | 'projectId'>[]): Promise<number> {
  const project = projects.find(({ id }) => id === heads[0]?.projectId);
  if (!project) return 0;
  const ids = JSON.stringify(heads.map(({ id }) => id));
  return project.data.$count(issues, sql`${issues.mergedInto} in (select value from json_each(${ids}))`);
}

/** Asks the search index first, where it can help: if few issues can be meant, only those are looked at. */
async function listInShard(projects: readonly ScopedProject[], { plan, order, position, limit }: IssueQuestion, mostCandidates: number): Promise<IssuePage> {
  const data = projects[0]?.data;
  if (!data) return { issues: [], hits: 0, maxHits };
  const projectIds = projects.map(({ id }) => id);
  const found = plan.candidates === null ? [] : await data.all<{ id: number }>(candidateIds(projectIds, plan.candidates));
  const candidates = plan.candidates === null || found.length > mostCandidates ? null : found.map(({ id }) => id);
  const most = plan.readsEvents && candidates === null ? maxLookedUp : maxHits;
  const [rows, counted] = await data.batch([
    // Not as a list of ids to look in, which SQLite would make whole before it looked.
    data
      .select(issueFields)
      .from(sql`(${pageOf({ projectIds, plan, order, position, limit, candidates })}) page`)
      .crossJoin(issues)
      .where(sql`${issues.id} = page.issue_id`),
    data.select({ hits: sql<number>`hits` }).from(sql`(${countOf({ projectIds, plan, candidates }, most)})`),
  ]);
  return { issues: rows, hits: counted[0]?.hits ?? 0, maxHits: most };
}
