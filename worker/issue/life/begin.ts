import { assignOwner } from './assign.ts';
import type { Life } from './life.ts';
import type { Lived, Occurrences } from './lived.ts';
import { automaticPriority } from './priority.ts';

/** The life of an issue whose first events these are. */
export function beginLife(first: Occurrences): Lived {
  const { eventId, receivedAt } = first;
  const level = automaticPriority(first);
  const life: Life = {
    status: 'unresolved',
    substatus: 'new',
    since: receivedAt,
    by: null,
    resolution: null,
    archive: null,
    forecast: null,
    priority: { level, isSetByMember: false, automatic: level },
    assignee: null,
    isAssignedByMember: false,
  };
  const activity = { type: 'first_seen' as const, data: { event_id: eventId, priority: level } };
  return assignOwner({ life, happened: [{ activity, effect: 'new', eventId, userId: null, at: receivedAt }] }, first);
}
