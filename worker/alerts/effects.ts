import type { Env } from '../env.ts';
import type { Effect } from '../issue/effects.ts';
import { markFirstEvent } from '../storage/first-event.ts';

/** Consumes what issue objects tell. Deliveries may repeat, so everything done here must bear that. Rejects when the effect has to come again. */
export async function handleEffect(env: Env, effect: Effect): Promise<void> {
  switch (effect.type) {
    case 'new':
      return markFirstEvent(env.DB, effect.projectId, effect.at);
    case 'regressed':
    case 'resolved':
    case 'reopened':
    case 'archived':
    case 'deleted':
      return;
  }
}
