import { fail, ok, type Result } from '../result.ts';

export interface PayloadError {
  reason: 'invalid_json';
  detail: string;
}

/**
 * Bytes of an item → the object in it. Bad UTF-8 becomes U+FFFD, a byte order mark is skipped, bare `NaN` and `Infinity`, which Python clients send, count as
 * null, and integers beyond 2⁵³ are kept exactly, as text: they are ids. Of a key that occurs twice the last one counts.
 *
 * `JSON.parse` makes `__proto__` an own property like any other, and does not recurse, so that no depth of nesting hurts here; who walks the result must
 * take care of both.
 */
export function parseEvent(bytes: Uint8Array): Result<Record<string, unknown>, PayloadError> {
  const parsed = parseJson(new TextDecoder().decode(bytes));
  if (!parsed.ok) return parsed;
  if (!isObject(parsed.value)) return fail({ reason: 'invalid_json', detail: 'expected an object' });
  return ok(parsed.value);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function parseJson(text: string): Result<unknown, PayloadError> {
  const strict = parseStrictly(text);
  if (strict.ok || !/NaN|Infinity/.test(text)) return strict;
  return parseStrictly(replaceNonNumbers(text));
}

/** Not all of these are integers out of strings, but where there is none, there is no need to look closer. */
const longDigits = /[[:,\s]-?\d{16}/;

function parseStrictly(text: string): Result<unknown, PayloadError> {
  try {
    const value: unknown = JSON.parse(text);
    return ok(longDigits.test(text) ? keepLongIntegers(text, value) : value);
  } catch (error) {
    return fail({ reason: 'invalid_json', detail: error instanceof Error ? error.message : String(error) });
  }
}

/** `value` is what `text` says. With a reviver JSON.parse recurses: where that is too deep, rounded ids are better than no event. */
function keepLongIntegers(text: string, value: unknown): unknown {
  try {
    return JSON.parse(text, keepLongInteger);
  } catch {
    return value;
  }
}

function keepLongInteger(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  return context?.source !== undefined && /^-?\d{16,40}$/.test(context.source) ? context.source : value;
}

/** Replaces the words outside of strings. A string ends at the first quote with an even number of backslashes before it. */
function replaceNonNumbers(text: string): string {
  let replaced = '';
  let at = 0;
  while (at < text.length) {
    const quote = text.indexOf('"', at);
    const end = quote === -1 ? text.length : quote;
    replaced += text.slice(at, end).replaceAll(/-?\b(?:NaN|Infinity)\b/g, 'null');
    at = endOfString(text, end);
    replaced += text.slice(end, at);
  }
  return replaced;
}

function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === '"') return index + 1;
  }
  return text.length;
}
