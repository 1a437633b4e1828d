import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader } from '../envelope/byte-reader.ts';
import { ok } from '../result.ts';
import { JsonScan } from './json-scan.ts';
import { scanProfile, scanProfileChunk } from './profile.ts';
import { readReplayEvent } from './replay-event.ts';
import { readReplayVideo } from './replay-video.ts';
import { ArraySplitter } from './split-array.ts';
import { aContext, bytesOf, judgeContained, judgeJson, noon, spanId, traceId } from './telemetry.fixture.ts';
import type { Judged } from './telemetry.ts';
import { countsOfTransaction, lineOfTransaction, readTransaction } from './transaction.ts';

/** Names and values that mean something somewhere, so that fuzz gets past the first field. */
const names = (
  'timestamp trace_id span_id level body attributes type value unit name status start_timestamp end_timestamp links parent_span_id sid did started init attrs release ' +
  'environment aggregates exited check_in_id monitor_slug monitor_config schedule contexts trace spans data tags measurements replay_id segment_id urls error_ids ' +
  'trace_ids user request _meta __proto__ constructor items op description'
).split(' ');
const meaningful = [
  traceId,
  spanId,
  noon / 1000,
  '2026-11-24T12:00:00Z',
  'ok',
  'info',
  'counter',
  'string',
  'array',
  'crontab',
  '* * * * *',
  '{{auto}}',
  '\ud800',
  '\0',
  '🦊'.repeat(300),
];

const scalar = fc.oneof(
  fc.constantFrom<unknown>(...meaningful),
  fc.string({ unit: 'binary' }),
  fc.double(),
  fc.maxSafeInteger(),
  fc.boolean(),
  fc.constant(null),
);
const payloads = fc.letrec<{ value: unknown; object: Record<string, unknown> }>((tie) => ({
  value: fc.oneof({ depthSize: 'medium', withCrossShrink: true }, scalar, tie('object'), fc.array(tie('value'), { maxLength: 3 })),
  object: fc.dictionary(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...names) }, { weight: 1, arbitrary: fc.string() }), tie('value'), { maxKeys: 8 }),
})).object;

/** What a good one has, so that fuzz reaches what is optional. */
const good: Record<string, unknown> = {
  timestamp: noon / 1000,
  start_timestamp: noon / 1000,
  end_timestamp: noon / 1000,
  started: noon / 1000,
  trace_id: traceId,
  span_id: spanId,
  level: 'info',
  body: 'x',
  type: 'counter',
  value: 1,
  name: 'x',
  status: 'ok',
  attrs: { release: 'a' },
  monitor_slug: 'a',
  replay_id: traceId,
  segment_id: 1,
  contexts: { trace: { trace_id: traceId, span_id: spanId } },
};
const things = fc.oneof(
  payloads,
  payloads.map((payload) => ({ ...good, ...payload })),
  fc.tuple(payloads, fc.constantFrom('attributes', 'data', 'tags', 'user', 'links', 'monitor_config')).map(([payload, key]) => ({ ...good, [key]: payload })),
);

const lone = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|\0/;

