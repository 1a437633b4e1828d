import { and, asc, count, eq } from 'drizzle-orm';
import { savedQueries } from './schema.ts';
import type { OrganizationScope } from './scope.ts';

export type SavedQueryRow = typeof savedQueries.$inferSelect;

/** By name. */
export async function listSavedQueries(scope: OrganizationScope): Promise<SavedQueryRow[]> {
  return scope.database.select().from(savedQueries).where(eq(savedQueries.organizationId, scope.id)).orderBy(asc(savedQueries.name), asc(savedQueries.id));
}

export async function findSavedQuery(scope: OrganizationScope, id: number): Promise<SavedQueryRow | null> {
  const rows = await scope.database.select().from(savedQueries).where(isOf(scope, id));
  return rows[0] ?? null;
}

export async function countSavedQueries(scope: OrganizationScope): Promise<number> {
  const [row] = await scope.database.select({ saved: count() }).from(savedQueries).where(eq(savedQueries.organizationId, scope.id));
  return row?.saved ?? 0;
}

export async function saveQuery(scope: OrganizationScope, values: Omit<SavedQueryRow, 'id' | 'organizationId'>): Promise<SavedQueryRow> {
  const [row] = await scope.database
    .insert(savedQueries)
    .values({ ...values, organizationId: scope.id })
    .returning();
  if (!row) throw new Error('The saved query was not inserted');
  return row;
}

/** Null where it is gone. */
export async function changeSavedQuery(
  scope: OrganizationScope,
  id: number,
  values: Pick<SavedQueryRow, 'name' | 'question' | 'updatedAt'>,
): Promise<SavedQueryRow | null> {
  const rows = await scope.database.update(savedQueries).set(values).where(isOf(scope, id)).returning();
  return rows[0] ?? null;
}

export async function removeSavedQuery(scope: OrganizationScope, id: number): Promise<void> {
  await scope.database.delete(savedQueries).where(isOf(scope, id));
}

function isOf(scope: OrganizationScope, id: number) {
  return and(eq(savedQueries.organizationId, scope.id), eq(savedQueries.id, id));
}
