import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pack } from './msgpack.fixture.ts';
import { readMsgpack } from './read-msgpack.ts';

const numRuns = Number(process.env.PICKET_FUZZ_RUNS ?? 10_000);

describe('MessagePack', () => {
  it.each<[what: string, hex: string, value: unknown]>([
    ['small integers', '9400 7f e0 ff', [0, 127, -32, -1]],
    ['unsigned integers', '93 ccff cdffff ceffffffff', [255, 65535, 4294967295]],
    ['signed integers', '93 d0ff d1fffe d2fffffffd', [-1, -2, -3]],
    ['64-bit integers', '92 cf001fffffffffffff d3ffe0000000000001', [2 ** 53 - 1, 1 - 2 ** 53]],
    ['integers that no number holds', '92 cfffffffffffffffff d38000000000000000', ['18446744073709551615', '-9223372036854775808']],
    ['floats', '92 ca3fc00000 cbbff8000000000000', [1.5, -1.5]],
    ['constants', '93 c0 c2 c3', [null, false, true]],
    ['texts of every length', '94 a161 d90162 da000163 db0000000164', ['a', 'b', 'c', 'd']],
    ['text that is no UTF-8', 'a1ff', '\ufffd'],
    ['binary, as text', '93 c40161 c5000162 c60000000163', ['a', 'b', 'c']],
    ['arrays of every length', '93 9101 dc000102 dd0000000103', [[1], [2], [3]]],
    ['maps of every length', '93 81a16101 de0001a16202 df00000001a16303', [{ a: 1 }, { b: 2 }, { c: 3 }]],
    ['maps whose keys are no text', '82 01c0 c3c0', { 1: null, true: null }],
    ['times', '93 d6ff00000001 d7ff77359400 00000002 c70cff 1dcd6500 ffffffffffffffff', [1, 2.5, -0.5]],
    [
      'other extensions',
      '98 d40100 d5010000 d60100000000 d7010000000000000000 d80100000000000000000000000000000000 c70001 c8000001 c90000000001',
      Array(8).fill(null),
    ],
  ])('has %s', (_, hex, value) => {
    expect(readMsgpack(bytesOf(hex))).toEqual({ values: [value], isWhole: true });
  });

  it('makes __proto__ a key like any other', () => {
    const { values } = readMsgpack(pack(JSON.parse('{"__proto__":{"a":1}}')));
    expect(JSON.stringify(values[0])).toBe('{"__proto__":{"a":1}}');
  });

  it.each<[what: string, hex: string, values: unknown[]]>([
    ['with nothing in it', '', []],
    ['of several values', '01 a161 80', [1, 'a', {}]],
  ])('is whole %s', (_, hex, values) => {
    expect(readMsgpack(bytesOf(hex))).toEqual({ values, isWhole: true });
  });

  it.each<[what: string, hex: string]>([
    ['within a text', '01 a56162'],
    ['within a map', '01 82a161'],
    ['within a number', '01 cf00'],
    ['at a byte that begins nothing', '01 c1'],
    ['where an array says that it is endless', '01 ddffffffff'],
    ['where a map says that it is endless', '01 dfffffffff'],
    ['where it has too many values', `01 dd000f4240${'80'.repeat(1_000_000)}`],
    ['where it nests too deep', `01 ${'91'.repeat(100_000)}90`],
    ['where a key is a map', '01 8181a1610102'],
    ['where a key is a list', '01 819002'],
    ['where keys are maps in maps', `01 ${'81'.repeat(40)}a161${'01'.repeat(40)}`],
    ['where it nests too deep in keys', `01 ${'81'.repeat(100_000)}90`],
  ])('that breaks %s gives what stands before', (_, hex) => {
    expect(readMsgpack(bytesOf(hex))).toEqual({ values: [1], isWhole: false });
  });

  it('gives back any JSON that was put in it', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 5 }), { maxLength: 4 }), (values) => {
        const written = values.map((value) => JSON.parse(JSON.stringify(value)));
        expect(readMsgpack(Buffer.concat(written.map(pack)))).toEqual({ values: written, isWhole: true });
      }),
      { seed: 20261124, numRuns },
    );
  });

  it('is read as far as it goes, whatever the bytes, and can be written as JSON', () => {
    const piece = fc.oneof(
      fc.jsonValue().map(pack),
      fc.uint8Array({ maxLength: 8 }),
      fc.constantFrom(0x81, 0x92, 0xc1, 0xc7, 0xd6, 0xdc, 0xdf, 0xff).map((byte) => new Uint8Array([byte])),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.nat(40), (pieces, cut) => {
        const bytes = Buffer.concat(pieces);
        const { values, isWhole } = readMsgpack(bytes);
        expect(JSON.parse(JSON.stringify(values))).toHaveLength(values.length);
        // More bytes never change what came before them.
        const start = readMsgpack(bytes.subarray(0, Math.max(0, bytes.length - cut))).values;
        expect(JSON.stringify(values.slice(0, start.length))).toBe(JSON.stringify(start));
        expect(isWhole || values.length < bytes.length).toBe(true);
      }),
      { seed: 20261125, numRuns },
    );
  });
});

function bytesOf(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
}
