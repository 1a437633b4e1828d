import { type SQL, sql } from 'drizzle-orm';
import type { ScopedProject } from './scope.ts';

/** A key of tags, and events that have it. */
export interface KeyTotal {
  key: string;
  total: number;
}

/** A value of a key, and what is known of the events that have it. */
export interface ValueTotal {
  value: string;
  count: number;
  firstSeenAt: number;
  lastSeenAt: number;
}

/*
 * What stands in search bars and pickers: what the issues that were seen last have, over all chosen projects. So what is read has a bound, whatever the organization keeps; it
 * is no count of everything.
 */

/** Whose counts are read, of each database. */
const maxIssues = 200;
/** Entries of the index that are looked at to find those issues, of each database. */
const maxEntries = 2000;

/** By name. */
export async function listKeyTotals(projects: readonly ScopedProject[]): Promise<KeyTotal[]> {
  const rows = await askShards<KeyTotal>(
    projects,
    (newest) => sql`
      select k.key as key, sum((k.value ->> '$.others') + (select coalesce(sum(v.value ->> 1), 0) from json_each(k.value, '$.values') v)) as total
      from issues i, json_each(i.tag_counts) k where i.id in (${newest}) group by 1`,
  );
  const totals = new Map<string, number>();
  for (const { key, total } of rows) totals.set(key, (totals.get(key) ?? 0) + total);
  return [...totals].map(([key, total]) => ({ key, total })).sort((one, other) => (one.key < other.key ? -1 : 1));
}

/**
 * Values of a key of the query language that have the text in them, without regard to case: those that begin with it first, then those of most events. Of a key that is no tag those
 * that the issues themselves tell.
 */
export async function listValueTotals(projects: readonly ScopedProject[], key: string, containing: string, limit: number): Promise<ValueTotal[]> {
  const rows = await askShards<ValueTotal>(
    projects,
    (newest) => sql`
      select value, sum(count) as count, min(first) as firstSeenAt, max(last) as lastSeenAt from (${valuesOf(key, newest)})
      where value is not null and value <> '' and instr(lower(value), lower(${containing})) > 0 group by 1
      order by instr(lower(value), lower(${containing})) > 1, 2 desc, 4 desc, 1 limit ${limit}`,
  );
  const begins = ({ value }: ValueTotal) => Number(value.toLowerCase().startsWith(containing.toLowerCase()));
  return [...Map.groupBy(rows, ({ value }) => value).values()]
    .map((same) =>
      same.reduce((sum, one) => ({
        value: sum.value,
        count: sum.count + one.count,
        firstSeenAt: Math.min(sum.firstSeenAt, one.firstSeenAt),
        lastSeenAt: Math.max(sum.lastSeenAt, one.lastSeenAt),
      })),
    )
    .sort((one, other) => begins(other) - begins(one) || other.count - one.count || other.lastSeenAt - one.lastSeenAt || (one.value < other.value ? -1 : 1))
    .slice(0, limit);
}

async function askShards<Row>(projects: readonly ScopedProject[], question: (newest: SQL) => SQL): Promise<Row[]> {
  const shards = [...Map.groupBy(projects, (project) => project.shard).values()];
  const rows = await Promise.all(shards.map((ofShard) => ofShard[0]?.data.all<Row>(question(newestIssues(ofShard))) ?? []));
  return rows.flat();
}

/** Statuses in which people look for issues. What was merged counts by itself, as a part of an issue that is seen as often. */
const statuses = JSON.stringify(['unresolved', 'resolved', 'ignored', 'merged']);

/** Each pair of project and status gives the same number to choose from, read off the index issues_by_last_seen. */
function newestIssues(projects: readonly ScopedProject[]): SQL {
  const ids = JSON.stringify(projects.map(({ id }) => id));
  const perPair = Math.min(maxIssues, Math.max(5, Math.floor(maxEntries / (projects.length * 4))));
  return sql`
    select i.id from json_each(${ids}) p cross join json_each(${statuses}) s cross join issues i where i.id in (
      select c.id from issues c where c.project_id = p.value and c.status = s.value order by c.last_seen_at desc limit ${perPair})
    order by i.last_seen_at desc limit ${maxIssues}`;
}

/** Columns value, count, first, last. */
function valuesOf(key: string, newest: SQL): SQL {
  const column = columnOf[key];
  if (column !== undefined) {
    return sql`select ${column} as value, i.event_count as count, i.first_seen_at as first, i.last_seen_at as last from issues i where i.id in (${newest})`;
  }
  const { tag, prefix } = tagOf(key);
  const value = prefix === '' ? sql`v.value ->> 0` : sql`case when instr(v.value ->> 0, ${prefix}) = 1 then substr(v.value ->> 0, ${prefix.length + 1}) end`;
  return sql`
    select ${value} as value, v.value ->> 1 as count, v.value ->> 2 as first, v.value ->> 3 as last
    from issues i, json_each(i.tag_counts) k, json_each(k.value, '$.values') v where i.id in (${newest}) and k.key = ${tag}`;
}

/** Keys that issues tell of themselves. */
const columnOf: Record<string, SQL> = {
  title: sql`i.title`,
  culprit: sql`i.culprit`,
  logger: sql`i.logger`,
  firstRelease: sql`i.first_release`,
  'platform.name': sql`i.platform`,
  'event.type': sql`i.type`,
  'error.type': sql`i.metadata ->> '$.type'`,
  'error.value': sql`i.metadata ->> '$.value'`,
  location: sql`i.metadata ->> '$.filename'`,
};

/** Under which name events have as a tag what the query language has its own name for. A user is kept as `email:jane@example.com`. */
function tagOf(key: string): { tag: string; prefix: string } {
  const [, part] = /^user\.(id|email|username|ip)$/.exec(key) ?? [];
  if (part !== undefined) return { tag: 'user', prefix: `${part}:` };
  return { tag: key === 'error.mechanism' ? 'mechanism' : key, prefix: '' };
}
