import { and, desc, asc, count, eq, gt, lt, or, type SQL, sql } from 'drizzle-orm';
import type { Env } from '../env.ts';
import { familyOf } from './issues.ts';
import { userReports } from './schema.ts';
import type { ScopedProject } from './scope.ts';
import { dataShard } from './shards.ts';

export type UserReport = typeof userReports.$inferSelect;

/** A report as it is to be written, scrubbed. */
export interface NewUserReport {
  projectId: number;
  /** Data shard of the project. */
  shard: number;
  /** 32 lower-case hex digits. */
  eventId: string;
  /** Grouping hash of the event where it came along: the event itself may not be listed yet, or never, if its body is sampled away. */
  hash: string | null;
  name: string;
  email: string;
  comments: string;
  /** When it arrived, Unix milliseconds. */
  createdAt: number;
  /** Unix milliseconds: events that came earlier take no report any more. */
  eventsSince: number;
  /** Unix milliseconds: reports that were written earlier cannot be written anew. */
  reportsSince: number;
}

/** Writes a report, over the one that its event has. Null where the event or the report is too old. Done twice, it changes nothing. */
export async function saveUserReport(env: Env, report: NewUserReport): Promise<number | null> {
  const saved = await dataShard(env, report.shard)
    .prepare(
      `insert into user_reports (project_id, event_id, issue_id, name, email, comments, created_at)
       select ?1, ?2,
         coalesce((select id from issues where project_id = ?1 and hash = ?3),
           (select issue_id from events where project_id = ?1 and event_id = ?2 order by received_at, issue_id limit 1)),
         ?4, ?5, ?6, ?7
       where not exists (select 1 from events where project_id = ?1 and event_id = ?2 and received_at < ?8)
       on conflict (project_id, event_id) do update set
         issue_id = coalesce(excluded.issue_id, user_reports.issue_id), name = excluded.name, email = excluded.email, comments = excluded.comments,
         created_at = excluded.created_at
       where user_reports.created_at >= ?9 and user_reports.created_at <= excluded.created_at
       returning id`,
    )
    .bind(report.projectId, report.eventId, report.hash, report.name, report.email, report.comments, report.createdAt, report.eventsSince, report.reportsSince)
    .first<{ id: number }>();
  return saved?.id ?? null;
}

export async function findUserReport(project: ScopedProject, eventId: string): Promise<UserReport | null> {
  const rows = await project.data
    .select()
    .from(userReports)
    .where(and(eq(userReports.projectId, project.id), eq(userReports.eventId, eventId)));
  return rows[0] ?? null;
}

export async function countUserReports(project: ScopedProject, issueId: number): Promise<number> {
  const rows = await project.data
    .select({ reports: count() })
    .from(userReports)
    .where(and(eq(userReports.projectId, project.id), ofIssue(issueId)));
  return rows[0]?.reports ?? 0;
}

/** A place between two reports, which stand newest first. */
export interface ReportPosition {
  createdAt: number;
  id: number;
  isBefore: boolean;
}

/** Newest first; those of one issue, or all of the project where it is null. */
export async function listUserReports(project: ScopedProject, issueId: number | null, position: ReportPosition | null, limit: number): Promise<UserReport[]> {
  const isBefore = position?.isBefore ?? false;
  const rows = await project.data
    .select()
    .from(userReports)
    .where(and(eq(userReports.projectId, project.id), issueId === null ? undefined : ofIssue(issueId), position ? beyond(position) : undefined))
    .orderBy(...(isBefore ? [asc(userReports.createdAt), asc(userReports.id)] : [desc(userReports.createdAt), desc(userReports.id)]))
    .limit(limit);
  return isBefore ? rows.reverse() : rows;
}

function ofIssue(issueId: number): SQL {
  return sql`${userReports.issueId} in ${familyOf(issueId)}`;
}

function beyond({ createdAt, id, isBefore }: ReportPosition): SQL | undefined {
  const further = isBefore ? gt : lt;
  return or(further(userReports.createdAt, createdAt), and(eq(userReports.createdAt, createdAt), further(userReports.id, id)));
}
