import type { ItemHeader } from '../envelope/envelope.ts';
import { isObject } from '../event/parse.ts';
import { Repairs } from '../event/repairs.ts';
import { fail, ok } from '../result.ts';
import { readAttributes } from './attributes.ts';
import { readTime } from './clock.ts';
import { addInferred, type ContainerForm, type IngestSettings, judgeContainer } from './container.ts';
import { readHexId } from './ids.ts';
import type { Judged, Line, TelemetryContext } from './telemetry.ts';

const form: ContainerForm = {
  contentType: 'application/vnd.sentry.items.trace-metric+json',
  reason: 'invalid_trace_metric',
  category: 'trace_metric',
  maxItemBytes: 1024 * 1024,
};

const types: readonly unknown[] = ['counter', 'gauge', 'distribution'];
const maxNameLength = 200;

/** Units that everybody means the same by. Source: relay-metrics-schema/src/units.rs */
const units: ReadonlySet<string> = new Set(
  (
    'nanosecond microsecond millisecond second minute hour day week bit byte kilobyte kibibyte megabyte mebibyte gigabyte gibibyte terabyte tebibyte petabyte ' +
    'pebibyte exabyte exbibyte ratio percent'
  ).split(' '),
);

/** Lines: `{timestamp, trace_id, span_id?, name, type, value, unit?, attributes, received, _meta?}`. Source: relay-server/src/processing/trace_metrics */
export function judgeTraceMetrics(header: ItemHeader, payload: Uint8Array, context: TelemetryContext): Judged[] {
  return judgeContainer(form, header, payload, (item, settings) => {
    const line = readTraceMetric(item, settings, context);
    return { counts: [{ category: 'trace_metric', quantity: 1 }], result: line ? ok(line) : fail('invalid_trace_metric') };
  });
}

function readTraceMetric(item: unknown, settings: IngestSettings, context: TelemetryContext): Line | undefined {
  if (!isObject(item)) return undefined;
  const timestamp = readTime(item.timestamp, context);
  const traceId = readHexId(item.trace_id, 32);
  const { type, value, unit } = item;
  const name = typeof item.name === 'string' ? readName(item.name) : '';
  if (timestamp === undefined || traceId === undefined || name === '' || !types.includes(type) || !Number.isFinite(value)) return undefined;

  const repairs = new Repairs();
  const attributes = readAttributes(item.attributes, repairs.root.at('attributes'));
  addInferred(attributes, settings, context);
  return {
    kind: 'trace_metric',
    id: null,
    data: {
      timestamp,
      trace_id: traceId,
      span_id: readHexId(item.span_id, 16),
      name,
      type,
      value,
      unit: typeof unit === 'string' && units.has(unit) ? unit : undefined,
      attributes,
      received: context.receivedAt / 1000,
      _meta: repairs.toTree(),
    },
  };
}

function readName(name: string): string {
  return name
    .trim()
    .slice(0, maxNameLength)
    .replaceAll(/[^a-zA-Z0-9_.]+/g, '_');
}
