import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { ByteReader } from './byte-reader.ts';
import { readEnvelopeHeader, readItems } from './read-envelope.ts';

const numRuns = Number(process.env.PICKET_FUZZ_RUNS ?? 10_000);
const seed = 20_261_124;

function bodyOf(pieces: readonly Uint8Array[], maxBytes = 1_000_000): ByteReader {
  let next = 0;
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = pieces[next++];
      if (piece) controller.enqueue(piece);
      else controller.close();
    },
  });
  return new ByteReader(stream, maxBytes);
}

async function read(pieces: readonly Uint8Array[]) {
  const body = bodyOf(pieces);
  const header = await readEnvelopeHeader(body);
  return header.ok ? await readItems(body, () => ({ kind: 'keep' })) : header;
}

function cut(bytes: Uint8Array, at: readonly number[]): Uint8Array[] {
  const places = [0, ...at.map((place) => place % (bytes.length + 1)).toSorted((one, other) => one - other), bytes.length];
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
}

const payload = fc.uint8Array({ maxLength: 200 });
const item = fc.record({ payload, hasLength: fc.boolean(), type: fc.constantFrom('event', 'attachment', 'session', 'hologram') });

it('reads back whatever items were written, however the bytes are cut', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(item, { maxLength: 5 }), fc.array(fc.nat(), { maxLength: 6 }), async (items, places) => {
      const written = items.map((each) => (each.hasLength ? each : { ...each, payload: each.payload.filter((byte) => byte !== 0x0a) }));
      const parts = written.flatMap(({ payload: bytes, hasLength, type }) => [
        Buffer.from(`${JSON.stringify(hasLength ? { type, length: bytes.length } : { type })}\n`),
        bytes,
        Buffer.from('\n'),
      ]);
      const result = await read(cut(Buffer.concat([Buffer.from('{}\n'), ...parts]), places));
      expect(result.ok && result.value.map(({ payload: bytes }) => [...(bytes ?? [])])).toEqual(written.map(({ payload: bytes }) => [...bytes]));
    }),
    { seed, numRuns },
  );
});

it('passes over a body of nothing but blank lines without looking at it byte by byte', { timeout: 4_000 }, async () => {
  const blank = new Uint8Array(500_000).fill(0x0a);
  const body = bodyOf([Buffer.from('{}\n'), ...Array.from({ length: 100 }, () => blank)], 100_000_000);
  await readEnvelopeHeader(body);
  expect(await readItems(body, () => ({ kind: 'keep' }))).toEqual({ ok: true, value: [] });
});

it('answers every sequence of bytes with items or an error, and never throws', async () => {
  const line = fc.oneof(
    fc.constantFrom('{}', '{"type":"event"}', '{"type":"event","length":3}', '{"type":"attachment","length":1e9}', '{"length":5}', '[[[[', 'null', ''),
    fc.json(),
    fc.string({ unit: 'binary' }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 8 }), fc.uint8Array({ maxLength: 20 }), fc.array(fc.nat(), { maxLength: 4 }), async (lines, tail, places) => {
      const result = await read(cut(Buffer.concat([Buffer.from(lines.join('\n')), tail]), places));
      expect(result.ok || typeof result.error.reason === 'string').toBe(true);
    }),
    { seed, numRuns },
  );
});
