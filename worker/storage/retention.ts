import type { Env } from '../env.ts';
import { effectiveOptions } from '../settings/options.ts';
import { dataShard } from './shards.ts';

/* What is older than a project keeps. Not scoped to an organization: the installation itself is what asks. */

export interface RetainedProject {
  id: number;
  organizationId: number;
  shard: number;
  retentionDays: number;
}

/** Projects whose turn it is: those of one of `slices` equal parts, and those of these ids. */
export async function listProjectsToSweep(env: Env, part: number, slices: number, ids: readonly number[]): Promise<RetainedProject[]> {
  const { results } = await env.DB.prepare(
    `select p.id, p.organization_id, p.shard, p.options, o.options as organization_options
     from projects p join organizations o on o.id = p.organization_id
     where p.id % ? = ? or p.id in (select value from json_each(?)) order by p.id`,
  )
    .bind(slices, part, JSON.stringify(ids))
    .all<{ id: number; organization_id: number; shard: number; options: string; organization_options: string }>();
  return results.map(({ id, organization_id, shard, options, organization_options }) => {
    // Only the API writes options, and it checks them.
    const { retentionDays } = effectiveOptions(JSON.parse(organization_options), JSON.parse(options));
    return { id, organizationId: organization_id, shard, retentionDays };
  });
}

/** Hashes of issues that nothing was seen of since. */
export async function findExpiredIssues(env: Env, project: RetainedProject, before: number, limit: number): Promise<string[]> {
  const { results } = await dataShard(env, project.shard)
    .prepare(`select hash from issues where project_id = ? and status in ('unresolved', 'resolved', 'ignored') and last_seen_at < ? limit ?`)
    .bind(project.id, before, limit)
    .all<{ hash: string }>();
  return results.map(({ hash }) => hash);
}

/** Events from before then, with the hash of their issue, of issues that go on. */
export async function findExpiredEvents(env: Env, project: RetainedProject, before: number, limit: number): Promise<{ eventId: string; hash: string }[]> {
  const { results } = await dataShard(env, project.shard)
    .prepare(
      `select e.event_id as eventId, i.hash from issues i cross join events e on e.issue_id = i.id and e.occurred_at < ?1
       where i.project_id = ?2 and i.first_seen_at < ?1 and i.last_seen_at >= ?1 limit ?3`,
    )
    .bind(before, project.id, limit)
    .all<{ eventId: string; hash: string }>();
  return results;
}

export async function deleteEventRows(env: Env, project: RetainedProject, eventIds: readonly string[]): Promise<void> {
  await dataShard(env, project.shard)
    .prepare('delete from events where project_id = ? and event_id in (select value from json_each(?))')
    .bind(project.id, JSON.stringify(eventIds))
    .run();
}

export async function deleteStatistics(env: Env, project: RetainedProject, before: number): Promise<void> {
  const db = dataShard(env, project.shard);
  await db.batch([
    db.prepare('delete from outcomes where project_id = ? and hour_at < ?').bind(project.id, before),
    db.prepare('delete from rejections where project_id = ? and rejected_at < ?').bind(project.id, before),
  ]);
}

/** What users wrote, whether its event came or not. */
export async function deleteReports(env: Env, project: RetainedProject, before: number): Promise<void> {
  await dataShard(env, project.shard).prepare('delete from user_reports where project_id = ? and created_at < ?').bind(project.id, before).run();
}
