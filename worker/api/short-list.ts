import type { Cursor, Page } from './cursor.ts';
import { linkHeader } from './cursor.ts';
import { pageSizeParameters, readCursor, readPageSize } from './paging.ts';

/**
 * Answers a list that is short enough to be read whole, such as the projects of an organization. The cursor counts items, where Sentry's does. Who does not ask for
 * a page size gets all of them: not every client of such lists turns pages.
 */
export function answerShortList<Item>(url: URL, known: readonly string[], items: readonly Item[]): Response {
  const { searchParams } = url;
  const cursor = readCursor(searchParams, /^\d{1,9}$/);
  const isPaged = pageSizeParameters.some((name) => searchParams.has(name));
  const page = cutByCount(items, cursor, isPaged ? readPageSize(searchParams) : items.length);
  return Response.json(page.items, { headers: { link: linkHeader(url, [...known, ...pageSizeParameters], page) } });
}

function cutByCount<Item>(items: readonly Item[], cursor: Cursor | null, limit: number): Page<Item> {
  const place = Number(cursor?.id ?? 0);
  const from = cursor?.isBefore ? Math.max(0, place - limit) : place;
  const to = cursor?.isBefore ? place : place + limit;
  return {
    items: items.slice(from, to),
    previous: { value: 0, id: String(from), isBefore: true },
    hasPrevious: from > 0 && items.length > 0,
    next: { value: 0, id: String(to), isBefore: false },
    hasNext: to < items.length,
  };
}

/** Whether one of the names has the text of `query` in it; letters in both cases. All do where there is none. */
export function isSearched(url: URL, names: readonly string[]): boolean {
  const query = (url.searchParams.get('query') ?? '').toLowerCase();
  return names.some((name) => name.toLowerCase().includes(query));
}
