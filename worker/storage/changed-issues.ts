import type { ActivityType } from '../issue/effects.ts';
import type { ChangedIssue, ChangeKind } from '../live/changes.ts';
import type { Projection } from './projection.ts';

/** What a projection changed for those who look: of a part, the issue that it is a part of, and the part itself where it may just have become one. */
export function changedIssuesOf({ issueId: before, projectId, mergedInto, eventIds, activityRows }: Projection, issueId: number): ChangedIssue[] {
  // `[project, hash, at, id, type, …]`
  const happened = activityRows.map((row) => kinds[JSON.parse(row)[4] as ActivityType]);
  const isNew = before === null && mergedInto === null;
  const all: ChangeKind[] = [...(isNew ? (['new'] as const) : []), ...(eventIds.length > 0 ? (['events'] as const) : []), ...happened];
  // Where nothing is told of, the figures changed: those of a part, or of the users.
  const kindsOfAll: ChangeKind[] = all.length === 0 ? ['events'] : [...new Set(all)];
  if (mergedInto === null) return [{ issueId, projectId, kinds: kindsOfAll }];
  const part: ChangedIssue[] = eventIds.length > 0 ? [] : [{ issueId, projectId, kinds: ['merged'] }];
  return [{ issueId: mergedInto, projectId, kinds: kindsOfAll }, ...part];
}

const kinds: Record<ActivityType, ChangeKind> = {
  set_resolved: 'status',
  set_resolved_by_age: 'status',
  set_resolved_in_release: 'status',
  set_resolved_in_commit: 'status',
  set_unresolved: 'status',
  set_ignored: 'status',
  set_regression: 'status',
  set_escalating: 'status',
  auto_set_ongoing: 'status',
  mark_reviewed: 'status',
  set_priority: 'priority',
  assigned: 'assignee',
  unassigned: 'assignee',
  merge: 'merged',
  unmerge_source: 'merged',
  unmerge_destination: 'merged',
  note: 'note',
  set_public: 'participation',
  set_private: 'participation',
};
