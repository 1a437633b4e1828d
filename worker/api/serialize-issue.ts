import { shortIdOf } from '../issue/short-id.ts';
import { dayMs, hourMs, seriesOf } from '../issue/trend.ts';
import type { ActivityRow } from '../storage/activities.ts';
import type { Issue as IssueRow } from '../storage/issues.ts';
import type { User } from '../storage/members.ts';
import type { ParticipationRow } from '../storage/participations.ts';
import type { Organization, ScopedProject } from '../storage/scope.ts';
import type { Standing } from '../storage/standings.ts';
import { type People, serializeAssignee } from './assignees.ts';
import type { Activity, Issue } from './contract/issue.ts';
import type { StatusDetails } from './contract/issue-change.ts';
import type { IssueRelease } from './contract/release.ts';
import type { TagKey } from './contract/tag.ts';
import { serializePeople, serializePerson, serializeStanding } from './serialize-standing.ts';
import { isoTime } from './time.ts';

/** What stands beside an issue's own row. */
export interface Company {
  standing: Standing;
  people: People;
}

/** As in lists. `url` is that of the request, for the link to the issue. */
export function serializeIssue(
  issue: IssueRow,
  { standing, people }: Company,
  project: ScopedProject,
  organization: Organization,
  url: URL,
  now: number,
): Issue {
  return {
    id: String(issue.id),
    shortId: shortIdOf(project.slug, issue.number),
    title: issue.title,
    culprit: issue.culprit,
    permalink: `${url.origin}/organizations/${organization.slug}/issues/${issue.id}/`,
    logger: issue.logger,
    level: issue.level,
    status: issue.status,
    substatus: issue.substatus,
    statusDetails: serializeStatusDetails(issue.statusDetails, people),
    platform: issue.platform,
    priority: issue.priority,
    isPrioritySetByMember: issue.isPrioritySetByMember,
    project: { id: String(project.id), name: project.name, slug: project.slug, platform: project.platform },
    type: issue.type,
    issueType: issue.type === 'feedback' ? 'feedback' : 'error',
    issueCategory: issue.type === 'feedback' ? 'feedback' : 'error',
    metadata: issue.metadata,
    assignedTo: serializeAssignee(issue.assignee, people),
    ...serializeStanding(issue, standing),
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

/** What only the issue on its own shows. */
export interface Details extends Company {
  activities: readonly ActivityRow[];
  participations: readonly ParticipationRow[];
  /** Users who have to do with it, as far as they are still members. */
  members: readonly User[];
  tags: TagKey[];
  userReportCount: number;
  /** Those that the issue names, by version. */
  releases: ReadonlyMap<string, IssueRelease>;
}

export function serializeIssueDetail(issue: IssueRow, project: ScopedProject, organization: Organization, details: Details, url: URL, now: number): Issue {
  const { activities, participations, members, tags, userReportCount, releases } = details;
  const summary = serializeIssue(issue, details, project, organization, url, now);
  return {
    ...summary,
    stats: { ...summary.stats, '30d': seriesOf(issue.trend.days, dayMs, 30, now) },
    firstRelease: releases.get(issue.firstRelease ?? '') ?? null,
    lastRelease: releases.get(issue.lastRelease ?? '') ?? null,
    userReportCount,
    ...serializePeople(issue, participations, members),
    tags,
    activity: [...serializeActivities(activities, members), serializeBeginning(issue)],
    grouping: { hash: issue.hash, mechanism: issue.mechanism },
  };
}

export function serializeActivities(activities: readonly ActivityRow[], members: readonly User[]): Activity[] {
  return activities.map((activity) => serializeActivity(activity, members));
}

/** It all began with the first event. */
export function serializeBeginning(issue: IssueRow): Activity {
  const data = issue.firstRelease === null ? {} : { version: issue.firstRelease };
  return { id: '0', type: 'first_seen', user: null, dateCreated: isoTime(issue.firstSeenAt), data };
}

export function serializeActivity({ issueId, id, type, userId, at, data }: ActivityRow, members: readonly User[]): Activity {
  const user = members.find((member) => member.id === userId);
  return { id: idOf(issueId, id), type, user: user ? serializePerson(user) : null, dateCreated: isoTime(at), data };
}

/** Each object counts what happened from one, so that in an issue of several hashes two would have the same id. */
function idOf(issueId: number, id: string): string {
  return id.length < 16 ? `${issueId}${id}` : id;
}