describe('whatever a client sends as telemetry', () => {
  it.each(['log', 'trace_metric', 'span'])('as %s is a line or has a reason, each item for itself', (type) => {
    fc.assert(
      fc.property(fc.array(fc.oneof(things, scalar), { maxLength: 3 }), (items) => {
        const sent = JSON.parse(JSON.stringify(items));
        const judged = judgeContained(type, sent);
        expect(judged.length).toBe(sent.length);
        judged.forEach(check);
      }),
      { seed: 20261124, numRuns: runs(3_000) },
    );
  });

  it.each(['span', 'session', 'sessions', 'check_in'])('as %s by itself is a line or has a reason', (type) => {
    fc.assert(
      fc.property(things, (payload) => judgeJson(type, payload).forEach(check)),
      { seed: 20261125, numRuns: runs(2_000) },
    );
  });

  it('as a transaction or a segment of a replay as well', () => {
    const context = { eventId: traceId, receivedAt: noon, sentAt: null, clientIp: null, userAgent: null, client: null };
    fc.assert(
      fc.property(things, (payload) => {
        const transaction = readTransaction(bytesOf(payload), context);
        if (transaction.ok) check({ counts: countsOfTransaction(transaction.value), result: ok(lineOfTransaction(transaction.value)) });
        const replay = readReplayEvent(bytesOf(payload), aContext());
        if (replay.ok) checkStored(replay.value);
        expect([true, 'invalid_transaction']).toContain(transaction.ok || transaction.error);
        expect([true, 'invalid_replay']).toContain(replay.ok || replay.error);
      }),
      { seed: 20261126, numRuns: runs(3_000) },
    );
  });

  it('is JSON to the scan exactly where it is JSON, however it is cut', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.integer({ min: 1, max: 9 }), (json, cut, pieceBytes) => {
        for (const text of [`{"a":${json}}`, `{"a":${json}}`.slice(0, cut % (json.length + 6))]) {
          const scan = new JsonScan({ 'a.b': () => undefined, 'a[].c': () => undefined });
          feed(bytesOf(text), pieceBytes, (chunk) => scan.push(chunk));
          expect([text, scan.end()]).toEqual([text, isJson(text)]);
        }
      }),
      { seed: 20261127, numRuns: runs(3_000) },
    );
  });

  it('as bytes of a profile, of a recording or of a film never breaks the reader', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 100 }), fc.integer({ min: 1, max: 9 }), async (bytes, pieceBytes) => {
        for (const scan of [scanProfile(), scanProfileChunk()]) {
          feed(bytes, pieceBytes, (chunk) => scan.push(chunk));
          expect(scan.end({}, aContext()).ok).toBe(false);
        }
        const splitter = new ArraySplitter(50);
        feed(bytes, pieceBytes, (chunk) => void splitter.push(chunk));
        expect(typeof splitter.end()).toBe('boolean');
        const film = await readReplayVideo(new ByteReader(new Blob([new Uint8Array(bytes)]).stream(), 1000), async () => 'film');
        expect(film.ok).toBe(false);
      }),
      { seed: 20261128, numRuns: runs(3_000) },
    );
  });

  it('is cut into the entries that JSON.parse finds', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { minLength: 1 }), fc.integer({ min: 1, max: 20 }), (entries, pieceBytes) => {
        const splitter = new ArraySplitter(100_000);
        const found: unknown[] = [];
        feed(bytesOf(JSON.stringify(entries)), pieceBytes, (chunk) =>
          splitter.push(chunk).forEach((entry) => found.push(JSON.parse(new TextDecoder().decode(entry)))),
        );
        expect(splitter.end()).toBe(true);
        expect(found).toEqual(JSON.parse(JSON.stringify(entries)));
      }),
      { seed: 20261129, numRuns: runs(1_000) },
    );
  });
});

function check({ counts, result }: Judged): void {
  for (const { quantity } of counts) expect(quantity).toBeGreaterThanOrEqual(1);
  const word = result.ok ? (result.value.id ?? 'none') : result.error;
  expect(word).toMatch(/^[\w:.-]+$/);
  if (result.ok) checkStored(result.value.data);
}

/** JSON.stringify spells what is not well-formed as an escape. */
function checkStored(data: unknown): void {
  const text = JSON.stringify(data);
  expect(text).not.toMatch(/\\u0000|\\ud[89a-f]/);
  expect(text).not.toMatch(lone);
  expect(Object.getPrototypeOf(JSON.parse(text))).toBe(Object.prototype);
}

function feed(bytes: Uint8Array, pieceBytes: number, take: (chunk: Uint8Array) => void): void {
  for (let from = 0; from < bytes.length; from += pieceBytes) take(bytes.subarray(from, from + pieceBytes));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** How many to try, or what the environment asks for. */
function runs(usual: number): number {
  return Number(process.env.PICKET_FUZZ_RUNS ?? usual);
}
