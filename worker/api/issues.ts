import type { IssueObject } from '../issue/issue-object.ts';
import { issueObjectName } from '../issue/object-name.ts';
import { listActivities } from '../storage/activities.ts';
import { findIssueById, type Issue } from '../storage/issues.ts';
import { findMembers } from '../storage/members.ts';
import { countUserReports } from '../storage/user-reports.ts';
import type { Env } from '../env.ts';
import { findPeople } from './assignees.ts';
import type { IssueCall } from './call.ts';
import { IssueChange } from './contract/issue-change.ts';
import { discardIssues } from './discard-issues.ts';
import { checkChange, commandsOf } from './issue-commands.ts';
import { readBody } from './read-body.ts';
import { badRequest, conflict, notFound } from './refusals.ts';
import { serializeIssueDetail } from './serialize-issue.ts';

const maxActivities = 100;

export async function readIssue({ issue, project, organization, access, url, now }: IssueCall): Promise<Response> {
  const [activities, userReportCount, people] = await Promise.all([
    listActivities(project, issue.id, maxActivities),
    countUserReports(project, issue.id),
    findPeople(organization, [issue]),
  ]);
  const actors = new Set(activities.flatMap(({ userId }) => userId ?? []));
  const members = await findMembers(organization, [...actors]);
  return Response.json(serializeIssueDetail(issue, people, project, access.organization, activities, members, userReportCount, url, now));
}

/** The issue's object decides; it has brought the database up to date when it answers. */
export async function changeIssue(call: IssueCall): Promise<Response> {
  const change = checkChange(await readBody(call.request, IssueChange));
  if (change.merge) throw badRequest('It takes several issues to merge them.');
  if (change.discard) {
    const [failure] = await discardIssues(call, [call.project], [call.issue]);
    if (failure) throw conflict(failure.detail);
    return new Response(null, { status: 204 });
  }
  const commands = await commandsOf(call, change, [call.project]);
  const { env, project, issue } = call;
  // It may have been merged since it was found; then the one that it is a part of is meant.
  for (let head: Issue | null = issue, attempt = 0; head && attempt < 2; head = await findIssueById(project, issue.id), attempt += 1) {
    if (commands.length > 0 && !(await objectOf(env, head).change(...commands))) continue;
    const changed = await findIssueById(project, head.id);
    if (changed) return readIssue({ ...call, issue: changed });
  }
  throw notFound();
}

/** Goes for good, with all its events and attachments. */
export async function deleteIssue({ env, viewer, issue }: IssueCall): Promise<Response> {
  await objectOf(env, issue).remove(viewer.user.id);
  return new Response(null, { status: 202 });
}

export function objectOf(env: Env, { projectId, hash }: Pick<Issue, 'projectId' | 'hash'>): DurableObjectStub<IssueObject> {
  return env.ISSUES.getByName(issueObjectName(projectId, hash));
}
