import type { Background, Env } from '../env.ts';
import { type ChangedIssue, changesOf } from './changes.ts';
import { liveObjectName } from './object-name.ts';

/**
 * Tells those who look at the organization what somebody did that no projection tells of, behind the answer. One call for each such deed; where nobody listens, it ends
 * there. Should it fail, the others see it when they ask the next time.
 */
export function publish(env: Env, background: Background, organizationId: number, issues: readonly ChangedIssue[]): void {
  if (issues.length === 0) return;
  const told = env.LIVE.getByName(liveObjectName(organizationId)).publish(JSON.stringify(changesOf(issues)));
  background.waitUntil(told.catch((error: unknown) => console.warn('nobody was told of a change:', error)));
}
