import { describe, expect, it } from 'vitest';
import { readCodeowners } from './read-codeowners.ts';
import { spellOwner } from './rule.ts';

function read(text: string): unknown {
  const result = readCodeowners(text);
  if (!result.ok) return result.error;
  return result.value.rules.map(({ line, matcher, owners }) => [line, matcher.pattern, ...owners.map(spellOwner)]);
}

describe('a CODEOWNERS file', () => {
  it('has patterns with their owners, comments, and lines that nobody owns', () => {
    const file = '\ufeff# all\n*  @acme/ops\n\n/src/ @Ada Grace@Acme.Example # the old ones\n\\ docs/my\\ notes/* @@maintainers\n/generated/\n*.ts @a/b/c';
    expect(read(file)).toEqual([
      [2, '*', '@acme/ops'],
      [4, '/src/', '@ada', 'grace@acme.example'],
      [5, ' docs/my notes/*', '@@maintainers'],
      [6, '/generated/'],
      [7, '*.ts', '@a/b/c'],
    ]);
  });

  it.each<[line: string, column: number, part: string]>([
    ['[Backend]', 1, 'Sections are passed over'],
    ['^[Backend][2] @acme/ops', 1, 'Sections are passed over'],
    ['[Docs and more] @acme/docs', 1, 'Sections are passed over'],
    ['!*.md @acme/docs', 1, 'takes others back'],
    ['\\#file @acme/docs', 1, 'begins with “#”'],
    ['/src/[ab].ts @acme/docs', 1, 'Sets of characters'],
  ])('passes over %s with a note', (line, column, part) => {
    const result = readCodeowners(`a @b\n${line}\nc @d`);
    expect(result).toMatchObject({
      ok: true,
      value: { rules: [{ line: 1 }, { line: 3 }], notes: [{ line: 2, column, message: expect.stringContaining(part) }] },
    });
  });

  it.each<[message: string, line: number, column: number, text: string]>([
    ['“ada” is no owner: expected @user, @organization/team or an email address.', 2, 6, 'a @b\nsrc/ ada'],
    ['“@” is no owner: expected @user, @organization/team or an email address.', 1, 6, 'src/ @'],
    ['A pattern may have at most 240 characters.', 1, 1, `${'x'.repeat(300)} @a`],
    ['These are more than 131,072 characters.', 1, 1, 'x'.repeat(140_000)],
    ['There may be no more than 2000 rules.', 2001, 1, 'a @b\n'.repeat(2_001)],
  ])('is refused: %s, at line %i, column %i', (message, line, column, text) => expect(read(text)).toEqual([{ line, column, message }]));
});
