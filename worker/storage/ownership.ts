import { and, eq, sql } from 'drizzle-orm';
import { codeowners, ownership } from './schema.ts';
import type { ScopedProject } from './scope.ts';

export type Ownership = typeof ownership.$inferSelect;
export type Codeowners = typeof codeowners.$inferSelect;

/** Null where it was never set up. */
export async function findOwnership(project: ScopedProject): Promise<Ownership | null> {
  const [row] = await project.configuration.select().from(ownership).where(eq(ownership.projectId, project.id));
  return row ?? null;
}

export async function saveOwnership(
  project: ScopedProject,
  saved: Pick<Ownership, 'raw' | 'ownerKeys' | 'fallthrough' | 'autoAssignment'>,
  now: number,
): Promise<Ownership> {
  const [row] = await project.configuration
    .insert(ownership)
    .values({ ...saved, projectId: project.id, createdAt: now, updatedAt: now })
    .onConflictDoUpdate({ target: ownership.projectId, set: { ...saved, updatedAt: now } })
    .returning();
  if (!row) throw new Error(`The ownership of project ${project.id} was saved but not returned`);
  return row;
}

/** Oldest first. */
export async function listCodeowners(project: ScopedProject): Promise<Codeowners[]> {
  return project.configuration.select().from(codeowners).where(eq(codeowners.projectId, project.id)).orderBy(codeowners.id);
}

export async function findCodeowners(project: ScopedProject, id: number): Promise<Codeowners | null> {
  const [row] = await project.configuration.select().from(codeowners).where(fileOf(project, id));
  return row ?? null;
}

type SavedCodeowners = Pick<Codeowners, 'raw' | 'ownerKeys' | 'codeMappings' | 'associations'>;

/** Null where the project has `maxFiles` already. One statement, since several may come at once. */
export async function createCodeowners(project: ScopedProject, saved: SavedCodeowners, maxFiles: number, now: number): Promise<Codeowners | null> {
  const { raw, ownerKeys, codeMappings, associations } = saved;
  const [keys, mappings, names] = [ownerKeys, codeMappings, associations].map((value) => JSON.stringify(value));
  const files = sql`(select count(*) from ${codeowners} where ${eq(codeowners.projectId, project.id)})`;
  const [row] = await project.configuration
    .insert(codeowners)
    .select(sql`select null, ${project.id}, ${raw}, ${keys}, ${mappings}, ${names}, ${now}, ${now} where ${files} < ${maxFiles}`)
    .returning();
  return row ?? null;
}

/** Null where the project has no such file. */
export async function changeCodeowners(project: ScopedProject, id: number, saved: SavedCodeowners, now: number): Promise<Codeowners | null> {
  const [row] = await project.configuration
    .update(codeowners)
    .set({ ...saved, updatedAt: now })
    .where(fileOf(project, id))
    .returning();
  return row ?? null;
}

/** False where the project has no such file. */
export async function deleteCodeowners(project: ScopedProject, id: number): Promise<boolean> {
  const rows = await project.configuration.delete(codeowners).where(fileOf(project, id)).returning({ id: codeowners.id });
  return rows.length > 0;
}

function fileOf(project: ScopedProject, id: number) {
  return and(eq(codeowners.projectId, project.id), eq(codeowners.id, id));
}
