import type { Env } from '../env.ts';
import { deleteObjectsBefore } from '../storage/leftovers.ts';
import { spoolPrefix } from '../storage/spool.ts';
import { uploadLifetimeMs, uploadsPrefix } from '../storage/uploads.ts';

const minuteMs = 60_000;
/** Once in so many minutes: a listing costs as much as a write. */
const everyMinutes = 10;
/** Of a thousand objects each. */
const pagesPerRun = 10;

/**
 * Deletes what nobody will ask for again: uploads that no event referred to, or not all of them, and what a crash left in the spool. Called by cron, every minute.
 */
export async function sweepLeftovers(env: Env, now: number): Promise<void> {
  if (Math.floor(now / minuteMs) % everyMinutes !== 0) return;
  const before = now - uploadLifetimeMs;
  await deleteObjectsBefore(env.FILES, uploadsPrefix, before, pagesPerRun);
  await deleteObjectsBefore(env.FILES, spoolPrefix, before, pagesPerRun);
}
