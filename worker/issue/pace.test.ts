import { expect, it } from 'vitest';
import { gatherTimeMs } from './pace.ts';

const now = 1_000_000;

it.each([
  ['event', 'never', false, 0, 1_000],
  ['event', 'long ago', false, now - 60_000, 1_000],
  ['event', 'just now', false, now, 2_000],
  ['event', 'just now, with somebody looking', true, now, 1_000],
  ['event', 'half a second ago', false, now - 500, 1_500],
  ['told', 'long ago', false, now - 60_000, 200],
  ['told', 'just now', false, now, 2_000],
  ['told', 'just now, with somebody looking', true, now, 1_000],
] as const)('lets an issue of which news come (%s), projected %s, gather for a while', (source, _, isWatched, projectedAt, expected) => {
  expect(gatherTimeMs({ projectedAt, isWatched }, source, now)).toBe(expected);
});
