/** Something to go on with in a query, and what the query becomes by it. */
export interface Suggestion {
  /** Unique among those that stand together. */
  id: string;
  group: string;
  label: string;
  /** What it is or does, fainter. */
  about: string | null;
  /** Events that have it. */
  count: number | null;
  /** Goes in place of `start` to `end` of the query. */
  insert: string;
  start: number;
  end: number;
  /** The query is whole with it, and is searched for at once. */
  isWhole: boolean;
}

/** The query with the suggestion in it, and where the caret then is. */
export function taken(text: string, { insert, start, end }: Suggestion): { text: string; caret: number } {
  const after = text.slice(end);
  // What follows brings its own space.
  const inserted = insert.endsWith(' ') && after.startsWith(' ') ? insert.trimEnd() : insert;
  return { text: text.slice(0, start) + inserted + after, caret: start + inserted.length + (inserted === insert ? 0 : 1) };
}
