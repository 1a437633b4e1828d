import { brotliCompressSync, constants, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { BodyTooLarge, BodyUnreadable, ByteReader } from '../envelope/byte-reader.ts';
import { decodeBody } from './decode-body.ts';

const numRuns = Number(process.env.PICKET_FUZZ_RUNS ?? 10_000);
const maxBytes = 4096;

const encoders = {
  gzip: (bytes: Uint8Array) => gzipSync(bytes),
  deflate: (bytes: Uint8Array) => deflateSync(bytes),
  br: (bytes: Uint8Array) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
  zstd: (bytes: Uint8Array) => zstdCompressSync(bytes),
} as const;
const encoding = fc.constantFrom('gzip', 'deflate', 'br', 'zstd');
const plain = fc.oneof(
  fc.uint8Array({ maxLength: 500 }),
  fc.nat(8000).map((length) => new Uint8Array(length).fill(0x61)),
);

/** What happens to a body on its way: nothing, cut off, bits turned, something behind it. */
const damage = fc.oneof(
  fc.constant({ kind: 'none' } as const),
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat() }),
  fc.record({ kind: fc.constant('flip' as const), at: fc.nat(), bits: fc.integer({ min: 1, max: 255 }) }),
  fc.record({ kind: fc.constant('append' as const), bytes: fc.uint8Array({ minLength: 1, maxLength: 20 }) }),
);

it.each(['gzip', 'deflate', 'br', 'zstd'] as const)('gives back what was packed as %s, or says that it is too large', async (name) => {
  await fc.assert(
    fc.asyncProperty(plain, async (bytes) => {
      const read = await decode(encoders[name](bytes), name);
      expect(read).toEqual(bytes.length > maxBytes ? 'too large' : bytes);
    }),
    { seed: 20261124, numRuns: Math.ceil(numRuns / 4) },
  );
});

it('answers every damaged body with bytes within the limit or a refusal, and never throws anything else', async () => {
  await fc.assert(
    fc.asyncProperty(encoding, encoding, fc.boolean(), plain, damage, async (outer, inner, isTwice, bytes, done) => {
      const once = encoders[inner](bytes);
      const packed = damaged(isTwice ? encoders[outer](once) : once, done);
      const read = await decode(packed, isTwice ? `${inner}, ${outer}` : inner);
      expect(typeof read === 'string' || read.length <= maxBytes).toBe(true);
    }),
    { seed: 20261125, numRuns },
  );
});

it('reads bytes that nobody packed', async () => {
  await fc.assert(
    fc.asyncProperty(encoding, fc.uint8Array({ maxLength: 100 }), async (name, bytes) => {
      const read = await decode(bytes, name);
      expect(typeof read === 'string' || read.length <= maxBytes).toBe(true);
    }),
    { seed: 20261126, numRuns },
  );
});

type Damage = typeof damage extends fc.Arbitrary<infer Value> ? Value : never;

function damaged(bytes: Uint8Array, done: Damage): Uint8Array {
  switch (done.kind) {
    case 'none':
      return bytes;
    case 'cut':
      return bytes.subarray(0, done.at % bytes.length);
    case 'flip':
      return bytes.map((byte, index) => (index === done.at % bytes.length ? byte ^ done.bits : byte));
    case 'append':
      return Buffer.concat([bytes, done.bytes]);
  }
}

async function decode(bytes: Uint8Array, name: string): Promise<Uint8Array | 'too large' | 'unreadable'> {
  const decoded = decodeBody(new Blob([new Uint8Array(bytes)]).stream(), name);
  if (!decoded.ok) throw new Error(`${name} is not known`);
  try {
    return new Uint8Array((await new ByteReader(decoded.value, maxBytes).readAll(maxBytes)) ?? []);
  } catch (error) {
    if (error instanceof BodyTooLarge) return 'too large';
    if (error instanceof BodyUnreadable) return 'unreadable';
    throw error;
  }
}
