import type { IssueSort } from '../../worker/api/contract/issue.ts';
import type { Times } from '../api.ts';

/** What of the issues is shown: all of it stands in the page's address, so that back works and a link can be shared. */
export interface View {
  /** As it stands in the search field. Empty: all issues. */
  query: string;
  /** Slugs; none for all. */
  projects: readonly string[];
  /** Names; none for all. */
  environments: readonly string[];
  /** Null for all times. */
  times: Times | null;
  sort: IssueSort;
  /** Which trend stands in the rows. */
  period: '24h' | '14d';
  /** Where the page begins; null for the first page. */
  cursor: string | null;
  /** The saved view that it came from, whatever has changed since; null for none. */
  saved: string | null;
}

/** What an address without a query shows. */
export const defaultQuery = 'is:unresolved';

export const sorts: readonly { sort: IssueSort; label: string }[] = [
  { sort: 'date', label: 'Last seen' },
  { sort: 'new', label: 'First seen' },
  { sort: 'freq', label: 'Events' },
  { sort: 'user', label: 'Users' },
  { sort: 'priority', label: 'Priority' },
  { sort: 'trends', label: 'Trends' },
];

/** Reads the query of an address. What it does not know it takes for the default. */
export function readView(params: URLSearchParams): View {
  const sort = sorts.find((known) => known.sort === params.get('sort'))?.sort ?? 'date';
  return {
    query: params.get('query') ?? defaultQuery,
    projects: namesIn(params, 'project'),
    environments: namesIn(params, 'environment'),
    times: readTimes(params),
    sort,
    period: params.get('period') === '14d' ? '14d' : '24h',
    cursor: params.get('cursor') || null,
    saved: /^\d+$/.exec(params.get('view') ?? '')?.[0] ?? null,
  };
}

/** The query of the address that shows a view, starting with `?`; empty where all is as by default. */
export function viewSearch(view: View): string {
  const params = new URLSearchParams();
  if (view.saved !== null) params.set('view', view.saved);
  // An address of a view without a query stands for all that the view keeps.
  if (view.query !== defaultQuery || view.saved !== null) params.set('query', view.query);
  for (const project of view.projects) params.append('project', project);
  for (const environment of view.environments) params.append('environment', environment);
  for (const [name, value] of Object.entries(timesParameters(view.times))) params.set(name, value);
  if (view.sort !== 'date') params.set('sort', view.sort);
  if (view.period !== '24h') params.set('period', view.period);
  if (view.cursor !== null) params.set('cursor', view.cursor);
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

function namesIn(params: URLSearchParams, name: string): string[] {
  return [...new Set(params.getAll(name).filter((value) => value !== ''))];
}

function readTimes(params: URLSearchParams): Times | null {
  const [period, start, end] = [params.get('statsPeriod'), params.get('start'), params.get('end')];
  if (start && end) return { start, end };
  return period !== null && /^[1-9]\d{0,4}[smhdw]$/.test(period) ? { period } : null;
}

function timesParameters(times: Times | null): Record<string, string> {
  if (times === null) return {};
  return 'period' in times ? { statsPeriod: times.period } : { start: times.start, end: times.end };
}
