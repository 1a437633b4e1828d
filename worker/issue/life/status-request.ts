import { ok, type Result } from '../../result.ts';
import type { LifeRequest } from './life-command.ts';
import { compareReleases } from './release.ts';
import { invalid, type StatusError, type StatusWish } from './status-wish.ts';

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
      return ok({ type: 'archive', condition: conditionAt(wish.condition, at) });
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

function conditionAt(condition: Extract<StatusWish, { type: 'archive' }>['condition'], at: number) {
  if (condition.type !== 'until_condition_met') return condition;
  const { durationMinutes, events, users } = condition;
  return { type: condition.type, until: durationMinutes === null ? null : at + durationMinutes * 60_000, events, users };
}

function resolutionAmong(resolution: Extract<StatusWish, { type: 'resolve' }>['resolution'], releases: readonly string[]): Result<LifeRequest, StatusError> {
  switch (resolution.type) {
    case 'now':
    case 'in_commit':
      return ok({ type: 'resolve', resolution });
    case 'in_next_release': {
      const release = newestOf(releases);
      if (release === null) return invalid('statusDetails.inNextRelease', 'The project has no release yet that another could come after.');
      return ok({ type: 'resolve', resolution: { type: 'in_next_release', release, olderReleases: othersBefore(release, releases, releases.length) } });
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
