import { and, eq, type SQL, sql } from 'drizzle-orm';
import { deploys, organizationReleases, releaseEnvironments, releaseProjects, releases } from './schema.ts';
import { shardsOf } from './project-shards.ts';
import type { OrganizationScope, ScopedProject } from './scope.ts';

export type Release = typeof organizationReleases.$inferSelect;
export type DeployRow = typeof deploys.$inferSelect;

/** By when it was released, or else when it became known; the newest first, ties by id. */
export interface ReleasePosition {
  value: number;
  id: number;
  isBefore: boolean;
}

export interface ReleaseQuestion {
  /** Null for those of the whole organization, also of projects that are gone. */
  projectIds: readonly number[] | null;
  /** Events came from one of these; the empty name is for events without one. Null for any. */
  environments: readonly string[] | null;
  status: Release['status'] | null;
  /** Is in the version, whatever the case. */
  text: string;
  position: ReleasePosition | null;
  limit: number;
}

export function dateOf({ releasedAt, createdAt }: Pick<Release, 'releasedAt' | 'createdAt'>): number {
  return releasedAt ?? createdAt;
}

/** As the index has it. */
const date = sql`coalesce(released_at, created_at)`;

export async function listReleases(scope: OrganizationScope, question: ReleaseQuestion): Promise<Release[]> {
  const { projectIds, environments, status, text, position, limit } = question;
  const isBefore = position?.isBefore ?? false;
  const direction = sql.raw(isBefore ? 'asc' : 'desc');
  const rows = await scope.database
    .select()
    .from(organizationReleases)
    .where(
      and(
        eq(organizationReleases.organizationId, scope.id),
        position ? beyond(position) : undefined,
        status === null ? undefined : eq(organizationReleases.status, status),
        text === '' ? undefined : sql`instr(lower(${organizationReleases.version}), lower(${text})) > 0`,
        projectIds === null ? undefined : hasRow(sql`${releaseProjects} p`, [sql`p.project_id in ${listOf(projectIds)}`]),
        environments === null
          ? undefined
          : hasRow(sql`${releaseEnvironments} p`, [
              sql`p.environment in ${listOf(environments)}`,
              ...(projectIds === null ? [] : [sql`p.project_id in ${listOf(projectIds)}`]),
            ]),
      ),
    )
    .orderBy(sql`${date} ${direction}`, sql`${organizationReleases.id} ${direction}`)
    .limit(limit);
  return isBefore ? rows.reverse() : rows;
}

/** The date by itself again, since an index on an expression is not sought by a pair. */
function beyond({ value, id, isBefore }: ReleasePosition): SQL {
  const [further, orAt] = isBefore ? [sql`>`, sql`>=`] : [sql`<`, sql`<=`];
  return sql`${date} ${orAt} ${value} and (${date}, ${organizationReleases.id}) ${further} (${value}, ${id})`;
}

function hasRow(table: SQL, conditions: readonly SQL[]): SQL {
  return sql`exists (select 1 from ${table} where p.release_id = ${organizationReleases.id} and ${sql.join([...conditions], sql` and `)})`;
}

function listOf(values: readonly (number | string)[]): SQL {
  return sql`(select value from json_each(${JSON.stringify(values)}))`;
}

/** Those of the versions that the organization has, in no order. */
export async function findReleases(scope: OrganizationScope, versions: readonly string[]): Promise<Release[]> {
  if (versions.length === 0) return [];
  return scope.database
    .select()
    .from(organizationReleases)
    .where(and(eq(organizationReleases.organizationId, scope.id), sql`${organizationReleases.version} in ${listOf(versions)}`));
}

export async function findRelease(scope: OrganizationScope, version: string): Promise<Release | null> {
  const [release] = await findReleases(scope, [version]);
  return release ?? null;
}

export async function isReleaseOf(project: ScopedProject, release: Release): Promise<boolean> {
  const rows = await project.configuration
    .select()
    .from(releaseProjects)
    .where(and(eq(releaseProjects.releaseId, release.id), eq(releaseProjects.projectId, project.id)));
  return rows.length > 0;
}

/** The last one before `release` that has commits, among those of the projects. */
export async function findReleaseWithCommitsBefore(scope: OrganizationScope, release: Release, projectIds: readonly number[]): Promise<Release | null> {
  const rows = await scope.database
    .select()
    .from(organizationReleases)
    .where(
      and(
        eq(organizationReleases.organizationId, scope.id),
        beyond({ value: dateOf(release), id: release.id, isBefore: false }),
        sql`${organizationReleases.commits} is not null`,
        hasRow(sql`${releaseProjects} p`, [sql`p.project_id in ${listOf(projectIds)}`]),
      ),
    )
    .orderBy(sql`${date} desc`, sql`${organizationReleases.id} desc`)
    .limit(1);
  return rows[0] ?? null;
}

