import { randomInt } from 'node:crypto';
import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm';
import type { ActivityType } from '../issue/effects.ts';
import { familyOf } from './issues.ts';
import { activities, issues } from './schema.ts';
import type { ScopedProject } from './scope.ts';

export type ActivityRow = typeof activities.$inferSelect;

/** A place between two activities, which stand newest first. Those of one instant are told apart by their ids, and those of merged issues by the issue as well. */
export interface ActivityPosition {
  at: number;
  id: string;
  issueId: number;
  isBefore: boolean;
}

/** What happened to an issue and to those that were merged into it, newest first, from a place on. */
export async function listActivities(project: ScopedProject, issueId: number, position: ActivityPosition | null, limit: number): Promise<ActivityRow[]> {
  return listFrom(project, issueId, sql``, position, limit);
}

/** The same of notes alone. */
export async function listNotes(project: ScopedProject, issueId: number, position: ActivityPosition | null, limit: number): Promise<ActivityRow[]> {
  return listFrom(project, issueId, sql`and c.type = 'note'`, position, limit);
}

/** The same of mergers alone, from the newest on. */
export async function listMergers(project: ScopedProject, issueId: number, limit: number): Promise<ActivityRow[]> {
  return listFrom(project, issueId, sql`and c.type = 'merge'`, null, limit);
}

export async function findNote(project: ScopedProject, issueId: number, noteId: string): Promise<ActivityRow | null> {
  const rows = await project.data
    .select()
    .from(activities)
    .where(and(sql`${activities.issueId} in ${familyOf(issueId)}`, sql`type = 'note'`, eq(activities.id, noteId)))
    .limit(1);
  return rows[0] ?? null;
}

export type NewActivity = Omit<ActivityRow, 'id' | 'type' | 'userId'> & { type: ActivityType; userId: number };

/** What somebody did that the issue's object need not know of. Null where the issue is gone by now. */
export async function addActivity(project: ScopedProject, activity: NewActivity): Promise<ActivityRow | null> {
  const [row] = await addActivities(project, [activity]);
  return row ?? null;
}

/** One of each of these issues, however many, in one statement. Answers with those of issues that are still there. */
export async function addActivities(project: ScopedProject, added: readonly NewActivity[]): Promise<ActivityRow[]> {
  const made: ActivityRow[] = [];
  let waiting = added;
  for (let attempt = 0; attempt < maxAttempts && waiting.length > 0; attempt += 1) {
    const values = waiting.map(({ issueId, at, type, userId, data }) => [issueId, at, createId(at), type, userId, JSON.stringify(data)]);
    const columns = sql`j.value ->> 0, j.value ->> 1, j.value ->> 2, j.value ->> 3, j.value ->> 4, j.value ->> 5`;
    const rows = sql`select ${columns} from json_each(${JSON.stringify(values)}) j join ${issues} on ${issues.id} = j.value ->> 0 where true`;
    made.push(...(await project.data.insert(activities).select(rows).onConflictDoNothing().returning()));
    const done = new Set(made.map(({ issueId }) => issueId));
    waiting = waiting.filter(({ issueId }) => !done.has(issueId));
  }
  return made;
}

export async function changeNote(project: ScopedProject, { issueId, at, id }: ActivityRow, data: ActivityRow['data']): Promise<ActivityRow | null> {
  const [row] = await project.data
    .update(activities)
    .set({ data })
    .where(isThis(issueId, at, id))
    .returning();
  return row ?? null;
}

export async function removeNote(project: ScopedProject, { issueId, at, id }: ActivityRow): Promise<void> {
  await project.data.delete(activities).where(isThis(issueId, at, id));
}

/** Two ids of one millisecond may be equal; the second one is drawn again. */
const maxAttempts = 4;

/** Sixteen digits, so that none is the id of something that the object did: those are counted from one. */
function createId(at: number): string {
  return String(at * 1000 + randomInt(1000));
}

function isThis(issueId: number, at: number, id: string): SQL | undefined {
  return and(eq(activities.issueId, issueId), eq(activities.at, at), eq(activities.id, id));
}

/** Of each issue of the family at most `limit` rows are read; the outer select keeps the first of them all. */
async function listFrom(project: ScopedProject, issueId: number, ofKind: SQL, position: ActivityPosition | null, limit: number): Promise<ActivityRow[]> {
  const isBefore = position?.isBefore ?? false;
  const [direction, order] = isBefore ? [sql`asc`, asc] : [sql`desc`, desc];
  const [further, orAt] = isBefore ? [sql`>`, sql`>=`] : [sql`<`, sql`<=`];
  const beyond = position
    ? sql`and c.at ${orAt} ${position.at} and (c.at, cast(c.id as integer), c.issue_id) ${further} (${position.at}, ${Number(position.id)}, ${position.issueId})`
    : sql``;
  const found = sql`
    select c.issue_id, c.at, c.id from ${familyOf(issueId)} f cross join activities c
    where c.issue_id = f.value and (c.at, c.id) in (
      select c.at, c.id from activities c where c.issue_id = f.value ${ofKind} ${beyond}
      order by c.at ${direction}, cast(c.id as integer) ${direction} limit ${limit}
    )
    order by c.at ${direction}, cast(c.id as integer) ${direction}, c.issue_id ${direction} limit ${limit}`;
  const rows = await project.data
    .select()
    .from(activities)
    .where(sql`(${activities.issueId}, ${activities.at}, ${activities.id}) in (${found})`)
    .orderBy(order(activities.at), order(sql`cast(${activities.id} as integer)`), order(activities.issueId));
  return isBefore ? rows.reverse() : rows;
}
