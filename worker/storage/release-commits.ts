import { and, asc, desc, eq, gt, lt, sql } from 'drizzle-orm';
import { type ReleaseCommit, summarizeCommits } from './commit-summary.ts';
import { parametersOf } from './json-parameters.ts';
import type { Release } from './organization-releases.ts';
import { isMeantBy, meantBy } from './same-commit.ts';
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

/** Those of the commits that a release of the project has already. */
export async function findReleasedCommits<Commit extends Pick<ReleaseCommit, 'commit' | 'repository'>>(
  scope: OrganizationScope,
  projectIds: readonly number[],
  commits: readonly Commit[],
): Promise<{ projectId: number; commit: Commit }[]> {
  if (commits.length === 0) return [];
  const ids = JSON.stringify(commits.map(({ commit }) => commit));
  const rows = await scope.database
    .selectDistinct({ projectId: releaseProjects.projectId, commit: releaseCommits.commit, repository: releaseCommits.repository })
    .from(sql`json_each(${ids}) j`)
    .innerJoin(releaseCommits, sql`${releaseCommits.commit} = j.value`)
    .innerJoin(organizationReleases, and(eq(organizationReleases.id, releaseCommits.releaseId), sql`+${organizationReleases.organizationId} = ${scope.id}`))
    .innerJoin(releaseProjects, eq(releaseProjects.releaseId, releaseCommits.releaseId))
    .where(sql`+${releaseProjects.projectId} in (select value from json_each(${JSON.stringify(projectIds)}))`);
  const rowsOf = Map.groupBy(rows, ({ commit }) => commit);
  return commits.flatMap((commit) =>
    (rowsOf.get(commit.commit) ?? []).flatMap((row) => (isMeantBy(commit, row) ? [{ projectId: row.projectId, commit }] : [])),
  );
}

/** The first release of the project that has the commit, whose id may be cut short. The plus keeps SQLite from going through all that the project has. */
export async function findReleaseOfCommit(scope: OrganizationScope, project: ScopedProject, commit: string, repository: string): Promise<string | null> {
  const rows = await scope.database
    .select({ version: organizationReleases.version })
    .from(releaseCommits)
    .innerJoin(organizationReleases, and(eq(organizationReleases.id, releaseCommits.releaseId), sql`+${organizationReleases.organizationId} = ${scope.id}`))
    .innerJoin(releaseProjects, and(eq(releaseProjects.releaseId, releaseCommits.releaseId), sql`+${releaseProjects.projectId} = ${project.id}`))
    .where(meantBy({ commit, repository }))
    .orderBy(asc(organizationReleases.createdAt), asc(organizationReleases.id))
    .limit(1);
  return rows[0]?.version ?? null;
}
