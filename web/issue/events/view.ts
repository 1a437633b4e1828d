import type { Times } from '../../api.ts';

/** Which events of an issue are listed: all of it stands in the page's address. */
export interface EventsView {
  query: string;
  /** Null for all; empty for events of none. */
  environment: string | null;
  /** Null for all times. */
  times: Times | null;
  /** Null for the first page. */
  cursor: string | null;
}

/** Parameters of the address that choose events, for what leaves the list. */
export const noEventsView = { query: null, environment: null, statsPeriod: null, start: null, end: null, cursor: null };

export const periods = [
  { period: '1h', label: 'Last hour' },
  { period: '24h', label: 'Last 24 hours' },
  { period: '7d', label: 'Last 7 days' },
  { period: '30d', label: 'Last 30 days' },
  { period: '90d', label: 'Last 90 days' },
] as const;

export function readEventsView(params: URLSearchParams): EventsView {
  const [start, end, period] = [params.get('start'), params.get('end'), params.get('statsPeriod')];
  return {
    query: params.get('query') ?? '',
    environment: params.get('environment'),
    times: start && end ? { start, end } : period ? { period } : null,
    cursor: params.get('cursor') || null,
  };
}

/** Whether it shows less than all. */
export function isFiltered({ query, environment, times }: EventsView): boolean {
  return query !== '' || environment !== null || times !== null;
}

/** The query of the address that shows these events, on the page of their issue. */
export function eventsSearch({ query = '', times = null }: Partial<Pick<EventsView, 'query' | 'times'>>): string {
  const params = new URLSearchParams({ tab: 'events' });
  if (query !== '') params.set('query', query);
  if (times && 'period' in times) params.set('statsPeriod', times.period);
  if (times && 'start' in times) {
    params.set('start', times.start);
    params.set('end', times.end);
  }
  return `?${params}`;
}
