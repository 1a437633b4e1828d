import type { Archive, ArchiveUntil, Life, Resolution } from './life.ts';

/** `statusDetails` of an issue in the replies of Sentry's API. `actor` is whoever brought it about: `life.by`, made into what the reply shows of a user. */
export interface StatusDetails<Actor> {
  inRelease?: string;
  inNextRelease?: true;
  /** With `inNextRelease`: the newest release then, so that sending it back leads to the same. */
  currentReleaseVersion?: string;
  inCommit?: { id: string; commit: string; repository: string };
  autoResolved?: true;
  /** How many are still to come; within a window, how many there must be. */
  ignoreCount?: number | null;
  /** ISO 8601. */
  ignoreUntil?: string | null;
  ignoreUserCount?: number | null;
  ignoreUserWindow?: number | null;
  ignoreWindow?: number | null;
  actor?: Actor;
}

export function statusDetailsOf<Actor>({ resolution, archive }: Pick<Life, 'resolution' | 'archive'>, actor: Actor | null): StatusDetails<Actor> {
  const details = { ...(resolution && ofResolution(resolution)), ...(archive && ofArchive(archive)) };
  return actor === null || Object.keys(details).length === 0 ? details : { ...details, actor };
}

function ofResolution(resolution: Resolution) {
  switch (resolution.type) {
    case 'now':
      return {};
    case 'by_age':
      return { autoResolved: true as const };
    case 'in_release':
      return { inRelease: resolution.release };
    case 'in_next_release':
      return { inNextRelease: true as const, currentReleaseVersion: resolution.release };
    case 'in_commit':
      // As in Sentry: once a release has it, that is what there is to know.
      if (resolution.release) return { inRelease: resolution.release.release };
      return { inCommit: { id: resolution.commit, commit: resolution.commit, repository: resolution.repository } };
  }
}

function ofArchive(archive: Archive) {
  if (archive.type !== 'until_condition_met') return {};
  const { until, events, users } = archive;
  return {
    ignoreCount: events && events.count - (events.windowMinutes === null ? seenEvents(events) : 0),
    ignoreUntil: until === null ? null : new Date(until).toISOString(),
    ignoreUserCount: users && users.count - (users.windowMinutes === null ? users.seen : 0),
    ignoreUserWindow: users?.windowMinutes ?? null,
    ignoreWindow: events?.windowMinutes ?? null,
  };
}

function seenEvents({ seen }: NonNullable<ArchiveUntil['events']>): number {
  return seen.reduce((sum, [, count]) => sum + count, 0);
}
