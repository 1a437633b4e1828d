import { describe, expect, it } from 'vitest';
import { aContext, bytesOf, noon, spanId, storedOf, traceId } from '../telemetry.fixture.ts';
import { logsMessage, tracesMessage } from './messages.ts';
import { writeProtobuf } from './otlp.fixture.ts';
import { type OtlpSignal, readOtlp } from './read-otlp.ts';

const nanos = (seconds: number) => String(BigInt(noon) * 1_000_000n + BigInt(seconds) * 1_000_000_000n);
const text = (value: string) => ({ type: 'string', value });
const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] };
const scope = { name: 'demo', version: '1.0', attributes: [{ key: 'a', value: { boolValue: true } }] };
const traces = (...spans: unknown[]) => ({ resourceSpans: [{ resource, scopeSpans: [{ scope, spans }] }] });
const logs = (...logRecords: unknown[]) => ({ resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords }] }] });
const aSpan = (parts: object = {}) => ({ traceId, spanId, name: 'GET /', kind: 2, startTimeUnixNano: nanos(-1), endTimeUnixNano: nanos(0), ...parts });
const aLog = (parts: object = {}) => ({ timeUnixNano: nanos(0), severityNumber: 9, body: { stringValue: 'hello' }, traceId, spanId, ...parts });

/** What is stored of it, as JSON and as protobuf, which must not differ. */
function read(signal: OtlpSignal, exported: unknown): unknown[] {
  const packed = writeProtobuf(exported, signal === 'traces' ? tracesMessage : logsMessage);
  const [json, protobuf] = [readOtlp(signal, 'json', bytesOf(exported), aContext()), readOtlp(signal, 'protobuf', packed, aContext())];
  if (!json.ok || !protobuf.ok) throw new Error('what a test exports cannot be read');
  expect(protobuf.value).toEqual(json.value);
  return json.value.map(storedOf);
}

describe('spans of OpenTelemetry', () => {
  it('become spans, with what their resource and scope say', () => {
    const attributes = [
      { key: 'rows', value: { intValue: '12' } },
      { key: 'big', value: { intValue: '9007199254740993' } },
      { key: 'ratio', value: { doubleValue: 0.5 } },
      { key: 'list', value: { arrayValue: { values: [{ stringValue: 'a' }, { stringValue: 'b' }] } } },
      { key: 'map', value: { kvlistValue: { values: [{ key: 'k', value: { intValue: '1' } }] } } },
    ];
    const events = [{ name: 'exception', timeUnixNano: nanos(0), attributes: [{ key: 'exception.type', value: { stringValue: 'Error' } }] }];
    const links = [{ traceId, spanId, attributes: [{ key: 'l', value: { boolValue: false } }] }];
    expect(read('traces', traces(aSpan({ attributes, events, links, status: { code: 2, message: 'db down' } })))).toEqual([
      {
        trace_id: traceId,
        span_id: spanId,
        name: 'GET /',
        status: 'error',
        is_segment: true,
        start_timestamp: noon / 1000 - 1,
        end_timestamp: noon / 1000,
        received: noon / 1000,
        links: [{ trace_id: traceId, span_id: spanId, attributes: { l: { type: 'boolean', value: false } } }],
        attributes: {
          rows: { type: 'integer', value: 12 },
          big: { type: 'integer', value: '9007199254740993' },
          ratio: { type: 'double', value: 0.5 },
          list: { type: 'array', value: ['a', 'b'] },
          map: text('{"k":1}'),
          'resource.service.name': text('shop'),
          'instrumentation.a': { type: 'boolean', value: true },
          'instrumentation.name': text('demo'),
          'instrumentation.version': text('1.0'),
          'sentry.kind': text('server'),
          'sentry.status.message': text('db down'),
          'otel.events': text(`[{"name":"exception","timestamp":${noon / 1000},"attributes":{"exception.type":"Error"}}]`),
          'sentry.observed_timestamp_nanos': text(`${noon}000000`),
        },
      },
    ]);
  });

  it.each([
    [{ parentSpanId: '' }, { is_segment: true }],
    [{ parentSpanId: 'c'.repeat(16) }, { is_segment: false, parent_span_id: 'c'.repeat(16) }],
    [{ parentSpanId: 'c'.repeat(16), flags: 0x300 }, { is_segment: true }],
    [{ parentSpanId: 'c'.repeat(16), flags: 0x101 }, { is_segment: false }],
    [{ status: { code: 1 } }, { status: 'ok' }],
    [{ status: {} }, { status: 'ok' }],
    [{ name: '', attributes: [{ key: 'http.request.method', value: { stringValue: 'PUT' } }] }, { name: 'PUT' }],
    [{ name: '', attributes: [{ key: 'db.statement', value: { stringValue: 'select 1' } }] }, { name: 'select 1' }],
  ])('with %j are %j', (parts, expected) => {
    expect(read('traces', traces(aSpan(parts)))).toMatchObject([expected]);
  });

  it('cost an invalid one itself only', () => {
    expect(read('traces', traces(aSpan({ traceId: 'ab' }), aSpan(), aSpan({ startTimeUnixNano: '0' })))).toMatchObject(['invalid_span', {}, 'invalid_span']);
  });
});

