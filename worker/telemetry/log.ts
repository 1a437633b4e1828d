import type { ItemHeader } from '../envelope/envelope.ts';
import { isObject } from '../event/parse.ts';
import { Repairs } from '../event/repairs.ts';
import { cleanText } from '../event/text.ts';
import { fail, ok } from '../result.ts';
import { byteLength, readAttributes, sizeOfAttributes } from './attributes.ts';
import { readTime } from './clock.ts';
import { addInferred, type ContainerForm, type IngestSettings, judgeContainer } from './container.ts';
import { readHexId } from './ids.ts';
import type { Judged, Line, TelemetryContext } from './telemetry.ts';

const form: ContainerForm = {
  contentType: 'application/vnd.sentry.items.log+json',
  reason: 'invalid_log',
  category: 'log_item',
  maxItemBytes: 1024 * 1024,
};

const levels: readonly unknown[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/** Lines: `{timestamp, trace_id, span_id?, level, severity_number?, body, attributes, received, _meta?}`. Source: relay-server/src/processing/logs */
export function judgeLogs(header: ItemHeader, payload: Uint8Array, context: TelemetryContext): Judged[] {
  return judgeContainer(form, header, payload, (item, settings) => judgeLog(item, settings, context));
}

/** One log, as it stands in a container or was made from one of OpenTelemetry. */
export function judgeLog(item: unknown, settings: IngestSettings, context: TelemetryContext): Judged {
  const line = readLog(item, settings, context);
  return {
    counts: [
      { category: 'log_item', quantity: 1 },
      { category: 'log_byte', quantity: sizeOf(item) },
    ],
    result: line ? ok(line) : fail('invalid_log'),
  };
}

/** As it was sent, before anything is made of it. Source: relay-ourlogs/src/size.rs */
function sizeOf(item: unknown): number {
  if (!isObject(item)) return 1;
  return Math.max(1, (typeof item.body === 'string' ? byteLength(item.body) : 0) + sizeOfAttributes(item.attributes));
}

function readLog(item: unknown, settings: IngestSettings, context: TelemetryContext): Line | undefined {
  if (!isObject(item)) return undefined;
  const timestamp = readTime(item.timestamp, context);
  const traceId = readHexId(item.trace_id, 32);
  const { level, body, severity_number } = item;
  if (timestamp === undefined || traceId === undefined || !levels.includes(level) || typeof body !== 'string') return undefined;

  const repairs = new Repairs();
  const attributes = readAttributes(item.attributes, repairs.root.at('attributes'));
  addInferred(attributes, settings, context);
  return {
    kind: 'log',
    id: null,
    data: {
      timestamp,
      trace_id: traceId,
      span_id: readHexId(item.span_id, 16),
      level,
      severity_number: typeof severity_number === 'number' && severity_number >= 1 && severity_number <= 24 ? Math.trunc(severity_number) : undefined,
      body: cleanText(body),
      attributes,
      received: context.receivedAt / 1000,
      _meta: repairs.toTree(),
    },
  };
}
