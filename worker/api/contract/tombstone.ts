import * as z from 'zod/mini';
import { Actor } from './issue-change.ts';
import { DateTime, Id, Level } from './values.ts';

/** Items of GET /projects/{org}/{project}/tombstones/, newest first: issues whose later events are turned away. DELETE …/tombstones/{id}/ → 204: they are welcome again. */
export const Tombstone = z.object({
  id: Id,
  title: z.string(),
  /** The title again, as Sentry names it. */
  message: z.string(),
  culprit: z.nullable(z.string()),
  level: Level,
  type: z.string(),
  metadata: z.record(z.string(), z.string()),
  /** Null where whoever discarded it has left. */
  actor: z.nullable(Actor),
  dateAdded: DateTime,
});
export type Tombstone = z.infer<typeof Tombstone>;
