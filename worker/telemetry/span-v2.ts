import type { ItemHeader } from '../envelope/envelope.ts';
import { isObject, parseJson } from '../event/parse.ts';
import { type Place, Repairs } from '../event/repairs.ts';
import { cleanText } from '../event/text.ts';
import { parseTimestamp } from '../event/timestamps.ts';
import { fail, ok } from '../result.ts';
import { readAttributes } from './attributes.ts';
import { addSeconds, shiftSeconds } from './clock.ts';
import { addInferred, type ContainerForm, type IngestSettings, judgeContainer } from './container.ts';
import { readHexId } from './ids.ts';
import { convertSpanV1 } from './span-v1.ts';
import type { Judged, Line, Link, TelemetryContext } from './telemetry.ts';

const form: ContainerForm = {
  contentType: 'application/vnd.sentry.items.span.v2+json',
  reason: 'invalid_span',
  category: 'span',
  maxItemBytes: 10 * 1024 * 1024,
};

const maxNameLength = 1_000;
const maxLinks = 100;
const noSettings: IngestSettings = { ip: null, userAgent: null };

/**
 * An item of spans: a container of the streamed form, or without its content type one span of the old form. Lines are the same for both:
 * `{trace_id, span_id, parent_span_id?, name, status: 'ok' | 'error', is_segment, start_timestamp, end_timestamp, attributes, links?, received, _meta?}`.
 *
 * Source: relay-server/src/processing/spans, relay-event-schema/src/protocol/span_v2.rs
 */
export function judgeSpans(header: ItemHeader, payload: Uint8Array, context: TelemetryContext): Judged[] {
  if (header.all.content_type === form.contentType || header.all.item_count !== undefined)
    return judgeContainer(form, header, payload, (item, settings) => judgeSpan(item, settings, context));
  const parsed = parseJson(new TextDecoder().decode(payload));
  if (!parsed.ok) return [{ counts: [{ category: 'span', quantity: 1 }], result: fail('invalid_json') }];
  return [judgeSpan(convertSpanV1(parsed.value), noSettings, context)];
}

/** One span of the streamed form. */
export function judgeSpan(item: unknown, settings: IngestSettings, context: TelemetryContext): Judged {
  const line = readSpan(item, settings, context);
  return { counts: [{ category: 'span', quantity: 1 }], result: line ? ok(line) : fail('invalid_span') };
}

function readSpan(item: unknown, settings: IngestSettings, context: TelemetryContext): Line | undefined {
  if (!isObject(item)) return undefined;
  const traceId = readHexId(item.trace_id, 32);
  const spanId = readHexId(item.span_id, 16);
  const start = parseTimestamp(item.start_timestamp);
  const end = parseTimestamp(item.end_timestamp);
  const { name, status } = item;
  if (traceId === undefined || spanId === undefined || start === undefined || end === undefined || end < start) return undefined;
  if (typeof name !== 'string' || (status !== 'ok' && status !== 'error')) return undefined;

  const repairs = new Repairs();
  const attributes = readAttributes(item.attributes, repairs.root.at('attributes'));
  addInferred(attributes, settings, context);
  const parentId = readHexId(item.parent_span_id, 16);
  const shift = shiftSeconds(end, context);
  return {
    kind: 'span',
    id: `${traceId}:${spanId}`,
    data: {
      trace_id: traceId,
      span_id: spanId,
      parent_span_id: parentId,
      name: cleanText(name).slice(0, maxNameLength).toWellFormed(),
      status,
      is_segment: typeof item.is_segment === 'boolean' ? item.is_segment : parentId === undefined,
      start_timestamp: addSeconds(start, shift),
      end_timestamp: addSeconds(end, shift),
      attributes,
      links: readLinks(item.links, repairs.root.at('links')),
      received: context.receivedAt / 1000,
      _meta: repairs.toTree(),
    },
  };
}

function readLinks(sent: unknown, place: Place): Link[] | undefined {
  if (!Array.isArray(sent) || sent.length === 0) return undefined;
  if (sent.length > maxLinks) place.noteRemoved(sent.length);
  return sent.slice(0, maxLinks).flatMap((link: unknown, index) => {
    const traceId = isObject(link) ? readHexId(link.trace_id, 32) : undefined;
    const spanId = isObject(link) ? readHexId(link.span_id, 16) : undefined;
    if (!isObject(link) || traceId === undefined || spanId === undefined) {
      place.at(index).noteInvalid('expected a link', null);
      return [];
    }
    const attributes = readAttributes(link.attributes, place.at(index).at('attributes'));
    return [{ trace_id: traceId, span_id: spanId, sampled: typeof link.sampled === 'boolean' ? link.sampled : undefined, attributes }];
  });
}
