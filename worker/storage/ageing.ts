import type { Env } from '../env.ts';
import { issueIdsPerProject } from './projection.ts';
import { boundShards, dataShard } from './shards.ts';

/* Issues that time changes slowly. Not scoped to an organization: the installation itself is what asks. */

/** An issue by what names its object. */
export interface AgeingIssue {
  shard: number;
  projectId: number;
  hash: string;
}

export interface DueIssue extends AgeingIssue {
  dueAt: number;
  issueId: number;
}

/** Issues that came back or escalate and are due to be ongoing, the oldest first. */
export async function findDueIssues(env: Env, now: number, limit: number): Promise<DueIssue[]> {
  const found = boundShards(env).map(async (shard) => {
    const { results } = await dataShard(env, shard)
      .prepare(
        `select a.due_at as dueAt, a.issue_id as issueId, coalesce(i.project_id, 0) as projectId, coalesce(i.hash, '') as hash
         from ageing_issues a left join issues i on i.id = a.issue_id where a.due_at <= ? order by a.due_at, a.issue_id limit ?`,
      )
      .bind(now, limit)
      .all<Omit<DueIssue, 'shard'>>();
    return results.map((row) => ({ ...row, shard }));
  });
  return (await Promise.all(found)).flat();
}

/** Those that have aged, and those that are asked again later, since they could not be reached. */
export async function settleDueIssues(env: Env, due: readonly DueIssue[], unreachable: readonly DueIssue[], againAt: number): Promise<void> {
  for (const [shard, ofShard] of Map.groupBy(due, (issue) => issue.shard)) {
    const later = unreachable.filter((issue) => issue.shard === shard).map(({ issueId }) => [againAt, issueId]);
    const db = dataShard(env, shard);
    await db.batch([
      db
        .prepare('delete from ageing_issues where (due_at, issue_id) in (select value ->> 0, value ->> 1 from json_each(?))')
        .bind(JSON.stringify(ofShard.map(({ dueAt, issueId }) => [dueAt, issueId]))),
      db.prepare('insert or ignore into ageing_issues (due_at, issue_id) select value ->> 0, value ->> 1 from json_each(?)').bind(JSON.stringify(later)),
    ]);
  }
}

export interface YoungProject {
  id: number;
  shard: number;
  /** Issues up to this number are not new any more. */
  grownUpTo: number;
}

/** Projects of one of `slices` equal parts that have issues which may be new. */
export async function listYoungProjects(env: Env, part: number, slices: number): Promise<YoungProject[]> {
  const found = boundShards(env).map(async (shard) => {
    const { results } = await dataShard(env, shard)
      .prepare(
        `select c.project_id as id, coalesce(g.number, 0) as grownUpTo from issue_counters c left join grown_up_to g on g.project_id = c.project_id
         where c.project_id % ? = ? and exists (
           select 1 from issues i where i.id > c.project_id * ${issueIdsPerProject} + coalesce(g.number, 0) and i.id < (c.project_id + 1) * ${issueIdsPerProject}
         ) order by c.project_id`,
      )
      .bind(slices, part)
      .all<Omit<YoungProject, 'shard'>>();
    return results.map((row) => ({ ...row, shard }));
  });
  return (await Promise.all(found)).flat();
}

/** An issue in the order of its number. */
export interface NumberedIssue extends AgeingIssue {
  number: number;
  /** When it began to be new; null where it is not. */
  newSince: number | null;
}

/** The next ones, off the primary key. */
export async function listIssuesFrom(env: Env, { id, shard, grownUpTo }: YoungProject, limit: number): Promise<NumberedIssue[]> {
  const { results } = await dataShard(env, shard)
    .prepare(
      `select project_id as projectId, hash, number, iif(substatus = 'new', status_since, null) as newSince
       from issues where id > ?1 and id < ?2 order by id limit ?3`,
    )
    .bind(id * issueIdsPerProject + grownUpTo, (id + 1) * issueIdsPerProject, limit)
    .all<Omit<NumberedIssue, 'shard'>>();
  return results.map((row) => ({ ...row, shard }));
}

export async function setGrownUpTo(env: Env, { id, shard }: YoungProject, number: number): Promise<void> {
  await dataShard(env, shard)
    .prepare('insert into grown_up_to (project_id, number) values (?, ?) on conflict do update set number = excluded.number')
    .bind(id, number)
    .run();
}

export interface ResolvingProject {
  id: number;
  shard: number;
  /** Hours. */
  resolveAge: number;
}

/** Projects of one of `slices` equal parts that have issues resolved by age. */
export async function listResolvingProjects(env: Env, part: number, slices: number): Promise<ResolvingProject[]> {
  const { results } = await env.DB.prepare(
    `select id, shard, options ->> '$.resolveAge' as resolveAge from projects where id % ? = ? and options ->> '$.resolveAge' > 0 order by id`,
  )
    .bind(slices, part)
    .all<ResolvingProject>();
  return results;
}

/** Unresolved issues that nothing was seen of since, off the index issues_by_last_seen. What people wrote is not solved by silence. */
export async function findQuietIssues(env: Env, { id, shard }: ResolvingProject, before: number, limit: number): Promise<AgeingIssue[]> {
  const { results } = await dataShard(env, shard)
    .prepare(
      `select project_id as projectId, hash from issues
       where project_id = ? and status = 'unresolved' and last_seen_at < ? and type <> 'feedback' order by last_seen_at limit ?`,
    )
    .bind(id, before, limit)
    .all<Omit<AgeingIssue, 'shard'>>();
  return results.map((row) => ({ ...row, shard }));
}
