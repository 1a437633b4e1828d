/**
 * Events of an issue per hour and per day, by the time they happened, oldest first, only intervals with events. Small enough to travel with the issue, so
 * that a list of issues draws its sparklines without reading a single event.
 */
export interface Trend {
  /** `[hours since 1970, events]` of the last 30 hours that had any. */
  hours: Bucket[];
  /** `[days since 1970 (UTC), events]` of the last 100 days that had any. */
  days: Bucket[];
}

type Bucket = [interval: number, count: number];

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;
const maxHours = 30;
const maxDays = 100;

export const emptyTrend: Trend = { hours: [], days: [] };

export function addToTrend(trend: Trend, at: number): Trend {
  return { hours: addTo(trend.hours, Math.floor(at / hourMs), maxHours), days: addTo(trend.days, Math.floor(at / dayMs), maxDays) };
}

/** Both together; with `sign` −1 the second is taken from the first. Intervals that come to nothing are left out. */
export function addTrends(one: Trend, other: Trend, sign: 1 | -1): Trend {
  return { hours: addBuckets(one.hours, other.hours, sign, maxHours), days: addBuckets(one.days, other.days, sign, maxDays) };
}

/** `[start in epoch seconds, events]` for the `length` intervals up to the one of `now`, without gaps. */
export function seriesOf(buckets: readonly Bucket[], intervalMs: number, length: number, now: number): [number, number][] {
  const counts = new Map(buckets);
  const last = Math.floor(now / intervalMs);
  return Array.from({ length }, (_, index) => {
    const interval = last - length + 1 + index;
    return [(interval * intervalMs) / 1000, counts.get(interval) ?? 0];
  });
}

/** Days of an issue's own past that it is measured against. */
const pastDays = 14;

/** How much an issue grew: its events of the last 24 hours against those of a day before, and the more so the more there are. At least 0. */
export function growthOf({ hours, days }: Trend, firstSeenAt: number, now: number): number {
  const thisHour = Math.floor(now / hourMs);
  const today = Math.floor(now / dayMs);
  const recent = sumWhere(hours, (hour) => hour > thisHour - 24 && hour <= thisHour);
  const known = Math.max(1, Math.min(pastDays, today - Math.floor(firstSeenAt / dayMs)));
  const past = sumWhere(days, (day) => day < today && day >= today - pastDays) / known;
  return (recent / (past + 1)) * Math.log2(recent + 1);
}

function sumWhere(buckets: readonly Bucket[], isIn: (interval: number) => boolean): number {
  return buckets.reduce((sum, [interval, count]) => (isIn(interval) ? sum + count : sum), 0);
}

function addBuckets(one: readonly Bucket[], other: readonly Bucket[], sign: 1 | -1, maxBuckets: number): Bucket[] {
  if (other.length === 0) return [...one];
  const sum = new Map(one);
  for (const [interval, count] of other) sum.set(interval, (sum.get(interval) ?? 0) + sign * count);
  return [...sum]
    .filter(([, count]) => count > 0)
    .sort(([first], [second]) => first - second)
    .slice(-maxBuckets);
}

/** Events come nearly in order, so the place is looked for from the end. An interval that fell out of the window is not opened again. */
function addTo(buckets: readonly Bucket[], interval: number, maxBuckets: number): Bucket[] {
  const next = buckets.slice();
  let at = next.length;
  while (at > 0 && (next[at - 1]?.[0] ?? 0) > interval) at -= 1;
  const before = next[at - 1];
  if (before?.[0] === interval) next[at - 1] = [interval, before[1] + 1];
  else next.splice(at, 0, [interval, 1]);
  return next.length > maxBuckets ? next.slice(next.length - maxBuckets) : next;
}
