import { type SQL, sql } from 'drizzle-orm';
import type { AggregateColumn, ExploreColumn, ValueColumn } from '../search/explore-column.ts';
import { columnOf } from './event-condition.ts';
import { knownIn } from './issue-search.ts';
import type { ScopedProject } from './scope.ts';

/** What is asked of the events of some projects in some time. */
export interface ExploreQuestion {
  /** Unix milliseconds, `before` excluded. */
  from: number;
  before: number;
  /** Over the aliases `e` and `c`. */
  condition: SQL;
  /** A query to the search index; null where it cannot help. */
  candidates: string | null;
  columns: readonly ExploreColumn[];
}

/** Values in the order of the columns; times in Unix milliseconds, ids of issues and projects as numbers. */
export type ExploreRow = (string | number | null)[];

/** So many groups are told apart; those that the order puts last are left out. */
export const maxGroups = 10_000;

export interface Groups {
  rows: ExploreRow[];
  /** Whether some were left out. */
  isPartial: boolean;
}

/** Groups events by the values among the columns. `sort`: place of a column, and whether the highest comes first. */
export async function groupEvents(
  projects: readonly ScopedProject[],
  question: ExploreQuestion,
  sort: { column: number; isDescending: boolean } | null,
): Promise<Groups> {
  const shards = shardsOf(projects);
  const isSplit = shards.length > 1;
  const found = await Promise.all(shards.map((ofShard) => groupsInShard(ofShard, question, isSplit, sort)));
  const isPartial = found.some((rows) => rows.length > maxGroups);
  if (!isSplit) return { rows: (found[0] ?? []).slice(0, maxGroups), isPartial };
  return { rows: mergeGroups(found.flat(), question), isPartial };
}

async function groupsInShard(
  projects: readonly ScopedProject[],
  question: ExploreQuestion,
  isSplit: boolean,
  sort: { column: number; isDescending: boolean } | null,
): Promise<ExploreRow[]> {
  const { columns } = question;
  const seconds = (question.before - question.from) / 1000;
  const selected = columns.map((column) => (column.type === 'value' ? valueSql(column) : isSplit ? partialSql(column) : aggregateSql(column, seconds)));
  const groups = columns.flatMap((column) => (column.type === 'value' ? [valueSql(column)] : []));
  const order = sort === null || isSplit ? sql`count(*) desc` : sql`${sql.raw(String(sort.column + 1))} ${sql.raw(sort.isDescending ? 'desc' : 'asc')}`;
  const [first] = projects;
  if (!first) return [];
  return first.data.values<ExploreRow>(sql`
    select ${sql.join(selected, sql`, `)} from ${eventsOf(projects, question)} where ${question.condition}
    ${groups.length === 0 ? sql`` : sql`group by ${sql.join(groups, sql`, `)} order by ${order}`} limit ${maxGroups + 1}`);
}

/** Events one by one, the latest first, or by the column of `sort`. */
export async function listRows(
  projects: readonly ScopedProject[],
  question: ExploreQuestion,
  { sort, offset, limit }: { sort: { column: number; isDescending: boolean } | null; offset: number; limit: number },
): Promise<ExploreRow[]> {
  const shards = shardsOf(projects);
  const wanted = shards.length > 1 ? { offset: 0, limit: offset + limit } : { offset, limit };
  const found = await Promise.all(shards.map((ofShard) => rowsInShard(ofShard, question, sort, wanted)));
  if (shards.length <= 1) return (found[0] ?? []).map((row) => row.slice(1));
  const by = sort === null ? 0 : sort.column + 1;
  const sign = sort === null || sort.isDescending ? -1 : 1;
  return found
    .flat()
    .sort((one, other) => sign * compareValues(one[by], other[by]))
    .slice(offset, offset + limit)
    .map((row) => row.slice(1));
}

/** All events, the latest first, so many at a time. */
export async function* pagesOfEvents(projects: readonly ScopedProject[], question: ExploreQuestion, pageSize: number): AsyncGenerator<ExploreRow[]> {
  const columns: readonly ExploreColumn[] = [valueOf('timestamp'), valueOf('id'), ...question.columns];
  let { before, condition } = question;
  for (;;) {
    const rows = await listRows(projects, { ...question, columns, before, condition }, { sort: null, offset: 0, limit: pageSize });
    yield rows.map((row) => row.slice(2));
    const [at, id] = rows.at(-1) ?? [];
    if (rows.length < pageSize || typeof at !== 'number') return;
    before = at + 1;
    condition = sql`${question.condition} and (e.occurred_at, e.event_id) < (${at}, ${id})`;
  }
}

