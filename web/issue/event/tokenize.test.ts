import { describe, expect, it } from 'vitest';
import { languageOf, tokenizeLines } from './tokenize.ts';
import type { Ink, Language } from './tokenize.ts';

const inked = (language: Language, ink: Ink, ...lines: string[]): string[] =>
  tokenizeLines(lines, language)
    .flat()
    .filter((token) => token.ink === ink)
    .map((token) => token.text);

describe('tokens', () => {
  it('loses and changes no character', () => {
    const line = 'const a = `x${1}` + "é\\"" /* c */ // d 𝒳 \u202e \ud800';
    for (const language of ['python', 'ruby', 'php', 'elixir', 'c'] as const) {
      const text = tokenizeLines([line], language)[0]?.map((token) => token.text);
      expect(text?.join('')).toBe(line);
    }
  });

  it('inks keywords, calls, strings, numbers and comments', () => {
    const line = 'raise TaxRateMissing("GB", 0x1F) # why';
    expect(inked('python', 'keyword', line)).toEqual(['raise']);
    expect(inked('python', 'function', line)).toEqual(['TaxRateMissing']);
    expect(inked('python', 'string', line)).toEqual(['"GB"']);
    expect(inked('python', 'number', line)).toEqual(['0x1F']);
    expect(inked('python', 'comment', line)).toEqual(['# why']);
  });

  it('keeps a comment or template open over lines', () => {
    expect(inked('c', 'comment', 'a /* one', 'two', 'three */ b')).toEqual(['/* one', 'two', 'three */']);
    expect(inked('c', 'string', '`one', 'two` + x')).toEqual(['`one', 'two`']);
    expect(inked('python', 'comment', '"""Doc', 'more"""', 'x = 1')).toEqual(['"""Doc', 'more"""']);
  });

  it('takes a lone quote for an apostrophe or a lifetime', () => {
    expect(inked('c', 'string', "fn get<'a>(x: &str)")).toEqual([]);
    expect(inked('python', 'string', "# don't")).toEqual([]);
  });

  it('does not take a member for a keyword', () => {
    expect(inked('c', 'keyword', 'row.from = map.get(x)')).toEqual([]);
  });

  it('leaves a minified line alone and is quick about it', () => {
    const line = 'a("b");'.repeat(20_000);
    const started = performance.now();
    expect(tokenizeLines([line], 'c')).toEqual([[{ ink: 'text', text: line }]]);
    expect(performance.now() - started).toBeLessThan(100);
  });
});

it.each([
  ['app/tax.py', 'other', 'python'],
  ['model.rb', 'other', 'ruby'],
  ['app.js', 'python', 'python'],
  ['src/App.tsx', 'javascript', 'c'],
  ['mix', 'elixir', 'elixir'],
])('reads %s of platform %s as %s', (path, platform, language) => {
  expect(languageOf(path, platform)).toBe(language);
});
