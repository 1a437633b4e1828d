import { shortIdOf } from '../issue/short-id.ts';
import { dayMs, hourMs, seriesOf } from '../issue/trend.ts';
import type { ActivityRow } from '../storage/activities.ts';
import type { Issue as IssueRow } from '../storage/issues.ts';
import type { User } from '../storage/members.ts';
import type { Organization, ScopedProject } from '../storage/scope.ts';
import { type People, serializeAssignee } from './assignees.ts';
import type { Activity, Issue } from './contract/issue.ts';
import type { StatusDetails } from './contract/issue-change.ts';
import { isoTime } from './time.ts';

/** As in lists. `url` is that of the request, for the link to the issue. */
export function serializeIssue(issue: IssueRow, people: People, project: ScopedProject, organization: Organization, url: URL, now: number): Issue {
  return {
    id: String(issue.id),
    shortId: shortIdOf(project.slug, issue.number),
    shareId: null,
    title: issue.title,
    culprit: issue.culprit,
    permalink: `${url.origin}/organizations/${organization.slug}/issues/${issue.id}/`,
    logger: issue.logger,
    level: issue.level,
    status: issue.status,
    substatus: issue.substatus,
    statusDetails: serializeStatusDetails(issue.statusDetails, people),
    isPublic: false,
    platform: issue.platform,
    priority: issue.priority,
    project: { id: String(project.id), name: project.name, slug: project.slug, platform: project.platform },
    type: issue.type,
    issueType: issue.type === 'feedback' ? 'feedback' : 'error',
    issueCategory: issue.type === 'feedback' ? 'feedback' : 'error',
    metadata: issue.metadata,
    numComments: 0,
    assignedTo: serializeAssignee(issue.assignee, people),
    isBookmarked: false,
    isSubscribed: false,
    subscriptionDetails: null,
    hasSeen: true,
    annotations: [],
    isUnhandled: issue.isUnhandled,
    count: String(issue.eventCount),
    userCount: issue.userCount,
    firstSeen: isoTime(issue.firstSeenAt),
    lastSeen: isoTime(issue.lastSeenAt),
    stats: { '24h': seriesOf(issue.trend.hours, hourMs, 24, now), '14d': seriesOf(issue.trend.days, dayMs, 14, now) },
  };
}

/** Whoever has left is not named. */
export function serializeStatusDetails({ actor, ...details }: IssueRow['statusDetails'], { members }: People): StatusDetails {
  const member = members.get(actor ?? 0);
  return { ...details, ...(member ? { actor: { id: String(member.id), name: member.name, email: member.email } } : {}) };
}

/** As on its own. `members` are the users who did something to it, as far as they are still members. */
export function serializeIssueDetail(
  issue: IssueRow,
  people: People,
  project: ScopedProject,
  organization: Organization,
  activities: readonly ActivityRow[],
  members: readonly User[],
  userReportCount: number,
  url: URL,
  now: number,
): Issue {
  const summary = serializeIssue(issue, people, project, organization, url, now);
  return {
    ...summary,
    stats: { ...summary.stats, '30d': seriesOf(issue.trend.days, dayMs, 30, now) },
    firstRelease: issue.firstRelease === null ? null : { version: issue.firstRelease },
    lastRelease: issue.lastRelease === null ? null : { version: issue.lastRelease },
    userReportCount,
    activity: serializeActivities(issue, activities, members),
    grouping: { hash: issue.hash, mechanism: issue.mechanism },
  };
}

/** Newest first; it all began with the first event. */
function serializeActivities(issue: IssueRow, activities: readonly ActivityRow[], members: readonly User[]): Activity[] {
  const beginning: Activity = {
    id: '0',
    type: 'first_seen',
    user: null,
    dateCreated: isoTime(issue.firstSeenAt),
    data: issue.firstRelease === null ? {} : { version: issue.firstRelease },
  };
  return [...activities.map((activity) => serializeActivity(activity, members)), beginning];
}

export function serializeActivity({ id, type, userId, at, data }: ActivityRow, members: readonly User[]): Activity {
  const user = members.find((member) => member.id === userId);
  return { id, type, user: user ? { id: String(user.id), name: user.name, email: user.email } : null, dateCreated: isoTime(at), data };
}
