import { and, desc, eq, type SQL, sql } from 'drizzle-orm';
import { recentSearches } from './schema.ts';
import type { OrganizationScope } from './scope.ts';

export type RecentSearch = typeof recentSearches.$inferSelect;

/** Of a person, an organization and what is searched; those before go. */
export const maxRecentSearches = 30;

/** The last first. `containing` is looked for without regard to case. */
export async function listRecentSearches(scope: OrganizationScope, userId: number, type: number, containing: string, limit: number): Promise<RecentSearch[]> {
  const contains = containing === '' ? undefined : sql`instr(lower(${recentSearches.query}), lower(${containing})) > 0`;
  return scope.database
    .select()
    .from(recentSearches)
    .where(and(ofPerson(scope, userId, type), contains))
    .orderBy(desc(recentSearches.lastSeenAt), desc(recentSearches.id))
    .limit(limit);
}

/** Whether it is one that was not there. One that was comes to the front. */
export async function rememberSearch(
  scope: OrganizationScope,
  userId: number,
  { type, query }: { type: number; query: string },
  at: number,
): Promise<RecentSearch | null> {
  const { database } = scope;
  const isKept = sql`${recentSearches.id} in (
    select id from recent_searches where organization_id = ${scope.id} and user_id = ${userId} and type = ${type} order by last_seen_at desc, id desc limit ${maxRecentSearches})`;
  const [[row]] = await database.batch([
    database
      .insert(recentSearches)
      .values({ organizationId: scope.id, userId, type, query, createdAt: at, lastSeenAt: at })
      .onConflictDoUpdate({
        target: [recentSearches.organizationId, recentSearches.userId, recentSearches.type, recentSearches.query],
        set: { lastSeenAt: at },
      })
      .returning(),
    database.delete(recentSearches).where(and(ofPerson(scope, userId, type), sql`not ${isKept}`)),
  ]);
  return row && row.createdAt === at ? row : null;
}

function ofPerson(scope: OrganizationScope, userId: number, type: number): SQL | undefined {
  return and(eq(recentSearches.organizationId, scope.id), eq(recentSearches.userId, userId), eq(recentSearches.type, type));
}
