import { type LineReader, readLines, type RuleError } from '../grouping/rules/line-reader.ts';
import type { Result } from '../result.ts';
import { isEmail } from './read-ownership.ts';
import type { OwnerName, OwnershipRule } from './rule.ts';

/** What a file has that nothing can be made of. It was read all the same. */
export type Note = RuleError;

export interface Codeowners {
  rules: OwnershipRule[];
  notes: Note[];
}

/** Of a file. */
export const maxCodeownersLength = 131_072;
const maxLines = 2_000;
const maxPatternLength = 240;
const maxOwnerLength = 254;

/**
 * A CODEOWNERS file as GitHub and GitLab write it: a pattern and its owners, one rule a line; a line without owners says that nobody owns what it names. Sections
 * are passed over, as are the patterns that GitHub does not support either, each with a note. Broken lines are errors.
 *
 * Source: https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
 */
export function readCodeowners(text: string): Result<Codeowners, RuleError[]> {
  const read = readLines(text.replace(/^\ufeff/, ''), readLine, { maxLength: maxCodeownersLength, maxCount: maxLines });
  if (!read.ok) return read;
  const rules: OwnershipRule[] = [];
  const notes: Note[] = [];
  for (const one of read.value) {
    if ('message' in one) notes.push(one);
    else rules.push(one);
  }
  return { ok: true, value: { rules, notes } };
}

function readLine(line: LineReader): OwnershipRule | Note {
  const note = (message: string): Note => ({ line: line.number, column: line.at + 1, message });
  if (line.isNext(/\^?\[[^\]]*\](?:\[\d+\])?(?:\s|$)/y))
    return note('Sections are passed over: the rules of all sections hold together, and the last that fits wins.');
  if (line.isNext(/!/y)) return note('A pattern that takes others back with “!” is not supported, so this line is passed over.');
  if (line.isNext(/\\#/y)) return note('A pattern that begins with “#” is not supported, so this line is passed over.');

  const startsAt = line.at;
  const written = line.match(/(?:\\.|[^\s\\]|\\$)+/y)?.[0] ?? '';
  const pattern = written.replaceAll('\\ ', ' ');
  // Before sets are looked for, which takes the square of its length.
  if (pattern.length > maxPatternLength) return line.fail(`A pattern may have at most ${maxPatternLength} characters.`, startsAt);
  if (/(?<!\\)\[[^\]]*\]/.test(written))
    return { ...note('Sets of characters such as “[a-z]” are not supported, so this line is passed over.'), column: startsAt + 1 };
  line.skipSpaces();

  const owners: OwnerName[] = [];
  while (!line.isAtEnd && !line.isNext(/#/y)) owners.push(readOwner(line));
  return { line: line.number, matcher: { type: 'codeowners', pattern }, owners };
}

/** `@user`, `@org/team`, or an email. */
function readOwner(line: LineReader): OwnerName {
  const startsAt = line.at;
  const written = line.match(/\S+/y)?.[0] ?? '';
  line.skipSpaces();
  const column = startsAt + 1;
  if (written.length > maxOwnerLength) return line.fail(`An owner may have at most ${maxOwnerLength} characters.`, startsAt);
  if (/^@@?[\w.-]+(?:\/[\w.-]+)*$/.test(written)) return { type: 'alias', name: written.toLowerCase(), column };
  if (isEmail(written)) return { type: 'user', name: written.toLowerCase(), column };
  return line.fail(`“${written}” is no owner: expected @user, @organization/team or an email address.`, startsAt);
}
