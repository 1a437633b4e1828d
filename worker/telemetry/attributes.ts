import { jsonText } from '../event/bag.ts';
import { isObject } from '../event/parse.ts';
import type { Place } from '../event/repairs.ts';
import { cleanText } from '../event/text.ts';

export type AttributeType = 'string' | 'boolean' | 'integer' | 'double' | 'array';

/** A value with its type, as logs, metrics and spans carry them. An integer beyond 2⁵³ is the text of its digits. */
export interface Attribute {
  type: AttributeType;
  value: unknown;
  unit?: string;
}

export type Attributes = Record<string, Attribute>;

const maxNameLength = 200;

/**
 * Reads `{"key":{"type","value","unit"}}`. What does not fit its type, has none or an unknown one goes by itself, and is noted at its place.
 *
 * Source: relay-event-schema/src/protocol/attributes.rs, relay-event-normalization/src/eap/mod.rs
 */
export function readAttributes(sent: unknown, place: Place): Attributes {
  const attributes: Attributes = {};
  if (sent === undefined || sent === null) return attributes;
  if (!isObject(sent)) {
    place.noteInvalid('expected an object', sent);
    return attributes;
  }
  for (const [key, value] of Object.entries(sent)) {
    const name = cleanText(key).trim();
    // As an own key it is harmless, but whoever assigns it changes a prototype.
    if (name === '__proto__' || value === null) continue;
    const attribute = name === '' || name.length > maxNameLength ? undefined : readAttribute(value);
    if (attribute) attributes[name] = attribute;
    else place.at(key).noteInvalid('expected an attribute', null);
  }
  return attributes;
}

function readAttribute(sent: unknown): Attribute | undefined {
  if (!isObject(sent)) return undefined;
  const { type, value, unit } = sent;
  const read = readTyped(type, value);
  if (!read) return undefined;
  return typeof unit === 'string' && unit !== '' ? { ...read, unit: cleanText(unit).slice(0, maxNameLength) } : read;
}

function readTyped(type: unknown, value: unknown): Attribute | undefined {
  switch (type) {
    case 'string':
      return typeof value === 'string' ? { type, value: cleanText(value) } : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? { type, value } : undefined;
    case 'integer':
      return isInteger(value) ? { type, value } : undefined;
    case 'double':
      return isNumber(value) ? { type, value } : undefined;
    case 'array':
      return isList(value) ? { type, value: value.map((entry) => (typeof entry === 'string' ? cleanText(entry) : entry)) } : undefined;
    default:
      return undefined;
  }
}

/** parseJson keeps what is beyond 2⁵³ as text. */
function isInteger(value: unknown): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value);
  return typeof value === 'string' && isLongInteger(value) && BigInt.asIntN(64, BigInt(value)) === BigInt(value);
}

function isNumber(value: unknown): boolean {
  return Number.isFinite(value) || (typeof value === 'string' && isLongInteger(value));
}

function isLongInteger(text: string): boolean {
  return /^-?\d{16,40}$/.test(text);
}

/** Of one type, numbers mixed as they like, nulls between. */
function isList(value: unknown): value is unknown[] {
  if (!Array.isArray(value)) return false;
  const types = new Set(value.filter((entry) => entry !== null).map((entry) => typeof entry));
  return types.size <= 1 && [...types].every((type) => type === 'string' || type === 'number' || type === 'boolean');
}

/** What an attribute says of itself, from free data: objects and mixed lists become their JSON text. Undefined for nothing. */
export function attributeOf(value: unknown): Attribute | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'string') return { type: 'string', value: cleanText(value) };
  if (typeof value === 'boolean') return { type: 'boolean', value };
  if (typeof value === 'number') return Number.isFinite(value) ? { type: Number.isSafeInteger(value) ? 'integer' : 'double', value } : undefined;
  if (isList(value)) return readTyped('array', value);
  return { type: 'string', value: jsonText(value) };
}

/** Adds attributes that are not there. Undefined values are none. */
export function addMissing(attributes: Attributes, more: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(more)) {
    if (value !== undefined && !Object.hasOwn(attributes, name)) attributes[name] = { type: 'string', value };
  }
}

/** UTF-8 bytes of names and texts, 8 for a number, 1 for a boolean; of the attributes as they were sent. Source: relay-ourlogs/src/size.rs */
export function sizeOfAttributes(sent: unknown): number {
  if (!isObject(sent)) return 0;
  let bytes = 0;
  for (const [name, attribute] of Object.entries(sent)) bytes += byteLength(name) + (isObject(attribute) ? sizeOfTyped(attribute) : 0);
  return bytes;
}

/** A whole number is one, also where parseJson kept its digits. */
function sizeOfTyped({ type, value }: Record<string, unknown>): number {
  const isNumeric = type === 'integer' || type === 'double';
  return isNumeric && typeof value === 'string' && isLongInteger(value) ? 8 : sizeOfValue(value);
}

function sizeOfValue(value: unknown): number {
  if (typeof value === 'string') return byteLength(value);
  if (typeof value === 'number') return 8;
  if (typeof value === 'boolean') return 1;
  return Array.isArray(value) ? value.reduce<number>((sum, entry) => sum + (Array.isArray(entry) ? 0 : sizeOfValue(entry)), 0) : 0;
}

export function byteLength(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    // Of a pair each half counts two, of the four bytes it takes.
    if (code >= 0x800) bytes += code >= 0xd800 && code <= 0xdfff ? 1 : 2;
    else if (code >= 0x80) bytes += 1;
  }
  return bytes;
}
