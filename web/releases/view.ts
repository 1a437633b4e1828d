/** What the list of releases shows; it stands in the address. */
export interface View {
  /** A part of the version; empty for all. */
  query: string;
  /** Slug; null for all. */
  project: string | null;
  cursor: string | null;
}

export function readView(search: URLSearchParams): View {
  return { query: (search.get('query') ?? '').trim(), project: search.get('project') || null, cursor: search.get('cursor') || null };
}

/** Only what differs from the list as it is without any, so that the same list has one address. */
export function viewSearch({ query, project, cursor }: View): string {
  const parts = { query: query || null, project, cursor };
  return new URLSearchParams(Object.entries(parts).flatMap(([name, value]) => (value === null ? [] : [[name, value]]))).toString();
}
