import type { LifeCommand } from '../issue/life/life-command.ts';
import { addActivities } from '../storage/activities.ts';
import type { Issue } from '../storage/issues.ts';
import { changeParticipations, subscribe } from '../storage/participations.ts';
import { listProjects } from '../storage/projects.ts';
import type { SubscriptionReason } from '../storage/schema.ts';
import type { ScopedProject } from '../storage/scope.ts';
import { share, unshare } from '../storage/shares.ts';
import { findStandings } from '../storage/standings.ts';
import type { OrganizationCall } from './call.ts';
import { tellChanged } from './tell-changed.ts';
import type { ParticipationChange } from './contract/participation.ts';

/** What the issues are to whoever asks, and whether they are public. Nothing of it goes to the issues' objects. */
export async function changeParticipation(
  call: OrganizationCall,
  issues: readonly Issue[],
  { hasSeen, isBookmarked, isSubscribed, isPublic }: ParticipationChange,
): Promise<void> {
  const seenAt = hasSeen === true ? call.now : hasSeen === false ? null : undefined;
  if (seenAt !== undefined || typeof isBookmarked === 'boolean' || typeof isSubscribed === 'boolean') {
    await inEachProject(call, issues, (project, ids) => changeParticipations(project, ids, call.viewer.user.id, { isBookmarked, isSubscribed, seenAt }));
  }
  if (typeof isPublic === 'boolean') await (isPublic ? publish(call, issues) : conceal(call, issues));
  const isChanged = [hasSeen, isBookmarked, isSubscribed, isPublic].some((said) => typeof said === 'boolean');
  if (isChanged) tellChanged(call, issues, 'participation');
}

/** Because of what they did to the issues, or of what was done to them. */
export async function subscribeTo(call: OrganizationCall, issues: readonly Issue[], userIds: readonly number[], reason: SubscriptionReason): Promise<void> {
  if (userIds.length === 0) return;
  await inEachProject(call, issues, (project, ids) => subscribe(project, ids, userIds, reason));
}

/** Who changes the status of an issue, or is given one, is told of what happens to it. */
export async function subscribeByChange(call: OrganizationCall, issues: readonly Issue[], commands: readonly LifeCommand[]): Promise<void> {
  if (commands.some(({ type }) => type === 'resolve' || type === 'reopen' || type === 'archive'))
    await subscribeTo(call, issues, [call.viewer.user.id], 'status_change');
  const assignees = commands.flatMap((command) => (command.type === 'assign' ? (/^user:(\d+)$/.exec(command.assignee ?? '')?.[1] ?? []) : []));
  await subscribeTo(call, issues, assignees.map(Number), 'assigned');
}

/** An issue that can be seen by the link of one that was merged into it is public already. */
async function publish(call: OrganizationCall, issues: readonly Issue[]): Promise<void> {
  const projects = await projectsOf(call, issues);
  const standings = await findStandings(projects, issues, null);
  const fresh = issues.filter((_, index) => standings[index]?.shareId === null);
  const shared = await share(call.organization, fresh, call.viewer.user.id, call.now);
  await remember(
    call,
    fresh.filter(({ id }) => shared.includes(id)),
    'set_public',
  );
}

/** All links go, those of merged issues as well. */
async function conceal(call: OrganizationCall, issues: readonly Issue[]): Promise<void> {
  const projects = await projectsOf(call, issues);
  const standings = await findStandings(projects, issues, null);
  const families = issues.map(({ id }, index) => [id, ...(standings[index]?.partIds ?? [])]);
  const concealed = new Set(await unshare(call.organization, families.flat()));
  const changed = issues.filter((_, index) => families[index]?.some((id) => concealed.has(id)));
  await remember(call, changed, 'set_private');
}

async function remember(call: OrganizationCall, issues: readonly Issue[], type: 'set_public' | 'set_private'): Promise<void> {
  const { now: at, viewer } = call;
  await inEachProject(call, issues, async (project, ids) => {
    await addActivities(
      project,
      ids.map((issueId) => ({ issueId, at, type, userId: viewer.user.id, data: {} })),
    );
  });
}

async function inEachProject(
  call: OrganizationCall,
  issues: readonly Issue[],
  change: (project: ScopedProject, ids: number[]) => Promise<void>,
): Promise<void> {
  const projects = await projectsOf(call, issues);
  await Promise.all(
    projects.map((project) =>
      change(
        project,
        issues.filter(({ projectId }) => projectId === project.id).map(({ id }) => id),
      ),
    ),
  );
}

async function projectsOf({ organization }: OrganizationCall, issues: readonly Issue[]): Promise<ScopedProject[]> {
  if (issues.length === 0) return [];
  return (await listProjects(organization)).filter(({ id }) => issues.some(({ projectId }) => projectId === id));
}
