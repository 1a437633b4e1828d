import { signal } from '@preact/signals';
import { expect, it } from 'vitest';
import { PickModel } from './pick-model.ts';

it('moves to the first or the last row, and stops at the ends', () => {
  const pick = new PickModel(signal(['a', 'b', 'c']));
  pick.move(1);
  expect(pick.at.value).toBe('a');
  pick.move(-1);
  expect(pick.at.value).toBe('a');
  pick.move(5);
  expect(pick.at.value).toBe('c');
  const other = new PickModel(signal(['a', 'b']));
  other.move(-1);
  expect(other.at.value).toBe('b');
});

it('stands nowhere in an empty list, and where its row is gone', () => {
  const order = signal<string[]>([]);
  const pick = new PickModel(order);
  pick.move(1);
  expect(pick.at.value).toBeNull();
  order.value = ['a', 'b'];
  pick.goTo('b');
  order.value = ['a'];
  expect(pick.at.value).toBeNull();
});

it('names what was chosen in the order of the list, and forgets rows that are gone', () => {
  const order = signal(['a', 'b', 'c']);
  const pick = new PickModel(order);
  pick.toggle('c');
  pick.toggle('a');
  pick.toggle('b');
  pick.toggle('b');
  expect(pick.chosen.value).toEqual(['a', 'c']);
  order.value = ['b', 'c'];
  expect(pick.chosen.value).toEqual(['c']);
  pick.clear();
  expect(pick.chosen.value).toEqual([]);
});
