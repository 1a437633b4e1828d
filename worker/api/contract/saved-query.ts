import * as z from 'zod/mini';
import { User } from './organization.ts';
import { DateTime, Id } from './values.ts';

const text = (length: number) => z.string().check(z.maxLength(length));
const texts = (count: number) => z.array(text(200)).check(z.maxLength(count));

/** A question about events, as Explore asks it. */
const Question = {
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(128)),
  fields: texts(20).check(z.minLength(1)),
  query: text(8192),
  /** A field, with `-` before it for the highest first. */
  orderby: text(200),
  yAxis: texts(10),
  /** How the lines are drawn: `default`, `top5`, … */
  display: text(50),
  topEvents: z.int().check(z.minimum(0), z.maximum(10)),
  /** Ids; empty for all. */
  projects: z.array(z.int()).check(z.maxLength(100)),
  environment: texts(100),
  /** `14d`, or `start` and `end`. */
  range: z.nullable(text(20)),
  start: z.nullable(text(40)),
  end: z.nullable(text(40)),
  interval: z.nullable(text(20)),
};

/**
 * POST /organizations/{org}/discover/saved/ → 201 SavedQuery, PUT …/saved/{id}/ → SavedQuery. What is not named is as Explore begins with. Everybody in the organization
 * sees what was saved; who saved it, and who may change the organization, may change it.
 */
export const SavedQueryChange = z.object({
  ...Question,
  query: z._default(Question.query, ''),
  orderby: z._default(Question.orderby, ''),
  yAxis: z._default(Question.yAxis, ['count()']),
  display: z._default(Question.display, 'default'),
  topEvents: z._default(Question.topEvents, 5),
  projects: z._default(Question.projects, []),
  environment: z._default(Question.environment, []),
  range: z._default(Question.range, null),
  start: z._default(Question.start, null),
  end: z._default(Question.end, null),
  interval: z._default(Question.interval, null),
});
export type SavedQueryChange = z.infer<typeof SavedQueryChange>;

/** GET /organizations/{org}/discover/saved/?query= → SavedQuery[], by name; GET …/saved/{id}/; DELETE …/saved/{id}/ → 204. */
export const SavedQuery = z.object({
  ...Question,
  id: Id,
  version: z.literal(2),
  queryDataset: z.literal('error-events'),
  dateCreated: DateTime,
  dateUpdated: DateTime,
  /** Null once they have left. */
  createdBy: z.nullable(User),
});
export type SavedQuery = z.infer<typeof SavedQuery>;
