import { describe, expect, it } from 'vitest';
import { readOwnership } from './read-ownership.ts';
import { spellOwner } from './rule.ts';

/** Rules as lists of words; errors as they are. */
function read(text: string): unknown {
  const result = readOwnership(text);
  return result.ok ? result.value.map(({ line, matcher, owners }) => [line, matcher.type, matcher.pattern, ...owners.map(spellOwner)]) : result.error;
}

describe('ownership rules', () => {
  it.each<[rule: string, read: string[]]>([
    ['path:src/checkout/* #shop', ['path', 'src/checkout/*', '#shop']],
    ['url:https://acme.example/pay* #shop ada@acme.example', ['url', 'https://acme.example/pay*', '#shop', 'ada@acme.example']],
    ['module:com.acme.* Ada@Acme.Example', ['module', 'com.acme.*', 'ada@acme.example']],
    ['tags.environment:production #Ops', ['tags.environment', 'production', '#ops']],
    ['tags.user.email:*@acme.example #ops', ['tags.user.email', '*@acme.example', '#ops']],
    ['tags."two words":x #ops', ['tags.two words', 'x', '#ops']],
    ['codeowners:/src/ #shop', ['codeowners', '/src/', '#shop']],
    ['*.py #python', ['path', '*.py', '#python']],
    ['app:///src/* #web', ['path', 'app:///src/*', '#web']],
    ['path:"two words/*" #shop', ['path', 'two words/*', '#shop']],
    ['path:"a \\"b\\" c" #shop', ['path', 'a "b" c', '#shop']],
    ['  path:a\t#shop  ', ['path', 'a', '#shop']],
  ])('reads %s', (rule, expected) => expect(read(rule)).toEqual([[1, ...expected]]));

  it('pass over comments and blank lines, and count them', () => {
    expect(read('# ours\n\n   # theirs\r\npath:a #x\n#y path:b')).toEqual([[4, 'path', 'a', '#x']]);
    expect(read('')).toEqual([]);
  });

  it.each<[message: string, line: number, column: number, text: string]>([
    ['Expected an owner, such as #team or name@example.com.', 1, 7, 'path:a'],
    ['Expected a value.', 2, 6, '#\npath: #shop'],
    ['Expected a value.', 1, 6, 'path:'],
    ['This quote is never closed.', 1, 6, 'path:"a #shop'],
    ['Expected a space behind the quote.', 1, 9, 'path:"a"#shop'],
    ['Expected a pattern.', 1, 6, 'path:" " #shop'],
    ['There is no matcher “paths”. There are path, url, module, codeowners and tags.name.', 1, 1, 'paths:a #shop'],
    ['Expected the name of a tag behind “tags.”.', 1, 6, 'tags.:a #shop'],
    ['“bob” is neither an email address nor a team. Teams begin with #.', 1, 14, 'path:a #shop bob'],
    ['Expected the short name of a team behind #. A comment needs a line of its own.', 1, 14, 'path:a #shop # ours'],
    ['An owner may have at most 254 characters.', 1, 8, `path:a #${'x'.repeat(300)}`],
    ['A value may have at most 256 characters.', 1, 6, `path:${'x'.repeat(300)} #shop`],
    ['These are more than 65,536 characters.', 1, 1, 'x'.repeat(70_000)],
    ['There may be no more than 1000 rules.', 1001, 1, 'a #b\n'.repeat(1_001)],
  ])('refuses: %s, at line %i, column %i', (message, line, column, text) => expect(read(text)).toEqual([{ line, column, message }]));

  it('tell all lines that are broken', () => expect(read('path:a\npath:b #x\npath:c d')).toMatchObject([{ line: 1 }, { line: 3, column: 8 }]));
});
