import { compareValues, type ExploreRow, groupEvents, isTooMuch, listRows, pagesOfEvents, seriesOfEvents } from '../storage/explore.ts';
import type { AggregateColumn, ExploreColumn } from '../search/explore-column.ts';
import { readColumn } from '../search/explore-column.ts';
import { dateRange } from '../search/date-range.ts';
import type { ScopedProject } from '../storage/scope.ts';
import type { OrganizationCall } from './call.ts';
import { chosenProjects } from './chosen-projects.ts';
import type { ExploreLines, ExploreSeries, ExploreTable } from './contract/explore.ts';
import { csvLine } from './csv.ts';
import { linkHeader, type Page } from './cursor.ts';
import { type EventQuery, type GroupFilter, type GroupNode, readEventQuery } from './event-query.ts';
import { presenter, readField, readFields, readSortColumn, typeOf } from './explore-fields.ts';
import { pageSizeParameters, readCursor, readPageSize } from './paging.ts';
import { badQuery, badRequest } from './refusals.ts';
import { readSpan } from './time-range.ts';

const knownParameters = ['field', 'query', 'sort', 'project', 'environment', 'statsPeriod', 'start', 'end', 'dataset', ...pageSizeParameters];
/** Rows of an export, and of all pages: several databases are read from the beginning on. */
const maxExported = 100_000;
const exportPage = 2_000;

interface Question {
  projects: readonly ScopedProject[];
  query: EventQuery;
  columns: readonly ExploreColumn[];
  sort: { column: number; isDescending: boolean } | null;
  /** Whether events are put together, since there is a function among the fields. */
  isGrouped: boolean;
}

async function readQuestion(call: OrganizationCall): Promise<Question> {
  const parameters = call.url.searchParams;
  const dataset = parameters.get('dataset') ?? 'errors';
  if (dataset !== 'errors' && dataset !== 'discover') throw badRequest(`There is no dataset "${dataset}" yet.`);
  const columns = readFields(parameters.getAll('field'));
  const sort = readSortColumn(parameters.get('sort'), columns);
  const projects = await chosenProjects(call);
  const query = await readEventQuery(call, projects);
  const isGrouped = columns.some(({ type }) => type === 'aggregate');
  const [condition] = query.ofGroups;
  if (condition && !isGrouped) throw badQuery({ message: 'Conditions of functions need a function among the fields.', ...spanOf(condition) });
  refuseTooMuch(query, columns);
  return { projects, query, columns, sort, isGrouped };
}

function refuseTooMuch({ condition }: EventQuery, columns: readonly ExploreColumn[]): void {
  if (isTooMuch({ condition, columns })) throw badRequest('These are too many fields and conditions for one question.');
}

/** Events one by one, or in groups. */
export async function exploreEvents(call: OrganizationCall): Promise<Response> {
  const parameters = call.url.searchParams;
  const question = await readQuestion(call);
  const limit = readPageSize(parameters);
  const cursor = readCursor(parameters, /^\d{1,7}$/);
  const begin = cursor === null ? 0 : Math.max(0, Number(cursor.id) - (cursor.isBefore ? limit : 0));
  if (begin > maxExported) throw badRequest('Pages end at 100,000 rows. Narrow the time or the query.');
  const { rows, isPartial } = await readRows(question, begin, limit + 1);
  const present = presenter(question.columns, question.projects);
  const names = question.columns.map(({ name }) => name);
  const data = rows.slice(0, limit).map((row) => Object.fromEntries(present(row).map((value, place) => [names[place] ?? '', value])));
  const meta: ExploreTable['meta'] = {
    fields: Object.fromEntries(question.columns.map((column) => [column.name, typeOf(column)])),
    units: Object.fromEntries(names.map((name) => [name, null])),
    dataset: 'errors',
    isPartial,
  };
  const page: Page<unknown> = {
    items: data,
    previous: { value: 0, id: String(begin), isBefore: true },
    hasPrevious: begin > 0,
    next: { value: 0, id: String(begin + limit), isBefore: false },
    hasNext: rows.length > limit,
  };
  return Response.json({ data, meta } satisfies ExploreTable, { headers: { link: linkHeader(call.url, knownParameters, page) } });
}

async function readRows(question: Question, offset: number, limit: number): Promise<{ rows: ExploreRow[]; isPartial: boolean }> {
  const { projects, query, columns, sort, isGrouped } = question;
  if (isGrouped) {
    const groups = await readGroups(question);
    return { ...groups, rows: groups.rows.slice(offset, offset + limit) };
  }
  return { rows: await listRows(projects, { ...query, columns }, { sort, offset, limit }), isPartial: false };
}

