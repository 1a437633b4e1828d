import { describe, expect, it } from 'vitest';
import { readView, splitQuery, tabOf, viewSearch, withTab } from './view.ts';

describe('the address of a list', () => {
  it('shows the unresolved issues, last seen first, when it says nothing', () => {
    expect(readView(new URLSearchParams())).toEqual({ query: 'is:unresolved', project: null, sort: 'date', period: '24h', cursor: null });
  });

  it.each(['', '?query=', '?query=is%3Aresolved+boom', '?project=web&sort=freq&period=14d&cursor=1%3A2%3A0'])('comes back as it was: %j', (search) => {
    expect(viewSearch(readView(new URLSearchParams(search)))).toBe(search);
  });

  it('takes what it does not know for the default', () => {
    expect(viewSearch(readView(new URLSearchParams('?sort=shoe-size&period=9y&project=')))).toBe('');
  });
});

it.each([
  ['is:unresolved', 'unresolved'],
  ['IS:Resolved boom', 'resolved'],
  ['is:ignored', 'archived'],
  ['', 'all'],
  ['boom', 'all'],
  ['!is:resolved', null],
  ['is:resolved is:archived', null],
  ['is:odd', null],
])('the query %j belongs to the tab %s', (query, tab) => {
  expect(tabOf(query)).toBe(tab);
});

it.each([
  ['is:unresolved boom', 'resolved', 'is:resolved boom'],
  ['boom  "two words"', 'archived', 'is:archived boom "two words"'],
  ['!is:resolved is:archived x', 'all', 'x'],
] as const)('the query %j turns to the tab %s as %j', (query, tab, expected) => {
  expect(withTab(query, tab)).toBe(expected);
});

it.each(['', '  is:unresolved  "open quote', 'a\u202eb !is:x:y', ' '])('painting %j loses no character', (query) => {
  expect(
    splitQuery(query)
      .map((part) => part.text)
      .join(''),
  ).toBe(query);
});
