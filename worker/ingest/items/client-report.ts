import { type DataCategory, dataCategories } from '../../envelope/data-category.ts';
import type { CountedOutcome, Outcome } from '../outcomes.ts';
import type { ItemHandler } from './handler.ts';

/** What the client says it dropped itself. Never limited: it is how a client tells that it obeys. */
export const clientReportHandler: ItemHandler = {
  needsEventId: false,
  disposal: () => ({ kind: 'keep' }),
  settle: async ({ call }, { payload }) => readClientReport(payload ?? new Uint8Array(), call.receivedAt),
};

/** What the lists of a report mean. All but the first are sent by Relays, which refuse in our name. */
const lists = [
  ['discarded_events', 'client_discard'],
  ['rate_limited_events', 'rate_limited'],
  ['filtered_events', 'filtered'],
] as const;

/** Names that only SDKs use. */
const aliases: Readonly<Record<string, DataCategory>> = { user_report_v2: 'feedback', metric: 'trace_metric' };

const maxReasonLength = 200;
/** A report that comes later than this tells nobody anything, ms. */
const maxAgeMs = 30 * 24 * 3_600_000;
const maxAheadMs = 60_000;
const maxQuantity = 1_000_000_000;

/**
 * What a client says it dropped itself, as outcomes of the time it says. Entries that do not fit are passed over; a report is never an error.
 *
 * Source: https://develop.sentry.dev/sdk/telemetry/client-reports/, relay-server/src/processing/client_reports
 */
export function readClientReport(payload: Uint8Array, receivedAt: number): CountedOutcome[] {
  const report = parse(payload);
  const at = timeOf(report.timestamp) ?? receivedAt;
  if (at < receivedAt - maxAgeMs || at > receivedAt + maxAheadMs) return [];
  return lists.flatMap(([list, outcome]) => entriesOf(report[list]).flatMap((entry) => readEntry(entry, outcome, at)));
}

function readEntry(entry: Record<string, unknown>, outcome: 'client_discard' | 'rate_limited' | 'filtered', at: number): CountedOutcome[] {
  const { quantity } = entry;
  // What cannot be seen, or turns the direction of a line, names nothing.
  const reason = typeof entry.reason === 'string' ? entry.reason.replaceAll(/\p{C}/gu, '') : '';
  const category = categoryOf(entry.category);
  if (!category || reason === '' || reason.length > maxReasonLength) return [];
  if (typeof quantity !== 'number' || !Number.isInteger(quantity) || quantity < 1 || quantity > maxQuantity) return [];
  const counted: Outcome = { outcome, reason };
  return [{ outcome: counted, category, quantity, at }];
}

function categoryOf(name: unknown): DataCategory | undefined {
  if (typeof name !== 'string') return undefined;
  return dataCategories.find((category) => category === name) ?? (Object.hasOwn(aliases, name) ? aliases[name] : undefined);
}

/** Unix seconds or an ISO time → milliseconds. */
function timeOf(timestamp: unknown): number | null {
  const at = typeof timestamp === 'number' ? timestamp * 1000 : typeof timestamp === 'string' ? Date.parse(timestamp) : Number.NaN;
  return Number.isFinite(at) ? at : null;
}

function parse(payload: Uint8Array): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(payload));
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function entriesOf(list: unknown): Record<string, unknown>[] {
  return Array.isArray(list) ? list.filter(isObject) : [];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
