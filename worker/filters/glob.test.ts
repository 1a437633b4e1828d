import { describe, expect, it } from 'vitest';
import { matchesAny } from './glob.ts';

describe('a pattern', () => {
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
    expect(matchesAny([pattern], text)).toBe(expected);
  });

  it('takes braces that would be too many patterns, or too long ones, for what they are', () => {
    expect(matchesAny(['{a,b}'.repeat(10)], 'a'.repeat(10))).toBe(false);
    const long = `${'{a,b}'.repeat(5)}${'x'.repeat(200)}`;
    expect(matchesAny([long], `${'a'.repeat(5)}${'x'.repeat(200)}`)).toBe(false);
    expect(matchesAny([long], long)).toBe(true);
  });
});

it('asks every pattern about every text', () => {
  const patterns = ['x*', 'y*'];
  expect(matchesAny(patterns, 'a', 'yes')).toBe(true);
  expect(matchesAny(patterns, 'a', 'b')).toBe(false);
  expect(matchesAny([], 'a')).toBe(false);
});

it('asks as many ordinary patterns as there may be about a long chain of exceptions', () => {
  const patterns = Array.from({ length: 300 }, (_, index) => `*Error ${index}: could not load*`);
  const stacks = Array.from({ length: 150 }, (_, index) => `Error of ${index}: ${'some words about it '.repeat(100)}`);
  expect(matchesAny([...patterns, '*last straw*'], ...stacks, 'this is the last straw, really')).toBe(true);
});
