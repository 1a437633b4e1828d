import type { DataCategory } from '../envelope/data-category.ts';
import type { Geo } from '../event/geo.ts';
import type { Result } from '../result.ts';
import type { Attributes } from './attributes.ts';

/*
 * Telemetry is all that is no error and no message: what happens often, counts by the many and is read in bulk. Each thing becomes one line, a JSON object of a
 * documented shape, and lines are stored in batches per kind.
 */

/** What lines are stored together; a folder in R2 each. */
export const kinds = ['transaction', 'span', 'log', 'trace_metric', 'session', 'check_in', 'profile', 'profile_chunk', 'replay', 'trace_attachment'] as const;
export type Kind = (typeof kinds)[number];

/** What a thing counts as in outcomes and quotas. */
export interface Count {
  category: DataCategory;
  quantity: number;
}

export interface Line {
  kind: Kind;
  /** The same for the same thing sent twice, and free of spaces; null where the protocol has nothing that tells. */
  id: string | null;
  data: LineData;
}

/** Must survive JSON. Times are Unix seconds. */
export interface LineData {
  readonly attributes?: Attributes | undefined;
  readonly links?: readonly Link[] | undefined;
  readonly [field: string]: unknown;
}

/** From a span to another one. */
export interface Link {
  trace_id: string;
  span_id: string;
  sampled: boolean | undefined;
  attributes: Attributes;
}

/** Why something is not kept, in Relay's words. */
export type Reason =
  | 'invalid_json'
  | 'invalid_transaction'
  | 'invalid_span'
  | 'invalid_log'
  | 'invalid_trace_metric'
  | 'invalid_session'
  | 'invalid_check_in'
  | 'invalid_replay'
  | 'invalid_replay_recording'
  | 'invalid_replay_video'
  | 'invalid_replay_missing_recording'
  | 'profiling_invalid_json'
  | 'profiling_invalid_sampled_profile'
  | 'profiling_not_enough_samples'
  | 'profiling_duration_is_too_long'
  | 'profiling_version_unknown'
  | 'invalid_trace_attachment'
  | 'timestamp'
  | `too_large:${string}`;

/** One thing that came: what it counts as, and the line it becomes, or else why none. */
export interface Judged {
  counts: readonly Count[];
  result: Result<Line, Reason>;
}

/** What is known beside the payload. */
export interface TelemetryContext {
  /** Unix milliseconds. */
  receivedAt: number;
  /** Unix milliseconds by the client's clock, from the envelope. */
  sentAt: number | null;
  clientIp: string | null;
  /** Where that is. */
  clientGeo: Geo | null;
  /** Of the request. */
  userAgent: string | null;
  /** What is older when it arrives is moved to the time of receipt, ms. */
  retentionMs: number;
  /** 32 random hex digits, for what the client left unnamed. */
  newId: () => string;
}
