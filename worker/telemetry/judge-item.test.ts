import { describe, expect, it } from 'vitest';
import { aContext, aHeader, aLog, aMetric, aSpan, bytesOf, judgeContained, judgeJson, noon, spanId, storedOf, traceId } from './telemetry.fixture.ts';
import { judgeItem } from './judge-item.ts';

const at = noon / 1000;
const text = (value: string) => ({ type: 'string', value });

describe('containers', () => {
  it('cost a bad item itself only', () => {
    const judged = judgeContained('log', [aLog(), { level: 'info' }, aLog({ body: 'two' }), null, 7]);
    expect(judged.map(({ result }) => (result.ok ? result.value.data.body : result.error))).toEqual([
      'hello',
      'invalid_log',
      'two',
      'invalid_log',
      'invalid_log',
    ]);
  });

  it.each<[string, Record<string, unknown>, number]>([
    ['another number of items than the header says', { item_count: 3 }, 3],
    ['no number of items', { item_count: undefined }, 1],
    ['another content type', { content_type: 'application/json' }, 2],
  ])('are refused as a whole for %s', (_why, parts, quantity) => {
    const header = aHeader('log', { item_count: 2, content_type: 'application/vnd.sentry.items.log+json', ...parts });
    const judged = judgeItem(header, bytesOf({ items: [aLog(), aLog()] }), aContext());
    expect(judged).toEqual([{ counts: [{ category: 'log_item', quantity }], result: { ok: false, error: 'invalid_log' } }]);
  });

  it('are refused when their items are too large on average', () => {
    expect(judgeContained('log', [aLog({ body: 'x'.repeat(1024 * 1024) })]).map(storedOf)).toEqual(['too_large:log']);
    expect(judgeContained('log', [aLog({ body: 'x'.repeat(1024 * 1024) }), aLog()]).map(({ result }) => result.ok)).toEqual([true, true]);
  });

  it('tell JSON that is none', () => {
    const header = aHeader('trace_metric', { item_count: 1, content_type: 'application/vnd.sentry.items.trace-metric+json' });
    expect(judgeItem(header, bytesOf('{"items":['), aContext()).map(storedOf)).toEqual(['invalid_json']);
  });

  const browser = aContext({ userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36' });
  it.each([
    ['are told address and browser where they want it', { infer_ip: 'auto', infer_user_agent: 'auto' }, ['203.0.113.7', 'Chrome']],
    ['are told nothing where they forbid it', { infer_ip: 'never', infer_user_agent: 'never' }, [undefined, undefined]],
    ['are told nothing where they say nothing', undefined, [undefined, undefined]],
  ])('%s', (_what, ingest_settings, expected) => {
    for (const [type, item] of [
      ['log', aLog()],
      ['trace_metric', aMetric()],
      ['span', aSpan()],
    ] as const) {
      const [line] = judgeContained(type, [item], { version: 2, ingest_settings }, browser).map(storedOf);
      expect(line).toMatchObject({ attributes: { 'sentry.observed_timestamp_nanos': text(`${noon}000000`) } });
      expect(attributeValues(line, 'client.address', 'browser.name')).toEqual(expected);
    }
  });

  it('keep what the client says itself', () => {
    const attributes = { 'client.address': text('192.0.2.1'), 'browser.name': text('Lynx') };
    const [line] = judgeContained('log', [aLog({ attributes })], { ingest_settings: { infer_ip: 'auto', infer_user_agent: 'auto' } }, browser).map(storedOf);
    expect(attributeValues(line, 'client.address', 'browser.name')).toEqual(['192.0.2.1', 'Lynx']);
  });

  it.each([
    ['auto', '203.0.113.7'],
    [undefined, '203.0.113.7'],
    ['never', undefined],
  ])('with infer_ip %s take {{auto}} for %s', (infer_ip, expected) => {
    const item = aLog({ attributes: { 'client.address': text('{{auto}}') } });
    const [line] = judgeContained('log', [item], { ingest_settings: { infer_ip } }).map(storedOf);
    expect(attributeValues(line, 'client.address')).toEqual([expected]);
  });
});

describe('attributes', () => {
  it.each<[unknown, unknown]>([
    [{ type: 'string', value: 'a', unit: 'byte' }, 'same'],
    [{ type: 'boolean', value: false }, 'same'],
    [{ type: 'integer', value: -3 }, 'same'],
    [{ type: 'double', value: 1 }, 'same'],
    [{ type: 'double', value: 1.5 }, 'same'],
    [{ type: 'array', value: ['a', null, 'b'] }, 'same'],
    [{ type: 'array', value: [1, 2.5] }, 'same'],
    [{ type: 'array', value: [] }, 'same'],
    [{ type: 'array', value: [1, 'a'] }, undefined],
    [{ type: 'array', value: [{}] }, undefined],
    [{ type: 'integer', value: 1.5 }, undefined],
    [{ type: 'integer', value: '1' }, undefined],
    [{ type: 'string', value: 1 }, undefined],
    [{ type: 'boolean', value: 'true' }, undefined],
    [{ type: 'object', value: {} }, undefined],
    [{ value: 1 }, undefined],
    [{ type: 'string' }, undefined],
    ['bare', undefined],
  ])('%j is kept or removed by itself', (attribute, expected) => {
    const [line] = judgeContained('log', [aLog({ attributes: { a: attribute, b: text('stays') } })]).map(storedOf);
    expect(line).toMatchObject({ attributes: { b: text('stays') } });
    const kept = line instanceof Object && 'attributes' in line ? line.attributes : {};
    expect(Object(kept).a).toEqual(expected === 'same' ? attribute : undefined);
    const removal = { attributes: { a: { '': { err: [['invalid_data', { reason: 'expected an attribute' }]] } } } };
    expect(Object(line)._meta).toEqual(expected === 'same' ? undefined : removal);
  });

  it('keep integers beyond what a double can hold, but not beyond 64 bits', () => {
    const sent = '{"items":[{"timestamp":1795521600,"trace_id":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","level":"info","body":"x","attributes":{';
    const attributes = '"fits":{"type":"integer","value":9223372036854775807},"not":{"type":"integer","value":9223372036854775808}}}]}';
    const header = aHeader('log', { item_count: 1, content_type: 'application/vnd.sentry.items.log+json' });
    const [line] = judgeItem(header, bytesOf(sent + attributes), aContext()).map(storedOf);
    expect(attributeValues(line, 'fits', 'not')).toEqual(['9223372036854775807', undefined]);
  });
});

describe('logs', () => {
  it('become lines', () => {
    const [line] = judgeContained('log', [aLog({ span_id: spanId.toUpperCase(), severity_number: 9, extra: 1 })]).map(storedOf);
    const attributes = { 'sentry.observed_timestamp_nanos': text(`${noon}000000`) };
    expect(line).toEqual({ timestamp: at, trace_id: traceId, span_id: spanId, level: 'info', severity_number: 9, body: 'hello', attributes, received: at });
  });

  it.each([{ timestamp: undefined }, { trace_id: 'x' }, { trace_id: '0'.repeat(32) }, { level: 'warning' }, { body: 1 }, { body: undefined }])(
    'need what %j lacks',
    (parts) => {
      expect(judgeContained('log', [aLog(parts)]).map(storedOf)).toEqual(['invalid_log']);
    },
  );

  it('count their bytes as they were sent', () => {
    const attributes = { ä: text('€'), n: { type: 'integer', value: 5 }, b: { type: 'boolean', value: true }, l: { type: 'array', value: ['ab', 1] } };
    const [judged] = judgeContained('log', [aLog({ body: '🦊', attributes })]);
    expect(judged?.counts).toEqual([
      { category: 'log_item', quantity: 1 },
      { category: 'log_byte', quantity: 4 + 2 + 3 + 1 + 8 + 1 + 1 + 1 + 2 + 8 },
    ]);
    expect(judgeContained('log', [aLog({ body: '' })])[0]?.counts[1]).toEqual({ category: 'log_byte', quantity: 1 });
  });
});

it.each([
  ['kept', at - 3600, null, at - 3600],
  ['moved out of the future', at + 61, null, at],
  ['kept just in the future', at + 59, null, at + 59],
  ['moved out of what is older than the retention', at - 91 * 86_400, null, at],
  ['corrected by the drift of the clock', at + 7200, noon + 7_200_000, at],
  ['not corrected by what may be the network', at - 600, noon - 600_000, at - 600],
])('a time is %s', (_what, timestamp, sentAt, expected) => {
  const context = aContext({ sentAt });
  expect(judgeContained('log', [aLog({ timestamp })], {}, context).map(storedOf)).toMatchObject([{ timestamp: expected }]);
  expect(judgeContained('trace_metric', [aMetric({ timestamp })], {}, context).map(storedOf)).toMatchObject([{ timestamp: expected }]);
  const span = aSpan({ start_timestamp: timestamp - 2, end_timestamp: timestamp });
  expect(judgeContained('span', [span], {}, context).map(storedOf)).toMatchObject([{ start_timestamp: expected - 2, end_timestamp: expected }]);
});

describe('trace metrics', () => {
  it.each([
    ['orders.placed', 'orders.placed'],
    [' cart size! ', 'cart_size_'],
    ['größe', 'gr_e'],
  ])('are named %s → %s', (name, expected) => {
    expect(judgeContained('trace_metric', [aMetric({ name })]).map(storedOf)).toMatchObject([{ name: expected }]);
  });

  it.each([{ name: '  ' }, { type: 'set' }, { value: '1' }, { value: null }, { trace_id: undefined }, { timestamp: 'soon' }])('need what %j lacks', (parts) => {
    expect(judgeContained('trace_metric', [aMetric(parts)]).map(storedOf)).toEqual(['invalid_trace_metric']);
  });

  it('keep units that all mean the same by, and no others', () => {
    const lines = judgeContained('trace_metric', [aMetric({ unit: 'millisecond' }), aMetric({ unit: 'parrots' })]).map(storedOf);
    expect(lines).toMatchObject([{ unit: 'millisecond' }, {}]);
    expect(lines[1]).not.toHaveProperty('unit');
  });
});

describe('spans', () => {
  it('become lines that say whether they are the root of their service', () => {
    const lines = judgeContained('span', [aSpan(), aSpan({ parent_span_id: 'c'.repeat(16) }), aSpan({ parent_span_id: 'c'.repeat(16), is_segment: true })]);
    expect(lines.map(storedOf)).toMatchObject([{ is_segment: true }, { is_segment: false }, { is_segment: true }]);
    expect(lines.map(({ result }) => result.ok && result.value.id)).toEqual(Array(3).fill(`${traceId}:${spanId}`));
  });

  it.each([
    { trace_id: undefined },
    { span_id: 'b' },
    { name: undefined },
    { status: 'weird' },
    { start_timestamp: undefined },
    { end_timestamp: undefined },
    { end_timestamp: at - 2 },
  ])('need what %j lacks', (parts) => {
    expect(judgeContained('span', [aSpan(parts)]).map(storedOf)).toEqual(['invalid_span']);
  });

  it('lose a link that names nothing', () => {
    const good = { trace_id: traceId, span_id: spanId, sampled: true, attributes: { a: text('b') } };
    expect(judgeContained('span', [aSpan({ links: [good, { trace_id: traceId }] })]).map(storedOf)).toMatchObject([{ links: [good] }]);
  });

  it('of the old form become the same lines', () => {
    const old = {
      trace_id: traceId,
      span_id: spanId,
      parent_span_id: 'c'.repeat(16),
      op: 'http.client',
      description: 'GET /cart',
      status: 'internal_error',
      start_timestamp: at - 1,
      timestamp: at,
      data: { 'http.response.status_code': 500, ratio: 0.5, list: ['a'], odd: { a: 1 } },
      tags: { shop: 'eu' },
      measurements: { lcp: { value: 12.5, unit: 'millisecond' } },
      exclusive_time: 3,
      segment_id: 'd'.repeat(16),
      origin: 'auto.http',
    };
    expect(judgeJson('span', old).map(storedOf)).toMatchObject([
      {
        name: 'GET /cart',
        status: 'error',
        is_segment: false,
        end_timestamp: at,
        attributes: {
          'sentry.op': text('http.client'),
          'sentry.status': text('internal_error'),
          'sentry.origin': text('auto.http'),
          'sentry.segment.id': text('d'.repeat(16)),
          'sentry.exclusive_time': { type: 'integer', value: 3 },
          'http.response.status_code': { type: 'integer', value: 500 },
          ratio: { type: 'double', value: 0.5 },
          list: { type: 'array', value: ['a'] },
          odd: text('{"a":1}'),
          shop: text('eu'),
          lcp: { type: 'double', value: 12.5, unit: 'millisecond' },
        },
      },
    ]);
    expect(judgeJson('span', { ...old, span_id: null }).map(storedOf)).toEqual(['invalid_span']);
    expect(judgeJson('span', '{').map(storedOf)).toEqual(['invalid_json']);
  });
});

describe('sessions', () => {
  const attrs = { release: 'shop@1.0.0', environment: 'staging' };
  const aSession = (parts: Record<string, unknown> = {}) => ({ sid: traceId, started: at - 10, timestamp: at, init: true, status: 'ok', attrs, ...parts });

  it('become lines', () => {
    expect(judgeJson('session', aSession({ did: 42, errors: 1, duration: 1.5, seq: 3 })).map(storedOf)).toEqual([
      {
        type: 'update',
        sid: traceId,
        did: '42',
        seq: 3,
        init: true,
        started: at - 10,
        timestamp: at,
        duration: 1.5,
        status: 'ok',
        errors: 1,
        release: 'shop@1.0.0',
        environment: 'staging',
        received: at,
      },
    ]);
  });

  it('have what is missing by default', () => {
    expect(judgeJson('session', { started: at, attrs: { release: 'a' } }).map(storedOf)).toMatchObject([
      { sid: 'f'.repeat(32), did: null, seq: noon, init: false, timestamp: at, status: 'ok', errors: 0 },
    ]);
  });

  it.each<[Record<string, unknown>, unknown]>([
    [{ attrs: {} }, 'invalid_session'],
    [{ attrs: { release: 'a/b' } }, 'invalid_session'],
    [{ attrs: undefined }, 'invalid_session'],
    [{ started: undefined }, 'invalid_session'],
    [{ sid: 'x' }, 'invalid_session'],
    [{ started: at - 6 * 86_400 }, 'timestamp'],
    [{ timestamp: at + 61 }, 'timestamp'],
    [{ timestamp: at - 20 }, { timestamp: at - 10 }],
    [{ did: '00000000-0000-0000-0000-000000000000' }, { did: null }],
    [{ attrs: { release: 'a', environment: 'a/b' } }, { release: 'a' }],
    [{ attrs: { release: 'a', ip_address: '{{auto}}' } }, { ip_address: '203.0.113.7' }],
    [{ status: 'dreaming' }, { status: 'unknown' }],
  ])('with %j are %j', (parts, expected) => {
    const [stored] = judgeJson('session', aSession(parts)).map(storedOf);
    expect([stored]).toMatchObject([expected]);
  });

  it('that a server counted are judged by bucket', () => {
    const aggregates = [{ started: at - 60, exited: 2, errored: 1 }, { started: at - 6 * 86_400, exited: 1 }, { exited: 1 }];
    expect(judgeJson('sessions', { aggregates, attrs }).map(storedOf)).toMatchObject([
      { type: 'aggregate', exited: 2, errored: 1, crashed: 0, did: null, release: 'shop@1.0.0' },
      'timestamp',
      'invalid_session',
    ]);
    const counts = (list: unknown[]) => judgeJson('sessions', { aggregates: list, attrs }).map((judged) => judged.counts.length);
    expect([counts(aggregates), counts(aggregates.toReversed()), counts(aggregates.slice(1))]).toEqual([
      [1, 0, 0],
      [0, 0, 1],
      [1, 0],
    ]);
    expect(judgeJson('sessions', { aggregates, attrs: {} }).map(storedOf)).toEqual(['invalid_session']);
    expect(judgeJson('sessions', { aggregates: [], attrs }).map(storedOf)).toEqual(['invalid_session']);
  });
});

describe('check-ins', () => {
  const aCheckIn = (parts: Record<string, unknown> = {}) => ({ check_in_id: traceId, monitor_slug: 'nightly', status: 'ok', ...parts });
  const config = { schedule: { type: 'crontab', value: '*/5 * * * *' } };
  const fullConfig = { ...config, checkin_margin: 1, max_runtime: 30, timezone: 'UTC', failure_issue_threshold: 1, recovery_threshold: 1 };

  it.each<[Record<string, unknown>, unknown]>([
    [{}, { check_in_id: traceId, monitor_slug: 'nightly', status: 'ok', environment: 'production' }],
    [{ check_in_id: undefined }, { check_in_id: null }],
    [{ check_in_id: '00000000-0000-0000-0000-000000000000' }, { check_in_id: null }],
    [{ check_in_id: 'x' }, 'invalid_check_in'],
    [{ monitor_slug: 'x'.repeat(60) }, { monitor_slug: 'x'.repeat(50) }],
    [{ monitor_slug: ' ' }, 'invalid_check_in'],
    [{ status: 'missed' }, { status: 'unknown' }],
    [{ environment: 'x'.repeat(65) }, 'invalid_check_in'],
    [{ duration: 1.5 }, { duration: 1.5 }],
    [{ contexts: { trace: { trace_id: traceId } } }, { trace_id: traceId }],
    [{ monitor_config: config }, { monitor_config: fullConfig }],
    [{ monitor_config: { ...config, checkin_margin: 0 } }, { monitor_config: { checkin_margin: 1 } }],
    [{ monitor_config: { schedule: { type: 'interval', value: 2, unit: 'hour' } } }, { monitor_config: { schedule: { value: 2, unit: 'hour' } } }],
  ])('with %j are %j', (parts, expected) => {
    const [stored] = judgeJson('check_in', aCheckIn(parts)).map(storedOf);
    expect([stored]).toMatchObject([expected]);
  });

  it.each([
    { schedule: { type: 'crontab', value: '0 */5 * * * *' } },
    { schedule: { type: 'interval', value: 0, unit: 'hour' } },
    { schedule: { type: 'interval', value: 1, unit: 'second' } },
    { ...config, timezone: 'Mars/Olympus' },
    { ...config, max_runtime: 50_000 },
    { ...config, failure_issue_threshold: 0 },
  ])('go on without the configuration %j', (monitor_config) => {
    const [stored] = judgeJson('check_in', aCheckIn({ monitor_config })).map(storedOf);
    expect(stored).toMatchObject({ monitor_slug: 'nightly' });
    expect(stored).not.toHaveProperty('monitor_config');
  });
});

function attributeValues(line: unknown, ...names: string[]): unknown[] {
  const attributes = Object(Object(line).attributes);
  return names.map((name) => attributes[name]?.value);
}
