import { describe, expect, it } from 'vitest';
import { compileGlob, matchesAny } from './glob.ts';

describe('compileGlob', () => {
  it.each([
    ['*', '', true],
    ['*', 'anything', true],
    ['', '', true],
    ['', 'x', false],
    ['TypeError*', 'typeerror: x', true],
    ['*boom*', 'a BOOM b', true],
    ['*boom', 'a boom b', false],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['v?.0', 'v1.0', true],
    ['v?.0', 'v12.0', false],
    ['v[0-9].[!0-9]', 'v1.x', true],
    ['v[0-9].[!0-9]', 'v1.2', false],
    ['[]]', ']', true],
    ['[open', '[open', true],
    ['{a,b}/{c,}', 'b/', true],
    ['{a,b}/{c,}', 'd/c', false],
    ['{a,{b,c}}', 'c', true],
    ['{open', '{open', true],
    ['100\\*', '100*', true],
    ['100\\*', '1000', false],
    ['(a+)+$', 'aaaa', false],
  ])('%j on %j: %j', (pattern, text, expected) => {
    expect(compileGlob(pattern)(text)).toBe(expected);
  });

  it('is not slowed down by a pattern made to be slow', () => {
    const glob = compileGlob('*a'.repeat(127) + 'b');
    const startedAt = performance.now();
    expect(glob('a'.repeat(1_000_000))).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(250);
  });

  it('takes braces that would be too many patterns for what they are', () => {
    expect(compileGlob('{a,b}'.repeat(10))('a'.repeat(10))).toBe(false);
  });
});

it('asks every pattern about every text', () => {
  const patterns = ['x*', 'y*'];
  expect(matchesAny(patterns, 'a', 'yes')).toBe(true);
  expect(matchesAny(patterns, 'a', 'b')).toBe(false);
  expect(matchesAny([], 'a')).toBe(false);
});
