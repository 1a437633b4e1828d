import { and, desc, asc, eq, gt, inArray, lt, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import type { Env } from '../env.ts';
import { captureLifetimeMs, mirrorObjectName } from '../mirror/bounds.ts';
import type { CaptureHead } from '../mirror/capture-head.ts';
import { captures, organizations, projects } from './schema.ts';
import { dataShard } from './shards.ts';
import type { Database, OrganizationScope, ScopedProject } from './scope.ts';

export type CaptureRow = typeof captures.$inferSelect;

/** Where captures of one project are, or those of an organization that no project could be found for. */
export interface CaptureShelf {
  readonly organizationId: number;
  readonly projectId: number;
  readonly database: Database;
}

export function shelfOfProject({ organizationId, id, data }: ScopedProject): CaptureShelf {
  return { organizationId, projectId: id, database: data };
}

export function shelfOfStrays({ id, database }: OrganizationScope): CaptureShelf {
  return { organizationId: id, projectId: 0, database };
}

/** Keeps a capture: its JSON and its body in one object of R2, its row in D1, so that a row never leads to nothing. Others make room. */
export async function putCapture(
  env: Env,
  shard: number,
  row: Omit<CaptureRow, 'headBytes' | 'keptBytes'>,
  head: CaptureHead,
  body: Uint8Array,
  dropped: number[],
): Promise<void> {
  const front = new TextEncoder().encode(`${JSON.stringify(head)}\n`);
  await env.FILES.put(objectKey(row, row.id), new Blob([front, body]));
  const database = drizzle(dataShard(env, shard));
  await database.insert(captures).values({ ...row, headBytes: front.length, keptBytes: body.length });
  if (dropped.length > 0) await removeRows(env, { organizationId: row.organizationId, projectId: row.projectId, database }, dropped);
}

export interface CaptureFilter {
  fate: CaptureRow['fate'] | null;
  sdk: string | null;
  keyEnd: string | null;
}

/** Newest first. `id` is a place between two. */
export async function listCaptures(
  shelf: CaptureShelf,
  { fate, sdk, keyEnd }: CaptureFilter,
  place: { id: number; isBefore: boolean } | null,
  limit: number,
): Promise<CaptureRow[]> {
  const rows = await shelf.database
    .select()
    .from(captures)
    .where(
      and(
        isOn(shelf),
        fate === null ? undefined : eq(captures.fate, fate),
        sdk === null ? undefined : sql`substr(${captures.client}, 1, ${sdk.length}) = ${sdk}`,
        keyEnd === null ? undefined : eq(captures.keyEnd, keyEnd),
        place === null ? undefined : place.isBefore ? gt(captures.id, place.id) : lt(captures.id, place.id),
      ),
    )
    .orderBy(place?.isBefore ? asc(captures.id) : desc(captures.id))
    .limit(limit);
  return place?.isBefore ? rows.reverse() : rows;
}

export async function findCapture(shelf: CaptureShelf, id: number): Promise<CaptureRow | null> {
  const rows = await shelf.database
    .select()
    .from(captures)
    .where(and(isOn(shelf), eq(captures.id, id)));
  return rows[0] ?? null;
}

export async function readCaptureHead(env: Env, row: CaptureRow): Promise<CaptureHead | null> {
  const object = await env.FILES.get(objectKey(row, row.id), { range: { offset: 0, length: row.headBytes } });
  // Only putCapture writes there, so the shape is known.
  return object ? object.json<CaptureHead>() : null;
}

/** The body as it is kept, or a part of it. */
export async function openCaptureBody(env: Env, row: CaptureRow, range: { offset: number; length: number }): Promise<ReadableStream | null> {
  if (range.length === 0) return new Blob([]).stream();
  const object = await env.FILES.get(objectKey(row, row.id), { range: { offset: row.headBytes + range.offset, length: range.length } });
  return object?.body ?? null;
}

/** With its object, so that no bound counts it any more. */
export async function removeCapture(env: Env, shelf: CaptureShelf, id: number): Promise<void> {
  await removeRows(env, shelf, [id]);
  await env.MIRRORS.getByName(mirrorObjectName(shelf.organizationId, shelf.projectId)).forget([id]);
}

/** All that were captured before. */
export async function removeCapturesBefore(env: Env, shelf: CaptureShelf, before: number): Promise<void> {
  const rows = await shelf.database
    .select({ id: captures.id })
    .from(captures)
    .where(and(isOn(shelf), lt(captures.capturedAt, before)));
  if (rows.length === 0) return;
  const ids = rows.map(({ id }) => id);
  await removeRows(env, shelf, ids);
  await env.MIRRORS.getByName(mirrorObjectName(shelf.organizationId, shelf.projectId)).forget(ids);
}

/** Not scoped: what is too old, of a project and of its organization. */
export async function sweepCaptures(env: Env, project: { id: number; organizationId: number; shard: number }, now: number): Promise<void> {
  const { id, organizationId, shard } = project;
  await removeCapturesBefore(env, { organizationId, projectId: id, database: drizzle(dataShard(env, shard)) }, now - captureLifetimeMs);
  await removeCapturesBefore(env, { organizationId, projectId: 0, database: drizzle(env.DB) }, now - captureLifetimeMs);
}

/** Not scoped: whose a request without a project is. That of the project in its path, else the only one there is. */
export async function organizationOfStray(env: Env, projectId: number | null): Promise<number | null> {
  const database = drizzle(env.DB);
  const [owner] = projectId === null ? [] : await database.select({ id: projects.organizationId }).from(projects).where(eq(projects.id, projectId));
  if (owner) return owner.id;
  const [only, other] = await database.select({ id: organizations.id }).from(organizations).limit(2);
  return only && !other ? only.id : null;
}

/** Not scoped: a turn that is used up, unless another one began. */
export async function endCapture(env: Env, projectId: number, startedAt: number): Promise<void> {
  await env.DB.prepare(`update projects set options = json_remove(options, '$.capture') where id = ? and options ->> '$.capture.startedAt' = ?`)
    .bind(projectId, startedAt)
    .run();
}

async function removeRows(env: Env, shelf: CaptureShelf, ids: readonly number[]): Promise<void> {
  for (let at = 0; at < ids.length; at += 50) {
    const some = ids.slice(at, at + 50);
    await env.FILES.delete(some.map((id) => objectKey(shelf, id)));
    await shelf.database.delete(captures).where(and(isOn(shelf), inArray(captures.id, some)));
  }
}

function isOn({ organizationId, projectId }: CaptureShelf) {
  return and(eq(captures.organizationId, organizationId), eq(captures.projectId, projectId));
}

function objectKey({ organizationId, projectId }: Pick<CaptureShelf, 'organizationId' | 'projectId'>, id: number): string {
  return `captures/${organizationId}/${projectId}/${id}`;
}
