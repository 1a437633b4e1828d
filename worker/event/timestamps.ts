import type { Fields } from './fields.ts';
import type { Place } from './repairs.ts';

const minuteSeconds = 60;
const maxFutureSeconds = 60;
const maxAgeSeconds = 90 * 24 * 60 * minuteSeconds;
/** A client clock that is off by less is left alone: it may well be the network. */
const minDriftSeconds = 55 * minuteSeconds;
const endOfYear9999 = 253_402_300_800;

export interface Clock {
  /** Unix milliseconds. */
  receivedAt: number;
  /** Unix milliseconds by the client's clock, as the envelope says. */
  sentAt: number | null;
}

export interface EventTimes {
  /** All in Unix seconds. */
  timestamp: number;
  received: number;
  startTimestamp: number | undefined;
  /** To be added to every other time that the client's clock gave. */
  shiftSeconds: number;
}

/**
 * When the event happened. A clock that is off, as `sent_at` against the time of receipt shows, is corrected; what then still lies in the future or before
 * the retention is moved to the time of receipt. Source: relay-event-normalization/src/clock_drift.rs
 */
export function readTimes(fields: Fields, clock: Clock): EventTimes {
  const received = clock.receivedAt / 1000;
  const sent = readTimestamp(fields, 'timestamp');
  const start = readTimestamp(fields, 'start_timestamp');
  const shiftSeconds = shiftOf(sent, clock, fields.place.at('timestamp'));
  return {
    timestamp: shifted(sent, shiftSeconds) ?? received,
    received,
    startTimestamp: shifted(start, shiftSeconds),
    shiftSeconds,
  };
}

/** Unix seconds; undefined, and noted, for what is no time, lies before 1970 or after the year 9999. */
export function readTimestamp(fields: Fields, key: string): number | undefined {
  const value = fields.get(key);
  if (value === undefined) return undefined;
  const seconds = parseTimestamp(value);
  if (seconds === undefined) fields.place.at(key).noteInvalid('expected a timestamp', value);
  return seconds;
}

/** A number of seconds, or RFC 3339 with or without zone (then UTC). Microseconds count. */
export function parseTimestamp(value: unknown): number | undefined {
  const seconds = typeof value === 'string' ? parseDate(value) : value;
  if (typeof seconds !== 'number' || !(seconds >= 0 && seconds < endOfYear9999)) return undefined;
  return roundToMicroseconds(seconds);
}

export function shifted(seconds: number | undefined, shiftSeconds: number): number | undefined {
  return seconds === undefined || shiftSeconds === 0 ? seconds : roundToMicroseconds(Math.max(0, seconds + shiftSeconds));
}

function shiftOf(timestamp: number | undefined, { receivedAt, sentAt }: Clock, place: Place): number {
  const received = receivedAt / 1000;
  const drift = sentAt === null ? 0 : received - sentAt / 1000;
  const driftShift = Math.abs(drift) >= minDriftSeconds ? drift : 0;
  if (driftShift !== 0) place.noteError('clock_drift', { sdk_time: isoTime(sentAt ?? 0), server_time: isoTime(receivedAt) });
  if (timestamp === undefined) return driftShift;

  const corrected = timestamp + driftShift;
  const isFuture = corrected > received + maxFutureSeconds;
  if (!isFuture && corrected >= received - maxAgeSeconds) return driftShift;
  place.noteError(isFuture ? 'future_timestamp' : 'past_timestamp', { sdk_time: isoTime(corrected * 1000), server_time: isoTime(receivedAt) });
  return received - timestamp;
}

function isoTime(milliseconds: number): string {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? String(milliseconds) : date.toISOString();
}

const datePattern = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(\.\d{1,12})?\s*(?:[Zz]|UTC|([+-])(\d\d):?(\d\d))?$/;

/** `Date.parse` would take the local zone for none, and forget microseconds. */
function parseDate(text: string): number | undefined {
  const match = datePattern.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '0', sign, zoneHour = '0', zoneMinute = '0'] = match;

  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)));
  // The 31st of February would silently be a day in March.
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day) || Number(hour) > 23) return undefined;
  const zoneSeconds = (Number(zoneHour) * 60 + Number(zoneMinute)) * minuteSeconds;
  return date.getTime() / 1000 + Number(fraction) + (sign === '-' ? zoneSeconds : -zoneSeconds);
}

function roundToMicroseconds(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6;
}
