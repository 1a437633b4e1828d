import { describe, expect, it } from 'vitest';
import { compilePattern } from './pattern.ts';
import { findMatches } from './pattern-machine.ts';

function matchesOf(pattern: string, text: string, steps = 1_000_000): string[] {
  const compiled = compilePattern(pattern);
  if (!compiled.ok) throw new Error(compiled.error.message);
  return findMatches(compiled.value, text, { steps }).map(([start, end]) => text.slice(start, end));
}

describe('patterns', () => {
  it.each([
    ['a+', 'caaandaa', ['aaa', 'aa']],
    ['a+?', 'aa', ['a', 'a']],
    ['(?i)hello', 'HeLLo', ['HeLLo']],
    ['(?i:he)LLO', 'HELLO hello', ['HELLO']],
    ['\\d{3}-\\d{2}', 'x 123-45 1234-56', ['123-45', '234-56']],
    ['\\b\\w{2,3}\\b', 'a bc def ghij', ['bc', 'def']],
    ['ab|abc', 'abc', ['ab']],
    ['(?:ab|abc)$', 'abc', ['abc']],
    ['[^\\s,]+', 'one, two', ['one', 'two']],
    ['[\\]a-]+', 'x]-a', [']-a']],
    ['(?P<year>\\d{4})', 'in 2026', ['2026']],
    ['ß|🦊', 'x🦊ß', ['🦊', 'ß']],
    ['.', 'a\n🦊', ['a', '🦊']],
    ['(?m)^b', 'a\nb', ['b']],
    ['\\p{Lu}\\u0041?', 'bCA', ['CA']],
    ['x*', 'axxb', ['xx']],
    ['(a*)*b', 'aab', ['aab']],
    ['\\x41\\.', 'A.', ['A.']],
  ])('%s in %j', (pattern, text, found) => {
    expect(matchesOf(pattern, text)).toEqual(found);
  });

  it.each([
    ['(a', 0, 'This ( has no ).'],
    ['a)', 1, 'There is a ) without its (.'],
    ['[a', 0, 'This [ has no ].'],
    ['*a', 0, 'There is nothing for * to repeat.'],
    ['x(?=a)', 1, 'Looking ahead or behind, and other special groups, are not supported.'],
    ['(a)\\1', 3, 'References to other groups are not supported.'],
    ['a{5,2}', 1, 'The numbers of a repetition are the wrong way round.'],
    ['(?:a{900}){900}', 10, 'The pattern repeats too much.'],
    ['[z-a]', 0, 'This is not a valid class of characters.'],
    ['\\q', 0, '\\q means nothing here.'],
    ['a'.repeat(1_001), 0, 'A pattern may have 1000 characters.'],
  ])('%s is refused, with the place and the reason', (pattern, at, message) => {
    expect(compilePattern(pattern)).toEqual({ ok: false, error: { reason: 'pattern', at, message } });
  });

  it.each(['(a+)+$', '(a|a)*$', '(a|aa)+$', '(.*)*x', '([a-z]+)*\\d', '(?:a?){200}a{200}$'])(
    '%s, which would hang an engine that tracks back, does not',
    (pattern) => {
      expect(matchesOf(pattern, `${'a'.repeat(5_000)}!`, 50_000_000)).toEqual([]);
    },
  );

  it('takes the rest of a text for a match when its time is up, so that nothing slips through', () => {
    expect(matchesOf('a.*b|a', 'a'.repeat(10_000), 100_000).join('')).toBe('a'.repeat(10_000));
  });
});
