import { describe, expect, it } from 'vitest';
import { logsMessage, tracesMessage } from '../../telemetry/otlp/messages.ts';
import { writeProtobuf } from '../../telemetry/otlp/otlp.fixture.ts';
import { aProjectWith, outcomesOf, sendTo, storedLines } from '../telemetry.fixture.ts';

const json = { 'content-type': 'application/json' };
const protobuf = { 'content-type': 'application/x-protobuf' };
const traceId = 'a'.repeat(32);
const time = `${Date.now()}000000`;
const traces = {
  resourceSpans: [{ scopeSpans: [{ spans: [{ traceId, spanId: 'b'.repeat(16), name: 'GET /', startTimeUnixNano: time, endTimeUnixNano: time }] }] }],
};
const logs = { resourceLogs: [{ scopeLogs: [{ logRecords: [{ traceId, timeUnixNano: time, severityNumber: 17, body: { stringValue: 'boom' } }] }] }] };

describe('the OTLP endpoints', () => {
  it.each(['integration/otlp/v1/traces', 'integration/otlp/v1/traces/', 'otlp/v1/traces'])('take traces at %s, in both encodings', async (path) => {
    const project = await aProjectWith();
    const answer = await sendTo(project, path, JSON.stringify(traces), { headers: json });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    const again = structuredClone(traces);
    for (const { scopeSpans } of again.resourceSpans) for (const { spans } of scopeSpans) for (const span of spans) span.spanId = 'c'.repeat(16);
    expect((await sendTo(project, path, new Uint8Array(writeProtobuf(again, tracesMessage)), { headers: protobuf })).status).toBe(200);
    expect((await storedLines(project, 'span')).map(({ span_id }) => span_id).sort()).toEqual(['b'.repeat(16), 'c'.repeat(16)]);
    expect(await outcomesOf(project, (counts) => counts['span accepted'] === 2)).toEqual({ 'span accepted': 2 });
  });

  it('take logs', async () => {
    const project = await aProjectWith();
    await sendTo(project, 'integration/otlp/v1/logs', JSON.stringify(logs), { headers: json });
    await sendTo(project, 'integration/otlp/v1/logs', new Uint8Array(writeProtobuf(logs, logsMessage)), { headers: protobuf });
    const line = { level: 'error', body: 'boom', trace_id: traceId };
    expect(await storedLines(project, 'log')).toMatchObject([line, line]);
    expect(await outcomesOf(project, (counts) => 'log_byte accepted' in counts)).toMatchObject({ 'log_item accepted': 2 });
  });

  it.each<[string, BodyInit, Record<string, string>, number, string]>([
    ['another content type', '{}', { 'content-type': 'text/plain' }, 415, 'content_type'],
    ['JSON that is none', '{', json, 400, 'invalid_json'],
    ['protobuf that is none', Uint8Array.of(0x0a), protobuf, 400, 'invalid_proto'],
  ])('refuse %s', async (_what, body, headers, status, reason) => {
    const project = await aProjectWith();
    expect((await sendTo(project, 'integration/otlp/v1/traces', body, { headers })).status).toBe(status);
    expect(await outcomesOf(project, (counts) => Object.keys(counts).length > 0)).toEqual({ [`default invalid ${reason}`]: 1 });
  });

  it('say 429 when spans are limited', async () => {
    const project = await aProjectWith({ quotas: [{ categories: ['span'], limit: 0, windowSeconds: 3600, reason: 'project_quota' }] });
    const answer = await sendTo(project, 'integration/otlp/v1/traces', JSON.stringify(traces), { headers: json });
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('60');
    expect(await storedLines(project, 'span')).toEqual([]);
  });

  it('know no other signals', async () => {
    const project = await aProjectWith();
    expect((await sendTo(project, 'integration/otlp/v1/metrics', '{}', { headers: json })).status).toBe(404);
  });
});

describe('the log drain of Vercel', () => {
  const entry = {
    id: '1',
    message: 'hello',
    timestamp: Date.now(),
    level: 'warning',
    source: 'lambda',
    host: 'a.vercel.app',
    statusCode: 500,
    proxy: { method: 'GET' },
  };
  const line = {
    level: 'warn',
    body: 'hello',
    timestamp: entry.timestamp / 1000,
    attributes: {
      'vercel.source': { type: 'string', value: 'lambda' },
      'server.address': { type: 'string', value: 'a.vercel.app' },
      'http.response.status_code': { type: 'integer', value: 500 },
      'vercel.proxy.method': { type: 'string', value: 'GET' },
    },
  };

  it.each([
    ['an array', JSON.stringify([entry, entry]), 'application/json'],
    ['lines', `${JSON.stringify(entry)}\n${JSON.stringify(entry)}\n`, 'application/x-ndjson'],
  ])('is taken as %s', async (_what, body, type) => {
    const project = await aProjectWith();
    const answer = await sendTo(project, 'integration/vercel/logs/', body, { headers: { 'content-type': type } });
    expect(answer.status).toBe(202);
    expect(await storedLines(project, 'log')).toMatchObject([line, line]);
  });

  it('is refused as anything else', async () => {
    const project = await aProjectWith();
    expect((await sendTo(project, 'integration/vercel/logs', '[', { headers: json })).status).toBe(400);
    expect((await sendTo(project, 'integration/vercel/logs', '[]', { headers: { 'content-type': 'text/plain' } })).status).toBe(415);
  });
});

describe('a cron address', () => {
  it.each(['GET', 'POST', 'HEAD'])('takes a check-in by %s, with the key in the path or in the query', async (method) => {
    const project = await aProjectWith();
    const query = 'status=in_progress&duration=1.5&environment=staging';
    const answers = [
      await sendTo(project, `cron/nightly%20import?${query}`, null, { method }),
      await sendTo({ ...project, publicKey: '' }, `cron/nightly%20import/${project.publicKey}/?${query}`, null, { method }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    const line = { monitor_slug: 'nightly import', status: 'in_progress', duration: 1.5, environment: 'staging', check_in_id: null };
    expect(await storedLines(project, 'check_in')).toMatchObject([line, line]);
  });

  it('takes the whole check-in as JSON', async () => {
    const project = await aProjectWith();
    const body = { status: 'ok', check_in_id: traceId, monitor_config: { schedule: { type: 'interval', value: 1, unit: 'day' } } };
    expect((await sendTo(project, 'cron/nightly', JSON.stringify(body), { headers: json })).status).toBe(202);
    expect(await storedLines(project, 'check_in')).toMatchObject([
      { monitor_slug: 'nightly', check_in_id: traceId, monitor_config: { schedule: { unit: 'day' } } },
    ]);
  });

  it('says 202 when check-ins are limited or make no sense, which is counted', async () => {
    const project = await aProjectWith({ quotas: [{ categories: ['monitor'], limit: 1, windowSeconds: 3600, reason: 'project_quota' }] });
    expect((await sendTo(project, 'cron/a?check_in_id=x', null, { method: 'GET' })).status).toBe(202);
    for (let nth = 0; nth < 2; nth += 1) expect((await sendTo(project, 'cron/a?status=ok', null, { method: 'GET' })).status).toBe(202);
    expect(await outcomesOf(project, (counts) => Object.keys(counts).length === 3)).toEqual({
      'monitor accepted': 1,
      'monitor invalid invalid_check_in': 1,
      'monitor rate_limited project_quota': 1,
    });
  });

  it('wants a key', async () => {
    const project = await aProjectWith();
    const answer = await sendTo({ ...project, publicKey: 'f'.repeat(32) }, 'cron/a?status=ok', null, { method: 'GET' });
    expect(answer.status).toBe(403);
  });
});
