/** JSON as MessagePack, always in the longest form of everything, so that the reader meets those, too. */
export function pack(value: unknown): Uint8Array<ArrayBuffer> {
  return new Uint8Array(packed(value));
}

function packed(value: unknown): Buffer {
  if (value === null || value === undefined) return Buffer.from([0xc0]);
  if (typeof value === 'boolean') return Buffer.from([value ? 0xc3 : 0xc2]);
  if (typeof value === 'bigint') return integer(value);
  if (typeof value === 'number') return Number.isSafeInteger(value) ? integer(BigInt(value)) : float(value);
  if (typeof value === 'string') return Buffer.concat([head(0xdb, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Array.isArray(value)) return Buffer.concat([head(0xdd, value.length), ...value.map(packed)]);
  const entries = Object.entries(value);
  return Buffer.concat([head(0xdf, entries.length), ...entries.flat().map(packed)]);
}

function head(marker: number, count: number): Buffer {
  const bytes = Buffer.from([marker, 0, 0, 0, 0]);
  bytes.writeUInt32BE(count, 1);
  return bytes;
}

function integer(value: bigint): Buffer {
  const bytes = Buffer.alloc(9, 0xd3);
  bytes.writeBigInt64BE(value, 1);
  return bytes;
}

function float(value: number): Buffer {
  const bytes = Buffer.alloc(9, 0xcb);
  bytes.writeDoubleBE(value, 1);
  return bytes;
}
