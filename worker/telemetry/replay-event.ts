import type { Bag, Tag } from '../event/event.ts';
import { readContexts } from '../event/contexts.ts';
import { Fields } from '../event/fields.ts';
import { readDist, readEnvironment, readRelease } from '../event/release.ts';
import { Repairs } from '../event/repairs.ts';
import { parseEvent } from '../event/parse.ts';
import { readRequest } from '../event/request.ts';
import { readSdk } from '../event/sdk.ts';
import { readPlatform } from '../event/source.ts';
import { readTags } from '../event/tags.ts';
import { cleanText, shortenText } from '../event/text.ts';
import { addUserAgentContexts } from '../event/user-agent-contexts.ts';
import { readUser } from '../event/user.ts';
import { fail, ok, type Result } from '../result.ts';
import { readTime } from './clock.ts';
import { readHexId } from './ids.ts';
import type { Reason, TelemetryContext } from './telemetry.ts';

/** What is known of one segment of a replay beside its recording. Times in Unix seconds, corrected. */
export interface ReplayEvent {
  replay_id: string;
  segment_id: number;
  replay_type: 'session' | 'buffer';
  timestamp: number;
  /** Of the first segment. */
  replay_start_timestamp: number | undefined;
  urls: string[];
  error_ids: string[];
  trace_ids: string[];
  platform: string;
  release: string | undefined;
  environment: string | undefined;
  dist: string | undefined;
  tags: Tag[];
  user: Bag | undefined;
  request: Bag | undefined;
  contexts: Bag;
  sdk: Bag | undefined;
  received: number;
  _meta: Bag | undefined;
}

const maxEntries = 100;
const maxUrlLength = 2_048;
export const maxSegmentId = 65_535;

/**
 * `invalid_replay` where it cannot be told whose segment it is, or it names errors or traces that cannot be.
 *
 * Source: relay-event-schema/src/protocol/replay.rs, relay-event-normalization/src/replay.rs
 */
export function readReplayEvent(payload: Uint8Array, context: TelemetryContext): Result<ReplayEvent, Reason> {
  const parsed = parseEvent(payload);
  if (!parsed.ok) return fail('invalid_json');
  const repairs = new Repairs();
  const fields = new Fields(parsed.value, repairs.root);
  const replayId = readHexId(fields.get('replay_id'), 32);
  const segmentId = readSegmentId(fields.get('segment_id'));
  const errorIds = readIds(fields.get('error_ids'));
  const traceIds = readIds(fields.get('trace_ids'));
  if (replayId === undefined || segmentId === undefined || !errorIds || !traceIds) return fail('invalid_replay');

  const platform = fields.get('platform') === undefined ? 'javascript' : readPlatform(fields);
  const request = readRequest(fields);
  const sdk = readSdk(fields, null);
  const user = readUser(fields, { platform, request, sdk, clientIp: context.clientIp, clientGeo: context.clientGeo });
  const contexts = addUserAgentContexts(readContexts(fields), { request, platform, senderUserAgent: context.userAgent });
  const release = readRelease(fields);
  return ok({
    replay_id: replayId,
    segment_id: segmentId,
    replay_type: fields.get('replay_type') === 'buffer' ? 'buffer' : 'session',
    timestamp: readTime(fields.get('timestamp'), context) ?? context.receivedAt / 1000,
    replay_start_timestamp: readTime(fields.get('replay_start_timestamp'), context),
    urls: readUrls(fields.get('urls')),
    error_ids: errorIds,
    trace_ids: traceIds,
    platform,
    release,
    environment: readEnvironment(fields, undefined),
    dist: readDist(fields, release),
    tags: readTags(fields),
    user: user && { ...user },
    request: request && { ...request },
    contexts,
    sdk: sdk && { ...sdk },
    received: context.receivedAt / 1000,
    _meta: repairs.toTree(),
  });
}

export function readSegmentId(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= maxSegmentId ? value : undefined;
}

/** Null where one is no id: then nothing in the event can be trusted to belong to it. */
function readIds(sent: unknown): string[] | null {
  if (sent === undefined) return [];
  if (!Array.isArray(sent)) return null;
  const ids = sent.filter((id) => id !== null).map((id) => readHexId(id, 32));
  const valid = ids.filter((id) => id !== undefined);
  return valid.length === ids.length ? valid.slice(0, maxEntries) : null;
}

function readUrls(sent: unknown): string[] {
  const urls: unknown[] = Array.isArray(sent) ? sent : [];
  return urls
    .filter((url) => typeof url === 'string')
    .slice(0, maxEntries)
    .map((url) => shortenText(cleanText(url), maxUrlLength));
}
