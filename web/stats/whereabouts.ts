import type { ResolvedEventId } from '../../worker/api/contract/event.ts';
import type { Rejection } from '../../worker/api/contract/stats.ts';
import type { Answer } from '../api.ts';

/** What is known of an event by its id. */
export type Whereabouts =
  | { found: 'kept'; event: ResolvedEventId }
  /** The first is the event itself, the others what came with it. */
  | { found: 'rejected'; rejections: [Rejection, ...Rejection[]] }
  | { found: 'nowhere' };

export interface Sources {
  resolve: () => Promise<Answer<ResolvedEventId>>;
  listRejections: () => Promise<Answer<Rejection[]>>;
}

/** Looks among what is kept, then among the samples of what is not. */
export async function locateEvent({ resolve, listRejections }: Sources): Promise<Answer<Whereabouts>> {
  const resolved = await resolve();
  if (resolved.ok) return { ok: true, value: { found: 'kept', event: resolved.value } };
  if (resolved.failure.reason !== 'not_found') return resolved;
  const listed = await listRejections();
  if (!listed.ok) return listed;
  const [first, ...others] = [...listed.value].sort((one, other) => rank(one) - rank(other));
  return { ok: true, value: first ? { found: 'rejected', rejections: [first, ...others] } : { found: 'nowhere' } };
}

function rank({ category }: Rejection): number {
  return category === 'error' ? 0 : category === 'attachment' ? 2 : 1;
}

/** The way of an event, as far as it went. */
export const steps = ['Received', 'Read', 'Inbound filters', 'Within limits', 'Grouped', 'Stored'] as const;

/** The step at which a rejected one ended. */
export function lastStep({ outcome }: Rejection): number {
  switch (outcome) {
    case 'abuse':
      return 0;
    case 'invalid':
      return 1;
    case 'filtered':
      return 2;
    case 'rate_limited':
      return 3;
    case 'client_discard':
      return 0;
    case 'accepted':
      return steps.length;
  }
}
