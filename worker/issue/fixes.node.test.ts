import { expect, it } from 'vitest';
import { fixesOf } from './fixes.ts';
import { shortIdOf } from './short-id.ts';

it.each([
  ['Fixes WEB-1A', ['WEB-1A']],
  ['fix: total\n\nFixes DEMO-1\n', ['DEMO-1']],
  ['fixed web-1', ['WEB-1']],
  ['Resolves: WEB-1, WEB-2 and MY-SHOP-3', ['WEB-1', 'WEB-2', 'MY-SHOP-3']],
  ['Closes WEB-1. Resolved WEB-2', ['WEB-1', 'WEB-2']],
  ['Close WEB-1 (closed WEB-1 before)', ['WEB-1']],
  ['See WEB-1', []],
  ['prefixes WEB-1', []],
  ['Fixes the total of WEB-1', []],
  ['Fixes #12', []],
  ['Fixes utf-8-encoded-names-everywhere', []],
  ['', []],
])('%j solves %j', (message, issues) => {
  expect(fixesOf(message).map(({ projectSlug, number }) => shortIdOf(projectSlug, number))).toEqual(issues);
});

it.each(['fix '.repeat(50_000), `fix ${'a-'.repeat(100_000)}`, `fix ${' '.repeat(200_000)}`, 'fix and '.repeat(25_000), `fix ${'a'.repeat(200_000)}`])(
  'reads a long message in no time',
  (message) => {
    const start = performance.now();
    expect(fixesOf(message)).toEqual([]);
    expect(performance.now() - start).toBeLessThan(500);
  },
);
