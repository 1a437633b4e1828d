import type { Times } from '../api.ts';

/** What is asked of the events: all of it stands in the page's address, so that back works and a link can be shared. */
export interface ExploreView {
  query: string;
  /** Keys and functions, in the order of the table's columns. With a function among them, rows are groups of events. */
  fields: readonly string[];
  /** One of the fields, with `-` before it for the highest first; null for the order of the API. */
  sort: string | null;
  /** Slugs; none for all. */
  projects: readonly string[];
  /** Names; none for all. */
  environments: readonly string[];
  times: Times;
  /** The function that the chart shows. */
  axis: string;
  /** Where the page begins; null for the first page. */
  cursor: string | null;
  /** Id of the saved query that this began with; null for none. */
  saved: string | null;
}

export const usualFields: readonly string[] = ['title', 'project', 'environment', 'release', 'user.display', 'timestamp'];
const usualPeriod = '14d';
/** As far back as events are kept. */
export const longestPeriod = '90d';
/** Two more come along unseen. */
const maxFields = 18;

export function isFunction(field: string): boolean {
  return field.endsWith(')');
}

export function isGrouped({ fields }: Pick<ExploreView, 'fields'>): boolean {
  return fields.some(isFunction);
}

/** What groups have in common. */
export function groupsOf({ fields }: Pick<ExploreView, 'fields'>): string[] {
  return fields.filter((field) => !isFunction(field));
}

export function functionsOf({ fields }: Pick<ExploreView, 'fields'>): string[] {
  return fields.filter(isFunction);
}

/** Reads the query of an address. What it does not know it takes for the default. */
export function readView(params: URLSearchParams): ExploreView {
  const named = [...new Set(params.getAll('field').filter((field) => field !== ''))].slice(0, maxFields);
  const fields = named.length === 0 ? usualFields : named;
  const sort = params.get('sort');
  return {
    query: params.get('query') ?? '',
    fields,
    sort: sort && fields.includes(sort.replace(/^-/, '')) ? sort : null,
    projects: namesIn(params, 'project'),
    environments: namesIn(params, 'environment'),
    times: readTimes(params),
    axis: axisIn(params.get('yAxis'), fields),
    cursor: params.get('cursor') || null,
    saved: params.get('saved') || null,
  };
}

/** The empty text is the environment of events without one. */
function namesIn(params: URLSearchParams, name: string): string[] {
  return [...new Set(params.getAll(name))].filter((each) => each !== '' || name === 'environment');
}

function readTimes(params: URLSearchParams): Times {
  const [start, end] = [params.get('start'), params.get('end')];
  if (start && end && Date.parse(start) < Date.parse(end)) return { start, end };
  const period = params.get('statsPeriod') ?? '';
  return { period: periodMs(period) === null ? usualPeriod : period };
}

const unitMs: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 24 * 3_600_000, w: 7 * 24 * 3_600_000 };

/** `24h`; null for what is no period. */
function periodMs(text: string): number | null {
  const [, count, unit = ''] = /^([1-9]\d{0,4})([smhdw])$/.exec(text) ?? [];
  return count === undefined ? null : Number(count) * (unitMs[unit] ?? 0);
}

/** A time is counted in events, unless what it is counted in was chosen. Of dates there is no line. */
function axisIn(text: string | null, fields: readonly string[]): string {
  const choices = axesOf({ fields });
  return choices.find((choice) => choice === text) ?? choices[0] ?? 'count()';
}

