import type { Level } from '../../event/event.ts';
import type { Trend } from '../trend.ts';
import type { Life } from './life.ts';

/** What an event, a command or time made of a life. */
export interface Lived {
  /** The very same object where nothing changed. */
  life: Life;
  /** In the order they happened; empty for what nobody needs to hear of. */
  happened: readonly Happening[];
}

/** What of it the history shows, and what somebody outside may care about. One of the two is set. */
export interface Happening {
  activity: Activity | null;
  effect: LifeEffect | null;
  /** The event that caused it, where one did. */
  eventId: string | null;
  /** The member who caused it, where one did. */
  userId: number | null;
  at: number;
}

export type LifeEffect = 'new' | 'regressed' | 'escalating' | 'resolved' | 'reopened' | 'archived' | 'assigned' | 'unassigned';

/** `type` and the keys of `data` are Sentry's. */
export interface Activity {
  type:
    | 'first_seen'
    | 'set_resolved'
    | 'set_resolved_in_release'
    | 'set_resolved_in_commit'
    | 'set_resolved_by_age'
    | 'set_unresolved'
    | 'set_ignored'
    | 'set_escalating'
    | 'set_regression'
    | 'set_priority'
    | 'auto_set_ongoing'
    | 'mark_reviewed'
    | 'assigned'
    | 'unassigned';
  data: ActivityData;
}

export interface ActivityData {
  [key: string]: string | number | boolean | null | ActivityData;
}

/** Events of one release seen since the last call. */
export interface Occurrences {
  count: number;
  release: string | null;
  /** Of the newest. */
  eventId: string;
  /** Of the newest. Unix milliseconds. */
  receivedAt: number;
  /** Users that the issue did not have before. */
  newUsers: number;
  /** Users of these events, as `EventSummary.userKey`. */
  userKeys: readonly string[];
  /** Whom ownership rules name for them: `user:<id>` or `team:<id>`. */
  owner: string | null;
  /** The gravest of them. */
  level: Level;
  isUnhandled: boolean;
  /** Of the whole issue, these events included. */
  totals: Totals;
}

export interface Totals {
  eventCount: number;
  userCount: number;
  trend: Trend;
}
