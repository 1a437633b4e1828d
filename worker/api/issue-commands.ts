import type { LifeCommand, LifeRequest, ReleaseRequest } from '../issue/life/life-command.ts';
import { isBoundToProject, requestOf } from '../issue/life/status-request.ts';
import { readStatus, type StatusError, type StatusWish } from '../issue/life/status-wish.ts';
import { findReleaseOfCommit } from '../storage/release-commits.ts';
import { listReleasesUpTo } from '../storage/releases.ts';
import type { OrganizationScope, ScopedProject } from '../storage/scope.ts';
import { readAssignee } from './assignees.ts';
import type { OrganizationCall } from './call.ts';
import type { IssueChange } from './contract/issue-change.ts';
import { badRequest, invalidFields } from './refusals.ts';

/** A change that makes sense in itself: what is wanted of the status is known, its releases are not looked up yet. */
export interface ReadChange extends IssueChange {
  wish: StatusWish | null;
}

/** Of what null says something. */
const canBeNull = ['assignedTo', 'priority'];

/** Ends the request where the change contradicts itself, or asks for nothing. */
export function checkChange(change: IssueChange): ReadChange {
  const said = Object.entries(change).filter(([name, value]) => value !== undefined && (value !== null || canBeNull.includes(name)));
  if (said.length === 0) throw invalidFields({ non_field_errors: ['Name something to change.'] });
  for (const alone of ['merge', 'discard'] as const) {
    if (change[alone] && said.length > 1) throw invalidFields({ [alone]: ['Other attributes cannot be changed at the same time.'] });
  }
  const wish = readStatus(change);
  if (!wish.ok) throw refusalOf(wish.error);
  return { ...change, wish: wish.value };
}

/**
 * What the objects of the issues are told, in this order: assignee and priority before the status, since who resolves an issue of nobody's does not take it.
 * `projects` are those of the issues. Ends the request where a release, a member or a team is not known.
 */
export async function commandsOf(call: OrganizationCall, change: ReadChange, projects: readonly ScopedProject[]): Promise<LifeCommand[]> {
  const requests: LifeRequest[] = [];
  if (change.assignedTo !== undefined) requests.push({ type: 'assign', assignee: await readAssignee(call.organization, change.assignedTo) });
  if (change.priority !== undefined) requests.push({ type: 'setPriority', level: change.priority });
  if (change.inbox === false) requests.push({ type: 'markReviewed' });
  if (change.wish) requests.push(...(await requestsAmong(call, change.wish, projects)));
  return requests.map((request) => ({ ...request, userId: call.viewer.user.id, at: call.now }));
}

async function requestsAmong({ organization, now }: OrganizationCall, wish: StatusWish, projects: readonly ScopedProject[]): Promise<LifeRequest[]> {
  const [project, ...others] = projects;
  const isBound = isBoundToProject(wish);
  if (isBound && others.length > 0) throw badRequest('Issues of several projects cannot be resolved by a release or a commit at once.');
  const releases = isBound && project ? await listReleasesUpTo(project, releaseOf(wish)) : [];
  const request = requestOf(wish, releases, now);
  if (!request.ok) throw refusalOf(request.error);
  const released = wish.type === 'resolve' && wish.resolution.type === 'in_commit' && project ? await releaseWith(organization, project, wish.resolution) : [];
  return [request.value, ...released];
}

/** The commit may be in a release already. */
async function releaseWith(
  organization: OrganizationScope,
  project: ScopedProject,
  { commit, repository }: { commit: string; repository: string },
): Promise<LifeRequest[]> {
  const release = await findReleaseOfCommit(organization, project, commit, repository);
  return release === null ? [] : [{ type: 'releaseCommit', commit, repository, ...(await markedRelease(project, release)) }];
}

/** A release with those before it. */
export async function markedRelease(project: ScopedProject, release: string): Promise<ReleaseRequest> {
  return { release, olderReleases: (await listReleasesUpTo(project, release)).filter((older) => older !== release) };
}

/** The release that is named; null where it is the newest, or none. */
function releaseOf(wish: StatusWish): string | null {
  if (wish.type !== 'resolve') return null;
  const { resolution } = wish;
  switch (resolution.type) {
    case 'now':
    case 'in_commit':
      return null;
    case 'in_release':
      return resolution.release === 'latest' ? null : resolution.release;
    case 'in_next_release':
      return resolution.release;
  }
}

function refusalOf({ field, message }: StatusError) {
  return invalidFields({ [field]: [message] });
}
