import { and, eq, getTableColumns, isNull, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { IssueFilter } from '../search/issue-query.ts';
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

/** By what a list is sorted, always descending, ties by id. */
export type IssueOrder = 'lastSeenAt' | 'firstSeenAt' | 'eventCount' | 'userCount';

/** A place between two issues of a list: `before` asks for what stands ahead of it, else for what follows. */
export interface IssuePosition {
  value: number;
  id: number;
  isBefore: boolean;
}

export interface IssueQuestion {
  filter: IssueFilter;
  order: IssueOrder;
  position: IssuePosition | null;
  limit: number;
}

/** Counting stops here: nobody needs to know how many more there are. */
export const maxHits = 1000;

/** One page of the issues of some projects, in order, and how many there are in all, at most `maxHits`. Pages of several shards are merged. */
export async function listIssues(projects: readonly ScopedProject[], question: IssueQuestion): Promise<{ issues: Issue[]; hits: number }> {
  const { order, position, limit } = question;
  const shards = Map.groupBy(projects, (project) => project.shard);
  const pages = await Promise.all([...shards.values()].map((ofShard) => listInShard(ofShard, question)));
  const towardsEnd = position?.isBefore ? -1 : 1;
  const merged = pages
    .flatMap((page) => page.issues)
    .sort((one, other) => towardsEnd * (other[order] - one[order] || other.id - one.id))
    .slice(0, limit);
  const hits = pages.reduce((sum, page) => sum + page.hits, 0);
  return { issues: position?.isBefore ? merged.reverse() : merged, hits: Math.min(hits, maxHits) };
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
    .where(and(eq(issues.projectId, project.id), sql`${issues.id} in ${familyOf(issueId)}`))
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
          eq(issues.projectId, project.id),
          sql`${issues.id} in (select coalesce(${part.mergedInto}, ${part.id}) from json_each(${JSON.stringify(ofProject)}) j join ${issues} part on ${part.id} = j.value)`,
        ),
      );
  });
  return (await Promise.all(found)).flat();
}

/**
 * All projects and statuses in one statement: D1 takes but five terms in a compound select. Each pair of project and status reads at most `limit` rows off the
 * index issues_by_last_seen, from the position on; the outer select keeps the first of them all. Other orders read the filtered issues of each pair.
 */
async function listInShard(projects: readonly ScopedProject[], { filter, order, position, limit }: IssueQuestion): Promise<{ issues: Issue[]; hits: number }> {
  const data = projects[0]?.data;
  if (!data) return { issues: [], hits: 0 };
  const pairs = sql`json_each(${JSON.stringify(projects.map(({ id }) => id))}) p cross join json_each(${JSON.stringify(filter.statuses)}) s`;
  const column = sql.raw(columns[order]);
  const direction = sql.raw(position?.isBefore ? 'asc' : 'desc');
  const beyond = position ? sql`and (c.${column}, c.id) ${sql.raw(position.isBefore ? '>' : '<')} (${position.value}, ${position.id})` : sql``;
  const matches = sql`c.project_id = p.value and c.status = s.value ${ofCategory(filter.category)} ${contains(filter.texts)}`;
  const page = sql`
    select i.id from ${pairs} cross join issues i
    where i.id in (select c.id from issues c where ${matches} ${beyond} order by c.${column} ${direction}, c.id ${direction} limit ${limit})
    order by i.${column} ${direction}, i.id ${direction} limit ${limit}`;
  const counted = sql`(select 1 from ${pairs} cross join issues c where ${matches} limit ${maxHits})`;
  const [rows, [count]] = await data.batch([
    data
      .select(issueFields)
      .from(issues)
      .where(sql`${issues.id} in (${page})`),
    data.select({ hits: sql<number>`count(*)` }).from(counted),
  ]);
  return { issues: rows, hits: count?.hits ?? 0 };
}

const columns: Record<IssueOrder, string> = { lastSeenAt: 'last_seen_at', firstSeenAt: 'first_seen_at', eventCount: 'event_count', userCount: 'user_count' };

function ofCategory(category: IssueFilter['category']): SQL {
  return category === null ? sql`` : sql`and (c.type = 'feedback') = ${category === 'feedback' ? 1 : 0}`;
}

/** One parameter however many texts, since D1 takes only 100; and `instr`, since its patterns for `like` end at 50 bytes. */
function contains(texts: readonly string[]): SQL {
  if (texts.length === 0) return sql``;
  return sql`and not exists (select 1 from json_each(${JSON.stringify(texts)}) t where instr(lower(c.title || char(10) || c.culprit), lower(t.value)) = 0)`;
}
