import { type LineReader, readLines, type RuleError } from '../grouping/rules/line-reader.ts';
import type { Result } from '../result.ts';
import type { Matcher, MatcherType, OwnerName, OwnershipRule } from './rule.ts';

/**
 * Ownership rules in Sentry's language: a matcher and its owners, one rule a line, as `path:src/checkout/* #shop ada@acme.example`. A pattern without a matcher is
 * one of a path; a pattern with spaces stands in quotes. Source: sentry/src/sentry/issues/ownership/grammar.py
 */
export function readOwnership(text: string): Result<OwnershipRule[], RuleError[]> {
  return readLines(text, readRule);
}

function readRule(line: LineReader): OwnershipRule {
  const matcher: Matcher = { type: readType(line), pattern: readPattern(line) };
  const owners: OwnerName[] = [];
  while (!line.isAtEnd) owners.push(readOwner(line));
  if (owners.length === 0) return line.fail('Expected an owner, such as #team or name@example.com.');
  return { line: line.number, matcher, owners };
}

function readType(line: LineReader): MatcherType {
  const startsAt = line.at;
  const found = line.match(/(path|url|module|codeowners):|tags\.(?:"([^"]*)"|([^":\s]*)):/y);
  if (!found) {
    const [, word] = line.isNext(/[a-z][\w.-]+:(?!\/)/iy) ? (/([^:]+):/y.exec(line.text.slice(startsAt)) ?? []) : [];
    return word === undefined ? 'path' : line.fail(`There is no matcher “${word}”. There are path, url, module, codeowners and tags.name.`, startsAt);
  }
  const [, type, quoted, bare] = found;
  if (type === 'path' || type === 'url' || type === 'module' || type === 'codeowners') return type;
  const tag = quoted ?? bare ?? '';
  return tag === '' ? line.fail('Expected the name of a tag behind “tags.”.', startsAt + 'tags.'.length) : `tags.${tag}`;
}

function readPattern(line: LineReader): string {
  const startsAt = line.at;
  const isQuoted = line.isNext(/"/y);
  const pattern = line.argument(/\S+/y);
  if (pattern.trim() === '') return line.fail('Expected a pattern.', startsAt);
  if (isQuoted && !line.isAtEnd && !line.isNext(/\s/y)) return line.fail('Expected a space behind the quote.');
  line.skipSpaces();
  return pattern;
}

/** Longer than any email address or slug can be. */
const maxOwnerLength = 254;

function readOwner(line: LineReader): OwnerName {
  const startsAt = line.at;
  const written = line.match(/\S+/y)?.[0] ?? '';
  line.skipSpaces();
  const column = startsAt + 1;
  if (written.length > maxOwnerLength) return line.fail(`An owner may have at most ${maxOwnerLength} characters.`, startsAt);
  if (written === '#') return line.fail('Expected the short name of a team behind #. A comment needs a line of its own.', startsAt);
  if (written.startsWith('#')) return { type: 'team', name: written.slice(1).toLowerCase(), column };
  if (!isEmail(written)) return line.fail(`“${written}” is neither an email address nor a team. Teams begin with #.`, startsAt);
  return { type: 'user', name: written.toLowerCase(), column };
}

/** Whether it looks like one; whether anybody has it is asked elsewhere. */
export function isEmail(text: string): boolean {
  return /^[^@\s]+@[^@\s]+$/.test(text);
}
