import type { Env } from '../env.ts';
import { deliver } from '../issue/courier-object.ts';
import { findQuietIssues, listResolvingProjects } from '../storage/ageing.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** Each project has its turn every ten minutes. */
const slices = 10;
const issuesPerProject = 100;
const issuesPerRun = 500;

/** Resolves issues that nothing was seen of for as long as their project says. Called by cron, every minute; what is over the limits waits for the next turn. */
export async function resolveQuietIssues(env: Env, now: number): Promise<void> {
  let left = issuesPerRun;
  for (const project of await listResolvingProjects(env, Math.floor(now / minuteMs) % slices, slices)) {
    if (left <= 0) return;
    const hours = project.resolveAge;
    const issues = await findQuietIssues(env, project, now - hours * hourMs, Math.min(left, issuesPerProject));
    await deliver(env, issues, { type: 'change', commands: [{ type: 'resolve', resolution: { type: 'by_age', hours }, userId: null, at: now }] });
    left -= issues.length;
  }
}
