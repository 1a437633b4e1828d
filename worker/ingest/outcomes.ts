import type { Env } from '../env.ts';
import type { DataCategory } from '../envelope/data-category.ts';
import { addOutcomes, type OutcomeCount } from '../storage/outcomes.ts';
import type { IngestKey } from '../storage/ingest-keys.ts';

/** What became of an item. Every item that reaches a project ends in exactly one of these. */
export type Outcome =
  | { outcome: 'accepted' }
  | { outcome: 'filtered'; reason: string }
  | { outcome: 'rate_limited'; reason: string }
  /** Reasons are Relay's: duplicate, duplicate_item, invalid_json, no_event_payload, feature_disabled, … */
  | { outcome: 'invalid'; reason: string };

export interface CountedOutcome {
  outcome: Outcome;
  category: DataCategory;
  /** Items; bytes for the category `attachment`. */
  quantity: number;
}

const hourMs = 3_600_000;
/** Counts are gathered this long, so that steady load costs a few rows a minute and not a row per event. */
const gatherMs = 4_000;

/** Per isolate: shard → key of the count → count. */
const gathered = new Map<number, Map<string, OutcomeCount>>();
let isFlushPlanned = false;

/**
 * Counts outcomes. They are statistics, not data: gathered in memory and added to D1 some seconds later, so a crash of the isolate loses the last seconds of
 * *counts* (never an event; the counts of issues are kept by their objects, exactly).
 */
export function countOutcomes(env: Env, context: ExecutionContext, key: IngestKey, outcomes: readonly CountedOutcome[], now: number): void {
  const hourAt = now - (now % hourMs);
  const counts = gathered.get(key.shard) ?? new Map<string, OutcomeCount>();
  gathered.set(key.shard, counts);
  for (const { outcome, category, quantity } of outcomes) {
    const reason = outcome.outcome === 'accepted' ? '' : outcome.reason;
    const name = `${key.projectId} ${hourAt} ${category} ${outcome.outcome} ${reason}`;
    const count = counts.get(name) ?? { projectId: key.projectId, hourAt, category, outcome: outcome.outcome, reason, quantity: 0 };
    count.quantity += quantity;
    counts.set(name, count);
  }
  if (isFlushPlanned || counts.size === 0) return;
  isFlushPlanned = true;
  context.waitUntil(scheduler.wait(gatherMs).then(() => flushOutcomes(env)));
}

/** Adds what is gathered to D1. What cannot be written now stays for the next time. */
export async function flushOutcomes(env: Env): Promise<void> {
  isFlushPlanned = false;
  for (const [shard, counts] of gathered) {
    gathered.delete(shard);
    try {
      await addOutcomes(env, shard, [...counts.values()]);
    } catch (error) {
      console.warn('outcomes wait, since the database is away:', error);
      putBack(shard, counts);
    }
  }
}

function putBack(shard: number, counts: Map<string, OutcomeCount>): void {
  const since = gathered.get(shard) ?? new Map<string, OutcomeCount>();
  for (const [name, count] of counts) since.set(name, { ...count, quantity: count.quantity + (since.get(name)?.quantity ?? 0) });
  gathered.set(shard, since);
}
