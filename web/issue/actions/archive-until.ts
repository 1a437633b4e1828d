import type { StatusDetailsChange } from '../../../worker/api/contract/issue-change.ts';

/** What an archiving waits for: whatever comes first ends it. */
export type Until = Pick<StatusDetailsChange, 'ignoreDuration' | 'ignoreUntil' | 'ignoreCount' | 'ignoreWindow' | 'ignoreUserCount' | 'ignoreUserWindow'>;

const minute = 1;
const hour = 60 * minute;
const day = 24 * hour;
const week = 7 * day;

/** Within a window, so many at most: the API remembers each of them. */
export const maxWindowMinutes = week;
export const maxUsersInWindow = 1_000;
export const maxCount = 2_147_483_647;

/** What an archive menu offers at once. */
export const durations = [
  { label: 'For 1 hour', minutes: hour },
  { label: 'For 1 day', minutes: day },
  { label: 'For 1 week', minutes: week },
] as const;

/** Units in which a window is entered. */
export const windowUnits = [
  { label: 'minutes', minutes: minute },
  { label: 'hours', minutes: hour },
  { label: 'days', minutes: day },
] as const;

/** What somebody entered: texts of inputs, empty for what they left alone. */
export interface UntilFields {
  /** Of an input of type datetime-local, in the viewer's zone. */
  time: string;
  events: string;
  eventsWindow: string;
  eventsUnit: string;
  users: string;
  usersWindow: string;
  usersUnit: string;
}

/** Either conditions that the API takes, or what is wrong with which field. */
export type ReadUntil = { ok: true; until: Until } | { ok: false; faults: Partial<Record<keyof UntilFields | 'form', string>> };

/** `now` in Unix milliseconds. */
export function readUntil(fields: UntilFields, now: number): ReadUntil {
  const faults: Partial<Record<keyof UntilFields | 'form', string>> = {};
  const until: Until = {};
  if (fields.time !== '') {
    const at = new Date(fields.time).getTime();
    if (Number.isNaN(at)) faults.time = 'That is no time.';
    else if (at <= now) faults.time = 'That time is past.';
    else until.ignoreUntil = new Date(at).toISOString();
  }
  const events = readCount(fields.events, maxCount);
  if (events === 'wrong') faults.events = 'A whole number from 1.';
  else if (events !== null) until.ignoreCount = events;
  const eventsWindow = readWindow(fields.eventsWindow, fields.eventsUnit);
  if (eventsWindow === 'wrong') faults.eventsWindow = 'A minute at least, a week at most.';
  else if (eventsWindow !== null && fields.events === '') faults.events = 'How many events in that time?';
  else if (eventsWindow !== null) until.ignoreWindow = eventsWindow;
  const usersWindow = readWindow(fields.usersWindow, fields.usersUnit);
  const users = readCount(fields.users, usersWindow === null ? maxCount : maxUsersInWindow);
  if (users === 'wrong') faults.users = usersWindow === null ? 'A whole number from 1.' : `A whole number from 1 to ${maxUsersInWindow.toLocaleString('en')}.`;
  else if (users !== null) until.ignoreUserCount = users;
  if (usersWindow === 'wrong') faults.usersWindow = 'A minute at least, a week at most.';
  else if (usersWindow !== null && fields.users === '') faults.users = 'How many users in that time?';
  else if (usersWindow !== null) until.ignoreUserWindow = usersWindow;

  if (Object.keys(faults).length > 0) return { ok: false, faults };
  if (Object.keys(until).length === 0) return { ok: false, faults: { form: 'Say until when, or after how many events or users.' } };
  return { ok: true, until };
}

/** Follows `archived`: `until 100 more events in 1 hour or 10 more users`, `for 1 day`, `forever`. */
export function archiveText({ ignoreDuration, ignoreUntil, ignoreCount, ignoreWindow, ignoreUserCount, ignoreUserWindow }: Until): string {
  const counts = [countText(ignoreCount, ignoreWindow, 'event'), countText(ignoreUserCount, ignoreUserWindow, 'user')];
  const ends = [ignoreUntil ? timeText(ignoreUntil) : null, ...counts].filter((end) => end !== null);
  if (ignoreDuration) return [`for ${spanText(ignoreDuration)}`, ...ends.map((end) => `until ${end}`)].join(' or ');
  return ends.length === 0 ? 'forever' : `until ${ends.join(' or ')}`;
}

/** `1 hour`, `90 minutes`, `2 weeks`: in the largest unit that fits evenly. */
export function spanText(minutes: number): string {
  for (const [size, name] of [
    [week, 'week'],
    [day, 'day'],
    [hour, 'hour'],
  ] as const) {
    if (minutes % size === 0) return `${minutes / size} ${name}${minutes === size ? '' : 's'}`;
  }
  return `${minutes} minute${minutes === 1 ? '' : 's'}`;
}

function countText(count: number | null | undefined, window: number | null | undefined, noun: string): string | null {
  if (!count) return null;
  return `${count.toLocaleString('en')} more ${noun}${count === 1 ? '' : 's'}${window ? ` in ${spanText(window)}` : ''}`;
}

/** Date and time in the reader's manner, without seconds. */
function timeText(at: string): string {
  return new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}

function readCount(text: string, max: number): number | null | 'wrong' {
  if (text.trim() === '') return null;
  const count = Number(text);
  return Number.isInteger(count) && count >= 1 && count <= max ? count : 'wrong';
}

function readWindow(text: string, unit: string): number | null | 'wrong' {
  if (text.trim() === '') return null;
  const minutes = Number(text) * Number(unit);
  return Number.isInteger(minutes) && minutes >= 1 && minutes <= maxWindowMinutes ? minutes : 'wrong';
}
