import { sql } from 'drizzle-orm';
import { familyOf } from './issues.ts';
import type { ScopedProject } from './scope.ts';

/** What an issue is to be told by: see issue/likeness.ts. */
export interface LikenessRow {
  /** Of the issue that it is shown as: where it was merged, the one it is a part of. */
  issueId: number;
  features: string[];
}

const maxIssues = 500;

/** Of the five hundred hashes of the project that were seen last. */
export async function listLikeness(project: ScopedProject): Promise<LikenessRow[]> {
  const statuses = JSON.stringify(['unresolved', 'resolved', 'ignored', 'merged']);
  const newest = sql`
    select i.id from json_each(${statuses}) s cross join issues i where i.id in (
      select c.id from issues c where c.project_id = ${project.id} and c.status = s.value order by c.last_seen_at desc limit ${maxIssues})
    order by i.last_seen_at desc limit ${maxIssues}`;
  return rowsOf(project, newest);
}

/** Of an issue, hash by hash: those with most events. */
export async function findLikeness(project: ScopedProject, issueId: number): Promise<LikenessRow[]> {
  return rowsOf(
    project,
    sql`select c.id from issues c where c.id in ${familyOf(issueId)} order by c.id = ${issueId} desc, c.event_count desc limit ${maxParts}`,
  );
}

const maxParts = 20;

/** The plus keeps SQLite from going through all issues of the project. */
async function rowsOf(project: ScopedProject, ids: ReturnType<typeof sql>): Promise<LikenessRow[]> {
  const rows = await project.data.all<{ issueId: number; features: string }>(sql`
    select coalesce(merged_into, id) as issueId, likeness as features from issues where +project_id = ${project.id} and id in (${ids})`);
  // Only projections write it.
  return rows.map(({ issueId, features }) => ({ issueId, features: JSON.parse(features) }));
}
