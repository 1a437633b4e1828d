import { deliver } from '../issue/courier-object.ts';
import { findIssues, type Issue } from '../storage/issues.ts';
import type { ScopedProject } from '../storage/scope.ts';
import { findPeople, type People, serializeAssignee } from './assignees.ts';
import type { OrganizationCall, ProjectCall } from './call.ts';
import { chosenIssues } from './chosen-issues.ts';
import { chosenProjects } from './chosen-projects.ts';
import { IssueChange, type IssueBefore, type IssuesChanged, type IssuesDeleted } from './contract/issue-change.ts';
import { discardIssues } from './discard-issues.ts';
import { failuresOf } from './failures.ts';
import { checkChange, commandsOf, type ReadChange } from './issue-commands.ts';
import { mergeIssues } from './merge-issues.ts';
import { changeParticipation, subscribeByChange } from './participation.ts';
import { readBody } from './read-body.ts';
import { badRequest } from './refusals.ts';
import { serializeStatusDetails } from './serialize-issue.ts';
import { tellChanged } from './tell-changed.ts';

export async function changeIssuesOfOrganization(call: OrganizationCall): Promise<Response> {
  return changeIssues(call, await chosenProjects(call));
}

export async function changeIssuesOfProject(call: ProjectCall): Promise<Response> {
  return changeIssues(call, [call.project]);
}

export async function deleteIssuesOfOrganization(call: OrganizationCall): Promise<Response> {
  return deleteIssues(call, await chosenProjects(call));
}

export async function deleteIssuesOfProject(call: ProjectCall): Promise<Response> {
  return deleteIssues(call, [call.project]);
}

/** Answers what was changed; 204 where there is no such issue. */
async function changeIssues(call: OrganizationCall, projects: readonly ScopedProject[]): Promise<Response> {
  const change = checkChange(await readBody(call.request, IssueChange));
  const issues = await chosenIssues(call, projects);
  if (issues.length === 0) return new Response(null, { status: 204 });
  if (change.merge) return Response.json(await mergeIssues(call, projects, issues));
  if (change.discard) return answerDeletion(await discardIssues(call, projects, issues));

  const commands = await commandsOf(
    call,
    change,
    projects.filter(({ id }) => issues.some(({ projectId }) => projectId === id)),
  );
  const failed = commands.length === 0 ? [] : failuresOf(issues, await deliver(call.env, issues, { type: 'change', commands }));
  const changed = issues.filter(({ id }) => failed.every((failure) => failure.id !== String(id)));
  await subscribeByChange(call, changed, commands);
  await changeParticipation(call, changed, change);
  const [now] = await findIssues(
    projects,
    changed.slice(0, 1).map(({ id }) => id),
  );
  const people = await findPeople(call.organization, now ? [now, ...changed] : changed);
  const before = changed.map((issue) => stateOf(issue, people));
  const reply: IssuesChanged = { ...(now ? changedOf(change, stateOf(now, people)) : {}), before, failed };
  return Response.json(reply);
}

/** Who names nothing at all hardly means everything. */
async function deleteIssues(call: OrganizationCall, projects: readonly ScopedProject[]): Promise<Response> {
  const { searchParams } = call.url;
  if (!['id', 'query', 'status'].some((name) => searchParams.has(name))) throw badRequest('Name the issues by id or query.');
  const issues = await chosenIssues(call, projects);
  const failed = failuresOf(issues, await deliver(call.env, issues, { type: 'remove', userId: call.viewer.user.id }));
  tellChanged(call, issues, 'deleted');
  return answerDeletion(failed);
}

function answerDeletion(failed: IssuesDeleted['failed']): Response {
  return failed.length === 0 ? new Response(null, { status: 204 }) : Response.json({ failed } satisfies IssuesDeleted);
}

const participations = ['hasSeen', 'isBookmarked', 'isSubscribed', 'isPublic'] as const;

/** Of what was asked for, how it is now. */
function changedOf({ wish, assignedTo, priority, inbox, ...change }: ReadChange, now: IssueBefore): Partial<IssuesChanged> {
  return {
    ...(wish ? { status: now.status, statusDetails: now.statusDetails, substatus: now.substatus } : {}),
    ...(assignedTo === undefined ? {} : { assignedTo: now.assignedTo }),
    ...(priority ? { priority } : {}),
    ...(inbox === false ? { inbox } : {}),
    ...Object.fromEntries(participations.flatMap((name) => (typeof change[name] === 'boolean' ? [[name, change[name]]] : []))),
  };
}

function stateOf(issue: Issue, people: People): IssueBefore {
  const { id, status, substatus, statusDetails, assignee, priority, isPrioritySetByMember } = issue;
  return {
    id: String(id),
    status,
    substatus,
    statusDetails: serializeStatusDetails(statusDetails, people),
    assignedTo: serializeAssignee(assignee, people),
    priority,
    isPrioritySetByMember,
  };
}
