import { expect, it } from 'vitest';
import { readEventId, readView, statsSearch } from './view.ts';

it('reads what the address says, and the default of what it does not', () => {
  expect(readView(new URLSearchParams())).toEqual({ project: null, kind: 'events', period: '24h', event: null });
  expect(readView(new URLSearchParams('project=web&kind=logs&period=7d&event=abc'))).toEqual({ project: 'web', kind: 'logs', period: '7d', event: 'abc' });
  expect(readView(new URLSearchParams('kind=toString&period=1y'))).toMatchObject({ kind: 'events', period: '24h' });
});

it('asks for the categories of the kind, in buckets that fit the period', () => {
  const search = new URLSearchParams(statsSearch({ project: 'web', kind: 'events', period: '30d', event: null }));
  expect(search.getAll('category')).toEqual(['error', 'default', 'security']);
  expect([search.get('interval'), search.get('statsPeriod'), search.getAll('project')]).toEqual(['1d', '30d', ['web']]);
});

it.each([
  ['7F3E9A0C-51D8-4BE2-9D1F-0123456789AB', '7f3e9a0c51d84be29d1f0123456789ab'],
  ['  7f3e9a0c51d84be29d1f0123456789ab ', '7f3e9a0c51d84be29d1f0123456789ab'],
  ['7f3e9a0c51d84be2', null],
  ['', null],
])('reads %j as an event id', (text, id) => {
  expect(readEventId(text)).toBe(id);
});
