import type { Env } from '../env.ts';

/** The database that holds the issues and events of projects on this shard. Throws when wrangler.toml no longer binds it. */
export function dataShard(env: Env, shard: number): D1Database {
  if (shard === 0) return env.DB;
  const bound = extraShards(env).get(shard);
  if (!bound) throw new Error(`Data shard ${shard} has projects but no binding DB_${shard}`);
  return bound;
}

/** Numbers of all shards that are bound, for choosing where a new project goes. */
export function boundShards(env: Env): number[] {
  return [0, ...extraShards(env).keys()];
}

function extraShards(env: Env): Map<number, D1Database> {
  const shards = new Map<number, D1Database>();
  for (const [name, binding] of Object.entries(env)) {
    const number = /^DB_(\d+)$/.exec(name)?.[1];
    if (number) shards.set(Number(number), binding as D1Database);
  }
  return shards;
}
