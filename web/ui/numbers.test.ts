import { expect, it } from 'vitest';
import { counted, shortBytes, shortCount } from './numbers.ts';

it.each([
  [0, '0'],
  [999, '999'],
  [1000, '1k'],
  [1284, '1.28k'],
  [12_406, '12.4k'],
  [999_499, '999k'],
  [999_950, '1M'],
  [3_100_000, '3.1M'],
  [2_000_000_000, '2G'],
])('writes %i as %s', (count, text) => {
  expect(shortCount(count)).toBe(text);
});

it('counts one thing and many', () => {
  expect([counted(1, 'event'), counted(0, 'event'), counted(2, 'entry', 'entries')]).toEqual(['1 event', '0 events', '2 entries']);
});

it.each([
  [17, '17 B'],
  [1536, '1.54 kB'],
  [2_500_000, '2.5 MB'],
])('writes %i bytes as %s', (bytes, text) => {
  expect(shortBytes(bytes)).toBe(text);
});