/** All groups that fit the conditions, in their order: that of the field asked for, else the first function's, the highest first. */
async function readGroups({ projects, query, columns, sort }: Question): Promise<{ rows: ExploreRow[]; isPartial: boolean }> {
  const first = columns.findIndex(({ type }) => type === 'aggregate');
  const order = sort ?? { column: first, isDescending: true };
  const asked = query.ofGroups.flatMap(filtersOf).flatMap(({ node }) => {
    const column = readColumn(spell(node.key.name, node.key.args));
    if (!column.ok || column.value.type !== 'aggregate') throw badQuery({ message: column.ok ? 'That is no function.' : column.error, ...node.key });
    return columns.some(({ name }) => name === column.value.name) ? [] : [column.value];
  });
  const all = [...columns, ...asked];
  refuseTooMuch(query, all);
  const { rows, isPartial } = await affordable(groupEvents(projects, { ...query, columns: all }, order));
  const sign = order.isDescending ? -1 : 1;
  return {
    rows: rows
      .filter((row) => query.ofGroups.every((node) => holds(node, row, all)))
      .sort((one, other) => sign * compareValues(one[order.column], other[order.column])),
    isPartial,
  };
}

/** A function of all values, such as a percentile, has to hold them; D1 holds two megabytes. */
async function affordable<Value>(found: Promise<Value>): Promise<Value> {
  try {
    return await found;
  } catch (error) {
    if (String(error).includes('SQLITE_TOOBIG')) throw badRequest('There are too many values for this function. Narrow the time or the query.');
    throw error;
  }
}

function spell(name: string, args: readonly string[]): string {
  return `${name}(${args.join(',')})`;
}

function filtersOf(group: GroupNode): GroupFilter[] {
  return group.type === 'filter' ? [group] : group.nodes.flatMap(filtersOf);
}

function spanOf(group: GroupNode): { start: number; end: number } {
  const [first] = filtersOf(group);
  return first ? first.node : { start: 0, end: 0 };
}

function holds(group: GroupNode, row: ExploreRow, columns: readonly ExploreColumn[]): boolean {
  if (group.type !== 'filter')
    return group.type === 'and' ? group.nodes.every((node) => holds(node, row, columns)) : group.nodes.some((node) => holds(node, row, columns));
  const { key, operator, value, isNegated } = group.node;
  const name = spell(key.name, key.args);
  const found = row[columns.findIndex((column) => column.name.replaceAll(/\s/g, '') === name)];
  if (typeof found !== 'number') return isNegated;
  if (value.type === 'date' || value.type === 'relative_date') {
    const { from, before } = dateRange(operator, value, Date.now());
    return (from === null || found >= from) && (before === null || found < before);
  }
  const wanted =
    value.type === 'number' ? value.number : value.type === 'duration' ? value.milliseconds : value.type === 'percentage' ? value.ratio : Number.NaN;
  return compares(found, operator, wanted) !== isNegated;
}

function compares(found: number, operator: '=' | '>' | '>=' | '<' | '<=', wanted: number): boolean {
  switch (operator) {
    case '=':
      return found === wanted;
    case '>':
      return found > wanted;
    case '>=':
      return found >= wanted;
    case '<':
      return found < wanted;
    case '<=':
      return found <= wanted;
  }
}

/** The same as a file for spreadsheets: up to 100,000 rows, written while they are read. */
export async function exportEvents(call: OrganizationCall): Promise<Response> {
  const question = await readQuestion(call);
  const present = presenter(question.columns, question.projects);
  const pages =
    question.isGrouped || question.sort
      ? [(await readRows(question, 0, maxExported)).rows]
      : pagesOfEvents(question.projects, { ...question.query, columns: question.columns }, exportPage);
  const encoder = new TextEncoder();
  async function* lines() {
    yield encoder.encode(csvLine(question.columns.map(({ name }) => name)));
    let left = maxExported;
    for await (const page of pages) {
      const rows = page.slice(0, left);
      yield encoder.encode(rows.map((row) => csvLine(present(row))).join(''));
      left -= rows.length;
      if (left <= 0) return;
    }
  }
  const headers = { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="events.csv"' };
  const source = lines();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await source.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await source.return();
    },
  });
  return new Response(body, { headers });
}

const maxPoints = 1_000;
const maxLines = 10;

