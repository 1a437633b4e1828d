import { and, desc, eq, sql } from 'drizzle-orm';
import { familyOf } from './issues.ts';
import { activities } from './schema.ts';
import type { ScopedProject } from './scope.ts';

export type ActivityRow = typeof activities.$inferSelect;

/** What happened to an issue and to those that were merged into it, newest first, from a moment back. */
export async function listActivities(project: ScopedProject, issueId: number, limit: number): Promise<ActivityRow[]> {
  return project.data
    .select()
    .from(activities)
    .where(sql`${activities.issueId} in ${familyOf(issueId)}`)
    .orderBy(desc(activities.at), desc(sql`cast(${activities.id} as integer)`))
    .limit(limit);
}

/** Notes of an issue. */
export async function countNotes(project: ScopedProject, issueId: number): Promise<number> {
  const [row] = await project.data
    .select({ notes: sql<number>`count(*)` })
    .from(activities)
    .where(and(sql`${activities.issueId} in ${familyOf(issueId)}`, eq(activities.type, 'note')));
  return row?.notes ?? 0;
}
