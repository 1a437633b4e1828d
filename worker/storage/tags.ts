import { createHash } from 'node:crypto';
import { type SQL, sql } from 'drizzle-orm';
import { familyOf } from './issues.ts';
import type { ScopedProject } from './scope.ts';

/** What the counts of some issues say of a tag: see issue/tag-counts.ts. */
export interface TagKeyRow {
  key: string;
  /** Values that are told apart. */
  values: number;
  /** Events that have it. */
  total: number;
  /** Those whose value is no longer told apart. */
  others: number;
}

export interface TagValueRow {
  key: string;
  value: string;
  count: number;
  firstSeenAt: number;
  lastSeenAt: number;
}

/** Whose counts are added up: those of an issue with all that was merged into it, or those of the issues of a project that were seen last. */
export interface TagScope {
  project: ScopedProject;
  /** Null for the project. */
  issueId: number | null;
}

/**
 * Of a project those seen last, whatever their status, what was merged among them; of an issue its parts with most events. Counts are as long as an issue has different
 * values, and every question reads all of them.
 */
const maxIssues = 300;
/** Of one key; those beyond are met least. */
export const maxValues = 1000;

/** By name. */
export async function listTagKeys(scope: TagScope, onlyKey: string | null = null): Promise<TagKeyRow[]> {
  return scope.project.data.all<TagKeyRow>(sql`
    with counts as (${countsOf(scope, onlyKey)}),
    values_of as (
      select c.key, v.value ->> 0 as value, sum(v.value ->> 1) as count from counts c, json_each(c.counts, '$.values') v group by 1, 2
    ),
    others_of as (select key, sum(counts ->> '$.others') as others from counts group by key)
    select o.key as key, count(v.value) as "values", coalesce(sum(v.count), 0) + o.others as total, o.others as others
    from others_of o left join values_of v on v.key = o.key group by o.key order by o.key`);
}

/** The most frequent values of every key, at most `limit` of each. */
export async function listTopValues(scope: TagScope, onlyKey: string | null, limit: number): Promise<TagValueRow[]> {
  return scope.project.data.all<TagValueRow>(sql`
    with ranked as (
      select key, value, count, first, last, row_number() over (partition by key order by count desc, last desc, value) as place from (${valuesOf(scope, onlyKey)})
    )
    select key, value, count, first as firstSeenAt, last as lastSeenAt from ranked where place <= ${limit} order by key, place`);
}

/** All values of a key that are told apart, at most a thousand, those met most often first. */
export async function listTagValues(scope: TagScope, key: string): Promise<TagValueRow[]> {
  return scope.project.data.all<TagValueRow>(sql`
    select key, value, count, first as firstSeenAt, last as lastSeenAt from (${valuesOf(scope, key)}) order by count desc, last desc, value limit ${maxValues}`);
}

/** Whether there are issues whose counts are left out. */
export async function leavesIssuesOut({ project, issueId }: TagScope): Promise<boolean> {
  const all =
    issueId === null
      ? sql`json_each(${allStatuses}) s cross join issues c where c.project_id = ${project.id} and c.status = s.value`
      : sql`${familyOf(issueId)}`;
  const [row] = await project.data.all<{ beyond: number }>(sql`select exists (select 1 from ${all} limit 1 offset ${maxIssues}) as beyond`);
  return row?.beyond === 1;
}

/** Tells values of equal counts apart in a list that goes on: any text may be a value, and a cursor takes but hex digits. */
export function hashOfValue(value: string): string {
  return createHash('md5').update(value).digest('hex');
}

const allStatuses = JSON.stringify(['unresolved', 'resolved', 'ignored', 'merged']);

function valuesOf(scope: TagScope, onlyKey: string | null): SQL {
  return sql`
    select c.key as key, v.value ->> 0 as value, sum(v.value ->> 1) as count, min(v.value ->> 2) as first, max(v.value ->> 3) as last
    from (${countsOf(scope, onlyKey)}) c, json_each(c.counts, '$.values') v group by 1, 2`;
}

/** Key and counts of each issue. */
function countsOf(scope: TagScope, onlyKey: string | null): SQL {
  const named = onlyKey === null ? sql`` : sql`and k.key = ${onlyKey}`;
  return sql`select k.key as key, k.value as counts from issues i, json_each(i.tag_counts) k where i.id in (${issuesOf(scope)}) ${named}`;
}

function issuesOf({ project, issueId }: TagScope): SQL {
  if (issueId === null) {
    return sql`
      select i.id from json_each(${allStatuses}) s cross join issues i where i.id in (
        select c.id from issues c where c.project_id = ${project.id} and c.status = s.value order by c.last_seen_at desc limit ${maxIssues})
      order by i.last_seen_at desc limit ${maxIssues}`;
  }
  return sql`
    select c.id from issues c where +c.project_id = ${project.id} and c.id in ${familyOf(issueId)} order by c.id = ${issueId} desc, c.event_count desc limit ${maxIssues}`;
}
