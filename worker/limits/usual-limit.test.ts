import { describe, expect, it } from 'vitest';
import { remember, usualLimit } from './usual-limit.ts';

const hourMs = 3_600_000;
const week = (units: (hour: number) => number) => Object.fromEntries(Array.from({ length: 168 }, (_, hour) => [String(hour * hourMs), units(hour)]));

describe('usualLimit', () => {
  it.each([
    ['a project that is new', {}, 500],
    ['a quiet one', week(() => 10), 500],
    ['a busy one', week(() => 1000), 10_000],
    ['one that is busy for an hour a day', week((hour) => (hour % 24 === 9 ? 2400 : 0)), 1000],
    ['one hour of a spike that was cut off', week((hour) => (hour === 167 ? 500 : 0)), 500],
  ])('of %s', (_, history, limit) => {
    expect(usualLimit(history, 500)).toBe(limit);
  });
});

it('remembers the hours of a week', () => {
  const history = remember(
    week(() => 1),
    { startsAt: 168 * hourMs, used: 7 },
    170 * hourMs,
    hourMs,
  );
  expect(Object.keys(history).length).toBe(167);
  expect(history[String(168 * hourMs)]).toBe(7);
  expect(history[String(hourMs)]).toBeUndefined();
});
