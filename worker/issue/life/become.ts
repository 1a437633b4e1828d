import type { Life, PriorityLevel, UnresolvedSubstatus } from './life.ts';
import type { Activity, Happening, LifeEffect, Lived } from './lived.ts';
import { priorityIn } from './priority.ts';

/** Who or what caused it. */
export type Cause = Pick<Happening, 'eventId' | 'userId' | 'at'>;

export interface Telling {
  activity: Activity;
  effect: LifeEffect | null;
}

/** The one way to become unresolved, or unresolved in another way. Priority follows, unless a member set it. */
export function becomeUnresolved(
  life: Life,
  substatus: UnresolvedSubstatus,
  forecast: number | null,
  cause: Cause,
  told: Telling,
  automatic: PriorityLevel = life.priority.automatic,
): Lived {
  const priority = priorityIn(substatus, automatic, life);
  const became: Life = { ...life, status: 'unresolved', substatus, since: cause.at, by: cause.userId, resolution: null, archive: null, forecast, priority };
  return { life: became, happened: [{ ...told, ...cause }, ...tellPriority(life, became, substatus, cause)] };
}

/** Why the priority changed by itself; nothing where it did not. */
export function tellPriority(before: Life, after: Life, reason: string, cause: Cause): Happening[] {
  if (before.priority.level === after.priority.level) return [];
  return [{ activity: { type: 'set_priority', data: { priority: after.priority.level, reason } }, effect: null, ...cause, userId: null }];
}
