const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** How long that is, in the largest unit that fits: `now` (below 45 s), `2 min`, `5 h`, `9 d`, `3 wk`, `8 mo`, `1 y`. */
export function shortSpan(ms: number): string {
  if (ms < 45 * second) return 'now';
  if (ms < 59.5 * minute) return `${Math.max(1, Math.round(ms / minute))} min`;
  if (ms < 23.5 * hour) return `${Math.round(ms / hour)} h`;
  if (ms < 13.5 * day) return `${Math.round(ms / day)} d`;
  if (ms < 56 * day) return `${Math.round(ms / (7 * day))} wk`;
  if (ms < 350 * day) return `${Math.round(ms / (30.44 * day))} mo`;
  return `${Math.round(ms / (365.25 * day))} y`;
}

/** `2 min ago`, `now`; `in 5 min` for a clock that runs ahead. */
export function relativeTime(at: number, now: number): string {
  const span = shortSpan(Math.abs(now - at));
  if (span === 'now') return span;
  return at <= now ? `${span} ago` : `in ${span}`;
}

/** How long something has been going on, second by second: `8 s`, `1 min 12 s`, `2 h 3 min`. */
export function runningTime(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / second));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** Date, time and zone in the reader's manner: `Nov 24, 2026, 7:40:47 AM GMT+1`. */
export function absoluteTime(at: number): string {
  return new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'long' });
}
