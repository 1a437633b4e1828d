import type { Assertion, CharacterTest, Instruction, Program } from './pattern.ts';

/** Offsets in UTF-16 units: start and end of the whole, then of each group; -1 where a group took no part. */
export type Match = readonly number[];

interface Thread {
  at: number;
  slots: number[];
}

/** What is left for patterns, in all texts together. */
export interface StepBudget {
  /** Of the machines. */
  steps: number;
}

/** What is left for all texts of one event. */
export interface Budget extends StepBudget {
  /** Of the detectors: a search costs one, and one more for each 16 characters. */
  searches: number;
}

/** A part of a text that is searched, in UTF-16 units. */
export interface Stretch {
  from: number;
  /** No match begins there or later. */
  until: number;
  /** False where the text goes on behind its end, in a way that is not known yet. */
  isWhole: boolean;
}

/** What was found; `openAt` is where something begins that what follows the text could make a match, or a longer one. */
export interface Search {
  matches: Match[];
  openAt: number | null;
}

/**
 * Finds all matches from left to right, none of them empty. Follows all ways through the program at once, in order of preference, so that one search takes
 * text × program at most. Many searches in one text may still add up, and so may many rules: when the budget is used up, the rest of the text counts as
 * matching. So whatever patterns and texts meet, an event takes bounded time, and nothing slips through.
 *
 * Source: Rob Pike's virtual machine, as described at https://swtch.com/~rsc/regexp/regexp2.html
 */
export function findMatches(program: Program, text: string, budget: StepBudget): Match[] {
  return searchStretch(program, text, { from: 0, until: text.length, isWhole: true }, budget).matches;
}

/** The same in a part of a text. Nothing is searched behind what is open. */
export function searchStretch(program: Program, text: string, { from, until, isWhole }: Stretch, budget: StepBudget): Search {
  const machine = new Machine(program, text, budget, isWhole);
  const matches: Match[] = [];
  for (let at = from; at < until;) {
    const { match, openAt } = machine.find(at);
    if (budget.steps <= 0) {
      matches.push(Array.from({ length: 2 * (program.groups + 1) }, (_, slot) => (slot % 2 === 0 ? at : text.length)));
      break;
    }
    if (openAt !== null) return { matches, openAt };
    if (!match) break;
    const [start = 0, end = 0] = match;
    if (start >= until) break;
    if (end > start) matches.push(match);
    at = end > start ? end : start + 1;
  }
  return { matches, openAt: null };
}

class Machine {
  readonly #instructions: readonly Instruction[];
  readonly #text: string;
  readonly #slots: number;
  /** Which instructions have been reached at the current place: their mark is the number of the step. */
  readonly #reached: Uint32Array;
  readonly #budget: StepBudget;
  readonly #canStart: CharacterTest | null;
  readonly #isWhole: boolean;
  #step = 0;

  constructor({ instructions, groups, canStart }: Program, text: string, budget: StepBudget, isWhole: boolean) {
    this.#isWhole = isWhole;
    this.#budget = budget;
    this.#canStart = canStart;
    this.#instructions = instructions;
    this.#text = text;
    this.#slots = 2 * (groups + 1);
    this.#reached = new Uint32Array(instructions.length);
  }

  find(from: number): { match: Match | null; openAt: number | null } {
    let found: Match | null = null;
    let threads: Thread[] = [];
    const none = Array.from<number>({ length: this.#slots }).fill(-1);
    for (let at = from; at <= this.#text.length && this.#budget.steps > 0;) {
      if (threads.length === 0 && !found && this.#canStart) at = this.#nextStart(at, this.#canStart);
      if (at === this.#text.length && !this.#isWhole) return { match: found, openAt: earliest(threads) };
      this.#step += 1;
      const codePoint = this.#text.codePointAt(at);
      const width = codePoint !== undefined && codePoint > 0xffff ? 2 : 1;
      const reached: Thread[] = [];
      for (const thread of threads) this.#follow(thread.at, thread.slots, at, reached);
      // A match that started further left wins.
      if (!found) this.#follow(0, none, at, reached);
      threads = [];
      for (const thread of reached) {
        const instruction = this.#instructions[thread.at];
        if (instruction?.op === 'match') {
          found = thread.slots;
          // What comes after it was less preferred.
          break;
        }
        if (instruction?.op === 'character' && codePoint !== undefined && instruction.accepts(codePoint)) {
          threads.push({ at: thread.at + 1, slots: thread.slots });
        }
      }
      if (found && threads.length === 0) break;
      at += width;
    }
    return { match: found, openAt: null };
  }

  /** Most places of most texts are none where a match could begin. Gives the end of the text where there is no such place. */
  #nextStart(from: number, canStart: CharacterTest): number {
    let at = from;
    for (let codePoint = this.#text.codePointAt(at); codePoint !== undefined && !canStart(codePoint); codePoint = this.#text.codePointAt(at)) {
      at += codePoint > 0xffff ? 2 : 1;
    }
    return at;
  }

  /** Adds what can be reached from an instruction without reading a character. A stack of its own, since programs may be long. */
  #follow(start: number, startSlots: number[], place: number, reached: Thread[]): void {
    const stack: Thread[] = [{ at: start, slots: startSlots }];
    for (let thread = stack.pop(); thread; thread = stack.pop()) {
      if (this.#reached[thread.at] === this.#step) continue;
      this.#reached[thread.at] = this.#step;
      this.#budget.steps -= 1;
      const instruction = this.#instructions[thread.at];
      switch (instruction?.op) {
        case 'split':
          stack.push({ at: instruction.second, slots: thread.slots }, { at: instruction.first, slots: thread.slots });
          break;
        case 'save':
          stack.push({ at: thread.at + 1, slots: thread.slots.with(instruction.slot, place) });
          break;
        case 'assert':
          if (holds(instruction.where, this.#text, place)) stack.push({ at: thread.at + 1, slots: thread.slots });
          break;
        case 'character':
        case 'match':
          reached.push(thread);
          break;
        case undefined:
          throw new Error(`The program has no instruction ${thread.at}`);
      }
    }
  }
}

/** Where the first of them began. */
function earliest(threads: readonly Thread[]): number | null {
  return threads.reduce<number | null>((first, { slots: [start = 0] }) => (first === null ? start : Math.min(first, start)), null);
}

function holds(where: Assertion, text: string, at: number): boolean {
  switch (where) {
    case 'start':
      return at === 0;
    case 'end':
      return at === text.length;
    case 'line-start':
      return at === 0 || text[at - 1] === '\n';
    case 'line-end':
      return at === text.length || text[at] === '\n';
    case 'word-boundary':
      return isWord(text, at - 1) !== isWord(text, at);
    case 'no-word-boundary':
      return isWord(text, at - 1) === isWord(text, at);
  }
}

const wordCharacter = /^\w$/;

function isWord(text: string, at: number): boolean {
  return wordCharacter.test(text[at] ?? '');
}
