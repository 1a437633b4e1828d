import { fail, ok, type Result } from '../result.ts';

/*
 * Regular expressions that people enter. They do not run on the engine of the platform: that one backtracks, so a pattern such as `(a+)+$` could hold a Worker
 * for minutes, and no check of the text tells all such patterns from harmless ones. They become programs for pattern-machine.ts instead, whose time is the
 * product of text and pattern, whatever either holds, as in Relay. What such a machine cannot do is refused here: backreferences and looking around.
 */

export interface PatternError {
  reason: 'pattern';
  /** Offset into the pattern, in characters. */
  at: number;
  message: string;
}

export type Instruction =
  | { op: 'character'; accepts: CharacterTest }
  /** Goes on at both; what is found by way of `first` is preferred. */
  | { op: 'split'; first: number; second: number }
  | { op: 'save'; slot: number }
  | { op: 'assert'; where: Assertion }
  | { op: 'match' };

export type Assertion = 'start' | 'end' | 'line-start' | 'line-end' | 'word-boundary' | 'no-word-boundary';

/** Of a code point. */
export type CharacterTest = (codePoint: number) => boolean;

export interface Program {
  instructions: readonly Instruction[];
  /** Groups with a number, besides 0 for the whole. */
  groups: number;
  /** Whether a match can begin with a character; null where it could be empty, and so begin anywhere. */
  canStart: CharacterTest | null;
}

const maxPatternLength = 1_000;
/** Repetitions with numbers are written out, so a short pattern can become a long program. */
const maxInstructions = 1_000;
const maxNesting = 50;

export function compilePattern(source: string): Result<Program, PatternError> {
  if (source.length > maxPatternLength) return fail(patternError(0, `A pattern may have ${maxPatternLength} characters.`));
  try {
    return ok(new PatternParser(source).parse());
  } catch (error) {
    if (error instanceof Refusal) return fail(patternError(error.at, error.message));
    throw error;
  }
}

function patternError(at: number, message: string): PatternError {
  return { reason: 'pattern', at, message };
}

/** Leaves the recursion of the parser; never leaves this file. */
class Refusal extends Error {
  readonly at: number;

  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

/** A piece of program whose jumps are relative to its own start, so that pieces can be put together and repeated. */
type Piece = Instruction[];

interface Flags {
  ignoreCase: boolean;
  multiLine: boolean;
  dotAll: boolean;
}

class PatternParser {
  readonly #source: string;
  #at = 0;
  #groups = 0;
  #nesting = 0;
  #flags: Flags = { ignoreCase: false, multiLine: false, dotAll: false };

  constructor(source: string) {
    this.#source = source;
  }

