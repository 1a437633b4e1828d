/** What was read, and whether the bytes end where the last value does. */
export interface Unpacked {
  values: unknown[];
  isWhole: boolean;
}

/** Deeper ones count as broken: whoever walks them may recurse. */
const maxDepth = 64;
/** Of a file. An empty map is one byte, and some sixty in memory: a megabyte of them, three times, is more than a Worker has. */
const maxValues = 200_000;

/**
 * MessagePack values, one behind another, as JSON would have them: keys are text, integers beyond 2⁵³ are kept exactly, as text, binary is read as UTF-8, a time
 * becomes Unix seconds, and other extensions become null. Files that were being written when the process died end anywhere: what stands before the break counts.
 *
 * Source: https://github.com/msgpack/msgpack/blob/master/spec.md
 */
export function readMsgpack(bytes: Uint8Array): Unpacked {
  const unpacker = new Unpacker(bytes);
  const values: unknown[] = [];
  try {
    while (!unpacker.isAtEnd) values.push(unpacker.value(0));
    return { values, isWhole: true };
  } catch (error) {
    if (error instanceof Broken) return { values, isWhole: false };
    throw error;
  }
}

class Broken extends Error {}

class Unpacker {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #decoder = new TextDecoder();
  #at = 0;
  #values = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  value(depth: number): unknown {
    this.#values += 1;
    if (this.#values > maxValues) throw new Broken('too many values');
    const byte = this.#view.getUint8(this.#take(1));
    if (byte < 0x80) return byte;
    if (byte < 0x90) return this.#map(byte & 0x0f, depth);
    if (byte < 0xa0) return this.#array(byte & 0x0f, depth);
    if (byte < 0xc0) return this.#text(byte & 0x1f);
    if (byte >= 0xe0) return byte - 0x100;
    return this.#marked(byte, depth);
  }

  #marked(byte: number, depth: number): unknown {
    const view = this.#view;
    switch (byte) {
      case 0xc0:
        return null;
      case 0xc2:
        return false;
      case 0xc3:
        return true;
      case 0xc4:
      case 0xd9:
        return this.#text(view.getUint8(this.#take(1)));
      case 0xc5:
      case 0xda:
        return this.#text(view.getUint16(this.#take(2)));
      case 0xc6:
      case 0xdb:
        return this.#text(view.getUint32(this.#take(4)));
      case 0xc7:
        return this.#extension(view.getUint8(this.#take(1)));
      case 0xc8:
        return this.#extension(view.getUint16(this.#take(2)));
      case 0xc9:
        return this.#extension(view.getUint32(this.#take(4)));
      case 0xca:
        return view.getFloat32(this.#take(4));
      case 0xcb:
        return view.getFloat64(this.#take(8));
      case 0xcc:
        return view.getUint8(this.#take(1));
      case 0xcd:
        return view.getUint16(this.#take(2));
      case 0xce:
        return view.getUint32(this.#take(4));
      case 0xcf:
        return exact(view.getBigUint64(this.#take(8)));
      case 0xd0:
        return view.getInt8(this.#take(1));
      case 0xd1:
        return view.getInt16(this.#take(2));
      case 0xd2:
        return view.getInt32(this.#take(4));
      case 0xd3:
        return exact(view.getBigInt64(this.#take(8)));
      case 0xd4:
      case 0xd5:
      case 0xd6:
      case 0xd7:
      case 0xd8:
        return this.#extension(1 << (byte - 0xd4));
      case 0xdc:
        return this.#array(view.getUint16(this.#take(2)), depth);
      case 0xdd:
        return this.#array(view.getUint32(this.#take(4)), depth);
      case 0xde:
        return this.#map(view.getUint16(this.#take(2)), depth);
      case 0xdf:
        return this.#map(view.getUint32(this.#take(4)), depth);
      default:
        throw new Broken(`0x${byte.toString(16)} begins nothing`);
    }
  }

  #array(count: number, depth: number): unknown[] {
    if (depth === maxDepth) throw new Broken('too deep');
    const values: unknown[] = [];
    // Whatever the count says, there are not more values than bytes.
    for (let index = 0; index < count; index += 1) values.push(this.value(depth + 1));
    return values;
  }

  #map(count: number, depth: number): Record<string, unknown> {
    if (depth === maxDepth) throw new Broken('too deep');
    const entries: [key: string, value: unknown][] = [];
    for (let index = 0; index < count; index += 1) {
      entries.push([this.#mapKey(depth), this.value(depth + 1)]);
    }
    // Unlike assignment, this makes `__proto__` a property like any other.
    return Object.fromEntries(entries);
  }

  /** Nobody has maps as keys, and the text of one in another, escaped each time, doubles with every level: a hundred bytes would fill the memory. */
  #mapKey(depth: number): string {
    const key = this.value(depth + 1);
    if (typeof key === 'object' && key !== null) throw new Broken('a key is no scalar');
    return String(key);
  }

  #text(length: number): string {
    const at = this.#take(length);
    return this.#decoder.decode(this.#bytes.subarray(at, at + length));
  }

  #extension(length: number): number | null {
    const type = this.#view.getInt8(this.#take(1));
    const at = this.#take(length);
    return type === -1 ? this.#time(at, length) : null;
  }

  #time(at: number, length: number): number | null {
    const view = this.#view;
    switch (length) {
      case 4:
        return view.getUint32(at);
      case 8:
        // 30 bits of nanoseconds, then 34 bits of seconds.
        return (view.getUint32(at) & 3) * 2 ** 32 + view.getUint32(at + 4) + (view.getUint32(at) >>> 2) / 1e9;
      case 12:
        return Number(view.getBigInt64(at + 4)) + view.getUint32(at) / 1e9;
      default:
        return null;
    }
  }

  /** Where these bytes begin. */
  #take(length: number): number {
    const at = this.#at;
    if (at + length > this.#bytes.length) throw new Broken('the bytes end within a value');
    this.#at += length;
    return at;
  }
}

function exact(integer: bigint): number | string {
  const number = Number(integer);
  return Number.isSafeInteger(number) ? number : String(integer);
}
