import { expect, it } from 'vitest';
import { mentionedIn } from './mentions.ts';

const members = [
  { id: 1, name: 'Ada', email: 'ada@acme.example' },
  { id: 2, name: 'Ada Lovelace', email: 'lovelace@acme.example' },
  { id: 3, name: 'Grace', email: 'grace@acme.example' },
  { id: 4, name: 'Grace', email: 'other.grace@acme.example' },
  { id: 5, name: 'Ünal (ops)', email: 'u.nal+ops@acme.example' },
];

it.each([
  ['@Ada have a look', [1]],
  ['@ada: have a look', [1]],
  ['thanks, @Ada Lovelace!', [2]],
  ['@Adamant nonsense', []],
  ['ask @ada@acme.example', [1]],
  ['ask @LOVELACE@acme.example, or @ada', [2, 1]],
  ['@Grace', [3, 4]],
  ['**@Ünal (ops)**', [5]],
  ['@u.nal+ops@acme.example', [5]],
  ['write to ada@acme.example', []],
  ['x@Ada and _@Ada', []],
  ['@ Ada', []],
  ['(@Ada)\n@Ada', [1]],
  ['@', []],
])('in %j', (text, ids) => {
  expect(mentionedIn(text, members).map(({ id }) => id)).toEqual(ids);
});

it('finds nobody by an empty name', () => {
  expect(mentionedIn('@ @@ @', [{ id: 1, name: '', email: '' }])).toEqual([]);
});
