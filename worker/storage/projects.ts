import { and, count, eq, gte, lt, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import type { Env } from '../env.ts';
import type { ProjectOptions } from '../settings/options.ts';
import type { IngestKey } from './ingest-keys.ts';
import { formerSlugs, organizations, projectKeys, projects } from './schema.ts';
import { patchOf } from './options.ts';
import { openOrganization, type Organization, type OrganizationScope, type ScopedProject } from './scope.ts';
import { boundShards } from './shards.ts';

/** By name. */
export async function listProjects(scope: OrganizationScope): Promise<ScopedProject[]> {
  const rows = await scope.database.select().from(projects).where(eq(projects.organizationId, scope.id)).orderBy(projects.name, projects.id);
  return rows.map((row) => scope.admit(row));
}

export async function findProjectById(scope: OrganizationScope, id: number): Promise<ScopedProject | null> {
  const rows = await scope.database
    .select()
    .from(projects)
    .where(and(eq(projects.organizationId, scope.id), eq(projects.id, id)));
  return rows[0] ? scope.admit(rows[0]) : null;
}

export async function findProjectBySlug(scope: OrganizationScope, slug: string): Promise<ScopedProject | null> {
  const rows = await scope.database
    .select()
    .from(projects)
    .where(and(eq(projects.organizationId, scope.id), eq(projects.slug, slug)));
  return rows[0] ? scope.admit(rows[0]) : null;
}

/** What a key lets in. Null where the project was deleted a moment ago. */
export async function findProjectOfKey(env: Env, key: IngestKey): Promise<{ organization: Organization; project: ScopedProject } | null> {
  const [organization] = await drizzle(env.DB).select().from(organizations).where(eq(organizations.id, key.organizationId));
  const project = organization && (await findProjectById(openOrganization(env, organization), key.projectId));
  return organization && project ? { organization, project } : null;
}

/** Slugs in use that begin like `slug`, to find one that is free. A range, since D1 takes no pattern for `like` of more than 50 bytes. */
export async function listSlugsFrom(scope: OrganizationScope, slug: string): Promise<string[]> {
  const rows = await scope.database
    .select({ slug: projects.slug })
    .from(projects)
    .where(and(eq(projects.organizationId, scope.id), gte(projects.slug, slug), lt(projects.slug, `${slug}{`)));
  return rows.map((row) => row.slug);
}

export interface NewProject {
  name: string;
  slug: string;
  platform: string | null;
  shard: number;
  createdAt: number;
  options: Partial<ProjectOptions>;
}

/** Makes a project and its first key. Null where the slug is taken. */
export async function createProject(
  scope: OrganizationScope,
  project: NewProject,
  key: { publicKey: string; secretKey: string },
): Promise<ScopedProject | null> {
  const { database } = scope;
  const projectId = database
    .select({ id: projects.id })
    .from(projects)
    .where(and(eq(projects.organizationId, scope.id), eq(projects.slug, project.slug)));
  try {
    const [[row]] = await database.batch([
      database
        .insert(projects)
        .values({ organizationId: scope.id, ...project })
        .returning(),
      database.insert(projectKeys).values({ ...key, projectId: sql`(${projectId})`, name: 'Default', createdAt: project.createdAt }),
    ]);
    if (!row) throw new Error(`Project ${project.slug} was inserted but not returned`);
    return scope.admit(row);
  } catch (error) {
    if (await findProjectBySlug(scope, project.slug)) return null;
    throw error;
  }
}

export interface ProjectChange {
  name?: string | undefined;
  slug?: string | undefined;
  platform?: string | null | undefined;
}

/** The project that had this slug before it was renamed. */
export async function findProjectByFormerSlug(scope: OrganizationScope, slug: string): Promise<ScopedProject | null> {
  const rows = await scope.database
    .select({ project: projects })
    .from(formerSlugs)
    .innerJoin(projects, eq(projects.id, formerSlugs.projectId))
    .where(and(eq(formerSlugs.organizationId, scope.id), eq(formerSlugs.slug, slug)));
  return rows[0] ? scope.admit(rows[0].project) : null;
}

/** Null where another project has the slug. Options that are not named stay. */
export async function changeProject(
  scope: OrganizationScope,
  project: ScopedProject,
  change: ProjectChange,
  options: { [Name in keyof ProjectOptions]?: ProjectOptions[Name] | undefined } = {},
): Promise<ScopedProject | null> {
  try {
    const [row] = await scope.database
      .update(projects)
      // The id keeps an empty change from being an error.
      .set({ id: project.id, ...change, options: patchOf(projects.options, options) })
      .where(and(eq(projects.organizationId, scope.id), eq(projects.id, project.id)))
      .returning();
    if (!row) throw new Error(`Project ${project.id} is gone while it is changed`);
    if (row.slug !== project.slug) await rememberSlug(scope, project);
    return scope.admit(row);
  } catch (error) {
    const holder = change.slug === undefined ? null : await findProjectBySlug(scope, change.slug);
    if (holder && holder.id !== project.id) return null;
    throw error;
  }
}

/** A slug that is in use leads to its own project, so what was remembered of it elsewhere does no harm, and comes to an end with the next renaming. */
async function rememberSlug(scope: OrganizationScope, { id, slug }: ScopedProject): Promise<void> {
  await scope.database
    .insert(formerSlugs)
    .values({ organizationId: scope.id, slug, projectId: id })
    .onConflictDoUpdate({ target: [formerSlugs.organizationId, formerSlugs.slug], set: { projectId: id } });
}

/** Not scoped: the data shard with the fewest projects of the whole installation, for the next one. */
export async function chooseShard(env: Env): Promise<number> {
  const rows = await drizzle(env.DB).select({ shard: projects.shard, projects: count() }).from(projects).groupBy(projects.shard);
  const load = new Map(rows.map((row) => [row.shard, row.projects]));
  return boundShards(env).reduce((best, shard) => ((load.get(shard) ?? 0) < (load.get(best) ?? 0) ? shard : best));
}
