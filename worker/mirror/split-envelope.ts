import { isObject } from '../event/parse.ts';

/** An item by its place in a body that is held as a whole. */
export interface SplitItem {
  type: string;
  /** As sent. */
  header: Record<string, unknown>;
  /** Of the payload in the body. */
  offset: number;
  /** A view into the body. */
  payload: Uint8Array;
}

export interface SplitEnvelope {
  header: Record<string, unknown>;
  /** Of the first line, its newline included. */
  headerBytes: number;
  items: SplitItem[];
  /** Why the rest could not be read, as a sentence; null where all could. */
  problem: string | null;
}

const maxItems = 1_000;
const maxLineBytes = 1024 * 1024;
const decoder = new TextDecoder();

/** As ingest reads an envelope, but with places, and with what came before an error. Null where not even the first line is a header. */
export function splitEnvelope(body: Uint8Array): SplitEnvelope | null {
  const first = lineAt(body, 0);
  const header = jsonObject(first.line);
  if (!header) return null;
  const envelope: SplitEnvelope = { header, headerBytes: first.next, items: [], problem: null };
  let at = skipBlank(body, first.next);
  while (at < body.length && envelope.problem === null) {
    const { line, next } = lineAt(body, at);
    const of = jsonObject(line);
    const length = of?.length ?? null;
    if (envelope.items.length === maxItems) envelope.problem = `There are more than ${maxItems} items.`;
    else if (!of) envelope.problem = `The item header at byte ${at} is not a JSON object.`;
    else if (typeof of.type !== 'string') envelope.problem = `The item header at byte ${at} has no type.`;
    else if (length !== null && (typeof length !== 'number' || !Number.isSafeInteger(length) || length < 0))
      envelope.problem = `The length in the item header at byte ${at} is not a whole number.`;
    else {
      const end = typeof length === 'number' ? next + length : lineAt(body, next).end;
      envelope.items.push({ type: of.type, header: of, offset: next, payload: body.subarray(next, end) });
      if (end > body.length) envelope.problem = `The item at byte ${next} ends before its length of ${end - next} bytes.`;
      else if (end < body.length && body[end] !== newline) envelope.problem = `A newline was expected at byte ${end}, behind an item.`;
      at = skipBlank(body, end);
    }
  }
  return envelope;
}

const newline = 0x0a;

function lineAt(body: Uint8Array, at: number): { line: Uint8Array; end: number; next: number } {
  const found = body.indexOf(newline, at);
  const end = found < 0 ? body.length : found;
  return { line: body.subarray(at, end), end, next: Math.min(body.length, end + 1) };
}

function skipBlank(body: Uint8Array, from: number): number {
  let at = from;
  while (at < body.length && (body[at] === newline || body[at] === 0x0d || body[at] === 0x20 || body[at] === 0x09)) at += 1;
  return at;
}

function jsonObject(line: Uint8Array): Record<string, unknown> | null {
  if (line.length > maxLineBytes) return null;
  try {
    const value: unknown = JSON.parse(decoder.decode(line));
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
