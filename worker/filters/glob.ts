/** Longer patterns are refused where they are saved. */
export const maxGlobLength = 256;
/** Of the texts only so much is looked at, in UTF-16 units. */
const maxTextLength = 2048;
/** `{a,b}{c,d}` is four patterns; more than this many and the braces mean themselves. */
const maxAlternatives = 64;
/** The same where the patterns would be longer than this together. */
const maxExpandedLength = 2048;
/** What one question may cost, some 50 ms. Three hundred ordinary patterns on a chain of fifty exceptions stay below it. */
const maxSteps = 5_000_000;
/** To ask at all, however short the text. */
const stepsOfSearch = 4;

/**
 * Whether one of the patterns describes one of the texts as a whole, whatever its case: `*` is any run of characters, `?` any one, `[a-z]` and `[!a-z]` one of a
 * set, `{a,b}` either, and `\` takes the meaning from the next. A text that lacks the longest literal part of a pattern is turned away by one search; in the others
 * a match goes back no further than to the last `*`. What would be found after too many steps does not count, so that no patterns and no text hold up an event. A
 * list is compiled once, as long as it is the same array.
 *
 * Source: relay-pattern/src/lib.rs for the meaning of the signs
 */
export function matchesAny(patterns: readonly string[], ...texts: string[]): boolean {
  if (patterns.length === 0 || texts.length === 0) return false;
  const globs = compiledLists.get(patterns) ?? patterns.flatMap(compile);
  compiledLists.set(patterns, globs);
  const lowered = texts.map((text) => text.slice(0, maxTextLength).toLowerCase());
  const work = { steps: 0 };
  return globs.some((glob) => lowered.some((text) => matches(glob, text, work)));
}

/** Without braces. */
interface Glob {
  /** Character codes, and what is below zero: `star`, `anyOne`, or `firstSet - index` of one of the sets. */
  signs: readonly number[];
  sets: readonly ((character: string) => boolean)[];
  /** Every text that fits has it. */
  literal: string;
}

const star = -1;
const anyOne = -2;
const firstSet = -3;

const compiledLists = new WeakMap<readonly string[], readonly Glob[]>();

function compile(pattern: string): Glob[] {
  const written = pattern.slice(0, maxGlobLength).toLowerCase();
  return (expandBraces(written) ?? [written]).map(read);
}

function matches({ signs, sets, literal }: Glob, text: string, work: { steps: number }): boolean {
  let { steps } = work;
  steps += stepsOfSearch + ((text.length + literal.length) >> 5);
  work.steps = steps;
  if (steps > maxSteps || !text.includes(literal)) return false;
  let at = 0;
  let next = 0;
  /** Where to go on when the signs behind the last star do not fit: one character further on. */
  let starNext = -1;
  let starAt = 0;
  while (at < text.length) {
    steps += 1;
    if (steps > maxSteps) break;
    const sign = signs[next];
    if (sign === star) {
      next += 1;
      starNext = next;
      starAt = at;
    } else if (sign !== undefined && accepts(sign, sets, text, at)) {
      next += 1;
      at += 1;
    } else if (starNext >= 0) {
      starAt += 1;
      at = starAt;
      next = starNext;
    } else {
      break;
    }
  }
  work.steps = steps;
  while (signs[next] === star) next += 1;
  return at === text.length && next === signs.length;
}

function accepts(sign: number, sets: Glob['sets'], text: string, at: number): boolean {
  if (sign >= 0) return sign === text.charCodeAt(at);
  return sign === anyOne || (sets[firstSet - sign]?.(text.charAt(at)) ?? false);
}

function read(pattern: string): Glob {
  const signs: number[] = [];
  const sets: ((character: string) => boolean)[] = [];
  let literal = '';
  let run = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const sign = pattern.charAt(at);
    const set = sign === '[' ? readSet(pattern, at) : null;
    if (sign === '*' || sign === '?' || set) run = '';
    if (sign === '*') {
      if (signs.at(-1) !== star) signs.push(star);
    } else if (sign === '?') {
      signs.push(anyOne);
    } else if (set) {
      signs.push(firstSet - sets.length);
      sets.push(set.accepts);
      at = set.end;
    } else {
      if (sign === '\\' && at + 1 < pattern.length) at += 1;
      signs.push(pattern.charCodeAt(at));
      run += pattern.charAt(at);
      if (run.length > literal.length) literal = run;
    }
  }
  return { signs, sets, literal };
}

/** The set that opens at `start`; null where nothing closes it, and the bracket means itself. */
function readSet(pattern: string, start: number): { accepts: (character: string) => boolean; end: number } | null {
  const isNegated = pattern.charAt(start + 1) === '!' || pattern.charAt(start + 1) === '^';
  const first = start + (isNegated ? 2 : 1);
  // A closing bracket in first place is one of the set.
  const end = pattern.indexOf(']', first + 1);
  if (end < 0) return null;
  const members = pattern.slice(first, end);
  const ranges: [from: string, to: string][] = [];
  for (let at = 0; at < members.length; at += 1) {
    const isRange = members.charAt(at + 1) === '-' && at + 2 < members.length;
    ranges.push([members.charAt(at), members.charAt(isRange ? at + 2 : at)]);
    if (isRange) at += 2;
  }
  return { end, accepts: (character) => ranges.some(([from, to]) => from <= character && character <= to) !== isNegated };
}

/** `a{b,c}` → `ab`, `ac`. Null where that would be too much. Braces that nothing closes stay. */
function expandBraces(pattern: string): string[] | null {
  const expanded: string[] = [];
  const waiting = [pattern];
  let length = 0;
  for (;;) {
    const next = waiting.pop();
    if (next === undefined) return expanded.reverse();
    const [open, close] = findBraces(next);
    if (close < 0) {
      expanded.push(next);
      length += next.length;
    } else
      waiting.push(
        ...next
          .slice(open + 1, close)
          .split(',')
          .map((choice) => next.slice(0, open) + choice + next.slice(close + 1)),
      );
    if (expanded.length + waiting.length > maxAlternatives || length > maxExpandedLength) return null;
  }
}

/** Places of the first innermost pair of braces; -1 where there is none. */
function findBraces(pattern: string): [open: number, close: number] {
  let open = -1;
  for (let at = 0; at < pattern.length; at += 1) {
    const sign = pattern.charAt(at);
    if (sign === '\\') at += 1;
    else if (sign === '{') open = at;
    else if (sign === '}' && open >= 0) return [open, at];
  }
  return [open, -1];
}
