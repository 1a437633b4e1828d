import { expect, it } from 'vitest';
import { cutPage, formatCursor, linkHeader, parseCursor } from './cursor.ts';

it.each(['0:0:0', '1700000000000:1000000001:1', '5:0123456789abcdef0123456789abcdef:0'])('reads %s and writes it again', (text) => {
  const cursor = parseCursor(text);
  expect(cursor && formatCursor(cursor)).toBe(text);
});

it.each(['', '1', '1:2', '1:2:3', '1:2:0:0', '-1:2:0', '1.5:2:0', ':2:0', '1::0', '1:xyz:0', 'a:2:0', '99999999999999999:0:0', ' 1:2:0'])(
  'does not take %j for a cursor',
  (text) => {
    expect(parseCursor(text)).toBeNull();
  },
);

const placeOf = (value: number) => ({ value, id: String(value) });

it.each([
  { what: 'the first page of several', read: [9, 8, 7], cursor: null, items: [9, 8], hasPrevious: false, hasNext: true },
  { what: 'the only page', read: [9, 8], cursor: null, items: [9, 8], hasPrevious: false, hasNext: false },
  { what: 'a page in the middle', read: [7, 6, 5], cursor: '8:8:0', items: [7, 6], hasPrevious: true, hasNext: true },
  { what: 'the last page', read: [7], cursor: '8:8:0', items: [7], hasPrevious: true, hasNext: false },
  { what: 'a page on the way back', read: [9, 8, 7], cursor: '6:6:1', items: [8, 7], hasPrevious: true, hasNext: true },
  { what: 'the first page on the way back', read: [8, 7], cursor: '6:6:1', items: [8, 7], hasPrevious: false, hasNext: true },
])('cuts $what', ({ read, cursor, items, hasPrevious, hasNext }) => {
  const page = cutPage(read, cursor === null ? null : parseCursor(cursor), 2, placeOf);
  expect(page).toMatchObject({ items, hasPrevious, hasNext });
  expect([page.previous, page.next]).toEqual([
    { ...placeOf(items[0] ?? 0), isBefore: true },
    { ...placeOf(items[1] ?? items[0] ?? 0), isBefore: false },
  ]);
});

it('leads from an empty page to the last or the first one', () => {
  const page = cutPage([], parseCursor('5:5:0'), 2, placeOf);
  expect([formatCursor(page.previous), formatCursor(page.next)]).toEqual(['0:0:1', '9007199254740991:0:0']);
});

it('keeps the parameters that the list knows, each value once', () => {
  const unknown = `other=1&query=${'x'.repeat(1001)}`;
  const url = new URL(`https://picket.example/api/0/x/?project=1&project=2&project=1&query=a%20b&cursor=1:1:0&${unknown}`);
  const header = linkHeader(url, ['project', 'query'], cutPage([3], null, 2, placeOf));
  expect(header).toContain('<https://picket.example/api/0/x/?project=1&project=2&query=a+b&cursor=3:3:0>; rel="next"; results="false"; cursor="3:3:0"');
});
