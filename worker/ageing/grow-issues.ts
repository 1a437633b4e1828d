import type { Env } from '../env.ts';
import { deliver } from '../issue/courier-object.ts';
import { ongoingAfterDays } from '../issue/life/time.ts';
import { findDueIssues, listIssuesFrom, listYoungProjects, setGrownUpTo, settleDueIssues, type YoungProject } from '../storage/ageing.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** Each project has its turn once an hour. */
const slices = 60;
const issuesPerRun = 200;
/** Where an object did not answer. */
const againMs = 60 * minuteMs;

/**
 * Lets issues that are new, came back or escalate be ongoing after a week. Called by cron, every minute; what is over the limit of a run waits for the next one.
 * Issues become new in the order of their numbers, so that it is enough to remember how far one has come; for the others there are rows with their times.
 */
export async function growIssues(env: Env, now: number): Promise<void> {
  await growDueIssues(env, now);
  let left = issuesPerRun;
  for (const project of await listYoungProjects(env, Math.floor(now / minuteMs) % slices, slices)) {
    if (left <= 0) return;
    left -= await growNewIssues(env, project, now, left);
  }
}

async function growDueIssues(env: Env, now: number): Promise<void> {
  const due = await findDueIssues(env, now, issuesPerRun);
  // Some were deleted.
  const alive = due.filter(({ hash }) => hash !== '');
  const deliveries = await deliver(env, alive, { type: 'grow', at: now });
  const unreachable = alive.filter((_, index) => deliveries[index] === 'unreachable');
  await settleDueIssues(env, due, unreachable, now + againMs);
}

/** Up to the first that is still young. Gives back how many were looked at. */
async function growNewIssues(env: Env, project: YoungProject, now: number, limit: number): Promise<number> {
  const issues = await listIssuesFrom(env, project, limit);
  const young = issues.findIndex(({ newSince }) => newSince !== null && newSince + ongoingAfterDays * dayMs > now);
  const grown = young === -1 ? issues : issues.slice(0, young);
  const old = grown.filter(({ newSince }) => newSince !== null);
  const deliveries = await deliver(env, old, { type: 'grow', at: now });
  // It goes on there the next time.
  const unreachable = old.find((_, index) => deliveries[index] === 'unreachable');
  const last = grown.findLast(({ number }) => unreachable === undefined || number < unreachable.number);
  if (last) await setGrownUpTo(env, project, last.number);
  return issues.length;
}
