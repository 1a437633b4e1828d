import { remarkWords } from './remark-words.ts';
import { asFields, asLabel, asList, asNumber, asText, isFields } from '../../../worker/reading/value.ts';

/**
 * What happened to values of an event on their way in: `_meta` or a part of it. It mirrors the event as it is stored, with what happened to a value under the empty
 * key. Clients may have put anything there, so it is read as it comes.
 */
export type Meta = unknown;

/** Something that happened to a value. */
export interface Mark {
  kind: 'scrubbed' | 'trimmed' | 'invalid';
  /** A sentence without its full stop. */
  text: string;
  /** What stood there before, where it is known. */
  original: string | null;
}

const maxMarks = 20;
/** As the server shortens keys for the mirror. */
const maxKeyLength = 200;

/** The part that mirrors a value inside. */
export function metaAt(meta: Meta, ...keys: (string | number)[]): Meta {
  let found = meta;
  for (const key of keys) {
    const name = mirrorKey(String(key));
    found = isFields(found) && Object.hasOwn(found, name) ? found[name] : undefined;
  }
  return found;
}

/** The part that mirrors the value of a pair: the server numbers pairs, some clients name them. */
export function metaOfPair(meta: Meta, name: string, index: number, value: unknown): Meta {
  const numbered = metaAt(meta, index, 1);
  const entry = asFields(asFields(numbered)['']);
  // A pair that could not be read is gone, and what is noted of it stands at the index of the next.
  const remarks = asList(entry['rem']).filter((remark) => fits(remark, asText(value)));
  return remarks.length === 0 ? metaAt(meta, name) : { '': { rem: remarks, len: entry['len'] } };
}

/** What happened to the value itself. */
export function marksOf(meta: Meta): Mark[] {
  if (!isFields(meta) || !Object.hasOwn(meta, '')) return [];
  const entry = asFields(meta['']);
  const length = asNumber(entry['len']);
  const original = asLabel(entry['val']);
  const remarks = asList(entry['rem'])
    .slice(0, maxMarks)
    .map((remark) => readRemark(asList(remark), length, original));
  const errors = asList(entry['err'])
    .slice(0, maxMarks)
    .map((error) => readError(error, original));
  if (remarks.length + errors.length > 0) return [...remarks, ...errors];
  return length === null ? [] : [{ kind: 'trimmed', text: `Was ${inWords(length)} long`, original }];
}

/** Whether something happened to a value or to one inside it. */
export function hasMarks(meta: Meta): boolean {
  return isFields(meta) && Object.keys(meta).length > 0;
}

/** Names of fields that are gone, though something is known of them: they get a row all the same. */
export function droppedNames(meta: Meta, known: readonly string[]): string[] {
  if (!isFields(meta)) return [];
  return Object.keys(meta).filter((name) => name !== '' && !known.some((other) => mirrorKey(other) === name) && marksOf(meta[name]).length > 0);
}

/** A mark with what stood there before, in one sentence. */
export function markText({ text, original }: Mark): string {
  return original === null ? text : `${text}, was “${original.length > 200 ? `${original.slice(0, 200)}…` : original}”`;
}

/** The empty key is taken by what happened to the value itself. */
function mirrorKey(key: string): string {
  if (key === '') return '(empty)';
  if (key === '__proto__') return '(__proto__)';
  return key.length <= maxKeyLength ? key : `${key.slice(0, maxKeyLength - 3)}...`;
}

/** A remark of another pair mostly ends where this text does not. */
function fits(remark: unknown, text: string): boolean {
  const [rule, , , end] = asList(remark);
  const until = asNumber(end);
  if (until === null) return true;
  return asText(rule).startsWith('!') ? until === text.length : until <= new TextEncoder().encode(text).length;
}

function readRemark([rule, kind, start, end]: readonly unknown[], length: number | null, original: string | null): Mark {
  const name = asText(rule);
  if (!name.startsWith('!')) return { kind: 'scrubbed', text: remarkWords(name, asText(kind)), original };
  return { kind: 'trimmed', text: limitWords(asText(kind), asNumber(start), asNumber(end), length), original };
}

function limitWords(kind: string, start: number | null, end: number | null, length: number | null): string {
  if (kind === 'x') return length === null ? 'Left out: the event was too large' : `Only some of ${length.toLocaleString('en')} entries were kept`;
  if (length !== null) return `Trimmed from ${length.toLocaleString('en')} to ${end === null ? 'fewer' : end.toLocaleString('en')} characters`;
  return start === 0 ? 'Nested too deeply: written as text' : 'Trimmed';
}

function readError(error: unknown, original: string | null): Mark {
  const [code, data] = Array.isArray(error) ? error : [error, null];
  const reason = asLabel(asFields(data)['reason']);
  const name = asText(code);
  const problem = name === 'invalid_data' || name === '' ? 'Invalid' : sentence(name.replaceAll('_', ' '));
  return { kind: 'invalid', text: reason === null ? problem : `${problem}: ${reason}`, original };
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function inWords(length: number): string {
  return `${length.toLocaleString('en')} characters`;
}
