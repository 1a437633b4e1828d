import * as z from 'zod/mini';
import { DateTime, Id } from './values.ts';

/** Items of GET /organizations/{org}/recent-searches/?type=&query=&limit=: what the one who asks searched for, the last first, at most 30. `query` keeps those with the text in them. */
export const RecentSearch = z.object({
  id: Id,
  organizationId: Id,
  /** What was searched: 0 issues, 1 events. */
  type: z.number(),
  query: z.string(),
  dateCreated: DateTime,
  lastSeen: DateTime,
});
export type RecentSearch = z.infer<typeof RecentSearch>;

/** Body of POST /organizations/{org}/recent-searches/ → 201; 204 where it was searched for before. */
export const NewRecentSearch = z.object({
  type: z._default(z.literal([0, 1]), 0),
  query: z.string().check(z.trim(), z.minLength(1), z.maxLength(8192)),
});
export type NewRecentSearch = z.input<typeof NewRecentSearch>;
