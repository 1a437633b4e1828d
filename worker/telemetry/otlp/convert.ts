import { jsonText } from '../../event/bag.ts';
import { isObject } from '../../event/parse.ts';
import { type Attribute, attributeOf, type Attributes } from '../attributes.ts';
import type { IngestSettings } from '../container.ts';
import { judgeLog } from '../log.ts';
import { judgeSpan } from '../span-v2.ts';
import type { Judged, TelemetryContext } from '../telemetry.ts';

/* What OpenTelemetry exports, in the JSON form of OTLP, as spans and logs of our own. Source: relay-spans/src/otel_to_sentry_v2.rs, relay-ourlogs/src/otel_to_sentry.rs */

const noSettings: IngestSettings = { ip: null, userAgent: null };
const kinds: readonly (string | undefined)[] = [undefined, 'internal', 'server', 'client', 'producer', 'consumer'];
const statusError = 2;
/** Of `flags`: whether the parent is remote, and whether that is known. */
const remoteFlags = 0x300;

export function judgeOtlpTraces(exported: unknown, context: TelemetryContext): Judged[] {
  return [...thingsIn(exported, 'resourceSpans', 'scopeSpans', 'spans')].map(([span, inherited]) =>
    judgeSpan(isObject(span) ? convertSpan(span, inherited) : span, noSettings, context),
  );
}

export function judgeOtlpLogs(exported: unknown, context: TelemetryContext): Judged[] {
  return [...thingsIn(exported, 'resourceLogs', 'scopeLogs', 'logRecords')].map(([record, inherited]) =>
    judgeLog(isObject(record) ? convertLog(record, inherited, context) : record, noSettings, context),
  );
}

function convertSpan(span: Record<string, unknown>, inherited: Attributes): Record<string, unknown> {
  const attributes: Attributes = { ...inherited, ...readKeyValues(span.attributes, '') };
  const status = isObject(span.status) ? span.status : {};
  addText(attributes, 'sentry.kind', typeof span.kind === 'number' ? kinds[span.kind] : undefined);
  addText(attributes, 'sentry.status.message', status.message);
  // What happened during the span has no place of its own.
  if (Array.isArray(span.events) && span.events.length > 0) addText(attributes, 'otel.events', jsonText(span.events.map(convertEvent)));
  const parent = typeof span.parentSpanId === 'string' && span.parentSpanId !== '' ? span.parentSpanId : undefined;
  const isRemote = typeof span.flags === 'number' && (span.flags & remoteFlags) === remoteFlags;
  return {
    trace_id: span.traceId,
    span_id: span.spanId,
    parent_span_id: parent,
    name: nameOf(span.name, attributes),
    status: status.code === statusError || status.code === 'STATUS_CODE_ERROR' ? 'error' : 'ok',
    is_segment: parent === undefined || isRemote,
    start_timestamp: secondsOf(span.startTimeUnixNano),
    end_timestamp: secondsOf(span.endTimeUnixNano),
    attributes,
    links: Array.isArray(span.links) ? span.links.map(convertLink) : undefined,
  };
}

function convertEvent(event: unknown): unknown {
  if (!isObject(event)) return null;
  return { name: event.name, timestamp: secondsOf(event.timeUnixNano), attributes: valuesOf(readKeyValues(event.attributes, '')) };
}

function convertLink(link: unknown): unknown {
  return isObject(link) ? { trace_id: link.traceId, span_id: link.spanId, attributes: readKeyValues(link.attributes, '') } : link;
}

function nameOf(name: unknown, attributes: Attributes): string {
  if (typeof name === 'string' && name !== '') return name;
  const first = (...names: string[]) => names.map((each) => attributes[each]?.value).find((value) => typeof value === 'string' && value !== '');
  const method = first('http.request.method', 'http.method');
  const target = first('http.route', 'url.path', 'http.target');
  if (method !== undefined) return [method, target].filter((part) => part !== undefined).join(' ');
  return String(first('db.query.summary', 'db.query.text', 'db.statement', 'db.operation.name', 'db.operation') ?? '<unknown>');
}

function convertLog(record: Record<string, unknown>, inherited: Attributes, context: TelemetryContext): Record<string, unknown> {
  const attributes: Attributes = { ...inherited, ...readKeyValues(record.attributes, '') };
  addText(attributes, 'event.name', record.eventName);
  const body = readAnyValue(record.body);
  return {
    timestamp: secondsOf(record.timeUnixNano) ?? secondsOf(record.observedTimeUnixNano) ?? context.receivedAt / 1000,
    trace_id: typeof record.traceId === 'string' && record.traceId !== '' ? record.traceId : context.newId(),
    span_id: record.spanId,
    level: levelOf(record.severityNumber, record.severityText),
    severity_number: record.severityNumber,
    body: typeof body === 'string' ? body : body === undefined ? '' : jsonText(body),
    attributes,
  };
}

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

