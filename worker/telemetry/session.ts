import type { ItemHeader } from '../envelope/envelope.ts';
import { isObject, parseEvent } from '../event/parse.ts';
import { Fields } from '../event/fields.ts';
import { parseIpAddress } from '../event/ip-address.ts';
import { readEnvironment, readRelease } from '../event/release.ts';
import { Repairs } from '../event/repairs.ts';
import { cleanText } from '../event/text.ts';
import { parseTimestamp } from '../event/timestamps.ts';
import { fail, ok, type Result } from '../result.ts';
import { addSeconds, driftSeconds, isInFuture } from './clock.ts';
import { readUuid } from './ids.ts';
import type { Judged, Line, Reason, TelemetryContext } from './telemetry.ts';

const maxAgeSeconds = 5 * 24 * 3_600;
const statuses: readonly unknown[] = ['ok', 'exited', 'crashed', 'abnormal', 'errored', 'unhandled'];
const mechanisms: readonly unknown[] = ['anr_foreground', 'anr_background'];
const maxCount = 2 ** 32 - 1;

/**
 * One update of one session. Lines: `{type: 'update', sid, did, seq, init, started, timestamp, duration, status, errors, abnormal_mechanism?, release, environment?,
 * ip_address?, user_agent?, received}`; `did` is null for nobody in particular. What counts when is the reader's business: see the protocol's rules of counting.
 *
 * Source: relay-server/src/processing/sessions, relay-event-schema/src/protocol/session.rs
 */
export function judgeSession(_header: ItemHeader, payload: Uint8Array, context: TelemetryContext): Judged[] {
  return [{ counts: [{ category: 'session', quantity: 1 }], result: readSession(payload, context) }];
}

/**
 * Sessions that a server counted itself: a line for each bucket, `{type: 'aggregate', started, did, exited, errored, abnormal, unhandled, crashed, release,
 * environment?, ip_address?, user_agent?, received}`. A bucket that is out of time costs itself only; all of them are one thing that was sent, so the first that is
 * kept stands for them in the counts.
 */
export function judgeSessionAggregates(_header: ItemHeader, payload: Uint8Array, context: TelemetryContext): Judged[] {
  const counts: Judged['counts'] = [{ category: 'session', quantity: 1 }];
  const parsed = parseEvent(payload);
  if (!parsed.ok) return [{ counts, result: fail('invalid_json') }];
  const attributes = readAttributes(parsed.value.attrs, context);
  const { aggregates } = parsed.value;
  if (!attributes || !Array.isArray(aggregates) || aggregates.length === 0) return [{ counts, result: fail('invalid_session') }];
  const results = aggregates.map((bucket: unknown) => readBucket(bucket, attributes, context));
  const counted = results.find(({ ok: isKept }) => isKept) ?? results[0];
  return results.map((result) => ({ counts: result === counted ? counts : [], result }));
}

interface SessionAttributes {
  release: string;
  environment: string | undefined;
  ip_address: string | undefined;
  user_agent: string | undefined;
}

function readSession(payload: Uint8Array, context: TelemetryContext): Result<Line, Reason> {
  const parsed = parseEvent(payload);
  if (!parsed.ok) return fail('invalid_json');
  const sent = parsed.value;
  const attributes = readAttributes(sent.attrs, context);
  const sid = readUuid(sent.sid);
  const began = parseTimestamp(sent.started);
  const happened = sent.timestamp == null ? context.receivedAt / 1000 : parseTimestamp(sent.timestamp);
  if (!attributes || sid === undefined || began === undefined || happened === undefined) return fail('invalid_session');

  const drift = driftSeconds(context);
  const timestamp = sent.timestamp == null ? happened : addSeconds(happened, drift);
  const started = addSeconds(began, drift);
  if (isOutOfTime(started, context) || isOutOfTime(timestamp, context)) return fail('timestamp');

  const { status = 'ok', errors, abnormal_mechanism, seq, duration, init } = sent;
  const data = {
    type: 'update',
    sid: sid ?? context.newId(),
    did: readUser(sent.did),
    seq: isCount(seq) ? seq : context.receivedAt,
    init: init === true,
    started,
    timestamp: Math.max(timestamp, started),
    duration: typeof duration === 'number' && duration >= 0 ? duration : undefined,
    status: statuses.includes(status) ? status : 'unknown',
    errors: isCount(errors) ? errors : 0,
    abnormal_mechanism: mechanisms.includes(abnormal_mechanism) ? abnormal_mechanism : undefined,
    ...attributes,
    received: context.receivedAt / 1000,
  };
  // A session that was not named is new each time.
  const id = sid === null ? null : `${sid}:${data.status}:${data.errors}:${data.init}:${sent.timestamp == null ? '' : happened}`;
  return ok({ kind: 'session', id, data });
}

function readBucket(bucket: unknown, attributes: SessionAttributes, context: TelemetryContext): Result<Line, Reason> {
  const began = isObject(bucket) ? parseTimestamp(bucket.started) : undefined;
  if (!isObject(bucket) || began === undefined) return fail('invalid_session');
  const started = addSeconds(began, driftSeconds(context));
  if (isOutOfTime(started, context)) return fail('timestamp');
  const countOf = (key: string): number => (isCount(bucket[key]) ? bucket[key] : 0);
  const data = {
    type: 'aggregate',
    started,
    did: readUser(bucket.did),
    exited: countOf('exited'),
    errored: countOf('errored'),
    abnormal: countOf('abnormal'),
    unhandled: countOf('unhandled'),
    crashed: countOf('crashed'),
    ...attributes,
    received: context.receivedAt / 1000,
  };
  // Two servers of one kind may well count the same: nothing tells them apart.
  return ok({ kind: 'session', id: null, data });
}

/** Undefined where the release is none, without which a session says nothing. */
function readAttributes(sent: unknown, { clientIp }: TelemetryContext): SessionAttributes | undefined {
  if (!isObject(sent)) return undefined;
  const fields = new Fields(sent, new Repairs().root);
  const release = readRelease(fields);
  if (release === undefined) return undefined;
  const address = fields.text('ip_address', 256)?.trim();
  return {
    release,
    environment: readEnvironment(fields, undefined),
    ip_address: address === '{{auto}}' ? (clientIp ?? undefined) : address && parseIpAddress(address),
    user_agent: fields.text('user_agent', 500) || undefined,
  };
}

function isOutOfTime(seconds: number, context: TelemetryContext): boolean {
  return seconds < context.receivedAt / 1000 - maxAgeSeconds || isInFuture(seconds, context);
}

/** Who had the session; null for nobody in particular, as the nil UUID says too. */
function readUser(did: unknown): string | null {
  const text = typeof did === 'number' ? String(did) : did;
  if (typeof text !== 'string' || text === '' || /^[-0]{32,36}$/.test(text)) return null;
  return cleanText(text).slice(0, 200).toWellFormed();
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= maxCount * 1000;
}
