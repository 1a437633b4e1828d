import { fail, ok, type Result } from '../../result.ts';

/** How a field of a message is read, by its number. `bytes` become hex digits, whole numbers of 64 bits the text of their digits, as in the JSON form. */
export interface Field {
  name: string;
  type: 'text' | 'hex' | 'number' | 'integer' | 'fixed32' | 'fixed' | 'double' | 'boolean' | Message;
  isList?: true;
}

export type Message = ReadonlyMap<number, Field> | (() => ReadonlyMap<number, Field>);

const maxDepth = 30;
/** Bounds what a small body of empty messages can become in memory. */
const maxFields = 300_000;

/**
 * Reads a message of protobuf by a description of its fields. What the description does not know is passed over. Nothing is trusted: lengths, depth and the number
 * of fields are bounded by what is there.
 *
 * Source: https://protobuf.dev/programming-guides/encoding/
 */
export function readProtobuf(bytes: Uint8Array, message: Message): Result<Record<string, unknown>, 'invalid_proto'> {
  try {
    return ok(new Reader(bytes).message(message, bytes.length, 1));
  } catch (error) {
    if (error instanceof InvalidProto) return fail('invalid_proto');
    throw error;
  }
}

class InvalidProto extends Error {}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #decoder = new TextDecoder();
  #at = 0;
  #fields = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  message(message: Message, end: number, depth: number): Record<string, unknown> {
    if (depth > maxDepth) throw new InvalidProto();
    const fields = typeof message === 'function' ? message() : message;
    const read: Record<string, unknown> = {};
    while (this.#at < end) {
      this.#fields += 1;
      if (this.#fields > maxFields) throw new InvalidProto();
      const tag = Number(this.#varint(end));
      const wire = tag % 8;
      const field = fields.get(Math.floor(tag / 8));
      if (!field) this.#skip(wire, end);
      else if (wire !== wireOf(field.type)) throw new InvalidProto();
      else this.#put(read, field, this.#value(field.type, end, depth));
    }
    return read;
  }

  #put(read: Record<string, unknown>, { name, isList }: Field, value: unknown): void {
    const known = read[name];
    if (!isList) read[name] = value;
    else if (Array.isArray(known)) known.push(value);
    else read[name] = [value];
  }

  #value(type: Field['type'], end: number, depth: number): unknown {
    if (typeof type === 'function' || typeof type === 'object') {
      const inner = this.#length(end);
      return this.message(type, this.#at + inner, depth + 1);
    }
    switch (type) {
      case 'number':
        return Number(BigInt.asIntN(32, this.#varint(end)));
      case 'integer':
        return String(BigInt.asIntN(64, this.#varint(end)));
      case 'boolean':
        return this.#varint(end) !== 0n;
      case 'fixed32':
        return this.#view.getUint32(this.#take(4, end), true);
      case 'fixed':
        return String(this.#view.getBigUint64(this.#take(8, end), true));
      case 'double':
        return this.#view.getFloat64(this.#take(8, end), true);
      case 'text': {
        const bytes = this.#length(end);
        const at = this.#take(bytes, end);
        return this.#decoder.decode(this.#bytes.subarray(at, at + bytes));
      }
      case 'hex': {
        const bytes = this.#length(end);
        const at = this.#take(bytes, end);
        return Buffer.from(this.#bytes.subarray(at, at + bytes)).toString('hex');
      }
    }
  }

  #skip(wire: number, end: number): void {
    if (wire === 0) this.#varint(end);
    else if (wire === 1) this.#take(8, end);
    else if (wire === 2) this.#take(this.#length(end), end);
    else if (wire === 5) this.#take(4, end);
    else throw new InvalidProto();
  }

  /** Of what comes next; what is longer than what is left is no message. */
  #length(end: number): number {
    const length = Number(this.#varint(end));
    if (length > end - this.#at) throw new InvalidProto();
    return length;
  }

  /** Where so many bytes begin, which are passed over. */
  #take(bytes: number, end: number): number {
    const at = this.#at;
    if (at + bytes > end) throw new InvalidProto();
    this.#at += bytes;
    return at;
  }

  #varint(end: number): bigint {
    let low = 0;
    let shift = 1;
    for (let index = 0; index < 10; index += 1) {
      const byte = this.#bytes[this.#take(1, end)] ?? 0;
      // Four bytes fit into a number that is exact; tags and lengths are hardly ever longer.
      if (index < 4) {
        low += (byte & 0x7f) * shift;
        shift *= 128;
        if (byte < 0x80) return BigInt(low);
      } else {
        return this.#longVarint(BigInt(low), byte, index, end);
      }
    }
    throw new InvalidProto();
  }

  #longVarint(low: bigint, first: number, from: number, end: number): bigint {
    let value = low;
    let byte = first;
    for (let index = from; index < 10; index += 1) {
      value += BigInt(byte & 0x7f) << BigInt(7 * index);
      if (byte < 0x80) return BigInt.asUintN(64, value);
      if (index < 9) byte = this.#bytes[this.#take(1, end)] ?? 0;
    }
    throw new InvalidProto();
  }
}

function wireOf(type: Field['type']): number {
  switch (type) {
    case 'number':
    case 'integer':
    case 'boolean':
      return 0;
    case 'fixed32':
      return 5;
    case 'fixed':
    case 'double':
      return 1;
    default:
      return 2;
  }
}
