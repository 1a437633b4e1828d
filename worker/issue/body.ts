import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { Event } from '../event/event.ts';
import { type EventSummary, summarizeEvent } from '../event/summarize.ts';
import { describeEvent } from '../grouping/describe.ts';

/**
 * An event as it is stored: its normalized JSON under brotli, a third to a sixth of the size for some 15 µs; quality 3 takes twice as long for 5 % less. Not zstd:
 * workerd's fails on whatever does not get smaller than some 45 kB.
 */
export function encodeBody(event: Event): Uint8Array {
  // A copy: the result is a view into a far larger buffer of zlib's, and serialization would carry that whole.
  return new Uint8Array(brotliCompressSync(JSON.stringify(event), { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }));
}

export function decodeBody(body: Uint8Array): Event {
  // Only what encodeBody wrote comes here, so its shape is known.
  return JSON.parse(brotliDecompressSync(body).toString()) as Event;
}

/** What is indexed of an event, made again from its stored form. */
export function summarizeBody(body: Uint8Array): EventSummary {
  const event = decodeBody(body);
  return summarizeEvent(event, describeEvent(event));
}
