import type { RuleWork } from './rule-work.ts';

/** A compiled pattern of a rule. What it costs is added to the work. */
export type Glob = (text: string, work: RuleWork) => boolean;

export interface GlobOptions {
  /** `*` and `?` stop at a `/`; `**` goes on, and `**` before a slash may also be nothing. */
  isPath?: boolean;
  ignoresCase?: boolean;
}

/** Longer patterns are refused where rules are read. */
export const maxPatternLength = 256;
/** Of a text only so much is looked at, in UTF-16 units. */
const maxTextLength = 1024;

/**
 * Compiles a pattern in the language of Sentry's rules: `*` is any run of characters, `?` any one, `[a-z]` and `[!a-z]` one of a set, and a backslash takes the
 * meaning from the next sign. Unlike in the inbound filters, braces mean themselves, as Rust's `{{closure}}` does, and `**` crosses folders. What most patterns
 * are, a text with stars at its ends, becomes one search; the rest follows all ways through the pattern at once, so no text takes more than pattern × text steps.
 *
 * Source: relay-common/src/glob.rs for the meaning of the signs
 */
export function compileRuleGlob(pattern: string, { isPath = false, ignoresCase = false }: GlobOptions = {}): Glob {
  const written = pattern.slice(0, maxPatternLength);
  const tokens = tokenize(ignoresCase ? written.toLowerCase() : written, isPath);
  const search = asSearch(tokens) ?? asMachine(tokens);
  return (text, work) => {
    const read = text.length > maxTextLength ? text.slice(0, maxTextLength) : text;
    work.spend(stepsOfSearch + (read.length >> 5));
    return search(ignoresCase ? read.toLowerCase() : read, work);
  };
}

/** To ask at all, however short the text. */
const stepsOfSearch = 4;

type Token =
  | { kind: 'text'; text: string }
  /** Any run; of a segment it has no slash; of folders it is empty or ends with one. */
  | { kind: 'any' | 'segment' | 'folders' }
  | { kind: 'one'; accepts: (character: string) => boolean };

function tokenize(pattern: string, isPath: boolean): Token[] {
  const tokens: Token[] = [];
  let text = '';
  const push = (token: Token) => {
    if (text !== '') tokens.push({ kind: 'text', text });
    // Two wildcards of a kind are one.
    if (text !== '' || token.kind === 'one' || tokens.at(-1)?.kind !== token.kind) tokens.push(token);
    text = '';
  };
  for (let at = 0; at < pattern.length; at += 1) {
    const sign = pattern.charAt(at);
    const set = sign === '[' ? readSet(pattern, at) : null;
    if (sign === '*') {
      const startsAt = at;
      while (pattern.charAt(at + 1) === '*') at += 1;
      const isDouble = at > startsAt;
      const isFolders = isPath && isDouble && pattern.charAt(at + 1) === '/' && (startsAt === 0 || pattern.charAt(startsAt - 1) === '/');
      if (isFolders) at += 1;
      push({ kind: isFolders ? 'folders' : isPath && !isDouble ? 'segment' : 'any' });
    } else if (sign === '?') {
      push({ kind: 'one', accepts: isPath ? (character) => character !== '/' : () => true });
    } else if (set) {
      push({ kind: 'one', accepts: set.accepts });
      at = set.end;
    } else {
      if (sign === '\\' && at + 1 < pattern.length) at += 1;
      text += pattern.charAt(at);
    }
  }
  if (text !== '' || tokens.length === 0) tokens.push({ kind: 'text', text });
  return tokens;
}

