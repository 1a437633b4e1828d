import type { Background, Env } from '../env.ts';
import type { DataCategory } from '../envelope/data-category.ts';
import type { IngestKey } from '../storage/ingest-keys.ts';
import { addOutcomes, type OutcomeCount } from '../storage/outcomes.ts';
import { addRejections } from '../storage/rejections.ts';
import { forgetRejections, gatherRejection, type Source } from './rejections.ts';

/** What became of an item. Every item that reaches a project ends in exactly one of these. */
export type Outcome =
  | { outcome: 'accepted' }
  /** The reason is the id of the inbound filter. */
  | { outcome: 'filtered'; reason: string }
  /** The reason is that of the quota. */
  | { outcome: 'rate_limited'; reason: string }
  /** Reasons are Relay's: duplicate, duplicate_item, invalid_json, no_event_payload, feature_disabled, … */
  | { outcome: 'invalid'; reason: string }
  /** A request of a flood that was not even read. */
  | { outcome: 'abuse'; reason: string }
  /** Never sent: the client reported it, with a reason of its own. */
  | { outcome: 'client_discard'; reason: string };

export interface CountedOutcome {
  outcome: Outcome;
  category: DataCategory;
  /** Items; bytes for the category `attachment`. */
  quantity: number;
  /** Unix milliseconds, of what a client tells instead of sending it: when that was. */
  at?: number;
  /** Size of the item, where it was read. */
  bytes?: number;
}

const hourMs = 3_600_000;
/** Counts are gathered this long, so that steady load costs a few rows a minute and not a row per event. */
const gatherMs = 4_000;
/**
 * Clients may invent reasons, and hours of the last month. So many different counts a project may have in an hour and an isolate of what clients tell, and as many of
 * what became of what they sent; what is beyond is counted now, under the reason `other`.
 */
const maxCountsPerProject = 50;

/** Reports may name any number, and sums of them must not outgrow what the database holds. */
const maxQuantity = Number.MAX_SAFE_INTEGER;

/** Bound of the isolate's memory. */
const maxProjects = 5_000;

/** Per isolate: shard → key of the count → count. */
const gathered = new Map<number, Map<string, OutcomeCount>>();
/** The names of this hour's counts of each project, beyond the flush: a made-up reason must not become a row every few seconds. */
const names = new Map<number, { hourAt: number; known: Record<'told' | 'seen', Set<string>> }>();
let isFlushPlanned = false;

/**
 * Counts outcomes. They are statistics, not data: gathered in memory and added to D1 some seconds later, so a crash of the isolate loses the last seconds of
 * *counts* (never an event; the counts of issues are kept by their objects, exactly). Of what was not kept, some is remembered as samples.
 */
export function countOutcomes(
  env: Env,
  context: Background,
  key: IngestKey,
  outcomes: readonly CountedOutcome[],
  now: number,
  source: Source = { eventId: null, client: null },
): void {
  const counts = gathered.get(key.shard) ?? new Map<string, OutcomeCount>();
  gathered.set(key.shard, counts);
  for (const counted of outcomes) {
    const count = countOf(key.projectId, counted, now);
    const name = `${key.projectId} ${nameOf(count)}`;
    const gatheredCount = counts.get(name) ?? { ...count, quantity: 0 };
    gatheredCount.quantity = Math.min(gatheredCount.quantity + count.quantity, maxQuantity);
    counts.set(name, gatheredCount);
    // What a client tells that it dropped is no sample: it never came.
    if (counted.at === undefined) gatherRejection(key, counted, source, now);
  }
  if (isFlushPlanned || counts.size === 0) return;
  isFlushPlanned = true;
  context.waitUntil(scheduler.wait(gatherMs).then(() => flushOutcomes(env)));
}

/** Adds what is gathered to D1. What cannot be written now stays for the next time; samples do not. */
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
  for (const [shard, samples] of forgetRejections()) {
    await addRejections(env, shard, samples).catch((error: unknown) => console.warn('samples of rejections are lost, since the database is away:', error));
  }
}

function countOf(projectId: number, { outcome, category, quantity, at }: CountedOutcome, now: number): OutcomeCount {
  const time = at ?? now;
  const count: OutcomeCount = {
    projectId,
    hourAt: time - (time % hourMs),
    category,
    outcome: outcome.outcome,
    reason: outcome.outcome === 'accepted' ? '' : outcome.reason,
    quantity,
  };
  const thisHourAt = now - (now % hourMs);
  return isAffordable(count, at === undefined ? 'seen' : 'told', thisHourAt) ? count : { ...count, reason: 'other', hourAt: thisHourAt };
}

function isAffordable(count: OutcomeCount, origin: 'told' | 'seen', hourAt: number): boolean {
  const ofProject = names.get(count.projectId);
  if (names.size > maxProjects) names.clear();
  const { known } = ofProject?.hourAt === hourAt ? ofProject : { known: { told: new Set<string>(), seen: new Set<string>() } };
  if (ofProject?.hourAt !== hourAt) names.set(count.projectId, { hourAt, known });
  const name = nameOf(count);
  if (!known[origin].has(name) && known[origin].size >= maxCountsPerProject) return false;
  known[origin].add(name);
  return true;
}

function nameOf({ hourAt, category, outcome, reason }: OutcomeCount): string {
  return `${hourAt} ${category} ${outcome} ${reason}`;
}

function putBack(shard: number, counts: Map<string, OutcomeCount>): void {
  const since = gathered.get(shard) ?? new Map<string, OutcomeCount>();
  for (const [name, count] of counts) since.set(name, { ...count, quantity: Math.min(count.quantity + (since.get(name)?.quantity ?? 0), maxQuantity) });
  gathered.set(shard, since);
}
