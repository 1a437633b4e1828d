import type { ItemHeader } from '../envelope/envelope.ts';
import { judgeItem } from './judge-item.ts';
import type { Judged, TelemetryContext } from './telemetry.ts';

export const noon = Date.UTC(2026, 10, 24, 12);
export const traceId = 'a'.repeat(32);
export const spanId = 'b'.repeat(16);

export function aContext(parts: Partial<TelemetryContext> = {}): TelemetryContext {
  const newId = () => 'f'.repeat(32);
  return { receivedAt: noon, sentAt: null, clientIp: '203.0.113.7', clientGeo: null, userAgent: null, retentionMs: 90 * 24 * 3_600_000, newId, ...parts };
}

export function aHeader(type: string, parts: Record<string, unknown> = {}): ItemHeader {
  return { type, length: null, all: { type, ...parts } };
}

const contentTypes: Readonly<Record<string, string>> = {
  log: 'application/vnd.sentry.items.log+json',
  trace_metric: 'application/vnd.sentry.items.trace-metric+json',
  span: 'application/vnd.sentry.items.span.v2+json',
};

/** A container of these items, as an SDK would send it. */
export function judgeContained(type: string, items: readonly unknown[], payload: Record<string, unknown> = {}, context = aContext()): Judged[] {
  const header = aHeader(type, { item_count: items.length, content_type: contentTypes[type] });
  return judgeItem(header, bytesOf({ ...payload, items }), context);
}

export function judgeJson(type: string, payload: unknown, context = aContext()): Judged[] {
  return judgeItem(aHeader(type), bytesOf(payload), context);
}

export function bytesOf(payload: unknown): Uint8Array {
  return new TextEncoder().encode(typeof payload === 'string' ? payload : JSON.stringify(payload));
}

/** The data of a line as it is stored, or why there is none. */
export function storedOf({ result }: Judged): unknown {
  return result.ok ? JSON.parse(JSON.stringify(result.value.data)) : result.error;
}

export const aLog = (parts: Record<string, unknown> = {}) => ({ timestamp: noon / 1000, trace_id: traceId, level: 'info', body: 'hello', ...parts });
export const aMetric = (parts: Record<string, unknown> = {}) => ({
  timestamp: noon / 1000,
  trace_id: traceId,
  name: 'orders.placed',
  type: 'counter',
  value: 1,
  ...parts,
});
export const aSpan = (parts: Record<string, unknown> = {}) => ({
  trace_id: traceId,
  span_id: spanId,
  name: 'GET /',
  status: 'ok',
  start_timestamp: noon / 1000 - 1,
  end_timestamp: noon / 1000,
  ...parts,
});