export interface ReleaseChange {
  status?: Release['status'] | undefined;
  ref?: string | null | undefined;
  url?: string | null | undefined;
  startedAt?: number | null | undefined;
  releasedAt?: number | null | undefined;
}

/** A version in some projects, of which one may be known already; what the change does not name stays. `isNew`: it was not known in one of the projects. */
export async function announceRelease(
  scope: OrganizationScope,
  version: string,
  projects: readonly ScopedProject[],
  change: ReleaseChange,
  now: number,
): Promise<{ release: Release; isNew: boolean }> {
  const { database } = scope;
  // Before the organization knows it, so that who is interrupted can try again.
  await Promise.all(
    shardsOf(projects).map(({ data, ids }) =>
      data
        .insert(releases)
        .select(sql`select value, ${version}, ${now} from json_each(${JSON.stringify(ids)}) where true`)
        .onConflictDoNothing(),
    ),
  );
  const ids = projects.map(({ id }) => id);
  const link = sql`select ${organizationReleases.id}, j.value from ${organizationReleases} cross join json_each(${JSON.stringify(ids)}) j where ${isVersion(scope, version)}`;
  const [[made], [changed], linked] = await database.batch([
    database.insert(organizationReleases).values({ organizationId: scope.id, version, createdAt: now }).onConflictDoNothing().returning(),
    database
      .update(organizationReleases)
      .set({ version, ...change })
      .where(isVersion(scope, version))
      .returning(),
    database.insert(releaseProjects).select(link).onConflictDoNothing().returning(),
  ]);
  if (!changed) throw new Error(`Release ${version} is missing right after its insertion`);
  return { release: changed, isNew: made !== undefined || linked.length > 0 };
}

export async function changeRelease(scope: OrganizationScope, release: Release, change: ReleaseChange): Promise<Release | null> {
  const [changed] = await scope.database
    .update(organizationReleases)
    // The version keeps an empty change from being an error.
    .set({ version: release.version, ...change })
    .where(isVersion(scope, release.version))
    .returning();
  return changed ?? null;
}

/** With its commits and deploys. Its events and issues stay, so whoever asks sees to it that there are none. */
export async function deleteRelease(scope: OrganizationScope, release: Release, projects: readonly ScopedProject[]): Promise<void> {
  await Promise.all(
    shardsOf(projects).map(({ data, ids }) =>
      data.delete(releases).where(and(sql`${releases.projectId} in ${listOf(ids)}`, eq(releases.version, release.version))),
    ),
  );
  await scope.database.delete(organizationReleases).where(isVersion(scope, release.version));
}

function isVersion(scope: OrganizationScope, version: string): SQL | undefined {
  return and(eq(organizationReleases.organizationId, scope.id), eq(organizationReleases.version, version));
}

/** What releases are told with. */
export interface ReleaseCompany {
  /** Ids of the projects it is of. */
  projectIds: number[];
  /** Of all environments, per project. */
  seen: { projectId: number; firstAt: number; lastAt: number }[];
  deployCount: number;
  lastDeploy: DeployRow | null;
}

/** In order. */
export async function findCompanyOf(scope: OrganizationScope, found: readonly Release[]): Promise<ReleaseCompany[]> {
  if (found.length === 0) return [];
  const ids = found.map(({ id }) => id);
  const { database } = scope;
  const last = sql`select (select d.id from deploys d where d.release_id = j.value order by d.finished_at desc, d.id desc limit 1) from json_each(${JSON.stringify(ids)}) j`;
  const [links, seen, counts, lastDeploys] = await database.batch([
    database
      .select()
      .from(releaseProjects)
      .where(sql`${releaseProjects.releaseId} in ${listOf(ids)}`),
    database
      .select({
        releaseId: releaseEnvironments.releaseId,
        projectId: releaseEnvironments.projectId,
        firstAt: sql<number>`min(${releaseEnvironments.firstEventAt})`,
        lastAt: sql<number>`max(${releaseEnvironments.lastEventAt})`,
      })
      .from(releaseEnvironments)
      .where(sql`${releaseEnvironments.releaseId} in ${listOf(ids)}`)
      .groupBy(releaseEnvironments.releaseId, releaseEnvironments.projectId),
    database
      .select({ releaseId: deploys.releaseId, count: sql<number>`count(*)` })
      .from(deploys)
      .where(sql`${deploys.releaseId} in ${listOf(ids)}`)
      .groupBy(deploys.releaseId),
    database
      .select()
      .from(deploys)
      .where(sql`${deploys.id} in (${last})`),
  ]);
  return ids.map((id) => ({
    projectIds: links.flatMap(({ releaseId, projectId }) => (releaseId === id ? [projectId] : [])),
    seen: seen.filter(({ releaseId }) => releaseId === id),
    deployCount: counts.find(({ releaseId }) => releaseId === id)?.count ?? 0,
    lastDeploy: lastDeploys.find(({ releaseId }) => releaseId === id) ?? null,
  }));
}
