import { fail, ok, type Result } from '../../result.ts';
import { maxPatternLength } from './glob.ts';

/** What is wrong with rules, and where. Lines and columns count from 1, columns in UTF-16 units. */
export interface RuleError {
  line: number;
  column: number;
  message: string;
}

export const maxRulesLength = 65_536;
export const maxRules = 1000;

/** One rule a line; blank lines and those that begin with `#` say nothing. All errors are told, at most one a line. */
export function readLines<Rule>(
  text: string,
  readRule: (line: LineReader) => Rule,
  { maxLength, maxCount } = { maxLength: maxRulesLength, maxCount: maxRules },
): Result<Rule[], RuleError[]> {
  if (text.length > maxLength) return fail([{ line: 1, column: 1, message: `These are more than ${maxLength.toLocaleString('en')} characters.` }]);
  const rules: Rule[] = [];
  const errors: RuleError[] = [];
  for (const [index, written] of text.split(/\r?\n/).entries()) {
    if (/^\s*(?:#|$)/.test(written)) continue;
    const line = new LineReader(written, index + 1);
    if (rules.length >= maxCount) return fail([...errors, { line: index + 1, column: 1, message: `There may be no more than ${maxCount} rules.` }]);
    try {
      rules.push(readRule(line));
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      errors.push(error.where);
    }
  }
  return errors.length > 0 ? fail(errors) : ok(rules);
}

class Unreadable extends Error {
  readonly where: RuleError;

  constructor(where: RuleError) {
    super(where.message);
    this.where = where;
  }
}

/** A cursor over one line of rules. What it cannot read it throws, to `readLines`. */
export class LineReader {
  readonly text: string;
  readonly number: number;
  #at = 0;

  /** `number` counts from 1. */
  constructor(text: string, number: number) {
    this.text = text;
    this.number = number;
    this.skipSpaces();
  }

  get at(): number {
    return this.#at;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.text.length;
  }

  skipSpaces(): void {
    while (/\s/.test(this.text.charAt(this.#at))) this.#at += 1;
  }

  /** Takes a sign and the spaces behind it, if it comes next. */
  take(sign: string): boolean {
    if (!this.text.startsWith(sign, this.#at)) return false;
    this.#at += sign.length;
    this.skipSpaces();
    return true;
  }

  /** `pattern` is sticky. Takes what it matches here. */
  match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text);
    if (found) this.#at += found[0].length;
    return found;
  }

  /** `pattern` is sticky. */
  isNext(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    return pattern.test(this.text);
  }

  /** A bare word or a quoted text, in which a backslash keeps a quote. */
  argument(bare: RegExp): string {
    const startsAt = this.#at;
    const quoted = this.match(/"((?:\\.|[^"\\])*)"/y);
    const value = quoted ? (quoted[1] ?? '').replaceAll('\\"', '"') : this.isNext(/"/y) ? this.fail('This quote is never closed.') : this.match(bare)?.[0];
    if (value === undefined) return this.fail('Expected a value.');
    if (value.length > maxPatternLength) return this.fail(`A value may have at most ${maxPatternLength} characters.`, startsAt);
    return value;
  }

  fail(message: string, at = this.#at): never {
    throw new Unreadable({ line: this.number, column: at + 1, message });
  }
}

/** What a rule asks for, as it was written but for other names of the same. */
export interface WrittenMatcher {
  key: string;
  pattern: string;
  isNegated: boolean;
}

const aliases: Readonly<Record<string, string>> = {
  'error.type': 'type',
  'error.value': 'value',
  'error.mechanism': 'mechanism',
  'stack.module': 'module',
  'stack.abs_path': 'path',
  'stack.package': 'package',
  'stack.function': 'function',
};

/** `!key:pattern`; key and pattern may be quoted. `isKnown` is asked about the key as it is written. */
export function readMatcher(line: LineReader, isKnown: (written: string) => boolean): WrittenMatcher {
  const isNegated = line.take('!');
  const startsAt = line.at;
  const found = line.match(/"([\w.:-]+)"(?=:)|([\w.-]+)(?=:)/y);
  const written = found?.[1] ?? found?.[2];
  if (written === undefined) return line.fail('Expected a matcher, such as function:main.');
  if (!isKnown(written)) return line.fail(`There is no matcher “${written}”.`, startsAt);
  line.take(':');
  const pattern = line.argument(/\S+/y);
  line.skipSpaces();
  return { key: aliases[written] ?? written, pattern, isNegated };
}

/** What `yes` and `no` may be called. */
export function readYesNo(text: string): boolean | null {
  if (/^(?:yes|true|1)$/i.test(text)) return true;
  return /^(?:no|false|0)$/i.test(text) ? false : null;
}
