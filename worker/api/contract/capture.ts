import * as z from 'zod/mini';
import { DateTime, EventId, Id } from './values.ts';

/** What became of a request: `kept` whole, `partly`, or `refused` with all that is in it. */
export const CaptureFate = z.enum(['kept', 'partly', 'refused']);
export type CaptureFate = z.infer<typeof CaptureFate>;

/** How an item or a request ended. `unknown` of what was only looked at, and of items behind the place where reading stopped. */
export const CapturedOutcome = z.object({
  outcome: z.enum(['accepted', 'filtered', 'rate_limited', 'invalid', 'abuse', 'client_discard', 'unknown']),
  /** As the statistics have it; null where it was accepted, or where nobody knows. */
  reason: z.nullable(z.string()),
  /** The data category it counts as. */
  category: z.nullable(z.string()),
  quantity: z.number(),
  /** A sentence for people. */
  text: z.string(),
  /** The part of the project's settings that decided so. */
  setting: z.nullable(z.enum(['filters', 'limits', 'origins', 'keys', 'scrubbing'])),
});
export type CapturedOutcome = z.infer<typeof CapturedOutcome>;

/**
 * GET /projects/{org}/{project}/captures/?status=&sdk=&key=&cursor=&per_page= → Capture[], newest first, with Link headers. `status` is a CaptureFate, `sdk` the beginning of
 * `client`, `key` the last four digits of a public key. GET /organizations/{org}/captures/ has those that no project could be found for.
 */
export const Capture = z.object({
  id: Id,
  dateCreated: DateTime,
  method: z.string(),
  /** Path and query; keys but for their last four digits, and secrets, are masked. */
  path: z.string(),
  /** `envelope`, `store`, `minidump`, …; `unknown` where nothing answers to that path. */
  endpoint: z.string(),
  /** `sentry.javascript.node/11.12.0` as sent, or the user agent; null where neither is said. */
  client: z.nullable(z.string()),
  /** The last four digits of the public key. */
  key: z.nullable(z.string()),
  /** `Content-Encoding` as sent. */
  encoding: z.nullable(z.string()),
  /** Of the body as it arrived, as far as it was read. */
  bytes: z.number(),
  status: z.number(),
  /** From the first byte of the request to the answer. */
  durationMs: z.number(),
  fate: CaptureFate,
  /** Of an envelope, in order, 20 at most; else empty. */
  items: z.array(z.object({ type: z.string(), outcome: CapturedOutcome.shape.outcome })),
  itemCount: z.number(),
  /** Kept byte by byte as it came, without scrubbing. */
  isRaw: z.boolean(),
  /** The body was scrubbed, and is written anew without compression. */
  isScrubbed: z.boolean(),
  /** Bytes of the body that were seen before it was cut, at 20 MB or because the answer came before its end; null where it is whole. */
  cutAt: z.nullable(z.number()),
});
export type Capture = z.infer<typeof Capture>;

const Header = z.tuple([z.string(), z.string()]);

/** An item of a captured envelope. */
export const CapturedItem = z.object({
  index: z.number(),
  type: z.string(),
  /** As sent, JSON. */
  header: z.record(z.string(), z.unknown()),
  /** Of the payload in the decompressed body as it is kept. */
  offset: z.number(),
  bytes: z.number(),
  contentType: z.nullable(z.string()),
  filename: z.nullable(z.string()),
  /** What became of it; several where it holds many things. */
  outcomes: z.array(CapturedOutcome),
  /** The event it became, or is attached to. */
  eventId: z.nullable(EventId),
  issueId: z.nullable(Id),
  issueShortId: z.nullable(z.string()),
  attachmentId: z.nullable(z.string()),
  /** The payload as text, up to a megabyte; null where it is binary. */
  preview: z.nullable(z.string()),
  /** Of the payload's first bytes, 64 kB at most, in base64; null where it is text. */
  head: z.nullable(z.string()),
  isCut: z.boolean(),
});
export type CapturedItem = z.infer<typeof CapturedItem>;

/** GET /projects/{org}/{project}/captures/{id}/ → CaptureDetail; DELETE → 204. GET …/{id}/body/?decoded=1 → its bytes; …/download/?format=envelope|curl|fixture. */
export const CaptureDetail = z.object({
  ...Capture.shape,
  request: z.object({ method: z.string(), url: z.string(), headers: z.array(Header) }),
  /** Null of what was only looked at. */
  answer: z.nullable(z.object({ status: z.number(), headers: z.array(Header), body: z.string() })),
  /** Milliseconds after the arrival; null where it did not come to that. */
  timings: z.object({ firstByteMs: z.nullable(z.number()), bodyReadMs: z.nullable(z.number()), answeredMs: z.number() }),
  /** Of the request as a whole. */
  outcomes: z.array(CapturedOutcome),
  /** The body as it is kept. */
  body: z.object({
    /** Of the body as it is kept, maybe compressed. */
    keptBytes: z.number(),
    /** After decompression, as far as it was inflated; null where it cannot be. */
    decodedBytes: z.nullable(z.number()),
    /** Why nothing is kept, or why reading it stopped, in a sentence; null where all is well. */
    problem: z.nullable(z.string()),
    /** Of a body that is no envelope: as the payload of an item. */
    preview: z.nullable(z.string()),
    head: z.nullable(z.string()),
    isCut: z.boolean(),
  }),
  /** Null where the body is no envelope. */
  envelope: z.nullable(z.object({ header: z.record(z.string(), z.unknown()), headerBytes: z.number(), items: z.array(CapturedItem) })),
});
export type CaptureDetail = z.infer<typeof CaptureDetail>;

/**
 * PUT /projects/{org}/{project}/captures/settings/: starts capturing anew, or ends it with `{ "mode": "off" }`. `isRaw` needs project:admin, and is over after 24 hours
 * at the latest.
 */
export const CaptureSettingsChange = z.object({
  mode: z.enum(['all', 'refused', 'off']),
  /** Requests. */
  left: z._default(z.int().check(z.minimum(1), z.maximum(1_000)), 100),
  minutes: z._default(z.nullable(z.int().check(z.minimum(1), z.maximum(7 * 24 * 60))), null),
  /** Only clients that begin so. */
  sdk: z._default(z.nullable(z.string().check(z.trim(), z.minLength(1), z.maxLength(100))), null),
  /** Only this public key. */
  key: z._default(z.nullable(z.string().check(z.regex(/^[0-9a-f]{32}$/))), null),
  isRaw: z._default(z.boolean(), false),
});
export type CaptureSettingsChange = z.infer<typeof CaptureSettingsChange>;

/** GET /projects/{org}/{project}/captures/settings/ → CaptureSettings. */
export const CaptureSettings = z.object({
  mode: z.enum(['all', 'refused', 'off']),
  /** Requests that will still be captured. */
  left: z.number(),
  until: z.nullable(DateTime),
  sdk: z.nullable(z.string()),
  key: z.nullable(z.string()),
  isRaw: z.boolean(),
  /** Captures, their bytes and their age: what is beyond goes, the oldest first. */
  bounds: z.object({ count: z.number(), bytes: z.number(), days: z.number(), bodyBytes: z.number() }),
  used: z.object({ count: z.number(), bytes: z.number() }),
  /** Who started and ended it, newest first. */
  log: z.array(
    z.object({ dateCreated: DateTime, userName: z.nullable(z.string()), mode: z.enum(['all', 'refused', 'off']), left: z.number(), isRaw: z.boolean() }),
  ),
});
export type CaptureSettings = z.infer<typeof CaptureSettings>;
