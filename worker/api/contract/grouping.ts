import * as z from 'zod/mini';
import { HashOrigin } from './issue-hash.ts';
import { EventId, Id } from './values.ts';

const RuleText = z.string().check(z.maxLength(65_536));

/** How a project groups, in Sentry's languages: one rule a line. A 400 names line and column of each rule that cannot be read. */
export const GroupingSettings = z.object({
  /** `matchers -> fingerprint`. The first that fits wins. */
  fingerprintingRules: RuleText,
  /** Stack-trace rules: `matchers actions`. The last that fits wins. */
  groupingEnhancements: RuleText,
});
export type GroupingSettings = z.infer<typeof GroupingSettings>;

/** A part of PUT /projects/{org}/{project}/. */
export const GroupingSettingsChange = z.partial(GroupingSettings);
export type GroupingSettingsChange = z.infer<typeof GroupingSettingsChange>;

/** What was looked at, whether it counted, and why. Values are texts, or components of the same shape. */
export interface GroupingComponent {
  id: string;
  name: string | null;
  contributes: boolean;
  hint: string | null;
  values: (string | GroupingComponent)[];
}
export const GroupingComponent: z.ZodMiniType<GroupingComponent> = z.object({
  id: z.string(),
  name: z.nullable(z.string()),
  contributes: z.boolean(),
  hint: z.nullable(z.string()),
  values: z.array(z.union([z.string(), z.lazy(() => GroupingComponent)])),
});

export const GroupingVariant = z.object({
  key: z.string(),
  type: z.enum(['component', 'salted-component', 'custom-fingerprint', 'checksum', 'fallback']),
  description: z.string(),
  contributes: z.boolean(),
  hint: z.nullable(z.string()),
  /** Null where it does not contribute. */
  hash: z.nullable(z.string()),
  /** Whether none of the event's hashes is one of its issue's: it came before the rules or the mechanism changed. */
  hashMismatch: z.boolean(),
  component: z.optional(GroupingComponent),
  /** Of fingerprints: what is hashed, what the client sent, and the rule that took its place. */
  values: z.optional(z.array(z.string())),
  client_values: z.optional(z.nullable(z.array(z.string()))),
  matched_rule: z.optional(z.nullable(z.string())),
});
export type GroupingVariant = z.infer<typeof GroupingVariant>;

/** GET /projects/{org}/{project}/events/{event}/grouping-info/: how a stored event is grouped by the rules of now. */
export const GroupingInfo = z.object({
  grouping_config: z.string(),
  variants: z.record(z.string(), GroupingVariant),
  /** The hash that the event was kept by when it came, and how that came to the event's issue. */
  place: z.object({ hash: z.string(), origin: HashOrigin }),
  /** Rules that had no say, since they would have taken too much work on this event. */
  skippedRules: z.object({
    /** Stack-trace rules: those of the project, or the built-in ones as well. */
    stack: z.nullable(z.enum(['project', 'all'])),
    fingerprint: z.boolean(),
  }),
});
export type GroupingInfo = z.infer<typeof GroupingInfo>;

/**
 * POST /projects/{org}/{project}/grouping-preview/ with a GroupingSettingsChange: into which issues the last 100 events, of the 20 issues seen last, would fall by these
 * rules. Nothing is saved; events that came before stay where they are.
 */
export const GroupingPreview = z.object({
  events: z.number(),
  /** Most events first. */
  issues: z.array(
    z.object({
      hash: z.string(),
      title: z.string(),
      rule: z.nullable(z.string()),
      events: z.array(EventId),
      /** The issues that these events are of now, without repetition. */
      from: z.array(z.object({ id: Id, shortId: z.string() })),
    }),
  ),
});
export type GroupingPreview = z.infer<typeof GroupingPreview>;