describe('logs of OpenTelemetry', () => {
  it.each([
    [{}, { level: 'info', body: 'hello', trace_id: traceId, span_id: spanId, timestamp: noon / 1000 }],
    [{ severityNumber: 1 }, { level: 'trace' }],
    [{ severityNumber: 8 }, { level: 'debug' }],
    [{ severityNumber: 13 }, { level: 'warn' }],
    [{ severityNumber: 17 }, { level: 'error' }],
    [{ severityNumber: 24 }, { level: 'fatal' }],
    [{ severityNumber: 0, severityText: 'WARNING' }, { level: 'warn' }],
    [{ severityNumber: 0, severityText: 'odd' }, { level: 'info' }],
    [{ traceId: '' }, { trace_id: 'f'.repeat(32) }],
    [{ timeUnixNano: '0', observedTimeUnixNano: nanos(-5) }, { timestamp: noon / 1000 - 5 }],
    [{ body: { kvlistValue: { values: [{ key: 'a', value: { intValue: '1' } }] } } }, { body: '{"a":1}' }],
    [{ eventName: 'checkout' }, { attributes: { 'event.name': text('checkout'), 'resource.service.name': text('shop') } }],
  ])('with %j are %j', (parts, expected) => {
    expect(read('logs', logs(aLog(parts)))).toMatchObject([expected]);
  });
});

it.each<[OtlpSignal, 'json' | 'protobuf', Uint8Array, string]>([
  ['traces', 'json', bytesOf('{'), 'invalid_json'],
  ['logs', 'json', bytesOf('[]'), 'invalid_json'],
  ['traces', 'protobuf', Uint8Array.of(0x0a), 'invalid_proto'],
  ['traces', 'protobuf', Uint8Array.of(0x0a, 5, 1), 'invalid_proto'],
  ['traces', 'protobuf', Uint8Array.of(0x08, 1), 'invalid_proto'],
  ['traces', 'protobuf', Uint8Array.from(Array(11).fill(0xff)), 'invalid_proto'],
  ['logs', 'protobuf', Uint8Array.of(0x0b), 'invalid_proto'],
])('%s as %s of %j are refused', (signal, encoding, body, reason) => {
  expect(readOtlp(signal, encoding, body, aContext())).toEqual({ ok: false, error: reason });
});

it('is refused where it holds more messages than anybody sends, or nests them too deeply', () => {
  const many = Uint8Array.from({ length: 700_000 }, (_, index) => (index % 2 === 0 ? 0x0a : 0));
  expect(readOtlp('traces', 'protobuf', many, aContext())).toEqual({ ok: false, error: 'invalid_proto' });
  let value: unknown = { stringValue: 'x' };
  for (let depth = 0; depth < 40; depth += 1) value = { arrayValue: { values: [value] } };
  const deep = writeProtobuf(traces(aSpan({ attributes: [{ key: 'deep', value }] })), tracesMessage);
  expect(readOtlp('traces', 'protobuf', deep, aContext())).toEqual({ ok: false, error: 'invalid_proto' });
});