/** Four numbers each, from 1 on. */
function levelOf(number: unknown, text: unknown): string {
  const byNumber = typeof number === 'number' && number >= 1 ? levels[Math.floor((number - 1) / 4)] : undefined;
  const word = typeof text === 'string' ? text.toLowerCase() : '';
  return byNumber ?? levels.find((level) => word.startsWith(level)) ?? (word === 'critical' ? 'fatal' : 'info');
}

/** Every thing with what it inherits: the attributes of its resource and of its scope, under names that tell them apart. */
function* thingsIn(exported: unknown, resources: string, scopes: string, things: string): Generator<[thing: unknown, inherited: Attributes]> {
  for (const ofResource of listOf(exported, resources)) {
    const resource = isObject(ofResource) && isObject(ofResource.resource) ? ofResource.resource : {};
    const ofAll = readKeyValues(resource.attributes, 'resource.');
    for (const ofScope of listOf(ofResource, scopes)) {
      const scope = isObject(ofScope) && isObject(ofScope.scope) ? ofScope.scope : {};
      const inherited: Attributes = { ...ofAll, ...readKeyValues(scope.attributes, 'instrumentation.') };
      addText(inherited, 'instrumentation.name', scope.name);
      addText(inherited, 'instrumentation.version', scope.version);
      for (const thing of listOf(ofScope, things)) yield [thing, inherited];
    }
  }
}

function listOf(parent: unknown, key: string): readonly unknown[] {
  const list: unknown = isObject(parent) ? parent[key] : undefined;
  return Array.isArray(list) ? list : [];
}

function readKeyValues(sent: unknown, prefix: string): Attributes {
  const attributes: Attributes = {};
  for (const pair of Array.isArray(sent) ? sent : []) {
    if (!isObject(pair) || typeof pair.key !== 'string' || pair.key === '' || prefix + pair.key === '__proto__') continue;
    const attribute = attributeOfAny(pair.value);
    if (attribute) attributes[prefix + pair.key] = attribute;
  }
  return attributes;
}

function attributeOfAny(sent: unknown): Attribute | undefined {
  if (isObject(sent) && sent.intValue !== undefined) return integerOf(sent.intValue);
  if (isObject(sent) && sent.doubleValue !== undefined) {
    const value = Number(sent.doubleValue);
    return Number.isFinite(value) ? { type: 'double', value } : undefined;
  }
  return attributeOf(readAnyValue(sent));
}

/** JSON has whole numbers as text too. */
function integerOf(sent: unknown): Attribute | undefined {
  const value = typeof sent === 'string' && /^-?\d{1,20}$/.test(sent) ? (Number.isSafeInteger(Number(sent)) ? Number(sent) : sent) : sent;
  return typeof value === 'string' || Number.isSafeInteger(value) ? { type: 'integer', value } : undefined;
}

const maxValueDepth = 20;

/** Undefined for nothing. */
function readAnyValue(sent: unknown, depth = 1): unknown {
  if (!isObject(sent) || depth > maxValueDepth) return undefined;
  if (typeof sent.stringValue === 'string') return sent.stringValue;
  if (typeof sent.boolValue === 'boolean') return sent.boolValue;
  if (sent.intValue !== undefined) return integerOf(sent.intValue)?.value;
  if (sent.doubleValue !== undefined) return Number(sent.doubleValue);
  if (typeof sent.bytesValue === 'string') return sent.bytesValue;
  if (isObject(sent.arrayValue)) return listOf(sent.arrayValue, 'values').map((value) => readAnyValue(value, depth + 1) ?? null);
  if (!isObject(sent.kvlistValue)) return undefined;
  const pairs = listOf(sent.kvlistValue, 'values').filter((pair) => isObject(pair));
  return Object.fromEntries(pairs.filter(({ key }) => key !== '__proto__').map(({ key, value }) => [String(key), readAnyValue(value, depth + 1)]));
}

function valuesOf(attributes: Attributes): Record<string, unknown> {
  return Object.fromEntries(Object.entries(attributes).map(([name, { value }]) => [name, value]));
}

function addText(attributes: Attributes, name: string, value: unknown): void {
  if (typeof value === 'string' && value !== '') attributes[name] = { type: 'string', value };
}

/** Nanoseconds, as text or number → Unix seconds, to the microsecond. Zero means that there is none. */
function secondsOf(nanoseconds: unknown): number | undefined {
  const digits = typeof nanoseconds === 'number' ? String(nanoseconds) : nanoseconds;
  if (typeof digits !== 'string' || !/^\d{1,20}$/.test(digits) || /^0+$/.test(digits)) return undefined;
  return Number(BigInt(digits) / 1_000n) / 1e6;
}
