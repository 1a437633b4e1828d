import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Issue } from './issues.ts';
import { furtherHashes, issues, tombstones } from './schema.ts';
import type { ScopedProject } from './scope.ts';

export type TombstoneRow = typeof tombstones.$inferSelect;

/** A place between two tombstones, which stand newest first. */
export interface TombstonePosition {
  createdAt: number;
  id: number;
  isBefore: boolean;
}

/** One for each of these issues of the project, in order; its hashes are those that D1 knows of. */
export async function createTombstones(project: ScopedProject, discarded: readonly Issue[], userId: number, createdAt: number): Promise<TombstoneRow[]> {
  const { data } = project;
  const parts = await data
    .select({ head: issues.mergedInto, hash: issues.hash })
    .from(issues)
    .where(and(eq(issues.projectId, project.id), sql`${issues.mergedInto} in (select value from json_each(${JSON.stringify(discarded.map(({ id }) => id))}))`));
  const partsOf = Map.groupBy(parts, ({ head }) => head);
  const inserts = discarded.map(({ id, hash, title, culprit, level, type, metadata }) => {
    const hashes = [hash, ...(partsOf.get(id) ?? []).map((part) => part.hash)];
    return data.insert(tombstones).values({ projectId: project.id, hashes, title, culprit, level, type, metadata, userId, createdAt }).returning();
  });
  const [first, ...others] = inserts;
  return first ? (await data.batch([first, ...others])).flat() : [];
}

export async function correctTombstone(project: ScopedProject, { id }: TombstoneRow, hashes: readonly string[]): Promise<void> {
  await project.data
    .update(tombstones)
    .set({ hashes: [...hashes] })
    .where(and(eq(tombstones.projectId, project.id), eq(tombstones.id, id)));
}

export async function deleteTombstones(project: ScopedProject, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await project.data.delete(tombstones).where(and(eq(tombstones.projectId, project.id), inArray(tombstones.id, [...ids])));
}

/** The further hashes that a discarded issue had claimed lead nowhere any more. */
export async function forgetClaimsOf(project: ScopedProject, { hashes }: TombstoneRow): Promise<void> {
  await project.data
    .delete(furtherHashes)
    .where(and(eq(furtherHashes.projectId, project.id), sql`${furtherHashes.headHash} in (select value from json_each(${JSON.stringify(hashes)}))`));
}

export async function findTombstone(project: ScopedProject, id: number): Promise<TombstoneRow | null> {
  const rows = await project.data
    .select()
    .from(tombstones)
    .where(and(eq(tombstones.projectId, project.id), eq(tombstones.id, id)));
  return rows[0] ?? null;
}

/** Newest first. */
export async function listTombstones(project: ScopedProject, position: TombstonePosition | null, limit: number): Promise<TombstoneRow[]> {
  const isBefore = position?.isBefore ?? false;
  const beyond = position && sql`(${tombstones.createdAt}, ${tombstones.id}) ${sql.raw(isBefore ? '>' : '<')} (${position.createdAt}, ${position.id})`;
  const order = isBefore ? [tombstones.createdAt, tombstones.id] : [desc(tombstones.createdAt), desc(tombstones.id)];
  const rows = await project.data
    .select()
    .from(tombstones)
    .where(and(eq(tombstones.projectId, project.id), beyond ?? undefined))
    .orderBy(...order)
    .limit(limit);
  return isBefore ? rows.reverse() : rows;
}
