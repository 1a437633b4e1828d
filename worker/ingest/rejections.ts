import type { IngestKey } from '../storage/ingest-keys.ts';
import type { Rejection } from '../storage/rejections.ts';
import type { CountedOutcome } from './outcomes.ts';

/** Where a rejected item came from, as far as may be kept. */
export interface Source {
  eventId: string | null;
  /** `sentry_client` as sent. */
  client: string | null;
}

/** A project's samples are few: a burst is kept whole, so that whoever tries something out finds all of it, a flood one by one. */
const burst = 30;
/** One more sample every so long, ms: a steady flood costs two rows in that time. */
const refillMs = 10_000;
/** Bound of the isolate's memory. */
const maxProjects = 5_000;

const budgets = new Map<number, { left: number; at: number }>();
/** Per isolate: shard → samples. */
const gathered = new Map<number, Rejection[]>();

/** Keeps a sample of an item that was not kept, while the project's budget lasts. */
export function gatherRejection(key: IngestKey, { outcome, category, bytes }: CountedOutcome, { eventId, client }: Source, now: number): void {
  if (outcome.outcome === 'accepted' || outcome.outcome === 'client_discard') return;
  if (!spend(key.projectId, now)) return;
  const samples = gathered.get(key.shard) ?? [];
  gathered.set(key.shard, samples);
  samples.push({
    projectId: key.projectId,
    rejectedAt: now,
    id: crypto.randomUUID().replaceAll('-', ''),
    eventId,
    category,
    outcome: outcome.outcome,
    reason: outcome.reason,
    client: client?.replaceAll(/[^\w./@+ -]/g, '').slice(0, 64) || null,
    bytes: bytes ?? null,
  });
}

/** Hands over what is gathered. */
export function forgetRejections(): [shard: number, samples: Rejection[]][] {
  const all = [...gathered];
  gathered.clear();
  return all;
}

function spend(projectId: number, now: number): boolean {
  const known = budgets.get(projectId) ?? { left: burst, at: now };
  const refilled = Math.floor((now - known.at) / refillMs);
  const left = Math.min(burst, known.left + refilled);
  if (budgets.size >= maxProjects) budgets.clear();
  budgets.set(projectId, { left: Math.max(0, left - 1), at: known.at + refilled * refillMs });
  return left > 0;
}
