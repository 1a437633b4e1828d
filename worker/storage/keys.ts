import { and, eq } from 'drizzle-orm';
import { projectKeys } from './schema.ts';
import type { ScopedProject } from './scope.ts';

export type ProjectKey = typeof projectKeys.$inferSelect;

/** Oldest first: the first is the one that install pages show. */
export async function listKeys(project: ScopedProject): Promise<ProjectKey[]> {
  return project.configuration.select().from(projectKeys).where(eq(projectKeys.projectId, project.id)).orderBy(projectKeys.createdAt, projectKeys.publicKey);
}

export async function findKey(project: ScopedProject, publicKey: string): Promise<ProjectKey | null> {
  const rows = await project.configuration.select().from(projectKeys).where(keyOf(project, publicKey));
  return rows[0] ?? null;
}

export async function createKey(
  project: ScopedProject,
  key: Pick<ProjectKey, 'publicKey' | 'secretKey' | 'name' | 'rateLimit' | 'createdAt'>,
): Promise<ProjectKey> {
  const [row] = await project.configuration
    .insert(projectKeys)
    .values({ ...key, projectId: project.id })
    .returning();
  if (!row) throw new Error(`Key ${key.publicKey} was inserted but not returned`);
  return row;
}

/** Null where the project has no such key. */
export async function changeKey(
  project: ScopedProject,
  publicKey: string,
  change: {
    name?: string | undefined;
    isActive?: boolean | undefined;
    rateLimit?: ProjectKey['rateLimit'] | undefined;
    loader?: ProjectKey['loader'] | undefined;
  },
): Promise<ProjectKey | null> {
  // The project keeps an empty change from being an error.
  const rows = await project.configuration
    .update(projectKeys)
    .set({ projectId: project.id, ...change })
    .where(keyOf(project, publicKey))
    .returning();
  return rows[0] ?? null;
}

/** False where the project has no such key. */
export async function deleteKey(project: ScopedProject, publicKey: string): Promise<boolean> {
  const rows = await project.configuration.delete(projectKeys).where(keyOf(project, publicKey)).returning({ publicKey: projectKeys.publicKey });
  return rows.length > 0;
}

function keyOf(project: ScopedProject, publicKey: string) {
  return and(eq(projectKeys.projectId, project.id), eq(projectKeys.publicKey, publicKey));
}
