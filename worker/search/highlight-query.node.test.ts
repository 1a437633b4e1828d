import { expect, it } from 'vitest';
import { highlightQuery } from './highlight-query.ts';

it.each([
  ['boom  !timesSeen:>5', ['text boom', 'sign !', 'key timesSeen', 'sign :>', 'value 5']],
  ['(a:"b c" OR "d")', ['sign (', 'key a', 'sign :', 'value "b c"', 'sign OR', 'text "d"', 'sign )']],
  ['a:', ['key a', 'sign :']],
])('takes %j apart', (query, parts) => {
  expect(highlightQuery(query, { kind: 'issues' }).spans.map(({ part, start, end }) => `${part} ${query.slice(start, end)}`)).toEqual(parts);
});

it.each([
  ['a:1 b', []],
  ['timesSeen:x ( is:lost a:', ['x', '(', 'lost', 'a:']],
  ['a OR', ['OR']],
  [`b${' '.repeat(8192)}`, [' ']],
])('marks all that is wrong in %j', (query, marked) => {
  expect(highlightQuery(query, { kind: 'issues' }).errors.map(({ start, end }) => query.slice(start, end))).toEqual(marked);
});
