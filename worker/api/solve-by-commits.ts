import { type Delivery, deliverEach, type Errand } from '../issue/courier-object.ts';
import { fixesOf } from '../issue/fixes.ts';
import type { LifeCommand } from '../issue/life/life-command.ts';
import { type CommitIssue, listCommitIssues } from '../storage/commit-issues.ts';
import type { ReleaseCommit } from '../storage/commit-summary.ts';
import { findIssueById, findIssues, type Issue } from '../storage/issues.ts';
import { findMembersByEmail } from '../storage/members.ts';
import type { Release } from '../storage/organization-releases.ts';
import { issueIdsPerProject } from '../storage/projection.ts';
import { findReleasedCommits } from '../storage/release-commits.ts';
import { isMeantBy, minShortCommit } from '../storage/same-commit.ts';
import type { ScopedProject } from '../storage/scope.ts';
import type { OrganizationCall } from './call.ts';
import { maxIssuesAtOnce } from './chosen-issues.ts';
import { markedRelease } from './issue-commands.ts';

/**
 * Resolves in a release what its commits solve: issues that wait for one of them, and those that a message says it fixes (`Fixes WEB-1A`). Only issues of the projects
 * of the release, since no event of another project can be of it. A message counts once, with the first release of the project that has the commit: else an issue
 * that came back would be resolved again by every release after it.
 */
export async function solveByCommits(
  call: OrganizationCall,
  release: Release,
  projects: readonly ScopedProject[],
  commits: readonly ReleaseCommit[],
): Promise<Delivery[]> {
  const [waiting, fixed] = await Promise.all([findWaiting(projects, commits), findFixed(call, projects, commits)]);
  const solved = [
    ...waiting,
    ...fixed.filter(({ issue }) => waiting.every((other) => other.issue.hash !== issue.hash || other.issue.projectId !== issue.projectId)),
  ];
  if (solved.length === 0) return [];
  const involved = projects.filter(({ id }) => solved.some(({ issue }) => issue.projectId === id));
  const marks = new Map(await Promise.all(involved.map(async (project) => [project.id, await markedRelease(project, release.version)] as const)));
  const errands = solved.flatMap(({ issue: { projectId, hash }, commit, repository, by }): Errand[] => {
    const mark = marks.get(projectId);
    if (!mark) return [];
    const cause = { userId: by === 'itself' ? null : by.userId, at: call.now };
    const resolve: LifeCommand[] = by === 'itself' ? [] : [{ type: 'resolve', resolution: { type: 'in_commit', repository, commit }, ...cause }];
    return [{ projectId, hash, commands: [...resolve, { type: 'releaseCommit', repository, commit, ...mark, ...cause }] }];
  });
  return deliverEach(call.env, errands);
}

interface Solved {
  issue: Pick<Issue, 'projectId' | 'hash'>;
  commit: string;
  repository: string;
  /** Who resolves it, where it is not resolved by that commit already. */
  by: 'itself' | { userId: number | null };
}

/** Issues that are resolved by one of the commits. */
async function findWaiting(projects: readonly ScopedProject[], commits: readonly ReleaseCommit[]): Promise<Solved[]> {
  const issues = await listCommitIssues(projects);
  if (issues.length === 0) return [];
  const commitsOf = Map.groupBy(commits, ({ commit }) => commit.slice(0, minShortCommit));
  const isAmong = (named: CommitIssue) => (commitsOf.get(named.commit.slice(0, minShortCommit)) ?? []).some((commit) => isMeantBy(named, commit));
  return issues.filter(isAmong).map(({ projectId, hash, commit, repository }) => ({ issue: { projectId, hash }, commit, repository, by: 'itself' }));
}

/** Issues that a message names; of several commits that name one, the newest solved it. */
async function findFixed(call: OrganizationCall, projects: readonly ScopedProject[], commits: readonly ReleaseCommit[]): Promise<Solved[]> {
  const { organization } = call;
  const projectOf = new Map(projects.map((project) => [project.slug, project]));
  const named = commits.flatMap((commit) =>
    fixesOf(commit.message ?? '').flatMap(({ projectSlug, number }) => {
      const project = projectOf.get(projectSlug);
      return project && number < issueIdsPerProject ? [{ project, commit, issueId: project.id * issueIdsPerProject + number }] : [];
    }),
  );
  const released = await findReleasedCommits(
    organization,
    projects.map(({ id }) => id),
    [...new Set(named.map(({ commit }) => commit))],
  );
  const releasedIn = Map.groupBy(released, ({ commit }) => commit);
  const fresh = named.filter(({ project, commit }) => !releasedIn.get(commit)?.some(({ projectId }) => projectId === project.id));
  const byIssue = new Map(fresh.toReversed().map((each) => [each.issueId, each]));
  const wanted = [...byIssue.values()].slice(0, maxIssuesAtOnce);
  if (wanted.length === 0) return [];
  const found = new Map(
    (
      await findIssues(
        projects,
        wanted.map(({ issueId }) => issueId),
      )
    ).map((issue) => [issue.id, issue]),
  );
  const userOf = await findMembersByEmail(
    organization,
    wanted.flatMap(({ commit }) => commit.authorEmail ?? []),
  );
  const solved = await Promise.all(
    wanted.map(async ({ project, issueId, commit }): Promise<Solved[]> => {
      // One that was merged has the id of another.
      const issue = found.get(issueId) ?? (await findIssueById(project, issueId));
      const userId = userOf.get(commit.authorEmail?.toLowerCase() ?? '') ?? null;
      return issue ? [{ issue, commit: commit.commit, repository: commit.repository, by: { userId } }] : [];
    }),
  );
  return [...new Map(solved.flat().map((each) => [`${each.issue.projectId}:${each.issue.hash}`, each])).values()];
}
