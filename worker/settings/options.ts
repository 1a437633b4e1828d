/**
 * What a team can set, per organization and per project, under the names of Sentry's options. Stored sparsely as JSON: what is absent has its default, so that
 * a new option needs no migration. Ingest gets the effective options with the key, from the same cache.
 */
export interface ProjectOptions {
  /** Scrub at all. */
  dataScrubber: boolean;
  /** Scrub by the built-in rules, besides `sensitiveFields`. */
  dataScrubberDefaults: boolean;
  scrubIPAddresses: boolean;
  /** More field names whose values go. */
  sensitiveFields: readonly string[];
  /** Field names whose values stay. */
  safeFields: readonly string[];
  /** Advanced rules, as JSON text in the form of Sentry's `relayPiiConfig`; null for none. */
  relayPiiConfig: string | null;
  /** Inbound filters that are on, by Sentry's ids; `legacy-browsers` carries which. */
  filters: Readonly<Record<string, boolean | readonly string[]>>;
  /** Globs: events that match are filtered. */
  filteredErrorMessages: readonly string[];
  filteredReleases: readonly string[];
  /** Addresses and CIDR ranges whose events are filtered. */
  filteredIPAddresses: readonly string[];
  /** Origins that may send; `*` for all. */
  allowedDomains: readonly string[];
  /** At most so many items of a data category in a window, per project. */
  quotas: readonly Quota[];
  /** How long events and everything else are kept; null for as long as the organization says. */
  retentionDays: number | null;
  /** Refuses errors of an hour that has far more of them than the project's hours usually have. */
  spikeProtection: boolean;
  /** Errors an hour that are never called a spike. */
  spikeFloor: number;
  /** Hours after which an issue that nothing was seen of is resolved; 0 for never. */
  resolveAge: number;
  /** Fingerprint rules and stack-trace rules, one a line, in Sentry's languages. */
  fingerprintingRules: string;
  groupingEnhancements: string;
  /** Which requests are captured now; null for none. */
  capture: CaptureOptions | null;
}

/** Requests that are kept as they came, until they are so many. Nothing in it is null, since changes of options are merged. */
export interface CaptureOptions {
  /** `refused`: only those of which something was not kept. */
  mode: 'all' | 'refused';
  /** How many from then on. */
  left: number;
  /** Unix milliseconds: which turn of capturing this is. */
  startedAt: number;
  /** Unix milliseconds; 0 for no end. */
  until: number;
  /** Only clients that begin so, e.g. `sentry.python`; empty for all. */
  sdk: string;
  /** Only this public key; empty for all. */
  key: string;
  /** Bodies byte by byte, without scrubbing. */
  isRaw: boolean;
}

/** What a new project captures by itself: how its first SDK speaks. */
export function firstCapture(startedAt: number): CaptureOptions {
  return { mode: 'all', left: 100, startedAt, until: 0, sdk: '', key: '', isRaw: false };
}

export interface Quota {
  /** Data categories it counts together; none: every category. */
  categories: readonly string[];
  /** 0 refuses all. */
  limit: number;
  windowSeconds: number;
  /** Shown to those who ask why. */
  reason: string;
}

/** Limit of a key. */
export interface KeyRateLimit {
  count: number;
  windowSeconds: number;
}

export const defaultRetentionDays = 90;

export const defaultOptions: ProjectOptions = {
  dataScrubber: true,
  dataScrubberDefaults: true,
  scrubIPAddresses: false,
  sensitiveFields: [],
  safeFields: [],
  relayPiiConfig: null,
  filters: {},
  filteredErrorMessages: [],
  filteredReleases: [],
  filteredIPAddresses: [],
  allowedDomains: ['*'],
  quotas: [],
  retentionDays: null,
  spikeProtection: true,
  spikeFloor: 250_000,
  resolveAge: 0,
  fingerprintingRules: '',
  groupingEnhancements: '',
  capture: null,
};

/** The part of the options that organizations have too. */
export type OrganizationOptions = Pick<
  ProjectOptions,
  'dataScrubber' | 'dataScrubberDefaults' | 'scrubIPAddresses' | 'sensitiveFields' | 'safeFields' | 'relayPiiConfig' | 'retentionDays'
>;

/** What holds for a project, with what its organization adds. */
export interface EffectiveOptions extends ProjectOptions {
  retentionDays: number;
  /** The advanced rules of the organization, which run before those of the project. */
  organizationPiiConfig: string | null;
}

/**
 * What holds for a project: what the organization requires is on whatever the project says, and its lists come first. An organization that never said anything
 * requires nothing. The advanced rules of both are kept apart, since each names its own.
 */
export function effectiveOptions(organization: Partial<OrganizationOptions>, project: Partial<ProjectOptions>): EffectiveOptions {
  const own = { ...defaultOptions, ...project };
  return {
    ...own,
    dataScrubber: own.dataScrubber || organization.dataScrubber === true,
    dataScrubberDefaults: own.dataScrubberDefaults || organization.dataScrubberDefaults === true,
    scrubIPAddresses: own.scrubIPAddresses || organization.scrubIPAddresses === true,
    sensitiveFields: [...(organization.sensitiveFields ?? []), ...own.sensitiveFields],
    safeFields: [...(organization.safeFields ?? []), ...own.safeFields],
    organizationPiiConfig: organization.relayPiiConfig ?? null,
    retentionDays: own.retentionDays ?? organization.retentionDays ?? defaultRetentionDays,
  };
}
