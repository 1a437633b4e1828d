import type { Env } from '../env.ts';
import { issueObjectName } from '../issue/object-name.ts';
import { deleteAttachmentsBefore } from '../storage/attachments.ts';
import { sweepCaptures } from '../storage/captures.ts';
import {
  deleteEventRows,
  deleteReports,
  deleteStatistics,
  findExpiredEvents,
  findExpiredIssues,
  listProjectsToSweep,
  type RetainedProject,
} from '../storage/retention.ts';
import { dayOf, deleteTelemetryBefore } from '../storage/telemetry.ts';

const dayMs = 24 * 3_600_000;
const minuteMs = 60_000;
const minutesPerDay = 1_440;
/** Marks of projects that are not done, in R2. */
const prefix = 'retention/';
/** An invocation may make a thousand calls: what is over this waits for the next minute. */
const maxBacklog = 4;
const issuesPerRun = 10;
const eventsPerRun = 500;
const telemetryCallsPerRun = 150;
const attachmentPagesPerRun = 20;

interface Mark {
  projectId: number;
  /** Where the listing of attachments goes on. */
  startAfter: string | null;
}

/**
 * Deletes what is older than its project keeps. Called by cron, every minute: each project has its turn once a day, and another one every minute until nothing is
 * left to do, for which it has a mark.
 */
export async function sweepRetention(env: Env, now: number): Promise<void> {
  const marks = await readMarks(env.FILES);
  const part = Math.floor(now / minuteMs) % minutesPerDay;
  const ids = marks.map(({ projectId }) => projectId);
  const projects = await listProjectsToSweep(env, part, minutesPerDay, ids);
  for (const project of projects) {
    const mark = marks.find(({ projectId }) => projectId === project.id);
    try {
      await sweepProject(env, project, now, mark ?? null);
    } catch (error) {
      console.warn(`project ${project.id} keeps what is old for now:`, error);
    }
  }
  // Of projects that are gone.
  const lost = ids.filter((id) => projects.every((project) => project.id !== id));
  if (lost.length > 0) await env.FILES.delete(lost.map((id) => `${prefix}${id}`));
}

/** A slice of the work. */
export async function sweepProject(env: Env, project: RetainedProject, now: number, mark: Mark | null): Promise<void> {
  const before = now - project.retentionDays * dayMs;
  const hasMoreIssues = await removeIssues(env, project, before);
  const hasMoreEvents = await expireEvents(env, project, before);
  await deleteStatistics(env, project, before);
  await deleteReports(env, project, before);
  await sweepCaptures(env, project, now);
  const hasMoreTelemetry = !(await deleteTelemetryBefore(env.FILES, project.id, dayOf(before), telemetryCallsPerRun));
  const startAfter = await deleteAttachmentsBefore(env.FILES, project.id, before, mark?.startAfter ?? null, attachmentPagesPerRun);

  const isDone = !hasMoreIssues && !hasMoreEvents && !hasMoreTelemetry && startAfter === null;
  if (!isDone) await env.FILES.put(`${prefix}${project.id}`, '', { customMetadata: startAfter === null ? {} : { startAfter } });
  else if (mark) await env.FILES.delete(`${prefix}${project.id}`);
}

/** An issue that nobody saw for so long goes as a whole, as a member would delete it. True when there are more. */
async function removeIssues(env: Env, project: RetainedProject, before: number): Promise<boolean> {
  const hashes = await findExpiredIssues(env, project, before, issuesPerRun);
  await Promise.all(hashes.map((hash) => env.ISSUES.getByName(issueObjectName(project.id, hash)).remove(null)));
  return hashes.length === issuesPerRun;
}

/** Of issues that go on, old events go: from the object first, which could list them again, then from the list. Counts stay as they are. True when there are more. */
async function expireEvents(env: Env, project: RetainedProject, before: number): Promise<boolean> {
  const events = await findExpiredEvents(env, project, before, eventsPerRun);
  const gone = await Promise.all(
    [...Map.groupBy(events, ({ hash }) => hash)].map(async ([hash, ofIssue]) => {
      const object = env.ISSUES.getByName(issueObjectName(project.id, hash));
      return object.expire(ofIssue.map(({ eventId }) => eventId));
    }),
  );
  await deleteEventRows(env, project, gone.flat());
  // Where none could go, asking again would find the same.
  return events.length === eventsPerRun && gone.flat().length > 0;
}

async function readMarks(files: R2Bucket): Promise<Mark[]> {
  const { objects } = await files.list({ prefix, limit: maxBacklog, include: ['customMetadata'] });
  return objects.map(({ key, customMetadata }) => ({ projectId: Number(key.slice(prefix.length)), startAfter: customMetadata?.startAfter ?? null }));
}
