import { fail, ok, type Result } from '../../result.ts';
import { digest } from './digest.ts';
import type { Archive, ArchiveUntil, EventLimit, UserLimit } from './life.ts';
import type { ArchiveRequest, LimitRequest } from './life-command.ts';
import type { Occurrences } from './lived.ts';

/** A week, as in Sentry. */
export const maxWindowMinutes = 10_080;
/** Each user of a window is remembered. */
export const maxUsersInWindow = 1000;
export const maxCount = 2 ** 31 - 1;
/** A window is counted in so many slices: what is older than the window never counts, what is younger than 59 of its 60 slices always does. */
const slices = 60;

export type ArchiveError =
  | { reason: 'no_condition' }
  | { reason: 'count_out_of_range'; of: 'events' | 'users'; count: number; max: number }
  | { reason: 'window_out_of_range'; of: 'events' | 'users'; minutes: number; max: number }
  | { reason: 'too_many_users_in_window'; count: number; max: number };

/** What must hold of a request before `obey` takes it. */
export function checkArchive(request: ArchiveRequest): Result<ArchiveRequest, ArchiveError> {
  if (request.type !== 'until_condition_met') return ok(request);
  const { until, events, users } = request;
  if (until === null && events === null && users === null) return fail({ reason: 'no_condition' });
  if (events && !isWithin(events.count, maxCount)) return fail({ reason: 'count_out_of_range', of: 'events', count: events.count, max: maxCount });
  if (users && !isWithin(users.count, maxCount)) return fail({ reason: 'count_out_of_range', of: 'users', count: users.count, max: maxCount });
  if (events?.windowMinutes != null && !isWithin(events.windowMinutes, maxWindowMinutes))
    return fail({ reason: 'window_out_of_range', of: 'events', minutes: events.windowMinutes, max: maxWindowMinutes });
  if (users?.windowMinutes != null && !isWithin(users.windowMinutes, maxWindowMinutes))
    return fail({ reason: 'window_out_of_range', of: 'users', minutes: users.windowMinutes, max: maxWindowMinutes });
  if (users?.windowMinutes != null && users.count > maxUsersInWindow)
    return fail({ reason: 'too_many_users_in_window', count: users.count, max: maxUsersInWindow });
  return ok(request);
}

export function beginArchive(request: ArchiveRequest): Archive {
  const checked = checkArchive(request);
  if (!checked.ok) throw new Error(`an archive condition was not checked: ${checked.error.reason}`);
  if (request.type !== 'until_condition_met') return request;
  return {
    type: request.type,
    until: request.until,
    events: request.events && { ...request.events, seen: [] },
    users: request.users && nobodyYet(request.users),
  };
}

/** The same object where the events change nothing. */
export function countTowards(archive: ArchiveUntil, occurrences: Pick<Occurrences, 'count' | 'receivedAt' | 'newUsers' | 'userKeys'>): ArchiveUntil {
  const events = archive.events && countEvents(archive.events, occurrences.count, occurrences.receivedAt);
  const users = archive.users && countUsers(archive.users, occurrences.newUsers, occurrences.userKeys, occurrences.receivedAt);
  return events === archive.events && users === archive.users ? archive : { ...archive, events, users };
}

/** The limit that is reached, with what reached it. */
export function reachedBy({ events, users }: ArchiveUntil): { events: number } | { users: number } | null {
  const eventsSeen = events ? events.seen.reduce((sum, [, count]) => sum + count, 0) : 0;
  if (events && eventsSeen >= events.count) return { events: eventsSeen };
  const usersSeen = users ? (users.windowMinutes === null ? users.seen : users.seen.length) : 0;
  return users && usersSeen >= users.count ? { users: usersSeen } : null;
}

/** Events come nearly in order; one that is late is counted where it belongs, or not at all if that is over. */
function countEvents(limit: EventLimit, count: number, at: number): EventLimit {
  const slice = sliceOf(at, limit.windowMinutes);
  const newest = newestOf(limit.seen, ([other]) => other, slice);
  if (slice <= newest - slices || count === 0) return limit;
  const others = limit.seen.filter(([other]) => other !== slice && other > newest - slices);
  const before = limit.seen.find(([other]) => other === slice)?.[1] ?? 0;
  return { ...limit, seen: [...others, [slice, before + count]] };
}

function countUsers(limit: UserLimit, newUsers: number, userKeys: readonly string[], at: number): UserLimit {
  if (limit.windowMinutes === null) return newUsers === 0 ? limit : { ...limit, seen: limit.seen + newUsers };
  if (userKeys.length === 0) return limit;
  const slice = sliceOf(at, limit.windowMinutes);
  const newest = newestOf(limit.seen, ([, other]) => other, slice);
  if (slice <= newest - slices) return limit;
  const seen = new Map(limit.seen.filter(([, other]) => other > newest - slices));
  let isChanged = seen.size !== limit.seen.length;
  for (const key of userKeys) {
    if (seen.size >= limit.count) break;
    const user = digest(key);
    const before = seen.get(user);
    if (before !== undefined && before >= slice) continue;
    seen.set(user, slice);
    isChanged = true;
  }
  return isChanged ? { ...limit, seen: [...seen] } : limit;
}

function newestOf<Seen>(seen: readonly Seen[], sliceIn: (one: Seen) => number, slice: number): number {
  return seen.reduce((newest, one) => Math.max(newest, sliceIn(one)), slice);
}

/** Without a window, everything is of one slice. */
function sliceOf(at: number, windowMinutes: number | null): number {
  return windowMinutes === null ? 0 : Math.floor(at / ((windowMinutes * 60_000) / slices));
}

function nobodyYet({ count, windowMinutes }: LimitRequest): UserLimit {
  return windowMinutes === null ? { count, windowMinutes, seen: 0 } : { count, windowMinutes, seen: [] };
}

function isWithin(count: number, max: number): boolean {
  return Number.isInteger(count) && count >= 1 && count <= max;
}