  parse(): Program {
    const body = this.#alternatives();
    if (this.#at < this.#source.length) throw this.#refusal('There is a ) without its (.');
    const instructions: Piece = [save(0), ...shift(body, 1), save(1), { op: 'match' }];
    return { instructions, groups: this.#groups, canStart: startOf(instructions) };
  }

  #alternatives(): Piece {
    this.#nesting += 1;
    if (this.#nesting > maxNesting) throw this.#refusal('Groups are nested too deeply.');
    const outer = this.#flags;
    const alternatives = [this.#sequence()];
    while (this.#take('|')) alternatives.push(this.#sequence());
    // Flags hold to the end of their group.
    this.#flags = outer;
    this.#nesting -= 1;
    return this.#sized(alternatives.reduceRight((rest, piece) => either(piece, rest)));
  }

  #sequence(): Piece {
    const pieces: Piece = [];
    while (this.#at < this.#source.length && !this.#isNext('|') && !this.#isNext(')')) append(pieces, this.#sized(this.#repeated()));
    return this.#sized(pieces);
  }

  #repeated(): Piece {
    let piece = this.#atom();
    for (;;) {
      const startsAt = this.#at;
      const range = this.#quantifier();
      if (!range) return piece;
      const isLazy = this.#take('?');
      if (range.max < range.min) throw new Refusal(startsAt, 'The numbers of a repetition are the wrong way round.');
      const copies = Number.isFinite(range.max) ? range.max : range.min + 1;
      if (piece.length * copies > maxInstructions) throw new Refusal(startsAt, 'The pattern repeats too much.');
      piece = repeat(piece, range.min, range.max, isLazy);
    }
  }

  #quantifier(): { min: number; max: number } | null {
    if (this.#take('*')) return { min: 0, max: Infinity };
    if (this.#take('+')) return { min: 1, max: Infinity };
    if (this.#take('?')) return { min: 0, max: 1 };
    const [written, min, comma, max] = /^\{(\d{1,4})(,?)(\d{0,4})\}/.exec(this.#source.slice(this.#at)) ?? [];
    if (written === undefined) return null;
    this.#at += written.length;
    return { min: Number(min), max: comma === '' ? Number(min) : max === '' ? Infinity : Number(max) };
  }

  #atom(): Piece {
    const startsAt = this.#at;
    const character = this.#next();
    switch (character) {
      case '(':
        return this.#group(startsAt);
      case '[':
        return this.#class(startsAt);
      case '.':
        return [{ op: 'character', accepts: this.#flags.dotAll ? () => true : (codePoint) => codePoint !== 10 }];
      case '^':
        return [{ op: 'assert', where: this.#flags.multiLine ? 'line-start' : 'start' }];
      case '$':
        return [{ op: 'assert', where: this.#flags.multiLine ? 'line-end' : 'end' }];
      case '\\':
        return this.#escape(startsAt);
      case '*':
      case '+':
      case '?':
        throw new Refusal(startsAt, `There is nothing for ${character} to repeat.`);
      default:
        return [this.#test(`[${character.replace(/[\]\\^-]/, '\\$&')}]`, startsAt)];
    }
  }

  #group(startsAt: number): Piece {
    const [head, flags, end] = /^\?([ims]*)(:|\))/.exec(this.#source.slice(this.#at)) ?? [];
    if (head !== undefined && flags !== undefined) {
      this.#at += head.length;
      const inner = { ...this.#flags, ...readFlags(flags) };
      if (end === ')') {
        this.#flags = inner;
        return [];
      }
      const outer = this.#flags;
      this.#flags = inner;
      const piece = this.#closed(startsAt);
      this.#flags = outer;
      return piece;
    }
    const [name] = /^\?P?<[A-Za-z_]\w*>/.exec(this.#source.slice(this.#at)) ?? [];
    if (name !== undefined) this.#at += name.length;
    else if (this.#isNext('?')) throw new Refusal(startsAt, 'Looking ahead or behind, and other special groups, are not supported.');
    this.#groups += 1;
    const slot = 2 * this.#groups;
    const body = this.#closed(startsAt);
    return [save(slot), ...shift(body, 1), save(slot + 1)];
  }

  #closed(startsAt: number): Piece {
    const body = this.#alternatives();
    if (!this.#take(')')) throw new Refusal(startsAt, 'This ( has no ).');
    return body;
  }

  #class(startsAt: number): Piece {
    if (this.#isNext('^')) this.#at += 1;
    // A ] that comes first is meant.
    const opened = this.#source.slice(startsAt, this.#at);
    const [inner] = /^\]?(?:\\[^]|[^\]\\])*/.exec(this.#source.slice(this.#at)) ?? [''];
    this.#at += inner.length;
    if (!this.#take(']')) throw new Refusal(startsAt, 'This [ has no ].');
    if (/\[|&&|~~|(?<!^)--(?!$)/.test(inner.replaceAll(/\\[^]/g, '')))
      throw new Refusal(startsAt, 'Classes within classes are not supported; write \\[ for a bracket.');
    return [this.#test(`${opened}${tidyClass(inner)}]`, startsAt)];
  }

  #escape(startsAt: number): Piece {
    if (this.#at >= this.#source.length) throw new Refusal(startsAt, 'The pattern ends within an escape.');
    const [written = ''] = /^(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|u\{[0-9a-fA-F]{1,6}\}|[pP]\{[\w=]+\}|[^])/u.exec(this.#source.slice(this.#at)) ?? [];
    this.#at += written.length;
    switch (written) {
      case 'b':
        return [{ op: 'assert', where: 'word-boundary' }];
      case 'B':
        return [{ op: 'assert', where: 'no-word-boundary' }];
      case 'A':
        return [{ op: 'assert', where: 'start' }];
      case 'z':
        return [{ op: 'assert', where: 'end' }];
    }
    if (/^[1-9k]$/.test(written)) throw new Refusal(startsAt, 'References to other groups are not supported.');
    if (/^[a-zA-Z0]$/.test(written) && !/^[dDwWsSnrtfv0]$/.test(written)) throw new Refusal(startsAt, `\\${written} means nothing here.`);
    // Elsewhere a backslash makes a sign mean itself.
    const isSign = written.length <= 2 && /^[^a-zA-Z0-9]/.test(written);
    return [this.#test(isSign ? `[${written.replace(/[\]\\^-]/, '\\$&')}]` : `[\\${written}]`, startsAt)];
  }

  /** One character against a class runs on the platform's engine: there is nothing to track back to. ASCII is looked up. */
  #test(source: string, at: number): Instruction {
    const single = singleCharacter(source, this.#flags.ignoreCase ? 'iu' : 'u');
    if (!single) throw new Refusal(at, 'This is not a valid class of characters.');
    const ascii = Array.from({ length: 128 }, (_, codePoint) => single.test(String.fromCodePoint(codePoint)));
    return { op: 'character', accepts: (codePoint) => ascii[codePoint] ?? single.test(String.fromCodePoint(codePoint)) };
  }

  #sized(piece: Piece): Piece {
    if (piece.length > maxInstructions) throw this.#refusal('The pattern is too large.');
    return piece;
  }

  #next(): string {
    const character = String.fromCodePoint(this.#source.codePointAt(this.#at) ?? 0);
    this.#at += character.length;
    return character;
  }

  #take(character: string): boolean {
    if (!this.#isNext(character)) return false;
    this.#at += 1;
    return true;
  }

  #isNext(character: string): boolean {
    return this.#source[this.#at] === character;
  }

  #refusal(message: string): Refusal {
    return new Refusal(this.#at, message);
  }
}

function readFlags(letters: string): Partial<Flags> {
  return {
    ...(letters.includes('i') ? { ignoreCase: true } : {}),
    ...(letters.includes('m') ? { multiLine: true } : {}),
    ...(letters.includes('s') ? { dotAll: true } : {}),
  };
}

/** Signs that need no backslash elsewhere do with the `u` flag, and the other way round. */
function tidyClass(inner: string): string {
  const first = inner.startsWith(']') ? `\\${inner}` : inner;
  return first.replaceAll(/\\([^a-zA-Z0-9])/g, (_match, sign: string) => (/[\]\\^\-[]/.test(sign) ? `\\${sign}` : sign));
}

function singleCharacter(source: string, flags: string): RegExp | null {
  try {
    return new RegExp(`^${source}$`, flags);
  } catch {
    return null;
  }
}

/** Follows all that reads no character. */
function startOf(instructions: readonly Instruction[]): CharacterTest | null {
  const tests: CharacterTest[] = [];
  const seen = new Set<number>();
  const waiting = [0];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    const instruction = instructions[at];
    if (instruction?.op === 'match') return null;
    if (instruction?.op === 'character') tests.push(instruction.accepts);
    else if (instruction?.op === 'split') waiting.push(instruction.first, instruction.second);
    else waiting.push(at + 1);
  }
  const ascii = Array.from({ length: 128 }, (_, codePoint) => tests.some((accepts) => accepts(codePoint)));
  return (codePoint) => ascii[codePoint] ?? tests.some((accepts) => accepts(codePoint));
}

const save = (slot: number): Instruction => ({ op: 'save', slot });

function shift(piece: Piece, by: number): Piece {
  return piece.map((instruction) =>
    instruction.op === 'split' ? { op: 'split', first: instruction.first + by, second: instruction.second + by } : instruction,
  );
}

function append(piece: Piece, more: Piece): void {
  piece.push(...shift(more, piece.length));
}

/** A jump is a split of which both ways are the same. */
const jump = (to: number): Instruction => ({ op: 'split', first: to, second: to });

function either(one: Piece, other: Piece): Piece {
  const second = one.length + 2;
  return [{ op: 'split', first: 1, second }, ...shift(one, 1), jump(second + other.length), ...shift(other, second)];
}

function repeat(piece: Piece, min: number, max: number, isLazy: boolean): Piece {
  const repeated: Piece = [];
  for (let count = 0; count < min; count += 1) append(repeated, piece);
  if (max === Infinity) append(repeated, [fork(1, piece.length + 2, isLazy), ...shift(piece, 1), jump(0)]);
  else for (let count = min; count < max; count += 1) append(repeated, [fork(1, piece.length + 1, isLazy), ...shift(piece, 1)]);
  return repeated;
}

function fork(into: number, past: number, isLazy: boolean): Instruction {
  return isLazy ? { op: 'split', first: past, second: into } : { op: 'split', first: into, second: past };
}
