import type { Result } from '../../result.ts';
import { type LineReader, readLines, readMatcher, readYesNo, type RuleError, type WrittenMatcher } from './line-reader.ts';

export interface FingerprintRule {
  /** As written, without spaces around it. */
  text: string;
  matchers: WrittenMatcher[];
  /** Texts, and variables in their braces. */
  fingerprint: string[];
  attributes: { title?: string };
}

/**
 * Fingerprint rules in Sentry's language: `matchers -> parts title="…"`, one a line. A variable may stand inside a part, which makes it parts of its own: what is
 * hashed is all of them in a row. Source: sentry/src/sentry/grouping/fingerprinting/parser.py
 */
export function readFingerprintRules(text: string): Result<FingerprintRule[], RuleError[]> {
  return readLines(text, readRule);
}

function readRule(line: LineReader): FingerprintRule {
  const matchers: WrittenMatcher[] = [];
  while (!line.isAtEnd && !line.isNext(/->/y)) {
    const startsAt = line.at;
    const matcher = readMatcher(line, isKnownMatcher);
    if (matcher.key === 'app' && readYesNo(matcher.pattern) === null) line.fail(`“${matcher.pattern}” is neither yes nor no.`, startsAt);
    matchers.push(matcher);
  }
  if (matchers.length === 0) line.fail('Expected a matcher, such as error.type:ValueError.');
  if (!line.take('->')) line.fail('Expected -> and a fingerprint behind the matchers.');

  const fingerprint: string[] = [];
  const attributes: { title?: string } = {};
  while (!line.isAtEnd) {
    const startsAt = line.at;
    const [, name] = line.match(/([\w.-]+)=(?=")/y) ?? [];
    if (name === undefined) fingerprint.push(...readPart(line));
    else if (name === 'title') attributes.title = line.argument(/\S+/y);
    else line.fail(`There is no attribute “${name}”; title is the only one.`, startsAt);
    line.skipSpaces();
    line.take(',');
  }
  if (fingerprint.length === 0) line.fail('Expected a fingerprint.');
  return { text: line.text.trim(), matchers, fingerprint, attributes };
}

const keys: ReadonlySet<string> = new Set([
  ...'type value message logger level sdk release family app module path package function'.split(' '),
  ...'error.type error.value stack.module stack.abs_path stack.package stack.function'.split(' '),
]);

function isKnownMatcher(written: string): boolean {
  return keys.has(written) || /^tags\../.test(written);
}

function readPart(line: LineReader): string[] {
  const variable = line.match(/\{\{\s*\S+?\s*\}\}/y);
  if (variable) return [variable[0]];
  if (line.isNext(/\{\{/y)) return line.fail('Expected a variable, such as {{ default }}.');
  const isQuoted = line.isNext(/"/y);
  const text = line.argument(/(?:(?!\{\{)[^\s,])+/y);
  return isQuoted ? text.split(/(\{\{\s*[^\s{}]+\s*\}\})/).filter((part) => part !== '') : [text];
}
