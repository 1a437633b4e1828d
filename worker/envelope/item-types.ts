import type { DataCategory } from './data-category.ts';

const KiB = 1024;
const MiB = 1024 * KiB;

/** Everything that is read from a body, after decompression, ends here. */
export const maxEnvelopeBytes = 200 * MiB;
/** Items of these types are added up: together they may hold `maxEventBytes`. */
export const maxEventBytes = 1 * MiB;
export const maxHeaderBytes = 64 * KiB;

export interface ItemType {
  /** What one of them counts as in outcomes, quotas and client reports; null where nothing is counted. */
  category: DataCategory | null;
  maxBytes: number;
  /** True where the sizes of all items of the envelope count together against `maxEventBytes`. */
  isEventLike: boolean;
  /** True where the payload is an array of `item_count` things, each counted on its own. */
  isContainer: boolean;
}

/**
 * Every item type that a client may send. Sizes are Relay's defaults. Source: the protocol's table of item types and relay-server/src/utils/sizes.rs.
 */
export const itemTypes: ReadonlyMap<string, ItemType> = new Map(
  Object.entries({
    event: eventLike('error'),
    transaction: eventLike('transaction'),
    feedback: eventLike('feedback'),
    raw_security: eventLike('security'),
    security: eventLike('security'),
    nel: eventLike('security'),
    replay_event: eventLike('replay'),
    form_data: eventLike(null),
    attachment: single('attachment', 200 * MiB),
    // Less than Relay allows, since it is held in memory; far more than what is kept of one.
    user_report: single('feedback', 1 * MiB),
    unreal_report: single('attachment', 200 * MiB),
    session: single('session', 1 * MiB),
    sessions: single('session', 1 * MiB),
    client_report: single(null, 4 * KiB),
    check_in: single('monitor', 100 * KiB),
    profile: single('profile', 50 * MiB),
    profile_chunk: single('profile_chunk', 50 * MiB),
    profile_chunk_ui: single('profile_chunk_ui', 50 * MiB),
    replay_recording: single('replay', 100 * MiB),
    replay_video: single('replay', 100 * MiB),
    log: container('log_item'),
    trace_metric: container('trace_metric'),
    span: container('span'),
    statsd: single(null, 1 * MiB),
    metric_buckets: single(null, 1 * MiB),
    metric_meta: single(null, 1 * MiB),
    otel_log: single('log_item', 1 * MiB),
    otel_span: single('span', 1 * MiB),
    metric: single(null, 1 * MiB),
  } satisfies Record<string, ItemType>),
);

/** What an item of a type that nobody knows may hold: it is skipped, so its size costs nothing but the reading. */
export const unknownItemType: ItemType = single('default', 200 * MiB);

function eventLike(category: DataCategory | null): ItemType {
  return { category, maxBytes: maxEventBytes, isEventLike: true, isContainer: false };
}

function single(category: DataCategory | null, maxBytes: number): ItemType {
  return { category, maxBytes, isEventLike: false, isContainer: false };
}

function container(category: DataCategory): ItemType {
  return { category, maxBytes: 12 * MiB, isEventLike: false, isContainer: true };
}
