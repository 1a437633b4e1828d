import { expect, it } from 'vitest';
import { highlightQuery } from '../../worker/search/highlight-query.ts';
import { marks, paint } from './paint.ts';

const painted = (query: string) => paint(query, highlightQuery(query, { kind: 'issues' }).spans);

it.each(['', '  is:unresolved  "open quote', 'a\u202eb !is:x:y', ' ', '(a OR !b:[x, "y z"])  AND c:>5 ', 'x:', '!!', ':', '((('])(
  'painting %j loses no character',
  (query) => {
    expect(
      painted(query)
        .flatMap(({ pieces }) => pieces)
        .map(({ text }) => text)
        .join(''),
    ).toBe(query);
  },
);

it('gives each filter one ground, and each part its ink', () => {
  expect(
    painted('boom !level:error (timesSeen:>5 OR is:new)').map(({ isFilter, pieces }) =>
      isFilter ? pieces.map(({ ink, text }) => `${ink} ${text}`) : pieces[0]?.text,
    ),
  ).toEqual([
    'boom',
    ' ',
    ['not !', 'key level', 'sign :', 'value error'],
    ' ',
    '(',
    ['key timesSeen', 'sign :>', 'value 5'],
    ' ',
    'OR',
    ' ',
    ['key is', 'sign :', 'value new'],
    ')',
  ]);
});

it.each([
  ['abc', [{ start: 1, end: 2 }], 'a[b]c'],
  ['abc', [{ start: 3, end: 3 }], 'ab[c]'],
  ['abc', [{ start: 0, end: 9 }], '[abc]'],
  [
    'abcd',
    [
      { start: 0, end: 2 },
      { start: 1, end: 3 },
    ],
    '[ab][c]d',
  ],
  ['', [{ start: 0, end: 0 }], ''],
])('marks %j', (text, errors, expected) => {
  expect(
    marks(text, errors)
      .map((piece) => (piece.isWrong ? `[${piece.text}]` : piece.text))
      .join(''),
  ).toBe(expected);
});
