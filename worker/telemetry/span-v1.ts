import { isObject } from '../event/parse.ts';
import { attributeOf, type Attributes } from './attributes.ts';

const maxOpLength = 128;

/** Fields that are attributes now, under other names. */
const renamed: readonly [field: string, attribute: string][] = [
  ['description', 'sentry.description'],
  ['origin', 'sentry.origin'],
  ['exclusive_time', 'sentry.exclusive_time'],
  ['segment_id', 'sentry.segment.id'],
  ['profile_id', 'sentry.profile_id'],
  ['platform', 'sentry.platform'],
];

/**
 * A span as SDKs sent it before they streamed them, in the form of today. What fits nothing stays unchecked: judgeSpan looks at the result.
 *
 * Source: relay-spans/src/v1_to_v2.rs
 */
export function convertSpanV1(span: unknown): unknown {
  if (!isObject(span)) return span;
  const { trace_id, span_id, parent_span_id, start_timestamp, timestamp, description, is_segment } = span;
  const op = typeof span.op === 'string' && span.op !== '' ? span.op.slice(0, maxOpLength) : 'default';
  const name = typeof description === 'string' && description.trim() !== '' ? description : op;
  const links = Array.isArray(span.links) ? span.links.map(convertLink) : undefined;
  const status = statusOf(span.status);
  const attributes = attributesOf(span, op);
  return { trace_id, span_id, parent_span_id, name, status, is_segment, start_timestamp, end_timestamp: timestamp, attributes, links };
}

/** Anything but success and silence is an error; which one stays in the attributes. */
function statusOf(status: unknown): 'ok' | 'error' {
  return typeof status !== 'string' || status === 'ok' || status === 'unknown' || status === 'unset' || status === 'cancelled' ? 'ok' : 'error';
}

/** What is more special wins: fields of the span over its data, data over tags. */
function attributesOf(span: Record<string, unknown>, op: string): Attributes {
  const attributes: Attributes = {};
  const add = (name: string, value: unknown) => {
    const attribute = attributeOf(value);
    if (attribute && name !== '__proto__') attributes[name] = attribute;
  };
  for (const [name, value] of entriesOf(span.tags)) add(name, value);
  for (const [name, value] of entriesOf(span.data)) add(name, value);
  for (const [name, value] of entriesOf(span.measurements)) {
    const measured = isObject(value) ? attributeOf(value.value) : undefined;
    if (isObject(value) && measured && name !== '__proto__') attributes[name] = typeof value.unit === 'string' ? { ...measured, unit: value.unit } : measured;
  }
  for (const [field, name] of renamed) add(name, span[field]);
  add('sentry.op', op);
  if (typeof span.status === 'string') add('sentry.status', span.status);
  return attributes;
}

function convertLink(link: unknown): unknown {
  if (!isObject(link)) return link;
  return { ...link, attributes: Object.fromEntries(entriesOf(link.attributes).flatMap(([name, value]) => [[name, attributeOf(value)]])) };
}

function entriesOf(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}
