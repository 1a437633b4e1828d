import { expect, it } from 'vitest';
import { matchesAny } from './glob.ts';

const texts = Array.from({ length: 1_000 }, (_, index) => `${'a'.repeat(5_000)}${index}`);

// Not in the Workers runtime: its clock stands still while code runs.
it.each([
  ['one that fits everywhere but at its end', Array.from({ length: 39 }, () => `*${'?'.repeat(200)}[b]`)],
  ['stars and signs that fit for long', Array.from({ length: 39 }, () => `${'*a'.repeat(60)}*${'a?'.repeat(60)}[b]`)],
  ['braces that multiply them', Array.from({ length: 39 }, () => `*${'{a,a}'.repeat(3)}${'?'.repeat(180)}[b]`)],
  ['more braces than are taken for such', Array.from({ length: 39 }, () => `*${'{a,a}'.repeat(6)}${'?'.repeat(180)}[b]`)],
  ['long literal parts', Array.from({ length: 39 }, () => `*b${'a'.repeat(250)}*`)],
])('takes bounded time for as many hostile patterns as there may be: %s', (_what, patterns) => {
  const startedAt = performance.now();
  expect(matchesAny(patterns, ...texts)).toBe(false);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});
