import { expect, it } from 'vitest';
import { matchWords } from './match.ts';

/** The label with what was found in brackets. */
function marked(label: string, wanted: string): string | undefined {
  return matchWords(label, wanted)
    ?.map(({ text, isMatch }) => (isMatch ? `[${text}]` : text))
    .join('');
}

it.each([
  ['TaxRateMissing', 'tax', '[Tax]RateMissing'],
  ['Settings of storefront', 'store set', '[Set]tings of [store]front'],
  ['Issues', '', 'Issues'],
  ['Issues', 'issues is', '[Issues]'],
  ['abcdef', 'abcd cdef', '[abcd][ef]'],
  ['İstanbul tax', 'tax', 'İstanbul [tax]'],
])('finds in %s by %s', (label, wanted, text) => {
  expect(marked(label, wanted)).toBe(text);
});

it('finds nothing unless every word is there', () => {
  expect(matchWords('Settings of storefront', 'settings tax')).toBeNull();
});
