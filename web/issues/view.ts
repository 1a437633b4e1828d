import type { IssueSort } from '../../worker/api/contract/issue.ts';

/** What of the issues is shown: all of it stands in the page's address, so that back works and a link can be shared. */
export interface View {
  /** As it stands in the search field. Empty: all issues. */
  query: string;
  /** Slug of a project; null for all. */
  project: string | null;
  sort: IssueSort;
  /** Which trend stands in the rows. */
  period: '24h' | '14d';
  /** Where the page begins; null for the first page. */
  cursor: string | null;
}

/** What an address without a query shows. */
export const defaultQuery = 'is:unresolved';

export const tabs = [
  { status: 'unresolved', label: 'Unresolved' },
  { status: 'resolved', label: 'Resolved' },
  { status: 'archived', label: 'Archived' },
  { status: 'all', label: 'All' },
] as const;
export type TabStatus = (typeof tabs)[number]['status'];

export const sorts: readonly { sort: IssueSort; label: string }[] = [
  { sort: 'date', label: 'Last seen' },
  { sort: 'new', label: 'First seen' },
  { sort: 'freq', label: 'Events' },
  { sort: 'user', label: 'Users' },
];

/** Reads the query of an address. What it does not know it takes for the default. */
export function readView(params: URLSearchParams): View {
  const sort = sorts.find((known) => known.sort === params.get('sort'))?.sort ?? 'date';
  return {
    query: params.get('query') ?? defaultQuery,
    project: params.get('project') || null,
    sort,
    period: params.get('period') === '14d' ? '14d' : '24h',
    cursor: params.get('cursor') || null,
  };
}

/** The query of the address that shows a view, starting with `?`; empty where all is as by default. */
export function viewSearch(view: View): string {
  const params = new URLSearchParams();
  if (view.query !== defaultQuery) params.set('query', view.query);
  if (view.project !== null) params.set('project', view.project);
  if (view.sort !== 'date') params.set('sort', view.sort);
  if (view.period !== '24h') params.set('period', view.period);
  if (view.cursor !== null) params.set('cursor', view.cursor);
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

/** The tab whose issues a query shows; null where it asks for several statuses or for what an issue is not. */
export function tabOf(query: string): TabStatus | null {
  const statuses = splitQuery(query).filter(isStatus);
  if (statuses.length === 0) return 'all';
  const [first] = statuses;
  if (statuses.length > 1 || first === undefined) return null;
  const named = first.text.slice('is:'.length).toLowerCase();
  const status = named === 'ignored' ? 'archived' : named;
  return tabs.find((tab) => tab.status === status)?.status ?? null;
}

/** The same query for the issues of another tab. */
export function withTab(query: string, status: TabStatus): string {
  const rest = splitQuery(query)
    .filter((part) => part.kind !== 'space' && !isStatus(part))
    .map((part) => part.text);
  return [...(status === 'all' ? [] : [`is:${status}`]), ...rest].join(' ');
}

/** A piece of a query as it is painted behind the field. All pieces together are the query, character by character. */
export interface QueryPart {
  kind: 'space' | 'text' | 'filter';
  text: string;
}

export function splitQuery(query: string): QueryPart[] {
  const parts = query.match(/\s+|!?is:\S*|"[^"]*"?|\S+/gi) ?? [];
  return parts.map((text) => ({ kind: /^\s/.test(text) ? 'space' : /^!?is:/i.test(text) ? 'filter' : 'text', text }));
}

function isStatus(part: QueryPart): boolean {
  return part.kind === 'filter';
}
