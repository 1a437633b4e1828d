import * as z from 'zod/mini';
import { DateTime, EventId, Id } from './values.ts';

/** What became of an item, by Sentry's names. */
export const OutcomeName = z.enum(['accepted', 'filtered', 'rate_limited', 'invalid', 'abuse', 'client_discard']);
export type OutcomeName = z.infer<typeof OutcomeName>;

export const StatsGroupBy = z.enum(['outcome', 'category', 'reason', 'project']);
export type StatsGroupBy = z.infer<typeof StatsGroupBy>;

/**
 * GET /organizations/{org}/stats_v2/?field=sum(quantity)&groupBy=&project=&category=&outcome=&reason=&interval=&statsPeriod=&start=&end=
 * Counts of items by hour; bytes for the category `attachment`.
 */
export const Stats = z.object({
  start: DateTime,
  end: DateTime,
  /** Start of each bucket. The series of every group has as many values. */
  intervals: z.array(DateTime),
  groups: z.array(
    z.object({
      /** What the groups differ in; a project is its id as a number. */
      by: z.record(z.string(), z.union([z.string(), z.number()])),
      totals: z.record(z.string(), z.number()),
      series: z.record(z.string(), z.array(z.number())),
    }),
  ),
});
export type Stats = z.infer<typeof Stats>;

/** GET /projects/{org}/{project}/stats/: `[start of the interval in epoch seconds, events]`, oldest first, without gaps. */
export const ProjectStats = z.array(z.tuple([z.number(), z.number()]));
export type ProjectStats = z.infer<typeof ProjectStats>;

/** Items of GET /organizations/{org}/rejections/?project=&category=&eventId=&per_page=: samples of what was not kept, newest first. */
export const Rejection = z.object({
  /** Null where it never became known. */
  eventId: z.nullable(EventId),
  projectId: Id,
  projectSlug: z.string(),
  category: z.string(),
  outcome: OutcomeName,
  reason: z.string(),
  /** What sent it, e.g. `sentry.python/2.68.0`. */
  client: z.nullable(z.string()),
  /** Bytes; null where it was not read to its end. */
  size: z.nullable(z.number()),
  dateReceived: DateTime,
});
export type Rejection = z.infer<typeof Rejection>;
