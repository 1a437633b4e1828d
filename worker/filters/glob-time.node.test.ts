import { expect, it } from 'vitest';
import { matchesAny } from './glob.ts';

const texts = Array.from({ length: 150 }, (_, index) => `${'a'.repeat(5_000)}${index}`);

// Not in the Workers runtime: its clock stands still while code runs.
it.each([
  ['stars behind each other', Array.from({ length: 39 }, () => `${'*a'.repeat(127)}b`)],
  ['stars that end as the text does not', Array.from({ length: 39 }, () => `${'*a?'.repeat(80)}[b]`)],
  ['braces that multiply them', Array.from({ length: 39 }, () => `*${'{a,a}'.repeat(6)}${'?'.repeat(180)}[b]`)],
  ['long literal parts', Array.from({ length: 39 }, () => `*b${'a'.repeat(250)}*`)],
])('takes bounded time for as many hostile patterns as there may be: %s', (_what, patterns) => {
  const startedAt = performance.now();
  expect(matchesAny(patterns, ...texts)).toBe(false);
  expect(performance.now() - startedAt).toBeLessThan(500);
});
