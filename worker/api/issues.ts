import type { IssueObject } from '../issue/issue-object.ts';
import type { LifeRequest } from '../issue/life/life-command.ts';
import { issueObjectName } from '../issue/object-name.ts';
import { findIssueById, findIssues, type Issue } from '../storage/issues.ts';
import { listProjects } from '../storage/projects.ts';
import type { Env } from '../env.ts';
import type { IssueCall, OrganizationCall } from './call.ts';
import { IssueChange } from './contract/issue.ts';
import { describeIssue } from './issue-detail.ts';
import { changeParticipation, subscribeTo } from './participation.ts';
import { readBody } from './read-body.ts';
import { badRequest, notFound } from './refusals.ts';

const maxIssuesAtOnce = 100;

export async function readIssue(call: IssueCall): Promise<Response> {
  return Response.json(await describeIssue(call));
}

/** The issue's object decides; it has brought the database up to date when it answers. */
export async function changeIssue(call: IssueCall): Promise<Response> {
  const { request, env, viewer, issue, project, now } = call;
  const { status, ...participation } = await readBody(request, IssueChange);
  const isThere = status === undefined || (await objectOf(env, issue).change({ ...requestFor(status), userId: viewer.user.id, at: now }));
  const changed = isThere && (await findIssueById(project, issue.id));
  if (!changed) throw notFound();
  if (status !== undefined) await subscribeTo(call, [changed], [viewer.user.id], 'status_change');
  await changeParticipation(call, [changed], participation);
  return readIssue({ ...call, issue: changed });
}

/** Goes for good, with all its events and attachments. */
export async function deleteIssue({ env, viewer, issue }: IssueCall): Promise<Response> {
  await objectOf(env, issue).remove(viewer.user.id);
  return new Response(null, { status: 202 });
}

/** Answers what was changed; 204 where none of the ids is an issue. */
export async function changeIssues(call: OrganizationCall): Promise<Response> {
  const { request, env, viewer, now } = call;
  const { status, ...participation } = await readBody(request, IssueChange);
  const issues = await chosenIssues(call);
  if (issues.length === 0) return new Response(null, { status: 204 });
  if (status !== undefined) {
    await Promise.all(issues.map((issue) => objectOf(env, issue).change({ ...requestFor(status), userId: viewer.user.id, at: now })));
    await subscribeTo(call, issues, [viewer.user.id], 'status_change');
  }
  await changeParticipation(call, issues, participation);
  return Response.json({ ...(status && { status, statusDetails: {} }), ...participation });
}

export async function deleteIssues(call: OrganizationCall): Promise<Response> {
  const issues = await chosenIssues(call);
  await Promise.all(issues.map((issue) => objectOf(call.env, issue).remove(call.viewer.user.id)));
  return new Response(null, { status: 204 });
}

export function objectOf(env: Env, { projectId, hash }: Pick<Issue, 'projectId' | 'hash'>): DurableObjectStub<IssueObject> {
  return env.ISSUES.getByName(issueObjectName(projectId, hash));
}

/** By `id`, which may repeat. Ids of nobody's and of somebody else's issues are passed over alike. */
async function chosenIssues({ organization, url }: OrganizationCall): Promise<Issue[]> {
  const ids = [...new Set(url.searchParams.getAll('id'))];
  if (ids.length === 0) throw badRequest('Name the issues by id.');
  if (ids.length > maxIssuesAtOnce) throw badRequest(`At most ${maxIssuesAtOnce} issues at once.`);
  if (!ids.every((id) => /^\d{1,15}$/.test(id))) throw badRequest('Invalid issue id.');
  return findIssues(await listProjects(organization), ids.map(Number));
}

function requestFor(status: NonNullable<IssueChange['status']>): LifeRequest {
  switch (status) {
    case 'resolved':
      return { type: 'resolve', resolution: { type: 'now' } };
    case 'unresolved':
      return { type: 'reopen', substatus: null };
    case 'ignored':
      return { type: 'archive', condition: { type: 'until_escalating' } };
  }
}
