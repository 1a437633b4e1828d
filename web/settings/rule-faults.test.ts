import { expect, it } from 'vitest';
import { offsetOf, readRuleFaults } from './rule-faults.ts';

it('reads the place that a fault names', () => {
  expect(readRuleFaults(['Line 12, column 3: There is no matcher “a: b”.', 'Too long.'])).toEqual([
    { line: 12, column: 3, message: 'There is no matcher “a: b”.' },
    { line: 1, column: 1, message: 'Too long.' },
  ]);
});

it.each([
  [1, 1, 0],
  [2, 3, 5],
  [3, 1, 7],
  [3, 99, 8],
  [9, 1, 8],
])('finds line %i, column %i', (line, column, offset) => expect(offsetOf('ab\ncde\nf', { line, column })).toBe(offset));
