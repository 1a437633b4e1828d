import { allows } from '../identity/scopes.ts';
import { issueObjectName } from '../issue/object-name.ts';
import type { Issue } from '../storage/issues.ts';
import type { ScopedProject } from '../storage/scope.ts';
import { correctTombstone, createTombstones, deleteTombstones, type TombstoneRow } from '../storage/tombstones.ts';
import type { OrganizationCall } from './call.ts';
import type { Failure } from './contract/issue-change.ts';
import { goneText, unreachableText } from './failures.ts';
import { badRequest, forbidden } from './refusals.ts';
import { tellChanged } from './tell-changed.ts';

/** Each is a call of this invocation. */
const maxAtOnce = 100;

/** Deletes the issues, and turns away what comes of them later. Gives back those that it could not be done to. */
export async function discardIssues(call: OrganizationCall, projects: readonly ScopedProject[], issues: readonly Issue[]): Promise<Failure[]> {
  if (!allows(call.access.scopes, 'event:admin')) throw forbidden();
  if (issues.length > maxAtOnce) throw badRequest(`At most ${maxAtOnce} issues can be discarded at once.`);
  const failures = projects.map((project) =>
    discardInProject(
      call,
      project,
      issues.filter(({ projectId }) => projectId === project.id),
    ),
  );
  const failed = (await Promise.all(failures)).flat();
  tellChanged(call, issues, 'deleted');
  return failed;
}

/** The tombstones first: without one, nobody could ever let the events in again. */
async function discardInProject(call: OrganizationCall, project: ScopedProject, issues: readonly Issue[]): Promise<Failure[]> {
  if (issues.length === 0) return [];
  const tombstones = await createTombstones(project, issues, call.viewer.user.id, call.now);
  const failures = await Promise.all(issues.map((issue, index) => discardIssue(call, project, issue, tombstones[index])));
  return failures.flat();
}

async function discardIssue({ env, viewer }: OrganizationCall, project: ScopedProject, issue: Issue, tombstone: TombstoneRow | undefined): Promise<Failure[]> {
  if (!tombstone) throw new Error(`Issue ${issue.id} has no tombstone right after it was made`);
  const id = String(issue.id);
  try {
    const hashes = await env.ISSUES.getByName(issueObjectName(project.id, issue.hash)).discard(viewer.user.id);
    if (!hashes) {
      await deleteTombstones(project, [tombstone.id]);
      return [{ id, detail: goneText }];
    }
    // D1 may not have known yet of what was merged a moment ago.
    if (hashes.some((hash) => !tombstone.hashes.includes(hash))) await correctTombstone(project, tombstone, hashes);
    return [];
  } catch (error) {
    // It may have been done all the same: the tombstone stays.
    console.warn(`issue ${id} was not discarded:`, error);
    return [{ id, detail: unreachableText }];
  }
}
