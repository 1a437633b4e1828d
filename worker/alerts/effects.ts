import type { Env } from '../env.ts';
import type { Effect } from '../issue/effects.ts';
import { markFirstEvent } from '../storage/first-event.ts';

/** Consumes what issue objects tell. Deliveries may repeat, so everything done here must bear that. Rejects when the effect has to come again. */
export async function handleEffect(env: Env, effect: Effect): Promise<void> {
  switch (effect.type) {
    case 'new':
      return noteFirstEvent(env, effect);
    case 'regressed':
    case 'resolved':
    case 'reopened':
    case 'archived':
    case 'deleted':
      return;
  }
}

/** Projects that are known to have a first event: every issue is new once, but a project hears of its first only once. */
const begun = new Set<number>();

async function noteFirstEvent(env: Env, { projectId, at }: Effect): Promise<void> {
  if (begun.has(projectId)) return;
  await markFirstEvent(env.DB, projectId, at);
  begun.add(projectId);
}
