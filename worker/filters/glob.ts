/** Tells whether a text, as a whole and whatever its case, is one that a pattern describes. */
export type Glob = (text: string) => boolean;

/** Longer patterns are refused where they are saved. */
export const maxGlobLength = 256;
/** Of the texts only so much is looked at, in UTF-16 units: with `maxGlobLength` the bound on the work of one match. */
const maxTextLength = 2048;
/** `{a,b}{c,d}` is four patterns; more than this many and the braces mean themselves. */
const maxAlternatives = 64;

/**
 * Compiles a pattern: `*` is any run of characters, `?` any one, `[a-z]` and `[!a-z]` one of a set, `{a,b}` either, and `\` takes the meaning from the next.
 * There is no backtracking into more than the last `*`, so a match takes at most pattern × text steps, and no pattern of a user can hang the Worker.
 *
 * Source: relay-pattern/src/lib.rs for the meaning of the signs
 */
export function compileGlob(pattern: string): Glob {
  const alternatives = expandBraces(pattern.slice(0, maxGlobLength).toLowerCase()) ?? [pattern.toLowerCase()];
  const compiled = alternatives.map(tokenize);
  return (text) => {
    const lowered = text.slice(0, maxTextLength).toLowerCase();
    return compiled.some((tokens) => matches(tokens, lowered));
  };
}

const compiledLists = new WeakMap<readonly string[], readonly Glob[]>();

/** Whether one of the patterns fits one of the texts. A list is compiled once, as long as it is the same array. */
export function matchesAny(patterns: readonly string[], ...texts: string[]): boolean {
  if (patterns.length === 0 || texts.length === 0) return false;
  const globs = compiledLists.get(patterns) ?? patterns.map(compileGlob);
  compiledLists.set(patterns, globs);
  return globs.some((glob) => texts.some(glob));
}

type Token = { kind: 'star' } | { kind: 'one'; accepts: (character: string) => boolean };

function matches(tokens: readonly Token[], text: string): boolean {
  let at = 0;
  let next = 0;
  /** Where to go on when the tokens behind the last star do not fit: one character further on. */
  let star: { next: number; at: number } | null = null;
  while (at < text.length) {
    const token = tokens[next];
    if (token?.kind === 'star') {
      next += 1;
      star = { next, at };
    } else if (token?.accepts(text.charAt(at))) {
      next += 1;
      at += 1;
    } else if (star) {
      star.at += 1;
      at = star.at;
      next = star.next;
    } else {
      return false;
    }
  }
  while (tokens[next]?.kind === 'star') next += 1;
  return next === tokens.length;
}

function tokenize(pattern: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; at += 1) {
    const sign = pattern.charAt(at);
    const set = sign === '[' ? readSet(pattern, at) : null;
    if (sign === '*') {
      if (tokens.at(-1)?.kind !== 'star') tokens.push({ kind: 'star' });
    } else if (sign === '?') {
      tokens.push({ kind: 'one', accepts: () => true });
    } else if (set) {
      tokens.push({ kind: 'one', accepts: set.accepts });
      at = set.end;
    } else {
      if (sign === '\\' && at + 1 < pattern.length) at += 1;
      const wanted = pattern.charAt(at);
      tokens.push({ kind: 'one', accepts: (character) => character === wanted });
    }
  }
  return tokens;
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

/** `a{b,c}` → `ab`, `ac`. Null where that would be too many. Braces that nothing closes stay. */
function expandBraces(pattern: string): string[] | null {
  const expanded: string[] = [];
  const waiting = [pattern];
  for (;;) {
    const next = waiting.pop();
    if (next === undefined) return expanded.reverse();
    const [open, close] = findBraces(next);
    if (close < 0) expanded.push(next);
    else
      waiting.push(
        ...next
          .slice(open + 1, close)
          .split(',')
          .map((choice) => next.slice(0, open) + choice + next.slice(close + 1)),
      );
    if (expanded.length + waiting.length > maxAlternatives) return null;
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
