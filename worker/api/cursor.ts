/**
 * A place between two items of a sorted list, on the wire as `value:id:is_prev`: opaque to clients, but three parts, since some take it apart. `value` is what
 * the list is sorted by, `id` tells items with equal values apart.
 */
export interface Cursor {
  value: number;
  id: string;
  /** Asks for what stands before the place instead of what follows. */
  isBefore: boolean;
}

/** Null for what is not a cursor. Ids are numbers or hex digits. */
export function parseCursor(text: string): Cursor | null {
  const [, value, id, isBefore] = /^(\d{1,16}):([0-9a-f]{1,32}):([01])$/.exec(text) ?? [];
  if (value === undefined || id === undefined) return null;
  return { value: Number(value), id, isBefore: isBefore === '1' };
}

export function formatCursor({ value, id, isBefore }: Cursor): string {
  return `${value}:${id}:${isBefore ? 1 : 0}`;
}

/** A page of a list and where its neighbours are. */
export interface Page<Item> {
  items: Item[];
  previous: Cursor;
  hasPrevious: boolean;
  next: Cursor;
  hasNext: boolean;
}

/**
 * Cuts a page out of what was read. `read` are up to `limit + 1` items in the list's order: after the cursor, or the nearest ones before it. The one too many
 * tells that there is more on that side; that there is something on the other side, the cursor itself tells, since it was made from it.
 */
export function cutPage<Item>(read: readonly Item[], cursor: Cursor | null, limit: number, placeOf: (item: Item) => { value: number; id: string }): Page<Item> {
  const isBefore = cursor?.isBefore ?? false;
  const isMore = read.length > limit;
  const items = isBefore ? read.slice(isMore ? 1 : 0) : read.slice(0, limit);
  const [first, last] = [items[0], items.at(-1)];
  return {
    items,
    previous: { ...(first ? placeOf(first) : theEnd), isBefore: true },
    hasPrevious: isBefore ? isMore : cursor !== null,
    next: { ...(last ? placeOf(last) : theBeginning), isBefore: false },
    hasNext: isBefore || isMore,
  };
}

/** Where an empty page leads to: back from behind the end is the last page, on from before the beginning is the first. */
const theEnd = { value: 0, id: '0' };
const theBeginning = { value: Number.MAX_SAFE_INTEGER, id: '0' };

/** Longer ones are no value that any list understands. */
const maxValueCharacters = 1000;

/**
 * The `Link` header: both parts always there, `results` says whether they lead to anything. Their URLs keep those parameters that the list understands
 * (`known`), each value once, and nothing else: clients stop at headers of 16 kB, and what a stranger wrote into an address is not ours to repeat.
 */
export function linkHeader<Item>(url: URL, known: readonly string[], { previous, hasPrevious, next, hasNext }: Page<Item>): string {
  const kept = new URLSearchParams();
  for (const [name, value] of url.searchParams) {
    if (known.includes(name) && value.length <= maxValueCharacters && !kept.has(name, value)) kept.append(name, value);
  }
  const address = `${url.origin}${url.pathname}?${kept}`;
  return `${link(address, 'previous', previous, hasPrevious)}, ${link(address, 'next', next, hasNext)}`;
}

function link(address: string, relation: string, cursor: Cursor, hasResults: boolean): string {
  const text = formatCursor(cursor);
  return `<${address}&cursor=${text}>; rel="${relation}"; results="${hasResults}"; cursor="${text}"`;
}
