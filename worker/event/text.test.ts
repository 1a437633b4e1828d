import { describe, expect, it } from 'vitest';
import { cleanText, shortenText } from './text.ts';

describe('cleanText', () => {
  it.each([
    ['a lone high surrogate', 'a\ud83d', 'a\uFFFD'],
    ['a lone low surrogate', '\ude00b', '\uFFFDb'],
    ['a NUL', 'a\0b', 'a\uFFFDb'],
    ['nothing', 'Žofie 🦊', 'Žofie 🦊'],
  ])('replaces %s', (_name, text, expected) => expect(cleanText(text)).toBe(expected));
});

describe('shortenText', () => {
  it.each([
    ['a text at the limit', 'abcdef', 6, 'abcdef'],
    ['a text over the limit', 'abcdefg', 6, 'abc...'],
    ['pairs of surrogates at the limit, as one character each', '🦊🦊🦊🦊', 4, '🦊🦊🦊🦊'],
    ['pairs of surrogates over the limit, without tearing one', '🦊🦊🦊🦊🦊', 4, '🦊...'],
  ])('takes %s', (_name, text, max, expected) => expect(shortenText(text, max)).toBe(expected));
});
