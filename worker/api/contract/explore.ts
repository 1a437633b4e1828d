import * as z from 'zod/mini';

/** What a column of Explore holds. Dates are ISO 8601. */
export const FieldType = z.enum(['string', 'integer', 'number', 'date', 'boolean']);
export type FieldType = z.infer<typeof FieldType>;

/** A row, by the fields as they were asked for. */
export const ExploreRow = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
export type ExploreRow = z.infer<typeof ExploreRow>;

/**
 * GET /organizations/{org}/events/?field=&query=&sort=&per_page=&cursor=&project=&environment=&statsPeriod=&start=&end=
 * Events one by one, or, where a field is a function such as `count()`, groups of them by the other fields.
 */
export const ExploreTable = z.object({
  data: z.array(ExploreRow),
  meta: z.object({
    fields: z.record(z.string(), FieldType),
    units: z.record(z.string(), z.nullable(z.string())),
    dataset: z.literal('errors'),
    /** There are more groups than are told apart: those that came last in the order are not counted. */
    isPartial: z.boolean(),
  }),
});
export type ExploreTable = z.infer<typeof ExploreTable>;

/** `[start of the interval in epoch seconds, [{ count: value }]]`: the value of the axis, whatever it is. */
const Point = z.tuple([z.number(), z.array(z.object({ count: z.nullable(z.number()) }))]);

/** A line over time, oldest first, without gaps. */
export const ExploreSeries = z.object({
  data: z.array(Point),
  /** Epoch seconds. */
  start: z.number(),
  end: z.number(),
  /** Of several lines: their order, from 0. */
  order: z.number(),
});
export type ExploreSeries = z.infer<typeof ExploreSeries>;

/**
 * GET /organizations/{org}/events-stats/?yAxis=&interval=&topEvents=&field=&sort=: one line; of several axes, or of groups, by their names, one for each.
 */
export const ExploreLines = z.union([ExploreSeries, z.record(z.string(), ExploreSeries)]);
export type ExploreLines = z.infer<typeof ExploreLines>;
