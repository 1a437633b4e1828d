import * as z from 'zod/mini';
import { DateTime } from './values.ts';

/** A value of a tag. Items of GET …/tags/{key}/values/?sort=-count|-date (default -count), with `Link`. */
export const TagValue = z.object({
  key: z.string(),
  /** The same as `value`. */
  name: z.string(),
  value: z.string(),
  /** Events. */
  count: z.number(),
  firstSeen: DateTime,
  lastSeen: DateTime,
});
export type TagValue = z.infer<typeof TagValue>;

export const TagKey = z.object({
  key: z.string(),
  name: z.string(),
  /** Where `isCut`, at least so many. Of `user`, the users of the issue, always exact. */
  uniqueValues: z.number(),
  /** Events that have the tag; exact. */
  totalValues: z.number(),
  /** Events whose value is no longer told apart; they are in `totalValues`. */
  otherValues: z.number(),
  /** Some values are no longer told apart, or some issues were left out. */
  isCut: z.boolean(),
});
export type TagKey = z.infer<typeof TagKey>;

/** Items of GET /organizations/{org}/issues/{id}/tags/, and GET …/tags/{key}/ (404 for a key that no event has). */
export const Tag = z.extend(TagKey, {
  /** The ten most frequent. */
  topValues: z.array(TagValue),
});
export type Tag = z.infer<typeof Tag>;

/**
 * GET /projects/{org}/{project}/tags/ → TagKey[]; GET …/tags/{key}/ → TagKey; GET /projects/{org}/{project}/tags/{key}/values/ → TagValue[]. Of the 300 hashes of a
 * project that were seen last; where there are more, every key `isCut`.
 */
export const ProjectTags = z.array(TagKey);

/**
 * GET /organizations/{org}/tags/?project=, by name: events that have each, as far as the issues tell that were seen last. GET …/tags/{key}/values/?query=&project= →
 * TagValue[]: the 20 values with the text in them that were met most often, those that begin with it first. `key` may also be one of the query language, such as
 * `user.email` or `error.type`.
 */
export const OrganizationTags = z.array(z.object({ key: z.string(), name: z.string(), totalValues: z.number() }));
export type OrganizationTags = z.infer<typeof OrganizationTags>;
