import type { Result } from '../../result.ts';
import type { Family } from '../family.ts';
import { compileFrameTest, type FrameTest } from './frame-tests.ts';
import { compileRuleGlob } from './glob.ts';
import { type LineReader, readLines, readMatcher, readYesNo, type RuleError, type WrittenMatcher } from './line-reader.ts';
import type { RuleWork } from './rule-work.ts';

/** What the exception that owns a stack says; empty for a stack of its own. */
export interface StackOwner {
  type?: string | undefined;
  value?: string | undefined;
  mechanism?: string | undefined;
}

/** `newer` frames are those towards the crash, `older` those towards the root. */
export type StackAction =
  | { kind: 'flag'; flag: 'app' | 'group' | 'prefix' | 'sentinel'; value: boolean; on: 'frame' | 'newer' | 'older' }
  | { kind: 'category'; value: string }
  | { kind: 'max-frames' | 'min-frames'; value: number }
  | { kind: 'invert-stacktrace'; value: boolean };

export interface StackRule {
  /** As written, without spaces around it. */
  text: string;
  matchers: WrittenMatcher[];
  caller: WrittenMatcher | null;
  callee: WrittenMatcher | null;
  actions: StackAction[];
  /** The only families of which a frame can match. */
  families: ReadonlySet<Family>;
  ownerTest: (owner: StackOwner, work: RuleWork) => boolean;
  frameTests: readonly FrameTest[];
  callerTest: FrameTest | null;
  calleeTest: FrameTest | null;
  /** The one field of a frame that decides, if nothing else of a stack does. */
  decidingField: FrameField | null;
}

export type FrameField = 'path' | 'package' | 'module' | 'function';

/**
 * Stack-trace rules in Sentry's language: `[ caller ] | matchers | [ callee ] actions`, one a line. Source: sentry/src/sentry/grouping/enhancer/parser.py
 */
export function readStackRules(text: string): Result<StackRule[], RuleError[]> {
  return readLines(text, readRule);
}

function readRule(line: LineReader): StackRule {
  const caller = readNeighbour(line);
  if (caller && !line.take('|')) return line.fail('Expected | behind the matcher of the caller.');

  const matchers: WrittenMatcher[] = [];
  while (!line.isAtEnd && !line.isNext(actionStart) && !line.isNext(/[[|]/y)) matchers.push(readMatcher(line, isKnownMatcher));
  if (matchers.length === 0) return line.fail('Expected a matcher, such as function:main.');
  for (const matcher of matchers) check(line, matcher);

  const callee = line.take('|') ? (readNeighbour(line) ?? line.fail('Expected [ and the matcher of the callee.')) : null;
  const actions: StackAction[] = [];
  while (!line.isAtEnd) actions.push(readAction(line));
  if (actions.length === 0) return line.fail('Expected an action, such as -app.');
  return compile(line.text.trim(), matchers, caller, callee, actions);
}

const actionStart = /[v^]?[+-]\w|(?:category|max-frames|min-frames|invert-stacktrace)\s*=/y;
const keys: ReadonlySet<string> = new Set(
  'path package module function category family app stack.abs_path stack.package stack.module stack.function error.type error.value error.mechanism'.split(' '),
);

function isKnownMatcher(written: string): boolean {
  return keys.has(written);
}

function check(line: LineReader, { key, pattern }: WrittenMatcher): void {
  if (key === 'app' && readYesNo(pattern) === null) line.fail(`“${pattern}” is neither yes nor no.`);
  if (key === 'family' && pattern.split(',').some((name) => !/^(?:native|javascript|other|all)$/.test(name)))
    line.fail('A family is one of native, javascript, other and all.');
}

function readNeighbour(line: LineReader): WrittenMatcher | null {
  if (!line.take('[')) return null;
  const matcher = readMatcher(line, isKnownMatcher);
  check(line, matcher);
  if (!line.take(']')) return line.fail('Expected ] behind a matcher; spaces go around both.');
  return matcher;
}

function readAction(line: LineReader): StackAction {
  const startsAt = line.at;
  const [, direction, sign, flag] = line.match(/([v^])?([+-])(app|group|prefix|sentinel)(?!\S)/y) ?? [];
  if (flag === 'app' || flag === 'group' || flag === 'prefix' || flag === 'sentinel') {
    line.skipSpaces();
    return { kind: 'flag', flag, value: sign === '+', on: direction === '^' ? 'newer' : direction === 'v' ? 'older' : 'frame' };
  }
  const [, name] = line.match(/(category|max-frames|min-frames|invert-stacktrace)\s*=\s*/y) ?? [];
  if (name === undefined) return line.fail('Expected an action: +app, -app, +group, -group, category=, max-frames=, min-frames= or invert-stacktrace=.');
  const valueAt = line.at;
  const value = line.argument(/[^\s"]+/y);
  line.skipSpaces();
  if (name === 'category') return { kind: name, value };
  if (name === 'max-frames' || name === 'min-frames') {
    return /^\d{1,4}$/.test(value) ? { kind: name, value: Number(value) } : line.fail('Expected a number of frames.', valueAt);
  }
  const isInverted = readYesNo(value);
  return isInverted === null ? line.fail(`“${value}” is neither yes nor no.`, startsAt) : { kind: 'invert-stacktrace', value: isInverted };
}

function compile(text: string, matchers: WrittenMatcher[], caller: WrittenMatcher | null, callee: WrittenMatcher | null, actions: StackAction[]): StackRule {
  const ownerTests = matchers.filter(({ key }) => isAboutOwner(key)).map(compileOwnerTest);
  // What is told by `families` need not be asked of every frame.
  const frameTests = matchers.filter((matcher) => matcher.key !== 'family' || matcher.isNegated).map(compileFrameTest);
  return {
    text,
    matchers,
    caller,
    callee,
    actions,
    families: familiesOf(matchers),
    ownerTest: (owner, work) => ownerTests.every((test) => test(owner, work)),
    frameTests: frameTests.filter((test) => test !== null),
    callerTest: caller && compileFrameTest(caller),
    calleeTest: callee && compileFrameTest(callee),
    decidingField: caller || callee ? null : decidingFieldOf(matchers),
  };
}

function decidingFieldOf(matchers: readonly WrittenMatcher[]): FrameField | null {
  const [only, ...others] = matchers.filter(({ key, isNegated }) => !isAboutOwner(key) && (key !== 'family' || isNegated));
  if (!only || others.length > 0) return null;
  switch (only.key) {
    case 'path':
    case 'package':
    case 'module':
    case 'function':
      return only.key;
    default:
      return null;
  }
}

const allFamilies: readonly Family[] = ['native', 'javascript', 'other'];

function familiesOf(matchers: readonly WrittenMatcher[]): ReadonlySet<Family> {
  const lists = matchers.filter(({ key, isNegated }) => key === 'family' && !isNegated).map(({ pattern }) => pattern.split(','));
  return new Set(allFamilies.filter((family) => lists.every((list) => list.includes(family) || list.includes('all'))));
}

function isAboutOwner(key: string): boolean {
  return key === 'type' || key === 'value' || key === 'mechanism';
}

function compileOwnerTest({ key, pattern, isNegated }: WrittenMatcher): (owner: StackOwner, work: RuleWork) => boolean {
  const glob = compileRuleGlob(pattern);
  const valueOf = (owner: StackOwner) => (key === 'type' ? owner.type : key === 'value' ? owner.value : owner.mechanism) ?? '<unknown>';
  return (owner, work) => glob(valueOf(owner), work) !== isNegated;
}