/** What the chart can show. */
export function axesOf(view: Pick<ExploreView, 'fields'>): string[] {
  const functions = functionsOf(view).filter((name) => !/^(first_seen|last_seen|any)\(|\((timestamp|error\.received)\)$/.test(name));
  return functions.includes('count()') ? functions : [...functions, 'count()'];
}

/** The query of the address that shows a view, starting with `?`; empty where all is as by default. */
export function viewSearch(view: ExploreView): string {
  const params = new URLSearchParams();
  if (view.query !== '') params.set('query', view.query);
  if (view.fields.join() !== usualFields.join()) for (const field of view.fields) params.append('field', field);
  if (view.sort !== null) params.set('sort', view.sort);
  if (view.axis !== axesOf(view)[0]) params.set('yAxis', view.axis);
  for (const [name, value] of scopeOf(view)) if (value !== usualPeriod) params.append(name, value);
  if (view.cursor !== null) params.set('cursor', view.cursor);
  if (view.saved !== null) params.set('saved', view.saved);
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

/** Projects, environments and time, as the address and the API name them. */
function scopeOf({ projects, environments, times }: ExploreView): [name: string, value: string][] {
  const range = 'period' in times ? { statsPeriod: times.period } : { start: times.start, end: times.end };
  return [
    ...projects.map((project): [string, string] => ['project', project]),
    ...environments.map((environment): [string, string] => ['environment', environment]),
    ...Object.entries(range),
  ];
}

export const pageRows = 50;

/** What the API is asked for the table. What leads to the event or the issue of a row comes with it. */
export function tableSearch(view: ExploreView): string {
  const params = new URLSearchParams(scopeOf(view));
  const hidden = isGrouped(view) ? (view.fields.includes('issue') ? ['issue.id'] : []) : ['id', 'issue.id'];
  for (const field of new Set([...view.fields, ...hidden])) params.append('field', field);
  if (view.query !== '') params.set('query', view.query);
  if (view.sort !== null) params.set('sort', view.sort);
  params.set('per_page', String(pageRows));
  if (view.cursor !== null) params.set('cursor', view.cursor);
  return params.toString();
}

/** What the API is asked for the file: the columns that are seen, and no pages. */
export function exportSearch(view: ExploreView): string {
  const params = new URLSearchParams(scopeOf(view));
  for (const field of view.fields) params.append('field', field);
  if (view.query !== '') params.set('query', view.query);
  if (view.sort !== null) params.set('sort', view.sort);
  return params.toString();
}

/** So many groups have a colour of their own in the chart. */
export const maxLines = 5;

/** What the API is asked for the chart; `now` in Unix milliseconds. */
export function linesSearch(view: ExploreView, now: number): string {
  const params = new URLSearchParams(scopeOf(view));
  params.set('yAxis', view.axis);
  params.set('interval', intervalOf(view.times, now));
  if (view.query !== '') params.set('query', view.query);
  const groups = isGrouped(view) ? groupsOf(view) : [];
  if (groups.length > 0) {
    params.set('topEvents', String(maxLines));
    for (const field of [...groups, view.axis]) params.append('field', field);
    params.set('sort', `-${view.axis}`);
  }
  return params.toString();
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const intervals: readonly [text: string, ms: number][] = [
  ['1m', minuteMs],
  ['5m', 5 * minuteMs],
  ['15m', 15 * minuteMs],
  ['30m', 30 * minuteMs],
  ['1h', hourMs],
  ['3h', 3 * hourMs],
  ['6h', 6 * hourMs],
  ['12h', 12 * hourMs],
  ['1d', 24 * hourMs],
];

/** Bars that can still be told apart: a hundred at most. */
function intervalOf(times: Times, now: number): string {
  const { from, before } = rangeOf(times, now);
  return (intervals.find(([, ms]) => (before - from) / ms <= 100) ?? ['1w', 7 * 24 * hourMs])[0];
}

/** Unix milliseconds. */
export function rangeOf(times: Times, now: number): { from: number; before: number } {
  return 'period' in times ? { from: now - (periodMs(times.period) ?? 0), before: now } : { from: Date.parse(times.start), before: Date.parse(times.end) };
}

/** To whole seconds and at least a minute long: what the chart was narrowed to. */
export function timesBetween(from: number, before: number): Times {
  const start = Math.floor(from / 1000) * 1000;
  return { start: isoSeconds(start), end: isoSeconds(Math.max(start + minuteMs, Math.ceil(before / 1000) * 1000)) };
}

function isoSeconds(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

/** Twice as long around the same middle, but not beyond now. */
export function widened(times: Times, now: number): Times {
  const { from, before } = rangeOf(times, now);
  const half = (before - from) / 2;
  return timesBetween(Math.min(from - half, now - 4 * half), Math.min(before + half, now));
}

/** The order that the API chooses where none is asked for: the largest groups, the latest events. */
export function shownSort(view: Pick<ExploreView, 'sort' | 'fields'>): string | null {
  if (view.sort !== null) return view.sort;
  const [first] = isGrouped(view) ? functionsOf(view) : view.fields.filter((field) => field === 'timestamp');
  return first === undefined ? null : `-${first}`;
}

/** Sorted by a field: once more turns it round. Names come from A on, all else from the highest on. */
export function sortedBy(view: Pick<ExploreView, 'sort' | 'fields'>, field: string, isName: boolean): string {
  const sort = shownSort(view);
  if (sort === `-${field}`) return field;
  if (sort === field) return `-${field}`;
  return isName ? field : `-${field}`;
}

/** Without a field; what remains is never nothing. */
export function withoutField(view: ExploreView, field: string): Pick<ExploreView, 'fields' | 'sort'> {
  const rest = view.fields.filter((each) => each !== field);
  return { fields: rest.length === 0 ? usualFields : rest, sort: view.sort?.replace(/^-/, '') === field ? null : view.sort };
}

/** Keys stand before functions, as groups do before what they come to. */
export function withField({ fields }: ExploreView, field: string): string[] {
  if (fields.includes(field)) return [...fields];
  const next = [...fields, field].slice(0, maxFields);
  return next.some(isFunction) ? [...next.filter((each) => !isFunction(each)), ...next.filter(isFunction)] : next;
}

/** Single events, or groups of them, with columns that make sense in each. */
export function asEvents(view: ExploreView): Pick<ExploreView, 'fields' | 'sort'> {
  return isGrouped(view)
    ? { fields: [...new Set([...usualFields.slice(0, -1), ...groupsOf(view), 'timestamp'])].filter((field) => field !== 'issue'), sort: null }
    : view;
}

export function asGroups(view: ExploreView): Pick<ExploreView, 'fields' | 'sort'> {
  return isGrouped(view) ? view : { fields: ['issue', 'title', 'count()', 'count_unique(user)', 'last_seen()'], sort: '-count()' };
}
