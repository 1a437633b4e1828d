import { fail, ok, type Result } from '../result.ts';
import { BodyTooLarge, BodyTruncated, BodyUnreadable, type ByteReader } from './byte-reader.ts';
import type { EnvelopeError, EnvelopeHeader, Item, ItemHeader } from './envelope.ts';
import { type ItemType, itemTypes, maxEventBytes, maxHeaderBytes, unknownItemType } from './item-types.ts';

/** What is to become of an item's payload, decided when its header is known. */
export type Disposal =
  | { kind: 'keep' }
  | { kind: 'skip' }
  /** Takes the bytes as they arrive, must read them to the end, and is told their number before the first one. */
  | { kind: 'stream'; to: (payload: ReadableStream<Uint8Array>, bytes: number) => Promise<void> };

const maxItems = 1000;
const decoder = new TextDecoder();

/** The first line of an envelope; the items stay in `body`. */
export async function readEnvelopeHeader(body: ByteReader): Promise<Result<EnvelopeHeader, EnvelopeError>> {
  return orBodyError(body, async () => {
    if (await body.isAtEnd()) return fail({ reason: 'empty_body' });
    const line = await body.readLine(maxHeaderBytes);
    if (!line) return fail({ reason: 'header_too_large', at: 0, maxBytes: maxHeaderBytes });
    const header = jsonObject(line);
    return header ? ok(header) : fail({ reason: 'header_not_json', at: 0 });
  });
}

/**
 * The items behind the header, read while they arrive. `disposalOf` is asked for each, with the items before it. `keep` buffers a payload up to the limit of its type; `stream` and `skip` hold nothing.
 * An item with a `length` header is cut by bytes, never characters, since attachments are binary; without one it ends at the next newline. Blank lines
 * between and behind items are forgiven, and so is a missing last newline. Unknown item types are read over: what they mean is not a parsing question.
 *
 * Source: https://develop.sentry.dev/sdk/data-model/envelopes/#serialization-format
 */
export async function readItems(
  body: ByteReader,
  disposalOf: (header: ItemHeader, before: readonly Item[]) => Disposal,
): Promise<Result<Item[], EnvelopeError>> {
  return orBodyError(body, async () => {
    const items: Item[] = [];
    let eventBytes = 0;
    while (!(await isAtEndOfItems(body))) {
      if (items.length === maxItems) return fail({ reason: 'too_many_items', maxItems });
      const header = await readItemHeader(body);
      if (!header.ok) return header;

      const type = itemTypes.get(header.value.type) ?? unknownItemType;
      const maxBytes = type.isEventLike ? maxEventBytes - eventBytes : type.maxBytes;
      const item = await readItem(body, header.value, disposalOf(header.value, items), maxBytes, type);
      if (!item.ok) return item;
      if (type.isEventLike) eventBytes += item.value.bytes;
      items.push(item.value);
    }
    return ok(items);
  });
}

/** What a body can do wrong by itself, as an error of the envelope; on any error the rest of the body is let go. */
async function orBodyError<Value>(body: ByteReader, read: () => Promise<Result<Value, EnvelopeError>>): Promise<Result<Value, EnvelopeError>> {
  const result = await read().catch((error: unknown): Result<Value, EnvelopeError> => {
    if (error instanceof BodyTooLarge) return fail({ reason: 'body_too_large', maxBytes: error.maxBytes });
    if (error instanceof BodyTruncated) return fail({ reason: 'item_truncated', at: error.at, expectedBytes: error.expectedBytes });
    if (error instanceof BodyUnreadable) return fail({ reason: 'body_unreadable', message: error.message });
    throw error;
  });
  if (!result.ok) await body.cancel();
  return result;
}

/** Passes over blank lines. */
async function isAtEndOfItems(body: ByteReader): Promise<boolean> {
  await body.skipWhile((byte) => byte === 0x0a || byte === 0x0d || byte === 0x20 || byte === 0x09);
  return body.isAtEnd();
}

async function readItemHeader(body: ByteReader): Promise<Result<ItemHeader, EnvelopeError>> {
  const at = body.position;
  const line = await body.readLine(maxHeaderBytes);
  if (!line) return fail({ reason: 'header_too_large', at, maxBytes: maxHeaderBytes });
  const all = jsonObject(line);
  if (!all) return fail({ reason: 'item_header_not_json', at });
  if (typeof all.type !== 'string') return fail({ reason: 'item_without_type', at });

  const length = all.length ?? null;
  if (length === null) return ok({ type: all.type, length: null, all });
  if (typeof length !== 'number' || !Number.isSafeInteger(length) || length < 0) return fail({ reason: 'item_length_invalid', at });
  return ok({ type: all.type, length, all });
}

async function readItem(body: ByteReader, header: ItemHeader, disposal: Disposal, maxBytes: number, type: ItemType): Promise<Result<Item, EnvelopeError>> {
  const tooLarge: EnvelopeError = { reason: 'item_too_large', type: header.type, maxBytes: type.maxBytes };
  if (header.length === null) return readLineItem(body, header, disposal, maxBytes, tooLarge);
  if (header.length > maxBytes) return fail(tooLarge);

  const at = body.position;
  let bytes = header.length;
  let payload: Uint8Array | null = null;
  if (disposal.kind === 'keep') {
    payload = await body.readBytes(header.length);
    bytes = payload.length;
  } else if (disposal.kind === 'stream') {
    await disposal.to(body.streamBytes(header.length), header.length);
  } else {
    bytes = await body.skipBytes(header.length);
  }
  if (bytes < header.length) return fail({ reason: 'item_truncated', at, expectedBytes: header.length });

  const next = await body.peek();
  if (next !== null && next !== 0x0a) return fail({ reason: 'item_not_ended', at: body.position });
  await body.skipBytes(1);
  return ok({ header, payload, bytes });
}

/** An item that ends at a newline. Its size is known only at its end, so a streamed one is held first: clients send lengths with whatever is large. */
async function readLineItem(
  body: ByteReader,
  header: ItemHeader,
  disposal: Disposal,
  maxBytes: number,
  tooLarge: EnvelopeError,
): Promise<Result<Item, EnvelopeError>> {
  if (disposal.kind === 'skip') {
    const bytes = await body.skipLine();
    return bytes > maxBytes ? fail(tooLarge) : ok({ header, payload: null, bytes });
  }
  const payload = await body.readLine(disposal.kind === 'stream' ? Math.min(maxBytes, maxHeldLineBytes) : maxBytes);
  if (!payload) return fail(tooLarge);
  if (disposal.kind === 'keep') return ok({ header, payload, bytes: payload.length });
  await disposal.to(new Blob([payload]).stream(), payload.length);
  return ok({ header, payload: null, bytes: payload.length });
}

const maxHeldLineBytes = 10 * 1024 * 1024;

function jsonObject(line: Uint8Array): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(decoder.decode(line));
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
