import { isObject } from '../../event/parse.ts';
import type { Field, Message } from './protobuf.ts';

/** The bytes of a message whose fields are named as in JSON: what exporters do, to test what reads it. */
export function writeProtobuf(value: unknown, message: Message): Uint8Array {
  const fields = typeof message === 'function' ? message() : message;
  const parts: number[] = [];
  for (const [number, field] of fields) {
    const sent = isObject(value) ? value[field.name] : undefined;
    for (const one of field.isList ? (Array.isArray(sent) ? sent : []) : sent === undefined ? [] : [sent]) parts.push(...writeField(number, field, one));
  }
  return Uint8Array.from(parts);
}

function writeField(number: number, { type }: Field, value: unknown): number[] {
  const counted = (bytes: Uint8Array) => [...varint(BigInt(number * 8 + 2)), ...varint(BigInt(bytes.length)), ...bytes];
  if (typeof type === 'function' || typeof type === 'object') return counted(writeProtobuf(value, type));
  const eight = new DataView(new ArrayBuffer(8));
  switch (type) {
    case 'text':
      return counted(new TextEncoder().encode(String(value)));
    case 'hex':
      return counted(Buffer.from(String(value), 'hex'));
    case 'number':
    case 'integer':
      return [...varint(BigInt(number * 8)), ...varint(BigInt.asUintN(64, BigInt(String(value))))];
    case 'boolean':
      return [...varint(BigInt(number * 8)), value === true ? 1 : 0];
    case 'fixed32':
      eight.setUint32(0, Number(value), true);
      return [...varint(BigInt(number * 8 + 5)), ...new Uint8Array(eight.buffer, 0, 4)];
    case 'fixed':
      eight.setBigUint64(0, BigInt(String(value)), true);
      return [...varint(BigInt(number * 8 + 1)), ...new Uint8Array(eight.buffer)];
    case 'double':
      eight.setFloat64(0, Number(value), true);
      return [...varint(BigInt(number * 8 + 1)), ...new Uint8Array(eight.buffer)];
  }
}

function varint(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  return [...bytes, Number(rest)];
}