function valueOf(name: string): ValueColumn {
  return { type: 'value', name, key: { type: 'field', name, start: 0, end: 0 } };
}

const hourMs = 3_600_000;
/** The latest events are looked for in the last hours first: most questions are answered there. */
const windows = [hourMs, 12 * hourMs, 72 * hourMs];

async function rowsInShard(
  projects: readonly ScopedProject[],
  question: ExploreQuestion,
  sort: { column: number; isDescending: boolean } | null,
  { offset, limit }: { offset: number; limit: number },
): Promise<ExploreRow[]> {
  const [first] = projects;
  if (!first) return [];
  const selected = [sql`e.occurred_at`, ...question.columns.map((column) => (column.type === 'value' ? valueSql(column) : sql`null`))];
  const order =
    sort === null ? sql`e.occurred_at desc, e.event_id desc` : sql`${sql.raw(String(sort.column + 2))} ${sql.raw(sort.isDescending ? 'desc' : 'asc')}`;
  const read = (from: number) =>
    first.data.values<ExploreRow>(sql`
      select ${sql.join(selected, sql`, `)} from ${eventsOf(projects, { ...question, from })} where ${question.condition} order by ${order} limit ${limit} offset ${offset}`);
  if (sort === null) {
    for (const window of windows) {
      const from = question.before - window;
      if (from <= question.from) break;
      const rows = await read(from);
      if (rows.length === limit) return rows;
    }
  }
  return read(question.from);
}

/** A line over time: `[start of the interval, group as JSON, …aggregates]`. Groups are those named, as JSON lists of the values; null for all events together. */
export async function seriesOfEvents(
  projects: readonly ScopedProject[],
  question: ExploreQuestion,
  intervalMs: number,
  groups: readonly string[] | null,
): Promise<{ at: number; group: string; values: ExploreRow }[]> {
  const values = question.columns.filter((column) => column.type === 'value');
  const aggregates = question.columns.filter((column) => column.type === 'aggregate');
  const shards = shardsOf(projects);
  const isSplit = shards.length > 1;
  const group = groups === null ? sql`'[]'` : sql`json_array(${sql.join(values.map(valueSql), sql`, `)})`;
  const at = sql`(e.occurred_at - e.occurred_at % ${sql.raw(String(Math.floor(intervalMs)))})`;
  const among = groups === null ? sql`1` : sql`${group} in (select value from json_each(${JSON.stringify(groups)}))`;
  const found = await Promise.all(
    shards.map(async (ofShard) => {
      const [first] = ofShard;
      if (!first) return [];
      const selected = aggregates.map((column) => (isSplit ? partialSql(column) : aggregateSql(column, intervalMs / 1000)));
      return first.data.values<ExploreRow>(sql`
        select ${at}, ${group}, ${sql.join(selected, sql`, `)} from ${eventsOf(ofShard, question)} where ${question.condition} and ${among} group by 1, 2 limit 20000`);
    }),
  );
  const rows = isSplit ? mergeGroups(found.flat(), { ...question, before: question.from + intervalMs, columns: [...twoValues, ...aggregates] }) : found.flat();
  return rows.map(([time, name, ...rest]) => ({ at: Number(time), group: String(name), values: rest }));
}

const twoValues = [valueOf('timestamp'), valueOf('id')];

/**
 * Events of the projects in the time: the issues that were seen in it, what was merged among them, and of each the range of its events. The issue that an event
 * belongs to is only looked up where the question is about it.
 */
function eventsOf(projects: readonly ScopedProject[], { from, before, candidates }: Pick<ExploreQuestion, 'from' | 'before' | 'candidates'>): SQL {
  const projectIds = projects.map(({ id }) => id);
  const suspected = candidates === null ? sql`` : sql`and h.id in (select s.rowid from ${knownIn(projectIds, candidates)})`;
  return sql`
    json_each(${JSON.stringify(projectIds)}) p cross join json_each('["unresolved","resolved","ignored","merged"]') s
    cross join issues h on h.project_id = p.value and h.status = s.value and h.last_seen_at >= ${from} ${suspected}
    cross join events e on e.issue_id = h.id and e.occurred_at >= ${from} and e.occurred_at < ${before}
    left join issues c on c.id = coalesce(h.merged_into, h.id)`;
}

function valueSql({ key }: ValueColumn): SQL {
  return columnOf(key) ?? sql`null`;
}

