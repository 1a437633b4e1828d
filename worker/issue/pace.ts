/** What begins after a quiet time gathers so long, ms: soon enough for somebody who looks. */
const gatherMs = 1_000;
/** What another object told has gathered there already. */
const toldGatherMs = 200;
/** From one projection of a hot issue to the next, ms. */
const spacingMs = 2_000;
/** The same while somebody looks at the organization. */
const watchedSpacingMs = 1_000;

export interface Pace {
  /** When the issue was projected last, Unix milliseconds; 0 where it is not known. */
  projectedAt: number;
  /** Whether somebody looked at the organization then. */
  isWatched: boolean;
}

/** How long something that D1 has to know of may gather with what follows it, ms. */
export function gatherTimeMs({ projectedAt, isWatched }: Pace, source: 'event' | 'told', now: number): number {
  const least = source === 'event' ? gatherMs : toldGatherMs;
  return Math.max(least, projectedAt + (isWatched ? watchedSpacingMs : spacingMs) - now);
}
