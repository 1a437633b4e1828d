import type { IssueState, PendingEffect } from './issue.ts';
import { automaticPriority } from './life/priority.ts';
import type { Life } from './life/life.ts';

/** What was kept of an issue before it had a life of its own and other hashes. */
export interface StateBeforeLife extends Omit<
  IssueState,
  'life' | 'furtherHashes' | 'unclaimedHashes' | 'isAlone' | 'likeness' | 'stack' | 'indexed' | 'happenings' | 'activity' | 'outbox'
> {
  status: 'unresolved' | 'resolved' | 'ignored';
  substatus: 'new' | 'ongoing' | 'regressed' | 'archived_forever' | null;
  activity: {
    id: string;
    type: 'set_resolved' | 'set_unresolved' | 'set_ignored' | 'set_regression';
    userId: number | null;
    at: number;
    release: string | null;
  }[];
  outbox: (Omit<PendingEffect, 'number'> & { version: number })[];
}

/** What was kept of an issue before its events could be searched for. */
export type StateBeforeIndex = Omit<IssueState, 'stack' | 'indexed'>;

/** A state as it is on disk, in the form of today. Once it is written again, it stays so. */
export function upgradeState(stored: IssueState | StateBeforeIndex | StateBeforeLife | null): IssueState | null {
  if (stored === null) return null;
  if ('life' in stored) return 'indexed' in stored ? stored : { ...stored, stack: null, indexed: [] };
  const { status: _status, substatus: _substatus, activity, outbox, ...rest } = stored;
  return {
    ...rest,
    life: lifeOf(stored),
    furtherHashes: [],
    unclaimedHashes: [],
    isAlone: false,
    likeness: [],
    stack: null,
    indexed: [],
    // Entries were numbered by versions, and D1 has all but the newest.
    happenings: stored.version,
    activity: activity
      .filter(({ id }) => Number(id) > stored.projectedVersion)
      .map(({ id, type, userId, at, release }) => ({ id, type, userId, at, data: release === null ? {} : { version: release } })),
    outbox: outbox.map(({ version, ...effect }) => ({ ...effect, number: version })),
  };
}

function lifeOf({ status, substatus, activity, lastSeenAt, level, isUnhandled, eventCount, userCount, trend }: StateBeforeLife): Life {
  const last = activity.at(-1);
  const automatic = automaticPriority({ level, isUnhandled, totals: { eventCount, userCount, trend }, receivedAt: lastSeenAt });
  return {
    status,
    substatus,
    since: last?.at ?? lastSeenAt,
    by: last?.userId ?? null,
    resolution: status === 'resolved' ? { type: 'now' } : null,
    archive: status === 'ignored' ? { type: 'forever' } : null,
    forecast: null,
    priority: { level: automatic, isSetByMember: false, automatic },
    assignee: null,
    isAssignedByMember: false,
  };
}
