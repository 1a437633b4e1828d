import { isObject, parseJson } from '../event/parse.ts';
import { fail, ok, type Result } from '../result.ts';
import { attributeOf, type Attributes } from './attributes.ts';
import { readHexId } from './ids.ts';
import { judgeLog } from './log.ts';
import type { Judged, TelemetryContext } from './telemetry.ts';

/** Fields that have a name of their own; all others become `vercel.{name}`. */
const names: Readonly<Record<string, string>> = {
  host: 'server.address',
  environment: 'sentry.environment',
  statusCode: 'http.response.status_code',
  path: 'url.path',
};
const taken: ReadonlySet<string> = new Set(['timestamp', 'message', 'level', 'traceId', 'spanId', 'trace.id', 'span.id']);

/** The logs of a drain, as a JSON array or a line each. Source: https://vercel.com/docs/drains/reference/logs */
export function readVercelLogs(body: Uint8Array, context: TelemetryContext): Result<Judged[], 'invalid_json'> {
  const entries = readEntries(new TextDecoder().decode(body));
  return entries
    ? ok(entries.map((entry) => judgeLog(isObject(entry) ? convert(entry, context) : entry, { ip: null, userAgent: null }, context)))
    : fail('invalid_json');
}

function readEntries(text: string): unknown[] | null {
  const whole = parseJson(text);
  if (whole.ok) return Array.isArray(whole.value) ? whole.value : [whole.value];
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const parsed = lines.map(parseJson);
  // One line that is none costs itself only, but where none is one, it is no drain.
  return parsed.some((line) => line.ok) ? parsed.map((line) => (line.ok ? line.value : null)) : null;
}

function convert(entry: Record<string, unknown>, context: TelemetryContext): Record<string, unknown> {
  const attributes: Attributes = {};
  const add = (name: string, value: unknown) => {
    const attribute = attributeOf(value);
    if (attribute) attributes[name] = attribute;
  };
  for (const [field, value] of Object.entries(entry)) {
    if (taken.has(field) || value === '') continue;
    if (field === 'proxy' && isObject(value)) for (const [name, part] of Object.entries(value)) add(`vercel.proxy.${name}`, part);
    else add(names[field] ?? `vercel.${field}`, value);
  }
  add('sentry.origin', 'auto.log_drain.vercel');
  return {
    timestamp: typeof entry.timestamp === 'number' ? entry.timestamp / 1000 : context.receivedAt / 1000,
    trace_id: readHexId(entry.traceId ?? entry['trace.id'], 32) ?? context.newId(),
    span_id: entry.spanId ?? entry['span.id'],
    level: levelOf(entry),
    body: typeof entry.message === 'string' ? entry.message : '',
    attributes,
  };
}

function levelOf({ level, type }: Record<string, unknown>): string {
  if (level === 'warning') return 'warn';
  return level === 'error' || level === 'fatal' ? level : type === 'stderr' && level === undefined ? 'error' : 'info';
}
