import { expect, it } from 'vitest';
import { hexRow, hexRowCount, readOffset } from './hex.ts';

const bytes = new TextEncoder().encode('{"level":"error"}\n\u00e9\u0000');

it('shows sixteen bytes a row, with the place of the first', () => {
  expect(hexRowCount(bytes.length)).toBe(2);
  expect(hexRow(bytes, 0)).toEqual({ offset: '00000000', hex: '7b 22 6c 65 76 65 6c 22  3a 22 65 72 72 6f 72 22', text: '{"level":"error"' });
  expect(hexRow(bytes, 1, 0x200)).toEqual({ offset: '00000210', hex: '7d 0a c3 a9 00', text: '}....' });
});

it.each([
  ['16', 16],
  ['0x10', 16],
  ['1 0', 10],
  ['0xFF', null],
  ['-1', null],
  ['1e1', null],
  ['', null],
])('reads %j as a place', (typed, offset) => {
  expect(readOffset(typed, 21)).toBe(offset);
});
