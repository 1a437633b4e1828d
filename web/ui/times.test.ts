import { expect, it } from 'vitest';
import { relativeTime, runningTime, shortSpan } from './times.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

it.each([
  [0, 'now'],
  [44 * second, 'now'],
  [46 * second, '1 min'],
  [59 * minute, '59 min'],
  [60 * minute, '1 h'],
  [23 * hour, '23 h'],
  [24 * hour, '1 d'],
  [13 * day, '13 d'],
  [14 * day, '2 wk'],
  [60 * day, '2 mo'],
  [340 * day, '11 mo'],
  [365 * day, '1 y'],
  [800 * day, '2 y'],
])('says %i ms as %s', (ms, text) => {
  expect(shortSpan(ms)).toBe(text);
});

it('tells the past from the future', () => {
  expect(relativeTime(0, 2 * minute)).toBe('2 min ago');
  expect(relativeTime(2 * minute, 0)).toBe('in 2 min');
  expect(relativeTime(0, 10)).toBe('now');
});

it.each([
  [8400, '8 s'],
  [72_000, '1 min 12 s'],
  [7_380_000, '2 h 3 min'],
])('says that %i ms are going on as %s', (ms, text) => {
  expect(runningTime(ms)).toBe(text);
});
