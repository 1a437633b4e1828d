/**
 * Where an issue stands: all of it that commands, events and time change, and nothing else. It is plain JSON and stored with the issue at every event, so an
 * ordinary life is tiny and the largest stays below 64 kB. Only the functions of this folder make or change one, and none of them changes its argument.
 *
 *                               beginLife
 *                                   │
 *   UNRESOLVED                      ▼
 *   ┌───────────────────────────────────────────────────────────────────────────┐
 *   │    new ──────┐                                                            │
 *   │    regressed ┼─ age (7 days), markReviewed ─▶ ongoing ── event beyond ──┐ │
 *   │ ┌▶ escalating┘                                             the forecast │ │
 *   │ └───────────────────────────────────────────────────────────────────────┘ │
 *   └───────────────────────────────────────────────────────────────────────────┘
 *       │      ▲       ▲                           │      ▲       ▲       ▲
 *    resolve   │       │                        archive   │       │       │
 *       │   reopen   event that the                │   reopen   time     event that meets the
 *       │   ongoing  resolution does               │   ongoing  is up:   condition, or is beyond
 *       │            not cover:                    │            ongoing  the forecast: escalating
 *       ▼            regressed                     ▼
 *   RESOLVED ───────────────────── archive ──▶  IGNORED
 *     now, by_age            ◀──── resolve ────   archived_until_escalating
 *     in_release                                  archived_until_condition_met (a time, events, users: the first to come true)
 *     in_next_release                             archived_forever (no event and no time ends it)
 *     in_commit
 *
 *   Inside RESOLVED, a resolution that names a release or commit replaces another, and releaseCommit turns a commit into a release. Inside IGNORED, another
 *   condition replaces the one before. `reopen` may name the substatus, which is how a list undoes an archive. Every other pair of state and cause changes
 *   nothing; `machine.test.ts` has the whole table. Assignee and priority live beside all this in every state.
 */
export interface Life {
  status: Status;
  substatus: Substatus | null;
  /** When the present status, substatus, resolution or condition began. */
  since: number;
  /** The member who brought it about. Null: it came about by itself. */
  by: number | null;
  /** Set exactly while resolved. */
  resolution: Resolution | null;
  /** Set exactly while ignored. */
  archive: Archive | null;
  /** Events a day that were usual when somebody last looked; null where the days themselves tell. See forecast.ts. */
  forecast: number | null;
  priority: Priority;
  /** `user:<id>` or `team:<id>`. */
  assignee: string | null;
  /** A member assigned or explicitly unassigned: from then on nothing assigns by itself. */
  isAssignedByMember: boolean;
}

export type Status = 'unresolved' | 'resolved' | 'ignored';
export type UnresolvedSubstatus = 'new' | 'ongoing' | 'escalating' | 'regressed';
export type Substatus = UnresolvedSubstatus | 'archived_until_escalating' | 'archived_until_condition_met' | 'archived_forever';

/** What it takes for an event to be no regression. */
export type Resolution =
  /** Nothing: every later event regresses. */
  | { type: 'now' }
  /** As `now`; nothing was seen for so long that the issue counts as solved. */
  | { type: 'by_age'; hours: number }
  /** Solved in `release`: older ones do not regress. */
  | ({ type: 'in_release' } & ReleaseMark)
  /** Solved in whatever comes after `release`, the newest when it was resolved: that one and older ones do not regress. */
  | ({ type: 'in_next_release' } & ReleaseMark)
  /** As `now` until a release is known to hold the commit, from then on as `in_release`. */
  | { type: 'in_commit'; repository: string; commit: string; release: ReleaseMark | null };

/** A release, and which ones came before it where their versions do not tell. */
export interface ReleaseMark {
  release: string;
  /** Digests (see digest.ts) of the releases known then that were made before it: the newest 200. Any other counts as newer. */
  older: readonly string[];
}

export type Archive = { type: 'forever' } | { type: 'until_escalating' } | ArchiveUntil;

/** Ends with whatever comes true first. At least one is set. */
export interface ArchiveUntil {
  type: 'until_condition_met';
  /** Unix milliseconds. */
  until: number | null;
  events: EventLimit | null;
  users: UserLimit | null;
}

export interface EventLimit {
  count: number;
  windowMinutes: number | null;
  /** `[sixtieth of the window since 1970, events in it]`, in no order; without a window a single one. */
  seen: readonly (readonly [slice: number, events: number])[];
}

/** Without a window, users that the issue never had; with one, all distinct users in it, known by digest and the slice of their newest event. */
export type UserLimit =
  | { count: number; windowMinutes: null; seen: number }
  | { count: number; windowMinutes: number; seen: readonly (readonly [digest: string, slice: number])[] };

export type PriorityLevel = 'low' | 'medium' | 'high';

export interface Priority {
  /** What is shown and searched: a member's choice, else `high` while escalating, else `automatic`. */
  level: PriorityLevel;
  isSetByMember: boolean;
  /** What the events say, see priority.ts. */
  automatic: PriorityLevel;
}
