import { parseReports } from '../../event/reports/parse-reports.ts';
import { readNel } from '../../event/reports/read-nel.ts';
import { type ReportFacts, readReport } from '../../event/reports/read-report.ts';
import { judgeLog } from '../../telemetry/log.ts';
import { newEventId } from '../event-id.ts';
import type { Intake } from '../intake.ts';
import type { CountedOutcome, Outcome } from '../outcomes.ts';
import { telemetryContextOf } from '../telemetry-context.ts';
import { limitTogether, preparedOf, settleThings } from '../telemetry-intake.ts';
import { judgeEvent, recordEvent } from './event.ts';
import type { ItemHandler } from './handler.ts';

/** A report that came as an item, e.g. from a Relay. What it says of the page stands in its header. */
export const rawSecurityHandler: ItemHandler = {
  needsEventId: true,
  disposal: () => ({ kind: 'keep' }),
  async settle(intake, { header, payload }) {
    const { sentry_release: release, sentry_environment: environment } = header.all;
    const facts = { release: typeof release === 'string' ? release : null, environment: typeof environment === 'string' ? environment : null };
    return (await recordReports(intake, payload ?? new Uint8Array(), facts)).outcomes;
  },
};

export const nelHandler: ItemHandler = {
  needsEventId: false,
  disposal: () => ({ kind: 'keep' }),
  settle: (intake, { payload }) => recordNel(intake, payload ?? new Uint8Array()),
};

export interface RecordedReports {
  /** Of the first report that became an event. */
  eventId: string | null;
  outcomes: CountedOutcome[];
}

/** Every report is an event of its own. */
export async function recordReports(intake: Intake, payload: Uint8Array, facts: ReportFacts): Promise<RecordedReports> {
  const recorded: RecordedReports = { eventId: null, outcomes: [] };
  for (const report of parseReports(payload) ?? [undefined]) {
    const eventId = newEventId();
    const outcome = await recordReport(intake, report, facts, eventId);
    if (outcome.outcome === 'accepted') recorded.eventId ??= eventId;
    recorded.outcomes.push({ outcome, category: 'security', quantity: 1 });
  }
  return recorded;
}

async function recordReport(intake: Intake, report: unknown, facts: ReportFacts, eventId: string): Promise<Outcome> {
  const event = report === undefined ? ({ ok: false, error: 'invalid_json' } as const) : readReport(report, facts);
  if (!event.ok) return { outcome: 'invalid', reason: event.error };
  const payload = new TextEncoder().encode(JSON.stringify(event.value));
  const judged = await judgeEvent(intake.key, { category: 'security', payload }, intake.normalizing(eventId), intake.limiter);
  return judged.ok ? recordEvent(intake.call.env, intake.key, judged.value) : judged.error;
}

/** Reports on the network become logs. That all went well is no news, and counted as filtered. */
export async function recordNel(intake: Intake, payload: Uint8Array): Promise<CountedOutcome[]> {
  const context = telemetryContextOf(intake);
  const reports = parseReports(payload);
  if (!reports) return [{ outcome: { outcome: 'invalid', reason: 'invalid_json' }, category: 'security', quantity: 1 }];
  const logs = reports.map((report) => readNel(report, context.receivedAt));
  const quiet = logs.filter((log) => log === null).length;
  const unknown = logs.filter((log) => log === undefined).length;
  const outcomes: CountedOutcome[] = [];
  if (quiet > 0) outcomes.push({ outcome: { outcome: 'filtered', reason: 'nel-ok' }, category: 'security', quantity: quiet });
  if (unknown > 0) outcomes.push({ outcome: { outcome: 'invalid', reason: 'security_report_type' }, category: 'security', quantity: unknown });

  const settings = { ip: 'never', userAgent: 'never' } as const;
  const judged = logs.flatMap((log) => (log ? [judgeLog({ ...log, trace_id: newEventId() }, settings, context)] : []));
  if (judged.length === 0) return outcomes;
  const things = await limitTogether(intake, judged.map(preparedOf));
  return [...outcomes, ...(await settleThings(intake, things, payload.length))];
}
