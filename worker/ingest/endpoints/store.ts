import { inflateSync } from 'node:zlib';
import { BodyTooLarge, BodyUnreadable, ByteReader } from '../../envelope/byte-reader.ts';
import { maxEventBytes } from '../../envelope/item-types.ts';
import { parseEvent } from '../../event/parse.ts';
import { fail, ok, type Result } from '../../result.ts';
import { authenticate } from '../authenticate.ts';
import type { IngestCall } from '../call.ts';
import { decodeBody } from '../decode-body.ts';
import { Intake } from '../intake.ts';
import { ingestEvent } from '../items/event.ts';
import type { Receipt } from '../receipt.ts';
import type { Refusal, Refused } from '../refusal.ts';
import type { Endpoint } from './endpoint.ts';
import { receiveEnvelope } from './envelope.ts';

/** The endpoint of SDKs from before envelopes: one event, as JSON or as base64 of JSON, deflated or not; by GET in the address, answered with a picture. */
export const storeEndpoint: Endpoint = {
  methods: ['GET', 'POST'],
  receive: (call) => (isEnvelope(call.request) ? receiveEnvelope(call) : receiveStore(call)),
  acknowledge: ({ eventId }, { request }) =>
    request.method === 'GET'
      ? new Response(pixel, { headers: { 'content-type': 'image/gif', 'cache-control': 'no-store' } })
      : Response.json(eventId === null ? {} : { id: eventId }),
  tellsLimits: true,
};

/** A GIF of one transparent point. */
const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

function isEnvelope(request: Request): boolean {
  return request.headers.get('content-type')?.startsWith('application/x-sentry-envelope') ?? false;
}

async function receiveStore(call: IngestCall): Promise<Result<Receipt, Refused>> {
  const sender = await authenticate(call);
  if (!sender.ok) return sender;
  const { key } = sender.value;
  const payload = call.request.method === 'GET' ? readQuery(call.url) : await readPayload(call.request);
  if (!payload.ok) return fail({ ...payload.error, key });

  const parsed = parseEvent(payload.value);
  if (!parsed.ok) return fail({ reason: 'invalid_json', message: 'the event is not a JSON object', key });
  const intake = new Intake(call, sender.value, { eventId: parsed.value.event_id });
  return ok(await ingestEvent(intake, { category: 'error', payload: payload.value }));
}

function readQuery({ searchParams }: URL): Result<Uint8Array, Refusal> {
  const data = searchParams.get('sentry_data') ?? '';
  // A plus that nobody escaped became a space.
  return data === '' ? fail({ reason: 'empty_body' }) : unwrap(Buffer.from(data.startsWith('{') ? data : data.replaceAll(' ', '+')));
}

async function readPayload(request: Request): Promise<Result<Uint8Array, Refusal>> {
  const decoded = decodeBody(request.body, request.headers.get('content-encoding'));
  if (!decoded.ok) return decoded;
  try {
    // Base64 takes a third more than what it carries.
    const body = await new ByteReader(decoded.value, 2 * maxEventBytes).readAll(2 * maxEventBytes);
    if (!body) return fail({ reason: 'body_too_large', maxBytes: maxEventBytes });
    if (body.length === 0) return fail({ reason: 'empty_body' });
    return unwrap(body);
  } catch (error) {
    if (error instanceof BodyTooLarge) return fail({ reason: 'body_too_large', maxBytes: maxEventBytes });
    if (error instanceof BodyUnreadable) return fail({ reason: 'body_unreadable', message: error.message });
    throw error;
  }
}

/** What does not begin like an object is base64, of zlib data or of the JSON itself: told by trying, since compression levels give different first bytes. */
function unwrap(body: Uint8Array): Result<Uint8Array, Refusal> {
  if (startsObject(body)) return body.length > maxEventBytes ? fail({ reason: 'body_too_large', maxBytes: maxEventBytes }) : ok(body);
  const bytes = Buffer.from(Buffer.from(body).toString('latin1'), 'base64');
  if (startsObject(bytes)) return ok(bytes);
  try {
    return ok(inflateSync(bytes, { maxOutputLength: maxEventBytes }));
  } catch (error) {
    const isTooLarge = error instanceof RangeError;
    return isTooLarge
      ? fail({ reason: 'body_too_large', maxBytes: maxEventBytes })
      : fail({ reason: 'invalid_json', message: 'neither JSON nor base64 of it' });
  }
}

/** Ignores a byte order mark and white space in front. */
function startsObject(bytes: Uint8Array): boolean {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (bytes[at] === 0x20 || bytes[at] === 0x09 || bytes[at] === 0x0a || bytes[at] === 0x0d) at += 1;
  return bytes[at] === 0x7b;
}
