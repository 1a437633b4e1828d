import type { Issue } from '../../../worker/api/contract/issue.ts';
import type { Assignee, IssueChange, StatusDetails, StatusDetailsChange } from '../../../worker/api/contract/issue-change.ts';
import type { IssueStatus, IssueSubstatus, Priority } from '../../../worker/api/contract/values.ts';
import { archiveText, type Until } from './archive-until.ts';

/** Something that is done to issues and can be taken back. */
export type Deed =
  | { type: 'resolve'; how: Resolution }
  /** Null: until it escalates. Empty: forever. */
  | { type: 'archive'; until: Until | null }
  | { type: 'reopen' }
  /** Somebody has looked at it, so that it is new no more. */
  | { type: 'review' }
  | { type: 'assign'; to: Assignee | null }
  /** Null: what the events say. */
  | { type: 'prioritize'; priority: Priority | null }
  | { type: 'bookmark'; is: boolean }
  | { type: 'subscribe'; is: boolean }
  | { type: 'share'; is: boolean };

/** Now, where it says nothing. `latest` in `inRelease` is the newest release. */
export type Resolution = Pick<StatusDetailsChange, 'inRelease' | 'inNextRelease' | 'inCommit'>;

/** What a deed may change, as it was. */
export type Before = Pick<Issue, 'status' | 'statusDetails' | 'substatus' | 'assignedTo' | 'priority' | 'isPrioritySetByMember'> &
  Partial<Pick<Issue, 'isBookmarked' | 'isSubscribed' | 'isPublic'>>;

/** What the API is asked for. */
export function bodyOf(deed: Deed): IssueChange {
  switch (deed.type) {
    case 'resolve':
      return { status: 'resolved', statusDetails: deed.how };
    case 'archive':
      return { status: 'ignored', substatus: archivedAs(deed.until), statusDetails: deed.until ?? {} };
    case 'reopen':
      return { status: 'unresolved', substatus: 'ongoing' };
    case 'review':
      return { inbox: false };
    case 'assign':
      return { assignedTo: deed.to && { type: deed.to.type, id: deed.to.id } };
    case 'prioritize':
      return { priority: deed.priority };
    case 'bookmark':
      return { isBookmarked: deed.is };
    case 'subscribe':
      return { isSubscribed: deed.is };
    case 'share':
      return { isPublic: deed.is };
  }
}

/** What asks for everything that a deed changes as it was before. */
export function undoingBody({ status, statusDetails, substatus, assignedTo, priority, isPrioritySetByMember, ...mine }: Before, deed: Deed): IssueChange {
  switch (deed.type) {
    case 'resolve':
    case 'archive':
    case 'reopen':
    case 'review':
      return { status, substatus, statusDetails: changeOf(statusDetails) };
    case 'assign':
      return { assignedTo: assignedTo && { type: assignedTo.type, id: assignedTo.id } };
    case 'prioritize':
      return { priority: isPrioritySetByMember ? priority : null };
    case 'bookmark':
      return { isBookmarked: mine.isBookmarked ?? !deed.is };
    case 'subscribe':
      return { isSubscribed: mine.isSubscribed ?? !deed.is };
    case 'share':
      return { isPublic: mine.isPublic ?? !deed.is };
  }
}

/** Whether an issue is like that already, so that nobody needs to be asked for it. */
export function isAlready(issue: Issue, deed: Deed): boolean {
  switch (deed.type) {
    case 'resolve':
      return issue.status === 'resolved' && Object.keys(deed.how).length === 0;
    case 'archive':
      return issue.status === 'ignored' && issue.substatus === archivedAs(deed.until) && (deed.until === null || Object.keys(deed.until).length === 0);
    case 'reopen':
      return issue.status === 'unresolved';
    case 'review':
      return issue.status !== 'unresolved' || issue.substatus === 'ongoing';
    case 'assign':
      return issue.assignedTo?.id === deed.to?.id && issue.assignedTo?.type === deed.to?.type;
    case 'prioritize':
      return issue.isPrioritySetByMember ? issue.priority === deed.priority : deed.priority === null;
    case 'bookmark':
      return issue.isBookmarked === deed.is;
    case 'subscribe':
      return issue.isSubscribed === deed.is;
    case 'share':
      return issue.isPublic === deed.is;
  }
}

/** The issue as it will be, as far as that can be known before the API says it. `now` in Unix milliseconds. */
export function anticipated(issue: Issue, deed: Deed, now: number): Issue {
  switch (deed.type) {
    case 'resolve':
      return { ...issue, status: 'resolved', substatus: null, statusDetails: anticipatedResolution(deed.how) };
    case 'archive':
      return { ...issue, status: 'ignored', substatus: archivedAs(deed.until), statusDetails: anticipatedUntil(deed.until ?? {}, now) };
    case 'reopen':
    case 'review':
      return { ...issue, status: 'unresolved', substatus: 'ongoing', statusDetails: {} };
    case 'assign':
      return { ...issue, assignedTo: deed.to };
    case 'prioritize':
      return { ...issue, priority: deed.priority ?? issue.priority, isPrioritySetByMember: deed.priority !== null };
    case 'bookmark':
      return { ...issue, isBookmarked: deed.is };
    case 'subscribe':
      return { ...issue, isSubscribed: deed.is, subscriptionDetails: deed.is ? { reason: 'unknown' } : null };
    case 'share':
      return { ...issue, isPublic: deed.is, shareId: deed.is ? issue.shareId : null };
  }
}

