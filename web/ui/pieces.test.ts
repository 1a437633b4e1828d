import { expect, it } from 'vitest';
import { initialsOf } from './avatar.tsx';
import { capsOf } from './keys.tsx';
import { nextIndex } from './roving.ts';
import { sparkPaths } from './spark.tsx';

it('takes initials from the first and the last word of a name', () => {
  expect(['Mara van Lindqvist', 'jun', '', ' 𝒜da  L '].map(initialsOf)).toEqual(['ML', 'J', '', '𝒜L']);
});

it('draws key caps as they stand on the keys', () => {
  expect(capsOf('mod+k', true)).toEqual(['⌘', 'K']);
  expect(capsOf('mod+k', false)).toEqual(['Ctrl', 'K']);
  expect(capsOf('g i', false)).toEqual(['g', 'i']);
  expect(capsOf('shift+e', false)).toEqual(['⇧', 'e']);
});

it('moves inside a group that is one stop, round at the ends', () => {
  expect(nextIndex('ArrowRight', 2, 3, 'horizontal')).toBe(0);
  expect(nextIndex('ArrowUp', 0, 3, 'vertical')).toBe(2);
  expect(nextIndex('ArrowDown', -1, 3, 'vertical')).toBe(0);
  expect(nextIndex('End', 0, 3, 'vertical')).toBe(2);
  expect(nextIndex('ArrowDown', 0, 3, 'horizontal')).toBeNull();
  expect(nextIndex('Home', 0, 0, 'vertical')).toBeNull();
});

it('draws a bar for each count that is not zero, the newest apart', () => {
  const [earlier, newest] = sparkPaths([0, 1, 100, 50]);
  expect(earlier).toBe('M30 24v-1.5h22.5V24zM60 24v-22h22.5V24z');
  expect(newest).toBe('M90 24v-11h22.5V24z');
  expect(sparkPaths([])).toEqual(['', '']);
});
