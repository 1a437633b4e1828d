/** What a project keeps of captured requests; what is beyond goes, the oldest first. */
export const captureBounds = {
  count: 1_000,
  bytes: 250 * 1024 * 1024,
  days: 7,
  /** Of one body; what is longer is cut. */
  bodyBytes: 20 * 1024 * 1024,
  /** How long bodies may be kept unscrubbed before somebody says so again. */
  rawHours: 24,
  /** Requests without a project that an organization keeps in an hour. */
  strayPerHour: 100,
} as const;

export const captureLifetimeMs = captureBounds.days * 24 * 3_600_000;

/** `projectId` 0 for requests that no project could be found for. */
export function mirrorObjectName(organizationId: number, projectId: number): string {
  return `${organizationId}:${projectId}`;
}
