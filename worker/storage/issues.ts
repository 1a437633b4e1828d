import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { IssueFilter } from '../search/issue-query.ts';
import { issueIdsPerProject } from './projection.ts';
import { issues } from './schema.ts';
import type { ScopedProject } from './scope.ts';

export type Issue = typeof issues.$inferSelect;

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

export async function findIssueById(project: ScopedProject, id: number): Promise<Issue | null> {
  const rows = await project.data
    .select()
    .from(issues)
    .where(and(eq(issues.id, id), eq(issues.projectId, project.id)));
  return rows[0] ?? null;
}

/** `number` is the counting part of a short id. */
export async function findIssueByNumber(project: ScopedProject, number: number): Promise<Issue | null> {
  return findIssueById(project, project.id * issueIdsPerProject + number);
}

/** Those of the ids that are issues of these projects, in no order. */
export async function findIssues(projects: readonly ScopedProject[], ids: readonly number[]): Promise<Issue[]> {
  const wanted = Map.groupBy(ids, projectIdOfIssue);
  const found = projects.map(async (project) => {
    const ofProject = wanted.get(project.id);
    if (!ofProject) return [];
    return project.data
      .select()
      .from(issues)
      .where(and(eq(issues.projectId, project.id), sql`${issues.id} in (select value from json_each(${JSON.stringify(ofProject)}))`));
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
      .select()
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
