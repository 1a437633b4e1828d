import type { Env } from '../env.ts';
import picket from '../index.ts';
import { watchDatabase } from './watch-database.ts';

export * from '../index.ts';

/** Picket, which tells with each answer how many rows of D1 were read for it, in `x-rows-read`. */
export default {
  ...picket,
  async fetch(request, env, context) {
    let rows = 0;
    const read = (more: number) => (rows += more);
    const databases = Object.entries(env).flatMap(([name, binding]) => (/^DB(_\d+)?$/.test(name) ? [[name, watchDatabase(binding, { read })]] : []));
    const answer = await picket.fetch(request, { ...env, ...Object.fromEntries(databases) }, context);
    const told = new Response(answer.body, answer);
    told.headers.set('x-rows-read', String(rows));
    return told;
  },
} satisfies ExportedHandler<Env, never>;
