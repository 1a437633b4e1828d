import type { IssueObject } from '../issue/issue-object.ts';
import { issueObjectName } from '../issue/object-name.ts';
import { findIssueById, type Issue } from '../storage/issues.ts';
import type { Env } from '../env.ts';
import type { IssueCall } from './call.ts';
import type { ResolvedShortId } from './contract/issue.ts';
import { IssueChange } from './contract/issue-change.ts';
import { discardIssues } from './discard-issues.ts';
import { checkChange, commandsOf } from './issue-commands.ts';
import { describeIssue } from './issue-detail.ts';
import { changeParticipation, subscribeByChange } from './participation.ts';
import { readBody } from './read-body.ts';
import { badRequest, conflict, notFound } from './refusals.ts';
import { tellChanged } from './tell-changed.ts';

export async function readIssue(call: IssueCall): Promise<Response> {
  return Response.json(await describeIssue(call));
}

/** Sentry's way from a short id to the issue. */
export async function readShortId(call: IssueCall): Promise<Response> {
  const issue = await describeIssue(call);
  const reply: ResolvedShortId = {
    organizationSlug: call.access.organization.slug,
    projectSlug: call.project.slug,
    groupId: issue.id,
    group: issue,
    shortId: issue.shortId,
  };
  return Response.json(reply);
}

/** What it is linked to in other trackers: nothing can be linked yet. */
export async function listExternalIssues(_call: IssueCall): Promise<Response> {
  return Response.json([]);
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
    if (!changed) continue;
    await subscribeByChange(call, [changed], commands);
    await changeParticipation(call, [changed], change);
    return readIssue({ ...call, issue: changed });
  }
  throw notFound();
}

/** Goes for good, with all its events and attachments. */
export async function deleteIssue(call: IssueCall): Promise<Response> {
  const { env, viewer, issue } = call;
  await objectOf(env, issue).remove(viewer.user.id);
  tellChanged(call, [issue], 'deleted');
  return new Response(null, { status: 202 });
}

export function objectOf(env: Env, { projectId, hash }: Pick<Issue, 'projectId' | 'hash'>): DurableObjectStub<IssueObject> {
  return env.ISSUES.getByName(issueObjectName(projectId, hash));
}