/** The issue as it is now, with what a deed changed as it was. */
export function reverted(issue: Issue, before: Issue, deed: Deed): Issue {
  switch (deed.type) {
    case 'resolve':
    case 'archive':
    case 'reopen':
    case 'review':
      return { ...issue, status: before.status, substatus: before.substatus, statusDetails: before.statusDetails };
    case 'assign':
      return { ...issue, assignedTo: before.assignedTo };
    case 'prioritize':
      return { ...issue, priority: before.priority, isPrioritySetByMember: before.isPrioritySetByMember };
    case 'bookmark':
      return { ...issue, isBookmarked: before.isBookmarked };
    case 'subscribe':
      return { ...issue, isSubscribed: before.isSubscribed, subscriptionDetails: before.subscriptionDetails };
    case 'share':
      return { ...issue, isPublic: before.isPublic, shareId: before.shareId };
  }
}

/** The status that issues have afterwards; null where a deed leaves it alone. */
export function statusAfter(deed: Deed): IssueStatus | null {
  switch (deed.type) {
    case 'resolve':
      return 'resolved';
    case 'archive':
      return 'ignored';
    case 'reopen':
    case 'review':
      return 'unresolved';
    case 'assign':
    case 'prioritize':
    case 'bookmark':
    case 'subscribe':
    case 'share':
      return null;
  }
}

/** Follows `1 issue` or `Issue`: `resolved in the next release`. */
export function deedText(deed: Deed): string {
  switch (deed.type) {
    case 'resolve':
      return resolutionText(deed.how);
    case 'archive':
      return deed.until === null ? 'archived until escalating' : `archived ${archiveText(deed.until)}`;
    case 'reopen':
      return 'reopened';
    case 'review':
      return 'marked as reviewed';
    case 'assign':
      return deed.to === null ? 'assigned to nobody' : `assigned to ${deed.to.type === 'team' ? '#' : ''}${deed.to.name}`;
    case 'prioritize':
      return deed.priority === null ? 'prioritized by what the events say' : `set to ${deed.priority} priority`;
    case 'bookmark':
      return deed.is ? 'bookmarked' : 'no longer bookmarked';
    case 'subscribe':
      return deed.is ? 'followed: you will be told what happens' : 'no longer followed';
    case 'share':
      return deed.is ? 'shared by a public link' : 'no longer shared';
  }
}

function resolutionText({ inRelease, inNextRelease, inCommit }: Resolution): string {
  if (inNextRelease) return 'resolved in the next release';
  if (inRelease === 'latest') return 'resolved in the newest release';
  if (inRelease) return `resolved in ${inRelease}`;
  return inCommit ? `resolved by commit ${inCommit.commit.slice(0, 12)}` : 'resolved';
}

function archivedAs(until: Until | null): IssueSubstatus {
  if (until === null) return 'archived_until_escalating';
  return Object.keys(until).length === 0 ? 'archived_forever' : 'archived_until_condition_met';
}

function anticipatedResolution({ inRelease, inNextRelease, inCommit }: Resolution): StatusDetails {
  return { ...(inRelease && { inRelease }), ...(inNextRelease && { inNextRelease }), ...(inCommit && { inCommit }) };
}

function anticipatedUntil({ ignoreDuration, ignoreUntil, ignoreCount, ignoreWindow, ignoreUserCount, ignoreUserWindow }: Until, now: number): StatusDetails {
  const until = ignoreUntil ?? (ignoreDuration ? new Date(now + ignoreDuration * 60_000).toISOString() : null);
  return {
    ...(until !== null && { ignoreUntil: until }),
    ...(ignoreCount && { ignoreCount }),
    ...(ignoreWindow && { ignoreWindow }),
    ...(ignoreUserCount && { ignoreUserCount }),
    ...(ignoreUserWindow && { ignoreUserWindow }),
  };
}

/** Only what a change may say: the API tells more of a status than it takes. */
function changeOf(details: StatusDetails): StatusDetailsChange {
  const { inRelease, inNextRelease, currentReleaseVersion, inCommit, autoResolved } = details;
  const { ignoreUntil, ignoreCount, ignoreWindow, ignoreUserCount, ignoreUserWindow } = details;
  const told = {
    inRelease,
    inNextRelease,
    currentReleaseVersion,
    inCommit,
    autoResolved,
    ignoreUntil,
    ignoreCount,
    ignoreWindow,
    ignoreUserCount,
    ignoreUserWindow,
  };
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value != null));
}
