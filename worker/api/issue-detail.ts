import { listActivities } from '../storage/activities.ts';
import { findMembers } from '../storage/members.ts';
import { listParticipations } from '../storage/participations.ts';
import { findStandings } from '../storage/standings.ts';
import { countUserReports } from '../storage/user-reports.ts';
import { findPeople } from './assignees.ts';
import type { IssueCall } from './call.ts';
import type { Issue } from './contract/issue.ts';
import { serializeIssueDetail } from './serialize-issue.ts';
import { findIssueReleases } from './serialize-release.ts';
import { listKeysOf } from './tags.ts';

const maxActivities = 100;

/** An issue as it is shown on its own. */
export async function describeIssue({ issue, project, organization, access, viewer, url, now }: IssueCall): Promise<Issue> {
  const versions = [issue.firstRelease, issue.lastRelease].flatMap((version) => version ?? []);
  const [activities, userReportCount, [standing], participations, tags, people, releases] = await Promise.all([
    listActivities(project, issue.id, null, maxActivities),
    countUserReports(project, issue.id),
    findStandings([project], [issue], viewer.user.id),
    listParticipations(project, issue.id),
    listKeysOf({ project, issueId: issue.id }, issue),
    findPeople(organization, [issue]),
    findIssueReleases(organization, versions),
  ]);
  if (!standing) throw new Error(`The issue ${issue.id} has no standing`);
  const assignee = /^user:(\d+)$/.exec(issue.assignee ?? '')?.[1];
  const concerned = [...activities, ...participations].flatMap(({ userId }) => userId ?? []);
  const members = await findMembers(organization, [...new Set(assignee ? [...concerned, Number(assignee)] : concerned)]);
  return serializeIssueDetail(
    issue,
    project,
    access.organization,
    { standing, people, activities, participations, members, tags, userReportCount, releases },
    url,
    now,
  );
}
