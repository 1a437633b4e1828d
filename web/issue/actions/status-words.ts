import type { Activity, Issue } from '../../../worker/api/contract/issue.ts';
import { archiveText } from './archive-until.ts';

type Standing = Pick<Issue, 'status' | 'substatus' | 'statusDetails'> & Partial<Pick<Issue, 'stats' | 'activity'>>;

/** How an issue stands, in a sentence; null for one that is just there. */
export function statusWords(issue: Standing): string | null {
  switch (issue.status) {
    case 'resolved':
      return resolvedWords(issue.statusDetails);
    case 'ignored':
      return archivedWords(issue);
    case 'unresolved':
      return unresolvedWords(issue);
  }
}

function resolvedWords({ inRelease, inNextRelease, currentReleaseVersion, inCommit, autoResolved }: Issue['statusDetails']): string {
  if (inNextRelease) return `Resolved in the next release${currentReleaseVersion ? ` after ${currentReleaseVersion}` : ''}`;
  if (inRelease === 'latest') return 'Resolved in the newest release';
  if (inRelease) return `Resolved in ${inRelease}`;
  if (inCommit) return `Resolved by commit ${inCommit.commit.slice(0, 12)} in ${inCommit.repository}`;
  return autoResolved ? 'Resolved by itself: nothing was seen of it for long' : 'Resolved';
}

function archivedWords({ substatus, statusDetails }: Standing): string {
  if (substatus === 'archived_until_escalating') return 'Archived until it escalates';
  return substatus === 'archived_forever' ? 'Archived forever' : `Archived ${archiveText(statusDetails)}`;
}

function unresolvedWords({ substatus, activity = [], stats }: Standing): string | null {
  switch (substatus) {
    case 'regressed':
      return regressedWords(activity);
    case 'escalating':
      return escalatingWords(activity, stats);
    default:
      return null;
  }
}

function regressedWords(activity: readonly Activity[]): string {
  const { version, resolved_in_version: resolvedIn } = newest(activity, 'set_regression')?.data ?? {};
  const release = isName(version) ? ` in ${version}` : '';
  return `Came back${release}${isName(resolvedIn) ? `, though resolved in ${resolvedIn}` : ' after it was resolved'}`;
}

/** The events of now, and the forecast that they went beyond. */
function escalatingWords(activity: readonly Activity[], stats: Issue['stats'] | undefined): string {
  const { forecast, events, expired_snooze: snooze } = newest(activity, 'set_escalating')?.data ?? {};
  const lastDay = stats?.['24h'].reduce((sum, [, count]) => sum + count, 0) ?? 0;
  const most = Math.max(lastDay, typeof events === 'number' ? events : 0);
  if (typeof forecast === 'number') return `Escalating: ${most.toLocaleString('en')} events in 24 h, forecast ${forecast.toLocaleString('en')}`;
  return snooze === undefined ? 'Escalating' : 'Escalating: what its archiving waited for has come';
}

function newest(activity: readonly Activity[], type: Activity['type']): Activity | undefined {
  return activity.find((act) => act.type === type);
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
