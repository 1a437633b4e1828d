import { describe, expect, it } from 'vitest';
import { addToTrend, dayMs, emptyTrend, growthOf, hourMs, seriesOf, type Trend } from './trend.ts';

const noon = Date.UTC(2026, 10, 24, 12);
const trendOf = (...times: number[]): Trend => times.reduce(addToTrend, emptyTrend);

it('counts per hour and per day', () => {
  const trend = trendOf(noon, noon + 1, noon + hourMs, noon + dayMs);
  expect(trend.hours.map(([, count]) => count)).toEqual([2, 1, 1]);
  expect(trend.days.map(([, count]) => count)).toEqual([3, 1]);
});

it('puts a late event where it belongs', () => {
  const trend = trendOf(noon, noon + 2 * hourMs, noon + hourMs, noon);
  expect(trend.hours.map(([hour, count]) => [hour * hourMs - noon, count])).toEqual([
    [0, 2],
    [hourMs, 1],
    [2 * hourMs, 1],
  ]);
});

it('forgets the oldest intervals, and does not open them again', () => {
  const hours = Array.from({ length: 40 }, (_, index) => noon + index * hourMs);
  const trend = trendOf(...hours, noon);
  expect(trend.hours).toHaveLength(30);
  expect(trend.hours[0]?.[0]).toBe(noon / hourMs + 10);
});

it('gives a series without gaps that ends in the current interval', () => {
  const trend = trendOf(noon - 2 * hourMs, noon);
  expect(seriesOf(trend.hours, hourMs, 4, noon + 5)).toEqual([
    [(noon - 3 * hourMs) / 1000, 0],
    [(noon - 2 * hourMs) / 1000, 1],
    [(noon - hourMs) / 1000, 0],
    [noon / 1000, 1],
  ]);
});

describe('growth', () => {
  const now = 1_000 * dayMs;
  const trendWith = (recent: number, daily: number) => ({
    hours: recent === 0 ? [] : [[now / hourMs - 1, recent] satisfies [number, number]],
    days: Array.from({ length: 14 }, (_, day): [number, number] => [986 + day, daily]),
  });

  it('is measured against the own past of an issue', () => {
    const old = now - 100 * dayMs;
    const growing = growthOf(trendWith(50, 1), old, now);
    expect(growing).toBeGreaterThan(growthOf(trendWith(500, 500), old, now));
    expect(growing).toBeLessThan(growthOf(trendWith(50, 0), old, now));
    expect(growthOf(trendWith(0, 10), old, now)).toBe(0);
  });

  it('is that of many events before that of few', () => {
    expect(growthOf(trendWith(100, 0), now, now)).toBeGreaterThan(growthOf(trendWith(10, 0), now, now));
  });
});
