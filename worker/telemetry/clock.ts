import { parseTimestamp } from '../event/timestamps.ts';
import type { TelemetryContext } from './telemetry.ts';

/** A client clock that is off by less is left alone: it may well be the network. */
const minDriftMs = 55 * 60_000;
const maxFutureMs = 60_000;

/** What to add to every time of the client, seconds: a clock that is off, as the envelope's `sent_at` shows. Source: relay-event-normalization/src/clock_drift.rs */
export function driftSeconds({ receivedAt, sentAt }: TelemetryContext): number {
  const drift = sentAt === null ? 0 : receivedAt - sentAt;
  return Math.abs(drift) >= minDriftMs ? drift / 1000 : 0;
}

/**
 * What to add to the times of a thing that happened at `seconds`: the drift, and where it would still lie in the future or before the retention, what moves it to
 * the time of receipt. Source: relay-event-normalization/src/eap/time.rs
 */
export function shiftSeconds(seconds: number, context: TelemetryContext): number {
  const drift = driftSeconds(context);
  const at = (seconds + drift) * 1000;
  const isKept = at <= context.receivedAt + maxFutureMs && at >= context.receivedAt - context.retentionMs;
  return isKept ? drift : context.receivedAt / 1000 - seconds;
}

/** A time of the client, corrected. Undefined for what is no time. */
export function readTime(value: unknown, context: TelemetryContext): number | undefined {
  const seconds = parseTimestamp(value);
  return seconds === undefined ? undefined : addSeconds(seconds, shiftSeconds(seconds, context));
}

/** To the microsecond. */
export function addSeconds(seconds: number, shift: number): number {
  return shift === 0 ? seconds : Math.round(Math.max(0, seconds + shift) * 1e6) / 1e6;
}

export function isInFuture(seconds: number, { receivedAt }: TelemetryContext): boolean {
  return seconds * 1000 > receivedAt + maxFutureMs;
}
