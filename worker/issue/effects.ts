import type { LifeEffect } from './life/lived.ts';

/** What an event or a command did to an issue that somebody outside may care about. Delivered at least once: `id` tells repetitions. */
export interface Effect {
  /** The same for every delivery of the same effect. */
  id: string;
  type: LifeEffect | 'deleted';
  organizationId: number;
  projectId: number;
  issueId: number;
  /** The event that caused it, where one did. */
  eventId: string | null;
  /** The member who caused it, where one did. */
  userId: number | null;
  at: number;
}

/** An entry of the issue's history, until D1 has it. */
export interface IssueActivity {
  /** Digits; of an issue no two are the same. */
  id: string;
  type: ActivityType;
  /** The member who did it; null where it happened by itself. */
  userId: number | null;
  at: number;
  /** As in Sentry's API: `version` of a release, `assignee`, `issues` that were merged, … */
  data: Record<string, unknown>;
}

/** Sentry's names. `first_seen` is not among them: the issue's own dates tell it. */
export type ActivityType = (typeof activityTypes)[number];

export const activityTypes = [
  'set_resolved',
  'set_resolved_by_age',
  'set_resolved_in_release',
  'set_resolved_in_commit',
  'set_unresolved',
  'set_ignored',
  'set_regression',
  'set_escalating',
  'set_priority',
  'auto_set_ongoing',
  'mark_reviewed',
  'assigned',
  'unassigned',
  'merge',
  'unmerge_source',
  'unmerge_destination',
  'note',
  'set_public',
  'set_private',
] as const;
