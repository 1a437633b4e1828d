import { expect, it } from 'vitest';
import { readView, viewSearch } from './view.ts';

it.each(['', 'query=shop%401', 'project=web', 'query=1&project=web&cursor=5%3A3%3A0'])('?%s is read and written alike', (search) => {
  expect(viewSearch(readView(new URLSearchParams(search)))).toBe(search);
});

it('leaves out what says nothing', () => {
  expect(readView(new URLSearchParams('query=%20&project=&cursor=&other=1'))).toEqual({ query: '', project: null, cursor: null });
});
