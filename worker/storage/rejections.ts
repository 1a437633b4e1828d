import { and, desc, eq, sql } from 'drizzle-orm';
import type { Env } from '../env.ts';
import { rejections } from './schema.ts';
import type { ScopedProject } from './scope.ts';
import { dataShard } from './shards.ts';

export type Rejection = typeof rejections.$inferSelect;

/** Samples that are kept of a project; older ones make room. */
const keptPerProject = 200;

/** Adds samples, and removes those of the same projects that are too many. Two statements however many samples. */
export async function addRejections(env: Env, shard: number, samples: readonly Rejection[]): Promise<void> {
  const database = dataShard(env, shard);
  const projectIds = [...new Set(samples.map(({ projectId }) => projectId))];
  await database.batch([
    database
      .prepare(
        `insert or ignore into rejections (project_id, rejected_at, id, event_id, category, outcome, reason, client, bytes)
         select value ->> 'projectId', value ->> 'rejectedAt', value ->> 'id', value ->> 'eventId', value ->> 'category', value ->> 'outcome', value ->> 'reason',
           value ->> 'client', value ->> 'bytes'
         from json_each(?)`,
      )
      .bind(JSON.stringify(samples)),
    database
      .prepare(
        `delete from rejections where project_id in (select value from json_each(?1)) and rejected_at <
           (select rejected_at from rejections newer where newer.project_id = rejections.project_id order by rejected_at desc limit 1 offset ?2)`,
      )
      .bind(JSON.stringify(projectIds), keptPerProject - 1),
  ]);
}

export interface RejectionQuestion {
  eventId: string | null;
  category: string | null;
}

/** Of some projects, newest first. Lists of several shards are merged. */
export async function listRejections(projects: readonly ScopedProject[], question: RejectionQuestion, limit: number): Promise<Rejection[]> {
  const shards = Map.groupBy(projects, (project) => project.shard);
  const lists = await Promise.all([...shards.values()].map((ofShard) => listInShard(ofShard, question, limit)));
  return lists
    .flat()
    .sort((one, other) => other.rejectedAt - one.rejectedAt)
    .slice(0, limit);
}

async function listInShard(projects: readonly ScopedProject[], { eventId, category }: RejectionQuestion, limit: number): Promise<Rejection[]> {
  const [first] = projects;
  if (!first) return [];
  return first.data
    .select()
    .from(rejections)
    .where(
      and(
        // One parameter however many projects, since D1 takes only 100.
        sql`${rejections.projectId} in (select value from json_each(${JSON.stringify(projects.map(({ id }) => id))}))`,
        eventId === null ? undefined : eq(rejections.eventId, eventId),
        category === null ? undefined : eq(rejections.category, category),
      ),
    )
    .orderBy(desc(rejections.rejectedAt), desc(rejections.id))
    .limit(limit);
}
