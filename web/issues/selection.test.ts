import { describe, expect, it } from 'vitest';
import { allOf, emptySelection, extended, kept, toggled } from './selection.ts';

const order = ['a', 'b', 'c', 'd'];

describe('selecting issues', () => {
  it('selects and takes back', () => {
    const one = toggled(emptySelection, 'b');
    expect([...one.ids]).toEqual(['b']);
    expect(toggled(one, 'b').ids.size).toBe(0);
  });

  it('selects from the last one to another, in either direction', () => {
    expect([...extended(toggled(emptySelection, 'b'), 'd', order).ids]).toEqual(['b', 'c', 'd']);
    expect([...extended(toggled(emptySelection, 'c'), 'a', order).ids].toSorted()).toEqual(['a', 'b', 'c']);
  });

  it('selects the row alone where there is nothing to start from', () => {
    expect([...extended(emptySelection, 'c', order).ids]).toEqual(['c']);
    expect([...extended(toggled(emptySelection, 'gone'), 'c', order).ids]).toEqual(['gone', 'c']);
  });

  it('forgets rows that have left the list', () => {
    const all = allOf(order);
    expect([...kept(all, ['b', 'e']).ids]).toEqual(['b']);
    expect(kept(all, order)).toBe(all);
  });
});
