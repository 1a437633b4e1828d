import { expect, it } from 'vitest';
import { textRows } from './text-rows.ts';

const shown = (text: string, columns?: number): [number | null, string][] => {
  const rows = textRows(text, columns);
  return Array.from({ length: rows.count }, (_, index): [number | null, string] => [rows.lineOf(index), rows.row(index)]);
};

it.each<[string, [number | null, string][]]>([
  ['', [[1, '']]],
  ['a', [[1, 'a']]],
  [
    'a\r\n\nb\n',
    [
      [1, 'a'],
      [2, ''],
      [3, 'b'],
    ],
  ],
])('numbers the lines of %j', (text, rows) => {
  expect(shown(text)).toEqual(rows);
});

it('breaks a line that is too long, and no character in two', () => {
  expect(shown('abcd😀ef\ng', 5)).toEqual([
    [1, 'abcd😀'],
    [null, 'ef'],
    [2, 'g'],
  ]);
  expect(shown('abcdefgh\n', 4)).toEqual([
    [1, 'abcd'],
    [null, 'efgh'],
  ]);
});

it('cuts one line of 5 MB without losing any of it', () => {
  const text = 'x'.repeat(5_000_000);
  const rows = textRows(text);
  let length = 0;
  for (let index = 0; index < rows.count; index += 1) length += rows.row(index).length;
  expect(length).toBe(text.length);
});
