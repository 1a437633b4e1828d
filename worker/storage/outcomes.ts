import type { Env } from '../env.ts';
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

/** Adds counts to those of their hour. One statement however many counts, since D1 takes only 100 parameters. */
export async function addOutcomes(env: Env, shard: number, counts: readonly OutcomeCount[]): Promise<void> {
  await dataShard(env, shard)
    .prepare(
      `insert into outcomes (project_id, hour_at, category, outcome, reason, quantity)
       select value ->> 'projectId', value ->> 'hourAt', value ->> 'category', value ->> 'outcome', value ->> 'reason', value ->> 'quantity'
       from json_each(?) where true
       on conflict do update set quantity = quantity + excluded.quantity`,
    )
    .bind(JSON.stringify(counts))
    .run();
}
