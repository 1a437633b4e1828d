import * as z from 'zod/mini';
import { EventId } from './values.ts';

const FieldNames = z.array(z.string().check(z.maxLength(200))).check(z.maxLength(200));

/** What organizations and projects say about data scrubbing, in their single forms. An organization's switches are requirements: they hold for all its projects. */
export const Scrubbing = z.object({
  dataScrubber: z.boolean(),
  /** By Sentry's built-in rules, besides the fields named here. */
  dataScrubberDefaults: z.boolean(),
  scrubIPAddresses: z.boolean(),
  sensitiveFields: FieldNames,
  /** Names of fields, or selectors. */
  safeFields: FieldNames,
  /** Advanced rules as JSON text; null for none. */
  relayPiiConfig: z.nullable(z.string().check(z.maxLength(100_000))),
});
export type Scrubbing = z.infer<typeof Scrubbing>;

/** PUT /organizations/{org}/, and a part of PUT /projects/{org}/{project}/. 400 names each place in `relayPiiConfig` that is wrong. */
export const ScrubbingChange = z.partial(Scrubbing);
export type ScrubbingChange = z.infer<typeof ScrubbingChange>;

/**
 * What a rule did to a value: its name, x (removed), s (substituted), m (masked) or p (made a pseudonym), and from which to which byte of the new text, in UTF-8.
 * Advanced rules are named `project:` or `organization:` and their id.
 */
export const ScrubbingRemark = z.union([z.tuple([z.string(), z.string()]), z.tuple([z.string(), z.string(), z.number(), z.number()])]);
export type ScrubbingRemark = z.infer<typeof ScrubbingRemark>;

/**
 * POST /projects/{org}/{project}/events/{event}/scrubbing-preview/ with a ScrubbingChange: what these settings would still take out of a stored event. It has been
 * scrubbed when it came, so what was taken then shows neither before nor after.
 */
export const ScrubbingPreview = z.object({
  eventId: EventId,
  /**
   * At most 500. `path` is for people: it has the names of headers, tags and the like. `after` is null where the value would be removed. No remarks: the value
   * follows another, as the tag `user` follows the user.
   */
  changes: z.array(z.object({ path: z.string(), before: z.unknown(), after: z.unknown(), remarks: z.array(ScrubbingRemark) })),
});
export type ScrubbingPreview = z.infer<typeof ScrubbingPreview>;
