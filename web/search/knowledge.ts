/** What a search bar knows of the organization without asking for it as one types. */
export interface Knowledge {
  /** Tags that events have, with how many have them. */
  tags: readonly { key: string; total: number }[];
  members: readonly { name: string; email: string }[];
  /** Slugs. */
  teams: readonly string[];
  /** Slugs. */
  projects: readonly string[];
}

/** A value that events have, and how many have it. */
export interface KnownValue {
  value: string;
  count: number;
}

export const knowsNothing: Knowledge = { tags: [], members: [], teams: [], projects: [] };
