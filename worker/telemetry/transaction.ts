import type { Event } from '../event/event.ts';
import type { NormalizeContext } from '../event/normalize.ts';
import { normalizeEvent } from '../event/normalize.ts';
import { isObject, parseEvent } from '../event/parse.ts';
import { parseTimestamp } from '../event/timestamps.ts';
import { fail, ok, type Result } from '../result.ts';
import { readHexId } from './ids.ts';
import type { Count, Line, Reason } from './telemetry.ts';

/**
 * A transaction is an event, with its spans inside; its line is the event as it is normalized. What makes no sense without the rest is refused as a whole.
 *
 * Source: relay-event-normalization/src/transactions/processor.rs, relay-event-schema/src/protocol/transaction.rs
 */
export function readTransaction(payload: Uint8Array, context: NormalizeContext): Result<Event, Reason> {
  const parsed = parseEvent(payload);
  if (!parsed.ok) return fail('invalid_json');
  const sent = parsed.value;
  const start = parseTimestamp(sent.start_timestamp);
  const end = parseTimestamp(sent.timestamp);
  if (start === undefined || end === undefined || end < start) return fail('invalid_transaction');
  const spans = readSpans(sent.spans, end);
  if (!spans) return fail('invalid_transaction');

  const event = normalizeEvent({ ...sent, type: 'transaction', spans }, context);
  const trace = event.contexts.trace;
  if (trace?.trace_id === undefined || trace.span_id === undefined) return fail('invalid_transaction');
  trace.op ??= 'default';
  nameTransaction(event);
  return ok(event);
}

/** The transaction, which is a span itself, and the spans in it. */
export function countsOfTransaction({ spans }: Pick<Event, 'spans'>): [Count, Count] {
  return [
    { category: 'transaction', quantity: 1 },
    { category: 'span', quantity: 1 + (spans?.length ?? 0) },
  ];
}

export function lineOfTransaction(event: Event): Line {
  return { kind: 'transaction', id: event.event_id, data: { ...event } };
}

/** Null where one of them cannot be told from others or began never. */
function readSpans(sent: unknown, end: number): unknown[] | null {
  if (sent === undefined || sent === null) return [];
  if (!Array.isArray(sent)) return null;
  const spans: unknown[] = [];
  for (const span of sent.filter((each) => each !== null)) {
    if (!isObject(span) || readHexId(span.trace_id, 32) === undefined || readHexId(span.span_id, 16) === undefined) return null;
    const startedAt = parseTimestamp(span.start_timestamp);
    if (startedAt === undefined) return null;
    const endedAt = parseTimestamp(span.timestamp);
    if (endedAt !== undefined && endedAt < startedAt) return null;
    spans.push(endedAt === undefined ? { ...span, timestamp: end, status: 'deadline_exceeded' } : span);
  }
  return spans;
}

function nameTransaction(event: Event): void {
  const { source, ...info } = event.transaction_info ?? {};
  event.transaction ??= '<unlabeled transaction>';
  const isUrl = source === 'url' || source === 'sanitized' || (source === undefined && event.transaction.includes('/'));
  if (!isUrl) return;
  event.transaction = withoutIds(event.transaction);
  event.transaction_info = { ...info, source: 'sanitized' };
}

/** What is an id in a path, and not the name of a thing. Source: relay-event-normalization/src/regexes.rs */
const idPattern =
  /^(?:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|[0-9a-fA-F]{7,}|\d+|(?=.*\d)[\w-]{24,}|\d{4}-\d\d-\d\d(?:T[\d:.]+Z?)?)$/;

function withoutIds(name: string): string {
  return name
    .split('/')
    .map((segment) => (idPattern.test(segment) && /\d/.test(segment) ? '*' : segment))
    .join('/');
}
