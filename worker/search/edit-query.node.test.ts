import { describe, expect, it } from 'vitest';
import { hasFilter, removeFilter, setFilter } from './edit-query.ts';

const issues = { kind: 'issues' } as const;

it.each([
  ['', 'level', 'error', 'level:error'],
  ['  ', 'level', 'error', 'level:error'],
  ['boom   x', 'level', 'error', 'boom   x level:error'],
  ['boom ', 'level', 'error', 'boom level:error'],
  ['a:1  level:info\tb:2', 'level', 'error', 'a:1  level:error\tb:2'],
  ['level:info x level:[fatal, error]', 'level', 'error', 'level:error x'],
  ['!level:info x', 'level', 'error', '!level:info x level:error'],
  ['age:-24h', 'first_seen', '-7d', 'first_seen:-7d'],
  ['timesSeen:>5', 'timesSeen', '>=10', 'timesSeen:>=10'],
  ['is:unresolved boom', 'is', 'resolved', 'is:resolved boom'],
  ['tags[level]:x', 'level', 'error', 'tags[level]:x level:error'],
  ['x', 'tags[level]', 'a b', 'x tags[level]:"a b"'],
  ['x', 'release', 'app@1.0 (12) "beta" *', 'x release:"app@1.0 (12) \\"beta\\" \\*"'],
  ['x', 'release', ['a', 'b, c'], 'x release:[a, "b, c"]'],
  ['x', 'a:b', 'c', 'x tags[a:b]:c'],
  ['a:1 OR b:2', 'level', 'error', '(a:1 OR b:2) level:error'],
  ['level:info OR b:2', 'level', 'error', '(level:info OR b:2) level:error'],
  ['(level:info OR b:2)', 'level', 'error', '(level:info OR b:2) level:error'],
  ['"open', 'release', 'a b', 'release:"a b" "open'],
  ['level:', 'level', 'error', 'level:error'],
])('sets in %j %s to %j', (query, key, value, edited) => {
  expect(setFilter(query, key, value, issues)).toBe(edited);
});

it.each([
  ['a:1  level:info b:2', 'a:1  b:2'],
  ['level:info b:2', 'b:2'],
  ['a:1 level:info', 'a:1'],
  ['level:info', ''],
  ['a:1 AND level:info AND b:2', 'a:1 AND b:2'],
  ['level:info AND b:2', 'b:2'],
  ['a:1 and level:info', 'a:1'],
  ['level:info x level:error', 'x'],
  ['!level:info x', '!level:info x'],
  ['a:1 OR level:info', 'a:1 OR level:info'],
  ['(level:info) x', '(level:info) x'],
])('removes the level from %j', (query, edited) => {
  expect(removeFilter(query, 'level', issues)).toBe(edited);
});

it('removes only the filter of a value', () => {
  expect(removeFilter('level:"info" level:error', 'level', issues, 'info')).toBe('level:error');
});

describe('hasFilter', () => {
  it.each([
    ['is:archived x', 'is', 'ignored', true],
    ['is:archived x', 'is', undefined, true],
    ['age:-24h', 'firstSeen', '-1d', true],
    ['age:-24h', 'firstSeen', '-2d', false],
    ['!level:error', 'level', 'error', false],
    ['level:[a,b]', 'level', ['a', 'b'], true],
    ['level:error OR x', 'level', 'error', false],
    ['"level:error"', 'level', 'error', false],
    ['is:lost', 'is', 'found', false],
  ])('in %j of %s %j is %s', (query, key, value, isThere) => {
    expect(hasFilter(query, key, issues, value)).toBe(isThere);
  });
});
