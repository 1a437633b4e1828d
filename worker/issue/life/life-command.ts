import type { PriorityLevel, UnresolvedSubstatus } from './life.ts';

/** What a member, or the clock on nobody's behalf, does to an issue's life. */
export type LifeCommand = LifeRequest & {
  /** Null: nobody, it happens by itself. Such a command never overrules what a member set. */
  userId: number | null;
  /** Unix milliseconds. */
  at: number;
};

export type LifeRequest =
  | { type: 'resolve'; resolution: ResolutionRequest }
  /** `substatus` as Sentry's API allows; null for the usual one, `ongoing`, which changes nothing where the issue is unresolved already. */
  | { type: 'reopen'; substatus: UnresolvedSubstatus | null }
  | { type: 'archive'; condition: ArchiveRequest }
  /** `user:<id>`, `team:<id>`, or null for nobody. */
  | { type: 'assign'; assignee: string | null }
  /** This team is no more: what it had is nobody's, as if nobody had ever assigned it. */
  | { type: 'loseAssignee'; assignee: string }
  /** Null gives the choice back to the events. */
  | { type: 'setPriority'; level: PriorityLevel | null }
  | { type: 'markReviewed' }
  /** A release is now known to hold a commit: issues that were resolved by it are resolved in that release. */
  | ({ type: 'releaseCommit'; repository: string; commit: string } & ReleaseRequest);

export type ResolutionRequest =
  | { type: 'now' }
  | { type: 'by_age'; hours: number }
  | ({ type: 'in_release' } & ReleaseRequest)
  | ({ type: 'in_next_release' } & ReleaseRequest)
  | { type: 'in_commit'; repository: string; commit: string };

export interface ReleaseRequest {
  /** For `in_next_release` the newest release known. */
  release: string;
  /** Releases of the project made before it, oldest first; the newest 200 are remembered. */
  olderReleases: readonly string[];
}

/** `until` in Unix milliseconds. Whatever of `until`, `events` and `users` comes true first ends the archiving; see checkArchive for what is refused. */
export type ArchiveRequest =
  | { type: 'forever' }
  | { type: 'until_escalating' }
  | { type: 'until_condition_met'; until: number | null; events: LimitRequest | null; users: LimitRequest | null };

export interface LimitRequest {
  count: number;
  windowMinutes: number | null;
}
