import { expect, it } from 'vitest';
import { bytesOf, noon, spanId, traceId } from './telemetry.fixture.ts';
import { countsOfTransaction, lineOfTransaction, readTransaction } from './transaction.ts';

const at = noon / 1000;
const context = { eventId: 'e'.repeat(32), receivedAt: noon, sentAt: null, clientIp: null, userAgent: null, client: null };
const aSpan = (parts: Record<string, unknown> = {}) => ({ trace_id: traceId, span_id: spanId, start_timestamp: at - 1, timestamp: at, ...parts });
const read = (parts: Record<string, unknown> = {}) =>
  readTransaction(
    bytesOf({
      type: 'transaction',
      transaction: 'checkout',
      start_timestamp: at - 2,
      timestamp: at,
      contexts: { trace: { trace_id: traceId, span_id: spanId, op: 'task' } },
      ...parts,
    }),
    context,
  );

it('becomes a line that is the event, and counts itself among its spans', () => {
  const result = read({ spans: [aSpan(), aSpan({ timestamp: null })], measurements: { lcp: { value: 1 } } });
  if (!result.ok) throw new Error(result.error);
  expect(lineOfTransaction(result.value)).toMatchObject({
    kind: 'transaction',
    id: 'e'.repeat(32),
    data: { type: 'transaction', transaction: 'checkout', spans: [{ timestamp: at }, { timestamp: at, status: 'deadline_exceeded' }], level: 'info' },
  });
  expect(countsOfTransaction(result.value)).toEqual([
    { category: 'transaction', quantity: 1 },
    { category: 'span', quantity: 3 },
  ]);
});

it.each([
  { start_timestamp: undefined },
  { timestamp: undefined },
  { timestamp: at - 3 },
  { contexts: {} },
  { contexts: { trace: { trace_id: traceId } } },
  { contexts: { trace: { trace_id: 'x', span_id: spanId } } },
  { spans: 'none' },
  { spans: [aSpan({ span_id: undefined })] },
  { spans: [aSpan({ trace_id: 'x' })] },
  { spans: [aSpan({ start_timestamp: undefined })] },
  { spans: [aSpan({ timestamp: at - 5 })] },
])('is refused with %j', (parts) => {
  expect(read(parts)).toEqual({ ok: false, error: 'invalid_transaction' });
});

it.each<[string | undefined, string | undefined, string, string | undefined]>([
  [undefined, undefined, '<unlabeled transaction>', undefined],
  ['GET /users/4711/orders', 'url', 'GET /users/*/orders', 'sanitized'],
  ['/a/0123456789abcdef/b', undefined, '/a/*/b', 'sanitized'],
  ['/a/6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'sanitized', '/a/*', 'sanitized'],
  ['/users/{id}', 'route', '/users/{id}', 'route'],
  ['/feedback/deadbeef', 'url', '/feedback/deadbeef', 'sanitized'],
  ['import 4711', undefined, 'import 4711', undefined],
])('named %s by %s is %s', (transaction, source, expected, expectedSource) => {
  const result = read({ transaction, transaction_info: source && { source } });
  expect(result.ok && result.value.transaction).toBe(expected);
  expect(result.ok && result.value.transaction_info?.source).toBe(expectedSource);
});
