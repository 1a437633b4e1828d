import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { aContext, bytesOf, noon, spanId, traceId } from '../telemetry.fixture.ts';
import { logsMessage, tracesMessage } from './messages.ts';
import { writeProtobuf } from './otlp.fixture.ts';
import { readOtlp } from './read-otlp.ts';

const time = `${noon}000000`;
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.record({ stringValue: fc.string({ unit: 'binary' }) }),
    fc.record({ boolValue: fc.boolean() }),
    fc.record({ intValue: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String) }),
    fc.record({ doubleValue: fc.double() }),
    fc.record({ arrayValue: fc.record({ values: fc.array(tie('any'), { maxLength: 3 }) }) }),
    fc.record({ kvlistValue: fc.record({ values: fc.array(fc.record({ key: fc.string(), value: tie('any') }), { maxLength: 3 }) }) }),
  ),
})).any;
const attributes = fc.array(fc.record({ key: fc.oneof(fc.string(), fc.constantFrom('__proto__', 'http.method')), value }), { maxLength: 4 });
const span = fc.record({
  traceId: fc.constant(traceId),
  spanId: fc.constant(spanId),
  startTimeUnixNano: fc.constant(time),
  endTimeUnixNano: fc.constant(time),
  attributes,
  name: fc.string(),
  kind: fc.nat(9),
  flags: fc.nat(),
});
const log = fc.record({
  traceId: fc.constant(traceId),
  timeUnixNano: fc.constant(time),
  attributes,
  body: value,
  severityNumber: fc.integer({ min: -2, max: 30 }),
});

it('whatever bytes come, they are spans or logs or refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => {
      expect(bytes.length).toBeLessThanOrEqual(120);
      for (const signal of ['traces', 'logs'] as const)
        for (const encoding of ['protobuf', 'json'] as const) checkReadable(readOtlp(signal, encoding, bytes, aContext()));
    }),
    { seed: 20261124, numRuns: runs(10_000) },
  );
});

it('a message with damage is read or refused, and one without says the same in both encodings', () => {
  fc.assert(
    fc.property(span, log, fc.nat(), fc.integer({ min: 0, max: 255 }), (one, other, at, byte) => {
      const sent = { resourceSpans: [{ scopeSpans: [{ spans: [one] }] }], resourceLogs: [{ scopeLogs: [{ logRecords: [other] }] }] };
      for (const signal of ['traces', 'logs'] as const) {
        const bytes = writeProtobuf(sent, signal === 'traces' ? tracesMessage : logsMessage);
        const [protobuf, json] = [
          readOtlp(signal, 'protobuf', bytes, aContext()),
          readOtlp(signal, 'json', bytesOf(JSON.parse(JSON.stringify(sent))), aContext()),
        ];
        checkReadable(protobuf);
        expect(protobuf.ok && protobuf.value.length).toBe(1);
        expect(json.ok && json.value.length).toBe(1);
        bytes[at % bytes.length] = byte;
        checkReadable(readOtlp(signal, 'protobuf', bytes, aContext()));
        checkReadable(readOtlp(signal, 'protobuf', bytes.subarray(0, at % bytes.length), aContext()));
      }
    }),
    { seed: 20261125, numRuns: runs(3_000) },
  );
});

function checkReadable(read: ReturnType<typeof readOtlp>): void {
  const words = read.ok ? read.value.map(({ result }) => (result.ok ? 'kept' : result.error)) : [read.error];
  for (const word of words) expect(['kept', 'invalid_span', 'invalid_log', 'invalid_json', 'invalid_proto']).toContain(word);
  expect(JSON.stringify(read)).not.toMatch(/\\u0000|\\ud[89a-f]/);
}

/** How many to try, or what the environment asks for. */
function runs(usual: number): number {
  return Number(process.env.PICKET_FUZZ_RUNS ?? usual);
}
