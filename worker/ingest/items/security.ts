import { parseReports } from '../../event/reports/parse-reports.ts';
import { readNel } from '../../event/reports/read-nel.ts';
import { type ReportFacts, readReport } from '../../event/reports/read-report.ts';
import { judgeLog } from '../../telemetry/log.ts';
import { newEventId } from '../event-id.ts';
import type { Intake } from '../intake.ts';
import type { CountedOutcome, Outcome } from '../outcomes.ts';
import { telemetryContextOf } from '../telemetry-context.ts';
import { preparedOf, settleThings } from '../telemetry-intake.ts';
import { judgeEvent, recordEvent } from './event.ts';
import type { ItemHandler } from './handler.ts';

/** A report that came as an item, e.g. from a Relay. What it says of the page stands in its header. */
export const rawSecurityHandler: ItemHandler = {
  needsEventId: true,
  disposal: () => ({ kind: 'keep' }),
  async settle(intake, { header, payload }) {
    const { sentry_release: release, sentry_environment: environment } = header.all;
    const facts = { release: typeof release === 'string' ? release : null, environment: typeof environment === 'string' ? environment : null };
    return recordReports(intake, parseReports(payload ?? new Uint8Array()), facts);
  },
};

export const nelHandler: ItemHandler = {
  needsEventId: false,
  disposal: () => ({ kind: 'keep' }),
  settle: (intake, { payload }) => recordNel(intake, parseReports(payload ?? new Uint8Array())),
};

/** Every report is an event of its own. `reports` as parseReports gives them. */
export async function recordReports(intake: Intake, reports: readonly unknown[] | null, facts: ReportFacts): Promise<CountedOutcome[]> {
  if (!reports) return [noJson];
  const outcomes: CountedOutcome[] = [];
  for (const report of reports.slice(0, maxReports)) outcomes.push({ outcome: await recordReport(intake, report, facts), category: 'security', quantity: 1 });
  return [...outcomes, ...tooMany(reports)];
}

/** More than any browser gathers before it sends, and as many objects as one request may cost. */
const maxReports = 100;

function tooMany(reports: readonly unknown[]): CountedOutcome[] {
  const quantity = reports.length - maxReports;
  return quantity > 0 ? [{ outcome: { outcome: 'invalid', reason: 'too_large:security' }, category: 'security', quantity }] : [];
}

const noJson: CountedOutcome = { outcome: { outcome: 'invalid', reason: 'invalid_json' }, category: 'security', quantity: 1 };

async function recordReport(intake: Intake, report: unknown, facts: ReportFacts): Promise<Outcome> {
  const event = readReport(report, facts);
  if (!event.ok) return { outcome: 'invalid', reason: event.error };
  const payload = new TextEncoder().encode(JSON.stringify(event.value));
  const judged = await judgeEvent(intake.key, { category: 'security', payload }, intake.normalizing(newEventId()), intake.limiter);
  return judged.ok ? recordEvent(intake.call.env, intake.key, judged.value) : judged.error;
}

/** Reports on the network become logs, beyond all limits: their senders could not be told. That all went well is no news, and counted as filtered. */
export async function recordNel(intake: Intake, reports: readonly unknown[] | null): Promise<CountedOutcome[]> {
  if (!reports) return [noJson];
  const context = telemetryContextOf(intake);
  const logs = reports.slice(0, maxReports).map((report) => readNel(report, context.receivedAt));
  const quiet = logs.filter((log) => log === null).length;
  const unknown = logs.filter((log) => log === undefined).length;
  const outcomes = tooMany(reports);
  if (quiet > 0) outcomes.push({ outcome: { outcome: 'filtered', reason: 'nel-ok' }, category: 'security', quantity: quiet });
  if (unknown > 0) outcomes.push({ outcome: { outcome: 'invalid', reason: 'security_report_type' }, category: 'security', quantity: unknown });

  const settings = { ip: 'never', userAgent: 'never' } as const;
  const judged = logs.flatMap((log) => (log ? [judgeLog({ ...log, trace_id: newEventId() }, settings, context)] : []));
  if (judged.length === 0) return outcomes;
  return [...outcomes, ...(await settleThings(intake, judged.map(preparedOf), 0))];
}
