import { fail, ok, type Result } from '../result.ts';
import { findKey, type TextualKind } from './keys.ts';
import { readPattern } from './pattern.ts';
import type { RawItem } from './read-value.ts';
import type { Key, QueryError, TextValue, WildcardValue } from './tree.ts';
import { readStatusWord, readSubstatusWord } from './words.ts';

/** Where in the value the text is to be found, as the wildcard operators say. */
export type Place = 'whole' | 'anywhere' | 'beginning' | 'end';

interface Reading {
  kind: TextualKind;
  key: Key;
  place: Place;
  /** With `<` and the like, where a pattern would mean nothing. */
  isCompared: boolean;
}

/** A value that is a text, with wildcards where its key is not one of few words or of people. */
export function readTextual(item: RawItem, { kind, key, place, isCompared }: Reading): Result<TextValue | WildcardValue, QueryError> {
  const { start, end } = item;
  const literals = readPattern(item.raw, item.isQuoted);
  const text = literals.join('*');
  if (kind === 'actor' || isCompared) return ok({ type: 'text', text, start, end });
  if (kind === 'word') {
    const word = readWord(key.name, text);
    if (word !== null) return ok({ type: 'text', text: word, start, end });
    return fail({ reason: 'invalid_word', message: `Invalid ${key.name.replace('issue.', '')} value of '${text}'`, start, end });
  }
  return ok(textual(place === 'whole' ? literals : placed(text, place), { start, end }));
}

/** A pattern as the value it is. */
export function textual(literals: readonly string[], { start, end }: { start: number; end: number }): TextValue | WildcardValue {
  const [first = '', ...others] = literals;
  return others.length === 0 ? { type: 'text', text: first, start, end } : { type: 'wildcard', literals: [first, ...others], start, end };
}

function placed(text: string, place: 'anywhere' | 'beginning' | 'end'): string[] {
  if (text === '') return ['', ''];
  switch (place) {
    case 'anywhere':
      return ['', text, ''];
    case 'beginning':
      return [text, ''];
    case 'end':
      return ['', text];
  }
}

/** By its main name. Null if the key knows no such word. */
function readWord(name: string, word: string): string | null {
  if (name === 'status') return readStatusWord(word);
  if (name === 'substatus') return readSubstatusWord(word);
  return findKey(name, 'issues')?.words.includes(word) ? word : null;
}
