import { ok, type Result } from '../../result.ts';
import type { LifeRequest } from './life-command.ts';
import { compareReleases } from './release.ts';
import { invalid, maxDurationMinutes, type StatusError, type StatusWish } from './status-wish.ts';

const minuteMs = 60_000;

/** Releases are those of one project, so that issues of several cannot be resolved by one at once. */
export function isBoundToProject(wish: StatusWish): boolean {
  return wish.type === 'resolve' && wish.resolution.type !== 'now';
}

/**
 * `releases` are those of the project, oldest first. Of many, 200 up to the one that is wished for are enough, or the newest 200 where none is named. `at`: the
 * time of the command.
 */
export function requestOf(wish: StatusWish, releases: readonly string[], at: number): Result<LifeRequest, StatusError> {
  switch (wish.type) {
    case 'reopen':
      return ok(wish);
    case 'archive':
      return archiveAt(wish.condition, at);
    case 'resolve':
      return resolutionAmong(wish.resolution, releases);
  }
}

/**
 * The newest release: the last one made, or the one with the greatest version of its package. A hotfix for an old version is made last and still not the
 * newest.
 */
export function newestOf(releases: readonly string[]): string | null {
  const last = releases.at(-1);
  if (last === undefined) return null;
  return releases.reduce((newest, release) => ((compareReleases(release, newest) ?? -1) > 0 ? release : newest), last);
}

function archiveAt(condition: Extract<StatusWish, { type: 'archive' }>['condition'], at: number): Result<LifeRequest, StatusError> {
  if (condition.type !== 'until_condition_met') return ok({ type: 'archive', condition });
  const { type, durationMinutes, until, events, users } = condition;
  const isOutOfRange = until !== null && (until <= at || until > at + maxDurationMinutes * minuteMs);
  if (isOutOfRange) return invalid('statusDetails.ignoreUntil', 'ignoreUntil is a time to come, ten years ahead at most.');
  return ok({ type: 'archive', condition: { type, until: durationMinutes === null ? until : at + durationMinutes * minuteMs, events, users } });
}

function resolutionAmong(resolution: Extract<StatusWish, { type: 'resolve' }>['resolution'], releases: readonly string[]): Result<LifeRequest, StatusError> {
  switch (resolution.type) {
    case 'now':
    case 'in_commit':
      return ok({ type: 'resolve', resolution });
    case 'in_next_release': {
      if (resolution.release !== null && !releases.includes(resolution.release))
        return invalid('statusDetails.currentReleaseVersion', 'Unable to find a release with the given version.');
      const release = resolution.release ?? newestOf(releases);
      if (release === null) return invalid('statusDetails.inNextRelease', 'The project has no release yet that another could come after.');
      const end = resolution.release === null ? releases.length : releases.indexOf(release);
      return ok({ type: 'resolve', resolution: { type: 'in_next_release', release, olderReleases: othersBefore(release, releases, end) } });
    }
    case 'in_release': {
      const release = resolution.release === 'latest' ? newestOf(releases) : resolution.release;
      const place = release === null ? -1 : releases.indexOf(release);
      if (release === null || place === -1) return invalid('statusDetails.inRelease', 'Unable to find a release with the given version.');
      return ok({ type: 'resolve', resolution: { type: 'in_release', release, olderReleases: othersBefore(release, releases, place) } });
    }
  }
}

function othersBefore(release: string, releases: readonly string[], end: number): string[] {
  return releases.slice(0, end).filter((other) => other !== release);
}
