import { type Cursor, parseCursor } from './cursor.ts';
import { badRequest } from './refusals.ts';

const maxPageSize = 100;

/** Absent or empty is the first page. `idPattern` is what ids in this list look like. */
export function readCursor(parameters: URLSearchParams, idPattern: RegExp): Cursor | null {
  const text = parameters.get('cursor');
  if (!text) return null;
  const cursor = parseCursor(text);
  if (!cursor || !idPattern.test(cursor.id)) throw badRequest('Invalid cursor parameter.');
  return cursor;
}

/** What readPageSize looks at. */
export const pageSizeParameters = ['limit', 'per_page'];

/** `limit` or `per_page`. More than a page may hold is cut without a word, since Grafana asks for 10,000. */
export function readPageSize(parameters: URLSearchParams): number {
  const text = parameters.get('limit') ?? parameters.get('per_page');
  if (text === null) return maxPageSize;
  if (!/^[1-9]\d{0,9}$/.test(text)) throw badRequest(`Invalid page size '${text}'.`);
  return Math.min(Number(text), maxPageSize);
}
