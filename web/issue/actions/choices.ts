import type { Issue } from '../../../worker/api/contract/issue.ts';
import { priorityIcons, priorityNames } from '../../ui/priority.tsx';
import type { IconName } from '../../ui/icon-names.ts';
import { durations } from './archive-until.ts';
import type { Deed } from './deed.ts';

/** A line of a menu: either done at once, or asked about first. */
export type Choice = { label: string; sub?: string; icon: IconName; keys?: string } & ({ deed: Deed } | { ask: Question });

/** What has to be said first. */
export type Question = 'release' | 'commit' | 'until';

export function resolveChoices(issues: readonly Issue[]): Choice[] {
  const now: Choice = { label: 'Now', sub: 'any later event reopens it', icon: 'check', keys: 'e', deed: { type: 'resolve', how: {} } };
  // A release is one of a project.
  if (new Set(issues.map(({ project }) => project.id)).size > 1) return [now];
  return [
    now,
    { label: 'In the next release', icon: 'package-plus', deed: { type: 'resolve', how: { inNextRelease: true } } },
    { label: 'In the newest release', icon: 'package-check', deed: { type: 'resolve', how: { inRelease: 'latest' } } },
    { label: 'In a release…', icon: 'tag', ask: 'release' },
    { label: 'By a commit…', icon: 'git-commit-horizontal', ask: 'commit' },
  ];
}

export function archiveChoices(): Choice[] {
  return [
    { label: 'Until it escalates', icon: 'trending-up', keys: 'i', deed: { type: 'archive', until: null } },
    ...durations.map(({ label, minutes }): Choice => ({ label, icon: 'clock', deed: { type: 'archive', until: { ignoreDuration: minutes } } })),
    { label: 'Until a time, events or users…', icon: 'calendar-clock', ask: 'until' },
    { label: 'Forever', icon: 'infinity', deed: { type: 'archive', until: {} } },
  ];
}

export function priorityChoices(): Choice[] {
  const chosen = (['high', 'medium', 'low'] as const).map((priority): Choice => ({
    label: priorityNames[priority],
    icon: priorityIcons[priority],
    deed: { type: 'prioritize', priority },
  }));
  return [...chosen, { label: 'Automatic', sub: 'by level, events and users', icon: 'circle-dashed', deed: { type: 'prioritize', priority: null } }];
}
