import { describe, expect, it } from 'vitest';
import { readView, viewSearch } from './view.ts';

describe('the address of a list', () => {
  it('shows the unresolved issues, last seen first, when it says nothing', () => {
    expect(readView(new URLSearchParams())).toEqual({
      query: 'is:unresolved',
      projects: [],
      environments: [],
      times: null,
      sort: 'date',
      period: '24h',
      cursor: null,
      saved: null,
    });
  });

  it.each([
    '',
    '?query=',
    '?query=is%3Aresolved+boom',
    '?project=web&sort=freq&period=14d&cursor=1%3A2%3A0',
    '?view=12&query=is%3Aunresolved&project=web&project=api&environment=production&environment=eu+west&statsPeriod=14d&sort=trends',
    '?start=2026-11-01T00%3A00%3A00.000Z&end=2026-11-02T00%3A00%3A00.000Z&sort=priority',
  ])('comes back as it was: %j', (search) => {
    expect(viewSearch(readView(new URLSearchParams(search)))).toBe(search);
  });

  it('takes what it does not know for the default', () => {
    expect(viewSearch(readView(new URLSearchParams('?sort=shoe-size&period=9y&project=&environment=&statsPeriod=soon&start=2026-11-01&view=mine')))).toBe('');
  });
});