function aggregateSql(column: AggregateColumn, seconds: number): SQL {
  const of = column.of === null ? sql`null` : (columnOf(column.of) ?? sql`null`);
  switch (column.function) {
    case 'count':
      return column.of === null ? sql`count(*)` : sql`count(${of})`;
    case 'count_unique':
      return sql`count(distinct ${of})`;
    case 'count_if':
      return countIf(column, of);
    case 'min':
    case 'max':
      return sql`${sql.raw(column.function)}(${numeric(column, of)})`;
    case 'sum':
    case 'avg':
      return sql`${sql.raw(column.function)}(cast(${of} as real))`;
    case 'any':
      return sql`max(${of})`;
    case 'percentile':
      return sql`(${numbersOf(of)} ->> ('$[' || cast(${column.share ?? 0.5} * (count(${of}) - 1) as integer) || ']'))`;
    case 'epm':
      return sql`count(*) * 60.0 / ${seconds}`;
    case 'eps':
      return sql`count(*) * 1.0 / ${seconds}`;
  }
}

/** What the parts of several databases are merged from. */
function partialSql(column: AggregateColumn): SQL {
  const of = column.of === null ? sql`null` : (columnOf(column.of) ?? sql`null`);
  switch (column.function) {
    case 'count_unique':
      return sql`json_group_array(distinct ${of}) filter (where ${of} is not null)`;
    case 'avg':
      return sql`json_array(sum(cast(${of} as real)), count(${of}))`;
    case 'percentile':
      return numbersOf(of);
    case 'epm':
    case 'eps':
      return sql`count(*)`;
    default:
      return aggregateSql(column, 1);
  }
}

/** Times are numbers already; what a client wrote counts as one. */
function numeric({ of }: AggregateColumn, value: SQL): SQL {
  return of?.type === 'field' && /^(timestamp|firstSeen|lastSeen|error\.received)/.test(of.name) ? value : sql`cast(${value} as real)`;
}

function numbersOf(value: SQL): SQL {
  return sql`json_group_array(cast(${value} as real) order by cast(${value} as real)) filter (where ${value} is not null)`;
}

function countIf({ condition }: AggregateColumn, value: SQL): SQL {
  if (!condition) return sql`0`;
  const wanted =
    /^-?\d+(\.\d+)?$/.test(condition.value) && !['=', '<>'].includes(condition.operator) ? sql`cast(${condition.value} as real)` : sql`${condition.value}`;
  return sql`count(*) filter (where ${value} ${sql.raw(condition.operator)} ${wanted})`;
}

function mergeGroups(rows: readonly ExploreRow[], { columns, from, before }: Pick<ExploreQuestion, 'columns' | 'from' | 'before'>): ExploreRow[] {
  const keyOf = (row: ExploreRow) => JSON.stringify(row.filter((_, place) => columns[place]?.type === 'value'));
  const seconds = (before - from) / 1000;
  return [...Map.groupBy(rows, keyOf).values()].map((parts) =>
    columns.map((column, place) => {
      const values = parts.map((row) => row[place] ?? null);
      return column.type === 'value' ? (values[0] ?? null) : mergeValues(column, values, seconds);
    }),
  );
}

function mergeValues({ function: name, share }: AggregateColumn, values: readonly (string | number | null)[], seconds: number): string | number | null {
  const numbers = values.flatMap((value) => (typeof value === 'number' ? [value] : []));
  const lists = (): unknown[][] => values.flatMap((value) => (typeof value === 'string' ? [JSON.parse(value)] : []));
  const total = numbers.reduce((sum, value) => sum + value, 0);
  switch (name) {
    case 'count':
    case 'count_if':
    case 'sum':
      return total;
    case 'epm':
      return (total * 60) / seconds;
    case 'eps':
      return total / seconds;
    case 'count_unique':
      return new Set(lists().flat()).size;
    case 'min':
      return numbers.length === 0 ? null : Math.min(...numbers);
    case 'max':
      return numbers.length === 0 ? null : Math.max(...numbers);
    case 'any':
      return values.find((value) => value !== null) ?? null;
    case 'avg': {
      const [sum, count] = lists().reduce(([before, counted], [part, of]) => [before + Number(part ?? 0), counted + Number(of)] as const, [0, 0] as readonly [
        number,
        number,
      ]);
      return count === 0 ? null : sum / count;
    }
    case 'percentile': {
      const sorted = lists()
        .flat()
        .map(Number)
        .sort((one, other) => one - other);
      return sorted[Math.floor((share ?? 0.5) * (sorted.length - 1))] ?? null;
    }
  }
}

export function compareValues(one: string | number | null | undefined, other: string | number | null | undefined): number {
  if (one === other) return 0;
  if (one === null || one === undefined) return -1;
  if (other === null || other === undefined) return 1;
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return String(one) < String(other) ? -1 : 1;
}

function shardsOf(projects: readonly ScopedProject[]): ScopedProject[][] {
  return [...Map.groupBy(projects, ({ shard }) => shard).values()];
}
