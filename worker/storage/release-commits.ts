import { and, asc, desc, eq, gt, lt, type SQL, sql } from 'drizzle-orm';
import { type ReleaseCommit, summarizeCommits } from './commit-summary.ts';
import { parametersOf } from './json-parameters.ts';
import type { Release } from './organization-releases.ts';
import { organizationReleases, releaseCommits, releaseProjects } from './schema.ts';
import type { OrganizationScope, ScopedProject } from './scope.ts';

export type CommitRow = typeof releaseCommits.$inferSelect;

/** All that the release has from now on, the newest first. */
export async function setCommits(scope: OrganizationScope, release: Release, commits: readonly ReleaseCommit[]): Promise<void> {
  const { database } = scope;
  const rows = commits.map(({ commit, repository, message, authorName, authorEmail, committedAt }, position) =>
    JSON.stringify([release.id, position, commit, repository, message, authorName, authorEmail, committedAt]),
  );
  const values = sql.raw(Array.from({ length: 8 }, (_, index) => `j.value ->> ${index}`).join(', '));
  await database.batch([
    database.delete(releaseCommits).where(eq(releaseCommits.releaseId, release.id)),
    ...parametersOf(rows).map((parameter) => database.insert(releaseCommits).select(sql`select ${values} from json_each(${parameter}) j where true`)),
    database
      .update(organizationReleases)
      .set({ commits: summarizeCommits(commits) })
      .where(and(eq(organizationReleases.organizationId, scope.id), eq(organizationReleases.id, release.id))),
  ]);
}

/** The newest first, from a position on, or the nearest before it. */
export async function listCommits(
  scope: OrganizationScope,
  release: Release,
  place: { position: number; isBefore: boolean } | null,
  limit: number,
): Promise<CommitRow[]> {
  const isBefore = place?.isBefore ?? false;
  const rows = await scope.database
    .select()
    .from(releaseCommits)
    .where(and(eq(releaseCommits.releaseId, release.id), place ? (isBefore ? lt : gt)(releaseCommits.position, place.position) : undefined))
    .orderBy((isBefore ? desc : asc)(releaseCommits.position))
    .limit(limit);
  return isBefore ? rows.reverse() : rows;
}

/** Those of the commits that a release of the project has already, by id and repository. */
export async function findReleasedCommits(
  scope: OrganizationScope,
  projectIds: readonly number[],
  commits: readonly Pick<ReleaseCommit, 'commit' | 'repository'>[],
): Promise<{ projectId: number; commit: string; repository: string }[]> {
  if (commits.length === 0) return [];
  const asked = JSON.stringify(commits.map(({ commit, repository }) => [commit, repository]));
  return scope.database
    .selectDistinct({ projectId: releaseProjects.projectId, commit: releaseCommits.commit, repository: releaseCommits.repository })
    .from(sql`json_each(${asked}) j`)
    .innerJoin(releaseCommits, sql`${releaseCommits.commit} = j.value ->> 0 and ${releaseCommits.repository} = j.value ->> 1`)
    .innerJoin(organizationReleases, and(eq(organizationReleases.id, releaseCommits.releaseId), eq(organizationReleases.organizationId, scope.id)))
    .innerJoin(releaseProjects, eq(releaseProjects.releaseId, releaseCommits.releaseId))
    .where(sql`${releaseProjects.projectId} in (select value from json_each(${JSON.stringify(projectIds)}))`);
}

/** So many characters of a commit's id are enough to tell it by. */
export const minShortCommit = 7;

/** The first release of the project that has the commit, whose id may be cut short. */
export async function findReleaseOfCommit(scope: OrganizationScope, project: ScopedProject, commit: string, repository: string): Promise<string | null> {
  const rows = await scope.database
    .select({ version: organizationReleases.version })
    .from(releaseCommits)
    .innerJoin(organizationReleases, and(eq(organizationReleases.id, releaseCommits.releaseId), eq(organizationReleases.organizationId, scope.id)))
    .innerJoin(releaseProjects, and(eq(releaseProjects.releaseId, releaseCommits.releaseId), eq(releaseProjects.projectId, project.id)))
    .where(and(commit.length < minShortCommit ? eq(releaseCommits.commit, commit) : beginsWith(commit), eq(releaseCommits.repository, repository)))
    .orderBy(asc(organizationReleases.createdAt), asc(organizationReleases.id))
    .limit(1);
  return rows[0]?.version ?? null;
}

function beginsWith(commit: string): SQL {
  return sql`${releaseCommits.commit} >= ${commit} and ${releaseCommits.commit} < ${`${commit}\u{10FFFF}`}`;
}
