import * as z from 'zod/mini';

/** The inbound filters that can be switched on, by Sentry's ids. */
export const filterIds = [
  'browser-extensions',
  'localhost',
  'filtered-transaction',
  'web-crawlers',
  'legacy-browsers',
  'invalid-csp',
  'react-hydration-errors',
  'chunk-load-error',
] as const;
export type FilterId = (typeof filterIds)[number];

export const legacyBrowsers = [
  'ie',
  'edge',
  'safari',
  'firefox',
  'chrome',
  'opera',
  'android',
  'opera_mini',
  'ie_pre_9',
  'ie9',
  'ie10',
  'ie11',
  'edge_pre_79',
  'safari_pre_6',
  'opera_pre_15',
  'opera_mini_pre_8',
  'android_pre_4',
] as const;

/** Items of GET /projects/{org}/{project}/filters/ */
export const InboundFilter = z.object({
  id: z.enum(filterIds),
  /** Of `legacy-browsers` also the names of those chosen. */
  active: z.union([z.boolean(), z.array(z.string())]),
  name: z.string(),
  description: z.string(),
  hello: z.string(),
});
export type InboundFilter = z.infer<typeof InboundFilter>;

/** PUT /projects/{org}/{project}/filters/{id}/ → 204. `subfilters` is for `legacy-browsers`: none of them is off. */
export const InboundFilterChange = z.object({
  active: z.optional(z.boolean()),
  subfilters: z.optional(z.array(z.enum(legacyBrowsers)).check(z.maxLength(legacyBrowsers.length))),
});
export type InboundFilterChange = z.infer<typeof InboundFilterChange>;

/** Lines, as Sentry has them: one pattern a line. */
const Lines = z.string().check(z.maxLength(10_000));

/** Options of a project by Sentry's names. In a change, what is absent stays. */
export const FilterOptions = z.object({
  'filters:blacklisted_ips': Lines,
  'filters:releases': Lines,
  'filters:error_messages': Lines,
  'filters:react-hydration-errors': z.boolean(),
  'filters:chunk-load-error': z.boolean(),
  'quotas:spike-protection-disabled': z.boolean(),
  /** Errors an hour that are never called a spike. */
  'quotas:spike-protection-floor': z.int().check(z.minimum(1), z.maximum(1_000_000_000_000)),
});
export type FilterOptions = z.infer<typeof FilterOptions>;

/** At most `limit` units of the categories in each window, for all keys of the project together. Names are Relay's. */
export const Quota = z.object({
  /** Sentry's data categories; none: all of them together. `attachment` alone counts bytes. */
  categories: z.array(z.string().check(z.regex(/^[a-z_]{1,32}$/))).check(z.maxLength(32)),
  /** 0 refuses all. */
  limit: z.int().check(z.minimum(0), z.maximum(1_000_000_000_000)),
  /** Seconds: a minute to 31 days. */
  window: z.int().check(z.minimum(60), z.maximum(2_678_400)),
  reasonCode: z.optional(z.string().check(z.regex(/^[a-z0-9_]{1,64}$/))),
});
export type Quota = z.infer<typeof Quota>;

/** Of a key: at most `count` errors in each `window` of seconds. */
export const RateLimit = z.object({
  window: z.int().check(z.minimum(1), z.maximum(86_400)),
  count: z.int().check(z.minimum(0), z.maximum(1_000_000_000)),
});
export type RateLimit = z.infer<typeof RateLimit>;

/** What a reader of a project's settings gets, and what a change may carry. */
export const LimitSettings = z.object({
  /** Origins whose pages may send; `*` is all. */
  allowedDomains: z.array(z.string().check(z.trim(), z.minLength(1), z.maxLength(256))).check(z.maxLength(200)),
  options: FilterOptions,
  quotas: z.array(Quota).check(z.maxLength(20)),
});
export type LimitSettings = z.infer<typeof LimitSettings>;

export const LimitSettingsChange = z.partial(z.object({ ...LimitSettings.shape, options: z.partial(FilterOptions) }));
export type LimitSettingsChange = z.infer<typeof LimitSettingsChange>;

/** Days that events, telemetry and statistics are kept; null for as long as the organization says, or else 90. */
export const RetentionDays = z.nullable(z.int().check(z.minimum(1), z.maximum(3_650)));

/** Hours after which an issue that nothing was seen of is resolved; 0 for never. Sentry's name. */
export const ResolveAge = z.int().check(z.minimum(0), z.maximum(8_760));
