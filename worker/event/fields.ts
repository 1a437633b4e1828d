import { copyBag, copyValue, defaultLimits, jsonText, type BagLimits } from './bag.ts';
import type { Bag, Values } from './event.ts';
import { isObject } from './parse.ts';
import type { Place } from './repairs.ts';
import { cleanText } from './text.ts';

const maxTexts = 200;

/**
 * An object that a client sent, read field by field. A value that does not fit is noted at its place and read as undefined; null counts as absent. What is
 * not read does not get into the event.
 */
export class Fields {
  readonly source: Readonly<Record<string, unknown>>;
  readonly place: Place;

  constructor(source: Readonly<Record<string, unknown>>, place: Place) {
    this.source = source;
    this.place = place;
  }

  get(key: string): unknown {
    return Object.hasOwn(this.source, key) ? (this.source[key] ?? undefined) : undefined;
  }

  /** A text, and nothing else. */
  text(key: string, maxCharacters: number): string | undefined {
    const value = this.get(key);
    if (value === undefined) return undefined;
    if (typeof value !== 'string') return this.#invalid(key, 'expected a string', value);
    return this.#limited(key, cleanText(value), maxCharacters);
  }

  /** A text, or a scalar spelt the way Python does. */
  lenientText(key: string, maxCharacters: number): string | undefined {
    const value = this.get(key);
    if (value === undefined) return undefined;
    const text = spellScalar(value);
    if (text === undefined) return this.#invalid(key, 'expected a primitive value', value);
    return this.#limited(key, text, maxCharacters);
  }

  /** A text, or the JSON text of anything else. */
  jsonText(key: string, maxCharacters: number): string | undefined {
    const value = this.get(key);
    if (value === undefined) return undefined;
    return this.#limited(key, typeof value === 'string' ? cleanText(value) : jsonText(value), maxCharacters);
  }

  integer(key: string): number | undefined {
    const value = this.get(key);
    if (value === undefined) return undefined;
    if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
    return this.#invalid(key, 'expected an integer', value);
  }

  boolean(key: string): boolean | undefined {
    const value = this.get(key);
    if (value === undefined || typeof value === 'boolean') return value;
    return this.#invalid(key, 'expected a boolean', value);
  }

  /** An address as number, decimal or hex text, as `0x…`. */
  address(key: string): string | undefined {
    const value = this.get(key);
    if (value === undefined) return undefined;
    return spellAddress(value) ?? this.#invalid(key, 'expected an address', value);
  }

  object(key: string): Fields | undefined {
    const value = this.get(key);
    if (value === undefined) return undefined;
    if (!isObject(value)) return this.#invalid(key, 'expected an object', value);
    return new Fields(value, this.place.at(key));
  }

  list(key: string): readonly unknown[] | undefined {
    const value = this.get(key);
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) return this.#invalid(key, 'expected an array', value);
    return value;
  }

  /** A list of texts, the first 200; entries that are none become empty, so that the others keep their index. */
  texts(key: string, maxCharacters: number): string[] | undefined {
    const place = this.place.at(key);
    const sent = this.list(key);
    if (sent && sent.length > maxTexts) place.noteRemoved(sent.length);
    return sent?.slice(0, maxTexts).map((entry, index) => {
      if (typeof entry === 'string') return place.at(index).limitText(cleanText(entry), maxCharacters);
      if (entry !== null) place.at(index).noteInvalid('expected a string', entry);
      return '';
    });
  }

  /** Free data that must be an object. */
  bag(key: string, limits: BagLimits = defaultLimits): Bag | undefined {
    const value = this.get(key);
    if (value === undefined) return undefined;
    if (!isObject(value)) return this.#invalid(key, 'expected an object', value);
    return copyBag(value, this.place.at(key), limits);
  }

  /** Free data of any kind. */
  value(key: string, limits: BagLimits = defaultLimits): unknown {
    const value = this.get(key);
    return value === undefined ? undefined : copyValue(value, this.place.at(key), limits);
  }

  /**
   * The three ways to send several things: `{"values": […]}`, a bare list, one bare object. Of more than `maxEntries` the newest are kept.
   * Entries for which `read` gives undefined are left out; nothing left is undefined.
   */
  values<Value>(key: string, maxEntries: number, read: (entry: Fields) => Value | undefined): Values<Value> | undefined {
    const value = this.get(key);
    if (value === undefined) return undefined;
    const entries = entriesOf(value);
    if (!entries) return this.#invalid(key, 'expected a list of values', value);

    const place = this.place.at(key).at('values');
    if (entries.length > maxEntries) place.noteRemoved(entries.length);
    const values: Value[] = [];
    for (const entry of entries.slice(-maxEntries)) {
      if (entry === null || entry === undefined) continue;
      const at = place.at(values.length);
      if (!isObject(entry)) {
        at.noteInvalid('expected an object', entry);
        continue;
      }
      const one = read(new Fields(entry, at));
      if (one !== undefined) values.push(one);
    }
    return values.length === 0 ? undefined : { values };
  }

  #limited(key: string, text: string, maxCharacters: number): string {
    return text.length <= maxCharacters ? text : this.place.at(key).limitText(text, maxCharacters);
  }

  #invalid(key: string, reason: string, value: unknown): undefined {
    this.place.at(key).noteInvalid(reason, value);
    return undefined;
  }
}

/** Undefined where nothing at all could be read. */
export function unlessEmpty<Value extends object>(read: Value): Value | undefined {
  return Object.values(read).some((value) => value !== undefined) ? read : undefined;
}

/** `True`, `False`, decimals; a float loses its fraction. Undefined for what is no scalar, or too big to be exact. Source: LenientString of Relay */
export function spellScalar(value: unknown): string | undefined {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value !== 'number' || Math.abs(value) >= Number.MAX_SAFE_INTEGER) return undefined;
  return Number.isNaN(value) ? undefined : String(Math.trunc(value));
}

function spellAddress(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? `0x${value.toString(16)}` : undefined;
  if (typeof value !== 'string') return undefined;
  if (/^0[xX][0-9a-fA-F]{1,16}$/.test(value)) return value.toLowerCase();
  return /^\d{1,20}$/.test(value) ? `0x${BigInt(value).toString(16)}` : undefined;
}

function entriesOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  if (!isObject(value)) return undefined;
  if (!Object.hasOwn(value, 'values')) return Object.keys(value).length === 0 ? [] : [value];
  const { values } = value;
  if (values === null) return [];
  if (Array.isArray(values)) return values;
  return isObject(values) ? [values] : undefined;
}
