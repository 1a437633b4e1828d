import { dayMs, hourMs } from '../trend.ts';
import { becomeUnresolved } from './become.ts';
import { forecastSeen } from './forecast.ts';
import type { ArchiveUntil, Life } from './life.ts';
import type { ActivityData, Lived, Totals } from './lived.ts';

/** After so many days an issue that is new, came back or escalates is one of those that are just there. */
export const ongoingAfterDays = 7;

/** When `passTime` has something to do, in Unix milliseconds; null: never. */
export function timerOf({ archive }: Life): number | null {
  return archive?.type === 'until_condition_met' ? archive.until : null;
}

/** Ends an archiving whose time is up. */
export function passTime(life: Life, now: number, { trend }: Pick<Totals, 'trend'>): Lived {
  const until = timerOf(life);
  if (until === null || now < until || life.archive?.type !== 'until_condition_met') return { life, happened: [] };
  const activity = { type: 'set_unresolved' as const, data: { expired_snooze: expiredSnooze(life.archive) } };
  return becomeUnresolved(life, 'ongoing', forecastSeen(trend, now), { eventId: null, userId: null, at: now }, { activity, effect: 'reopened' });
}

/** For the cron, at any time. */
export function age(life: Life, now: number): Lived {
  if (!isPassing(life) || now < life.since + ongoingAfterDays * dayMs) return { life, happened: [] };
  const activity = { type: 'auto_set_ongoing' as const, data: { after_days: ongoingAfterDays } };
  return becomeUnresolved(life, 'ongoing', null, { eventId: null, userId: null, at: now }, { activity, effect: null });
}

/** From when on `age` has something to do, for whoever has to call it, in Unix milliseconds; null: never, or it is new since its first event, which its dates tell. */
export function ageingAt(life: Life): number | null {
  const isNewSinceBirth = life.substatus === 'new' && life.by === null;
  return isPassing(life) && !isNewSinceBirth ? life.since + ongoingAfterDays * dayMs : null;
}

function isPassing({ substatus }: Life): boolean {
  return substatus === 'new' || substatus === 'regressed' || substatus === 'escalating';
}

/** Whether the trend knows of an event after `at`; it remembers hours, so an event in the hour of `at` itself does not count. */
export function isSeenAfter({ trend }: Pick<Totals, 'trend'>, at: number): boolean {
  const newest = trend.hours.at(-1);
  return newest !== undefined && newest[0] * hourMs > at;
}

/** What an archiving waited for, in Sentry's words. */
export function expiredSnooze({ until, events, users }: ArchiveUntil): ActivityData {
  return {
    until: until === null ? null : new Date(until).toISOString(),
    count: events?.count ?? null,
    window: events?.windowMinutes ?? null,
    user_count: users?.count ?? null,
    user_window: users?.windowMinutes ?? null,
  };
}
