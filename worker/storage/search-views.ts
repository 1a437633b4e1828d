import { and, asc, eq, isNotNull, isNull, lt, or, type SQL, sql } from 'drizzle-orm';
import { searchViews, starredViews } from './schema.ts';
import type { OrganizationScope } from './scope.ts';

type ViewRow = typeof searchViews.$inferSelect;

/** A view as a person sees it. */
export type SearchView = ViewRow & {
  /** Where it stands among those that they keep at hand; null where they do not. */
  position: number | null;
};

/** What a view holds. */
export type ViewContent = Pick<ViewRow, 'name' | 'query' | 'querySort' | 'projects' | 'environments' | 'timeFilters' | 'visibility'>;

/** Of one person in an organization, deleted ones not counted. */
export const maxViews = 200;
/** A view that was deleted can be brought back for this long. */
const keptMs = 24 * 3_600_000;

/** Those that the person may see: those they keep at hand in their order, then by name. */
export async function listSearchViews(scope: OrganizationScope, userId: number): Promise<SearchView[]> {
  return select(scope, userId, isNull(searchViews.deletedAt));
}

export async function findSearchView(scope: OrganizationScope, userId: number, id: number): Promise<SearchView | null> {
  // All of them, since where it stands depends on the others.
  return (await listSearchViews(scope, userId)).find((view) => view.id === id) ?? null;
}

/** A view that was deleted lately. */
export async function findDeletedView(scope: OrganizationScope, userId: number, id: number): Promise<SearchView | null> {
  const [view] = await select(scope, userId, and(eq(searchViews.id, id), isNotNull(searchViews.deletedAt)));
  return view ?? null;
}

/** Answers its id; null where the person has too many. Whoever makes one keeps it at hand, behind the others. */
export async function createSearchView(scope: OrganizationScope, userId: number, content: ViewContent, createdAt: number): Promise<number | null> {
  const { database } = scope;
  const isOwn = and(eq(searchViews.organizationId, scope.id), eq(searchViews.userId, userId), isNull(searchViews.deletedAt));
  if ((await database.$count(searchViews, isOwn)) >= maxViews) return null;
  const [row] = await database
    .insert(searchViews)
    .values({ ...content, organizationId: scope.id, userId, createdAt, updatedAt: createdAt })
    .returning({ id: searchViews.id });
  if (!row) throw new Error(`No view was made of ${content.name}`);
  const last = sql`(select coalesce(max(position), -1) + 1 from starred_views where user_id = ${userId})`;
  await database.insert(starredViews).values({ userId, viewId: row.id, position: last });
  return row.id;
}

export async function changeSearchView(scope: OrganizationScope, id: number, change: Partial<ViewContent>, updatedAt: number): Promise<void> {
  await scope.database
    .update(searchViews)
    .set({ ...change, updatedAt })
    .where(ofScope(scope, id));
}

/** It can be brought back for a day; what was deleted longer ago goes for good. */
export async function deleteSearchView(scope: OrganizationScope, id: number, deletedAt: number): Promise<void> {
  const { database } = scope;
  await database.batch([
    database.update(searchViews).set({ deletedAt }).where(ofScope(scope, id)),
    database.delete(searchViews).where(and(eq(searchViews.organizationId, scope.id), lt(searchViews.deletedAt, deletedAt - keptMs))),
  ]);
}

export async function restoreSearchView(scope: OrganizationScope, id: number): Promise<void> {
  await scope.database.update(searchViews).set({ deletedAt: null }).where(ofScope(scope, id));
}

/** The views that a person keeps at hand, in this order. All of them are of the organization, and those of others stay as they are. */
export async function putStarredViews(scope: OrganizationScope, userId: number, ids: readonly number[]): Promise<void> {
  const { database } = scope;
  const own = sql`select id from search_views where organization_id = ${scope.id}`;
  const rows = sql`select ${userId}, j.value, j.key from json_each(${JSON.stringify(ids)}) j where j.value in (${own})`;
  await database.batch([
    // Of a view that was deleted the star stays, in case it is brought back.
    database.delete(starredViews).where(and(eq(starredViews.userId, userId), sql`${starredViews.viewId} in (${own} and deleted_at is null)`)),
    database.insert(starredViews).select(rows),
  ]);
}

async function select(scope: OrganizationScope, userId: number, where: SQL | undefined): Promise<SearchView[]> {
  const isSeen = or(eq(searchViews.userId, userId), eq(searchViews.visibility, 'organization'));
  const rows = await scope.database
    .select({ view: searchViews, position: starredViews.position })
    .from(searchViews)
    .leftJoin(starredViews, and(eq(starredViews.viewId, searchViews.id), eq(starredViews.userId, userId)))
    .where(and(eq(searchViews.organizationId, scope.id), isSeen, where))
    .orderBy(sql`${starredViews.position} is null`, asc(starredViews.position), sql`lower(${searchViews.name})`, asc(searchViews.id));
  let starred = 0;
  return rows.map(({ view, position }) => ({ ...view, position: position === null ? null : starred++ }));
}

function ofScope(scope: OrganizationScope, id: number): SQL | undefined {
  return and(eq(searchViews.organizationId, scope.id), eq(searchViews.id, id));
}
