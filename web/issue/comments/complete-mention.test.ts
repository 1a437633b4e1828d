import { expect, it } from 'vitest';
import { completed, findMentioned, startedMention } from './complete-mention.ts';

const mara = { id: '1', name: 'Mara Lindqvist', email: 'mara@example.com' };
const other = { id: '2', name: 'Alex Kim', email: 'alex@example.com' };
const namesake = { id: '3', name: 'Alex Kim', email: 'kim@example.com' };
const nameless = { id: '4', name: '', email: 'linus@example.com' };
const people = [mara, other, namesake, nameless];

it.each<[text: string, wanted: string | null]>([
  ['@', ''],
  ['Hello @ma', 'ma'],
  ['(@Mara Lin', 'Mara Lin'],
  ['mail to a@ma', null],
  ['@Mara\nnext', null],
  ['@ mara', null],
  ['@Mara Lindqvist said so', null],
  ['no mention', null],
])('of %j is being mentioned: %j', (text, wanted) => {
  expect(startedMention(text, text.length)?.wanted ?? null).toBe(wanted);
});

it('finds by the beginning of a name, of a word of it, and of an address', () => {
  const find = (wanted: string): string[] => findMentioned(people, { start: 0, wanted }).map(({ id }) => id);
  expect(find('lin')).toEqual(['1', '4']);
  expect(find('alex')).toEqual(['2', '3']);
  expect(find('qvist')).toEqual([]);
});

it('writes the name out, and the address of who shares theirs or has none', () => {
  const write = (text: string, person: typeof mara): string => {
    const started = startedMention(text, text.length);
    return started ? completed(text, text.length, started, person, people).text : '';
  };
  expect(write('ask @ma', mara)).toBe('ask @Mara Lindqvist ');
  expect(write('ask @al', other)).toBe('ask @alex@example.com ');
  expect(write('@li', nameless)).toBe('@linus@example.com ');
  expect(completed('a @ma b', 5, { start: 2, wanted: 'ma' }, mara, people)).toEqual({ text: 'a @Mara Lindqvist b', caret: 18 });
});