/** The set that opens at `start`; null where nothing closes it, or it is empty, and the bracket means itself. */
function readSet(pattern: string, start: number): { accepts: (character: string) => boolean; end: number } | null {
  const isNegated = pattern.charAt(start + 1) === '!' || pattern.charAt(start + 1) === '^';
  const first = start + (isNegated ? 2 : 1);
  // A closing bracket in first place is one of the set.
  const end = pattern.indexOf(']', first + 1);
  if (end < 0) return null;
  const ranges: [from: string, to: string][] = [];
  for (let at = first; at < end; at += 1) {
    const isRange = pattern.charAt(at + 1) === '-' && at + 2 < end;
    ranges.push([pattern.charAt(at), pattern.charAt(isRange ? at + 2 : at)]);
    if (isRange) at += 2;
  }
  return { accepts: (character) => ranges.some(([from, to]) => from <= character && character <= to) !== isNegated, end };
}

/** Patterns of one text with or without a wildcard on either side. */
function asSearch(tokens: readonly Token[]): Glob | null {
  const [first, second, third] = tokens;
  if (tokens.length === 1 && first?.kind === 'any') return () => true;
  if (tokens.length === 1 && first?.kind === 'text') return (text) => text === first.text;
  if (tokens.length === 2 && first?.kind === 'text' && second?.kind === 'any') return (text) => text.startsWith(first.text);
  if (second?.kind !== 'text') return null;
  const inner = second.text;
  const slashed = `/${inner}`;
  if (tokens.length === 2 && first?.kind === 'any') return (text) => text.endsWith(inner);
  if (tokens.length === 2 && first?.kind === 'folders') return (text) => text.endsWith(inner) && (text.length === inner.length || text.endsWith(slashed));
  if (tokens.length !== 3 || third?.kind !== 'any') return null;
  if (first?.kind === 'any') return (text) => text.includes(inner);
  if (first?.kind === 'folders') return (text) => text.startsWith(inner) || text.includes(slashed);
  return null;
}

type State = { kind: 'one'; accepts: (character: string) => boolean } | { kind: 'any' | 'segment' | 'folders' };

/** All ways through the pattern at once. A text that lacks the longest literal part is turned away before. */
function asMachine(tokens: readonly Token[]): Glob {
  const states = tokens.flatMap((token): State[] =>
    token.kind === 'text' ? Array.from({ length: token.text.length }, (_, at) => literal(token.text.charAt(at))) : [token],
  );
  const texts = tokens.flatMap((token) => (token.kind === 'text' ? [token.text] : []));
  const required = texts.reduce((longest, text) => (text.length > longest.length ? text : longest), '');
  const [first] = tokens;
  const prefix = first?.kind === 'text' ? first.text : '';
  return (text, work) => text.startsWith(prefix) && text.includes(required) && run(states, text, work);
}

function literal(wanted: string): State {
  return { kind: 'one', accepts: (character) => character === wanted };
}

function run(states: readonly State[], text: string, work: RuleWork): boolean {
  let active: number[] = [];
  const seen = new Int32Array(states.length + 1).fill(-1);
  enter(states, 0, active, seen, 0);
  for (let at = 0; at < text.length && active.length > 0; at += 1) {
    const character = text.charAt(at);
    const following: number[] = [];
    work.spend(active.length);
    for (const index of active) {
      const state = states[index];
      if (state === undefined) continue;
      if (state.kind === 'one') {
        if (state.accepts(character)) enter(states, index + 1, following, seen, at + 1);
      } else if (state.kind === 'folders') {
        if (seen[index] !== at + 1) {
          seen[index] = at + 1;
          following.push(index);
        }
        if (character === '/') enter(states, index + 1, following, seen, at + 1);
      } else if (state.kind === 'any' || character !== '/') {
        enter(states, index, following, seen, at + 1);
      }
    }
    active = following;
  }
  return active.includes(states.length);
}

/** Comes to a state, and past it where that may be nothing. `seen` holds at which character each state was last come to. */
function enter(states: readonly State[], index: number, active: number[], seen: Int32Array, at: number): void {
  for (let next = index; ; next += 1) {
    if (seen[next] !== at) {
      seen[next] = at;
      active.push(next);
    }
    const state = states[next];
    if (state === undefined || state.kind === 'one') return;
  }
}
