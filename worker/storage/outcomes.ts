import type { Env } from '../env.ts';
import { and, gte, lt, sql, type SQLWrapper } from 'drizzle-orm';
import { outcomes } from './schema.ts';
import type { ScopedProject } from './scope.ts';
import { dataShard } from './shards.ts';

export interface OutcomeCount {
  projectId: number;
  /** Start of the hour. */
  hourAt: number;
  category: string;
  outcome: 'accepted' | 'filtered' | 'rate_limited' | 'invalid' | 'abuse' | 'client_discard';
  reason: string;
  quantity: number;
}

/**
 * Adds counts to those of their hour. One statement however many counts, since D1 takes only 100 parameters. Sums stay what a number can hold: one that outgrew the
 * column would fail the counts of everybody else.
 */
export async function addOutcomes(env: Env, shard: number, counts: readonly OutcomeCount[]): Promise<void> {
  await dataShard(env, shard)
    .prepare(
      `insert into outcomes (project_id, hour_at, category, outcome, reason, quantity)
       select value ->> 'projectId', value ->> 'hourAt', value ->> 'category', value ->> 'outcome', value ->> 'reason', value ->> 'quantity'
       from json_each(?) where true
       on conflict do update set quantity = min(quantity + excluded.quantity, ${Number.MAX_SAFE_INTEGER})`,
    )
    .bind(JSON.stringify(counts))
    .run();
}

export interface OutcomeSum {
  projectId: number;
  category: string;
  outcome: string;
  reason: string;
  /** Start of the bucket. */
  startAt: number;
  quantity: number;
}

export interface OutcomeQuestion {
  /** Half-open, and on the bounds of buckets. */
  from: number;
  to: number;
  intervalMs: number;
  /** None: all. */
  categories: readonly string[];
  outcomes: readonly string[];
  reasons: readonly string[];
}

/** Counts of some projects in buckets of time; those of several shards one after the other. */
export async function sumOutcomes(projects: readonly ScopedProject[], question: OutcomeQuestion): Promise<OutcomeSum[]> {
  const shards = Map.groupBy(projects, (project) => project.shard);
  return (await Promise.all([...shards.values()].map((ofShard) => sumInShard(ofShard, question)))).flat();
}

async function sumInShard(projects: readonly ScopedProject[], question: OutcomeQuestion): Promise<OutcomeSum[]> {
  const [first] = projects;
  if (!first) return [];
  const { from, to, intervalMs } = question;
  const startAt = sql<number>`${outcomes.hourAt} - ${outcomes.hourAt} % ${sql.raw(String(intervalMs))}`;
  const { projectId, category, outcome, reason } = outcomes;
  return first.data
    .select({ projectId, category, outcome, reason, startAt, quantity: sql<number>`sum(${outcomes.quantity})` })
    .from(outcomes)
    .where(
      and(
        isOneOf(
          projectId,
          projects.map(({ id }) => id),
        ),
        gte(outcomes.hourAt, from),
        lt(outcomes.hourAt, to),
        question.categories.length > 0 ? isOneOf(category, question.categories) : undefined,
        question.outcomes.length > 0 ? isOneOf(outcome, question.outcomes) : undefined,
        question.reasons.length > 0 ? isOneOf(reason, question.reasons) : undefined,
      ),
    )
    .groupBy(projectId, category, outcome, reason, startAt);
}

/** One parameter however many values, since D1 takes only 100. */
function isOneOf(column: SQLWrapper, values: readonly (string | number)[]) {
  return sql`${column} in (select value from json_each(${JSON.stringify(values)}))`;
}
