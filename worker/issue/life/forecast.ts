import { dayMs, hourMs, type Trend } from '../trend.ts';
import type { Life } from './life.ts';

/**
 * When an issue escalates. Its events of the last 24 hours (this hour and the 23 before) are measured against its forecast: **twice its busiest day of the
 * seven before those 24 hours**, and never less than 20, so that an issue with three events a week does not cry wolf at the fourth. The busiest day rather
 * than the average, because a shop has its Saturdays; whole days in UTC, because those are what the trend remembers.
 *
 * Whoever archives until it escalates, reopens or reviews an issue has seen the last 24 hours too: the forecast made then counts them as a day like the
 * seven, and holds for the nine days that the seven need to lie after it, unless theirs is higher. Without such a forecast an issue is measured only once it
 * is old enough to have the seven days.
 */
export interface Escalation {
  /** In the last 24 hours. */
  events: number;
  /** What they went beyond. */
  forecast: number;
}

export const leastForecast = 20;
export const forecastFactor = 2;
const historyDays = 7;
const forecastHoldsMs = 9 * dayMs;

/** Null: nothing unusual, or nothing to measure against. */
export function findEscalation({ forecast, since }: Pick<Life, 'forecast' | 'since'>, trend: Trend, now: number): Escalation | null {
  if (forecast === null && !hasHistory(trend, now)) return null;
  const events = lastDay(trend, now);
  if (events <= leastForecast) return null;
  const holds = forecast !== null && now < since + forecastHoldsMs;
  const expected = Math.max(forecastOfDays(trend, now), holds ? forecast : 0);
  return events > expected ? { events, forecast: expected } : null;
}

/** By somebody who has seen everything up to now. */
export function forecastSeen(trend: Trend, now: number): number {
  return Math.max(forecastOfDays(trend, now), forecastFactor * lastDay(trend, now));
}

/** Events in this hour and the 23 before. */
export function lastDay(trend: Trend, now: number): number {
  const hour = Math.floor(now / hourMs);
  let sum = 0;
  for (const [interval, count] of trend.hours) if (interval > hour - 24 && interval <= hour) sum += count;
  return sum;
}

function forecastOfDays(trend: Trend, now: number): number {
  const end = dayBefore(now);
  let busiest = 0;
  for (const [day, count] of trend.days) if (day >= end - historyDays && day < end && count > busiest) busiest = count;
  return Math.max(leastForecast, forecastFactor * busiest);
}

function hasHistory(trend: Trend, now: number): boolean {
  const first = trend.days[0];
  return first !== undefined && first[0] <= dayBefore(now) - historyDays;
}

/** The day (UTC, since 1970) in which the last 24 hours began. */
function dayBefore(now: number): number {
  return Math.floor((Math.floor(now / hourMs) - 23) / 24);
}
