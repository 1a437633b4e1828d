import type { ItemHeader } from '../envelope/envelope.ts';
import { judgeCheckIn } from './check-in.ts';
import { judgeLogs } from './log.ts';
import { judgeSession, judgeSessionAggregates } from './session.ts';
import { judgeSpans } from './span-v2.ts';
import type { Judged, TelemetryContext } from './telemetry.ts';
import { judgeTraceMetrics } from './trace-metric.ts';

type Judge = (header: ItemHeader, payload: Uint8Array, context: TelemetryContext) => Judged[];

/** Items that are held whole and judged by themselves. Transactions, profiles and replays have an event, bytes or other items that belong to them. */
const judges: ReadonlyMap<string, Judge> = new Map([
  ['log', judgeLogs],
  ['trace_metric', judgeTraceMetrics],
  ['span', judgeSpans],
  ['session', judgeSession],
  ['sessions', judgeSessionAggregates],
  ['check_in', judgeCheckIn],
]);

/** Everything in an item, each for itself. */
export function judgeItem(header: ItemHeader, payload: Uint8Array, context: TelemetryContext): Judged[] {
  const judge = judges.get(header.type);
  if (!judge) throw new Error(`Items of type ${header.type} are not judged by themselves`);
  return judge(header, payload, context);
}