/** Lines over time: of all events, or of the groups that come first. */
export async function exploreSeries(call: OrganizationCall): Promise<Response> {
  const parameters = call.url.searchParams;
  const axes = readAxes(parameters.getAll('yAxis'));
  const projects = await chosenProjects(call);
  const query = await readEventQuery(call, projects);
  refuseTooMuch(query, axes);
  const intervalMs = readInterval(parameters.get('interval'), query);
  const top = Number(parameters.get('topEvents') ?? 0);
  if (!Number.isInteger(top) || top < 0 || top > maxLines) throw badRequest(`topEvents is a number up to ${maxLines}.`);
  const lines = { projects, query, axes, intervalMs };
  return Response.json(top === 0 ? await linesOfAxes(lines) : await linesOfGroups(lines, parameters, top));
}

interface Lines {
  projects: readonly ScopedProject[];
  query: EventQuery;
  axes: readonly AggregateColumn[];
  intervalMs: number;
}

function readAxes(names: readonly string[]): AggregateColumn[] {
  const wanted = [...new Set(names.length === 0 ? ['count()'] : names)];
  if (wanted.length > maxLines) throw badRequest(`At most ${maxLines} axes at once.`);
  return wanted.map((name) => {
    const column = readField(name);
    if (column.type !== 'aggregate') throw badRequest(`"${name}" is no function.`);
    return column;
  });
}

const dayMs = 24 * 3_600_000;

function readInterval(text: string | null, { from, before }: EventQuery): number {
  const span = before - from;
  if (text === null)
    return [60_000, 300_000, 900_000, 3_600_000, 4 * 3_600_000, dayMs].find((each) => span / each <= 120) ?? dayMs * Math.ceil(span / dayMs / maxPoints);
  const interval = readSpan(text);
  if (interval < 60_000) throw badRequest('The interval is at least a minute.');
  if (span / interval > maxPoints) throw badRequest(`The interval gives more than ${maxPoints} points. Choose a longer one.`);
  return interval;
}

async function linesOfAxes({ projects, query, axes, intervalMs }: Lines): Promise<ExploreLines> {
  const found = await affordable(seriesOfEvents(projects, { ...query, columns: axes }, intervalMs, null));
  const values = new Map(found.map(({ at, values: ofTime }) => [at, ofTime]));
  const [only] = axes;
  if (axes.length === 1 && only) return seriesOf(query, intervalMs, only, 0, (at) => values.get(at)?.[0]);
  return Object.fromEntries(axes.map((axis, order) => [axis.name, seriesOf(query, intervalMs, axis, order, (at) => values.get(at)?.[order])]));
}

/** Of several axes only the first is drawn for groups. */
async function linesOfGroups({ projects, query, axes, intervalMs }: Lines, parameters: URLSearchParams, top: number): Promise<ExploreLines> {
  const [axis] = axes;
  if (!axis) return {};
  const fields = readFields(parameters.getAll('field')).filter(({ type }) => type === 'value');
  if (fields.length === 0) throw badRequest('topEvents needs a field to tell groups by.');
  const columns = [...fields, ...axes];
  refuseTooMuch(query, columns);
  const sort = readSortColumn(parameters.get('sort'), columns) ?? { column: fields.length, isDescending: true };
  const { rows } = await readGroups({ projects, query, columns, sort, isGrouped: true });
  const groups = rows.slice(0, top).map((row) => row.slice(0, fields.length));
  const named = groups.map((group) => JSON.stringify(group));
  const found = await affordable(seriesOfEvents(projects, { ...query, columns }, intervalMs, named));
  const values = new Map(found.map(({ at, group, values: ofTime }) => [`${at} ${group}`, ofTime[0]]));
  const present = presenter(fields, projects);
  return Object.fromEntries(
    groups.map((group, order) => {
      const name = present(group)
        .map((value) => (value === null || value === '' ? '(none)' : String(value)))
        .join(',');
      return [name, seriesOf(query, intervalMs, axis, order, (at) => values.get(`${at} ${JSON.stringify(group)}`))];
    }),
  );
}

/** Where nothing was, counts are 0 and other values are none. */
function seriesOf(
  { from, before }: EventQuery,
  intervalMs: number,
  axis: AggregateColumn,
  order: number,
  valueAt: (at: number) => string | number | null | undefined,
): ExploreSeries {
  const nothing = typeOf(axis) === 'integer' || axis.function === 'epm' || axis.function === 'eps' || axis.function === 'sum' ? 0 : null;
  const begin = from - (from % intervalMs);
  const length = Math.ceil((before - begin) / intervalMs);
  const data = Array.from({ length }, (_, index): ExploreSeries['data'][number] => {
    const at = begin + index * intervalMs;
    const value = valueAt(at);
    return [at / 1000, [{ count: typeof value === 'number' ? value : nothing }]];
  });
  return { data, start: Math.floor(from / 1000), end: Math.ceil(before / 1000), order };
}
