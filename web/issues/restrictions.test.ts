import { expect, it } from 'vitest';
import { restrictionsOf } from './restrictions.ts';
import { readView } from './view.ts';

const dropsOf = (search: string) => restrictionsOf(readView(new URLSearchParams(search))).map(({ label, without }) => [label, without.query]);

it.each([
  ['?query=', []],
  ['?query=is:unresolved', [['is:unresolved', '']]],
  [
    '?query=is:unresolved+level:error+two+words',
    [
      ['is:unresolved', 'level:error two words'],
      ['level:error', 'is:unresolved two words'],
      ['two words', 'is:unresolved level:error'],
    ],
  ],
  [
    '?query=a:1+AND+(b:2+OR+c:3)',
    [
      ['a:1', '(b:2 OR c:3)'],
      ['(b:2 OR c:3)', 'a:1'],
    ],
  ],
  ['?query=a:1+OR+b:2', [['a:1 OR b:2', '']]],
  ['?query=timesSeen:x', []],
])('a list of %j is narrowed by %j', (search, expected) => {
  expect(dropsOf(search)).toEqual(expected);
});

it('is narrowed by times, environments and projects as well', () => {
  const view = readView(new URLSearchParams('?query=&statsPeriod=24h&environment=production&environment=staging&project=a&project=b&project=c&cursor=1:2:0'));
  expect(restrictionsOf(view).map(({ label }) => label)).toEqual(['last 24 hours', 'production or staging', '3 of them']);
  expect(restrictionsOf(view)[0]?.without).toEqual({ ...view, times: null, cursor: null });
});
