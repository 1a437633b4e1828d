import { digest } from './digest.ts';
import type { ReleaseMark, Resolution } from './life.ts';
import type { ReleaseRequest, ResolutionRequest } from './life-command.ts';
import { compareReleases } from './release.ts';

export const maxOlderReleases = 200;

/**
 * Whether an event of this release was to be expected although the issue is resolved, so that it is no regression. An event without a release never
 * contradicts a resolution that names one.
 */
export function covers(resolution: Resolution, release: string | null): boolean {
  switch (resolution.type) {
    case 'now':
    case 'by_age':
      return false;
    case 'in_release':
      return release === null || isOlder(release, resolution);
    case 'in_next_release':
      return release === null || release === resolution.release || isOlder(release, resolution);
    case 'in_commit':
      return resolution.release !== null && (release === null || isOlder(release, resolution.release));
  }
}

/** By version where both names have one of the same package, otherwise by which was made first. */
function isOlder(release: string, mark: ReleaseMark): boolean {
  if (release === mark.release) return false;
  const order = compareReleases(release, mark.release);
  return order === null || order === 0 ? mark.older.includes(digest(release)) : order < 0;
}

export function beginResolution(request: ResolutionRequest): Resolution {
  switch (request.type) {
    case 'now':
    case 'by_age':
      return request;
    case 'in_release':
    case 'in_next_release':
      return { type: request.type, ...markOf(request) };
    case 'in_commit':
      return { ...request, release: null };
  }
}

export function markOf({ release, olderReleases }: ReleaseRequest): ReleaseMark {
  return { release, older: olderReleases.slice(-maxOlderReleases).map(digest) };
}

/** Whether asking for it again changes nothing. "Resolved", said of what is resolved in a release, takes nothing back, as in Sentry. */
export function isAlready(resolution: Resolution, request: ResolutionRequest): boolean {
  switch (request.type) {
    case 'now':
    case 'by_age':
      return true;
    case 'in_release':
    case 'in_next_release':
      return resolution.type === request.type && resolution.release === request.release;
    case 'in_commit':
      return resolution.type === 'in_commit' && resolution.commit === request.commit && resolution.repository === request.repository;
  }
}

/** The release that a resolution names, for whoever tells of it. */
export function releaseOf(resolution: Resolution): string | null {
  switch (resolution.type) {
    case 'now':
    case 'by_age':
      return null;
    case 'in_release':
    case 'in_next_release':
      return resolution.release;
    case 'in_commit':
      return resolution.release?.release ?? null;
  }
}
