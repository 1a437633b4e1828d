import { type ByteText, mayHoldUtf16, readUtf16, readUtf8 } from './byte-text.ts';
import { detectIn, type Span } from './detectors.ts';
import { type Budget, searchStretch, type Stretch } from './pattern-machine.ts';
import { freeSearches, type Rule, searchesOf, spansOfGroups } from './redact.ts';
import { redactBytes } from './redact-bytes.ts';

/** Bytes that are held at first, and at most while it is not known where something ends. */
const firstCapacity = 64 * 1024;
const maxCapacity = 1024 * 1024;
/** What has a longest form is no longer than this, in bytes: nothing that begins before it can be cut off by the end of what is held. */
const lookaheadBytes = 8 * 1024;
/** Kept of what is settled: assertions look at what stands before, and a secret word may lie across. */
const contextBytes = 64;

const padding = 0x2a; // *

/**
 * Scrubs bytes that come in pieces, each in its place, so that lengths and offsets stay. Finds text in UTF-8 and UTF-16LE, also in binary data. How the bytes were cut
 * never matters:
 *
 *     … settled │ context │ searched │ lookahead │ not here yet
 *                          └ a match that begins here is settled, wherever it ends
 *
 * What has not ended at the end of what is held makes it wait for more, at most half of `maxCapacity`; what is longer takes all the rest, and so does a pattern whose budget is used up.
 * So memory and time are bounded, and nothing slips through.
 */
export class ByteScrubber {
  readonly #rules: readonly Rule[];
  readonly #budget: Budget;
  /** By rule and view: where the search goes on, as an offset in all of the bytes. */
  readonly #resumeAt: number[][];
  #buffer = new Uint8Array(firstCapacity);
  #length = 0;
  /** Offset of the buffer in all of the bytes. */
  #base = 0;
  /** Up to here the buffer is context. */
  #settled = 0;
  #isDeclaredWide = false;
  #isRestTaken = false;
  #takenBy: Rule | null = null;
  /** What was read of the bytes as they are now. */
  #views: (readonly ByteText[])[] = [];

  constructor(rules: readonly Rule[], budget: Budget) {
    this.#rules = rules;
    this.#budget = budget;
    this.#resumeAt = rules.map(() => [0, 0, 0]);
    this.#takenBy = rules.find(({ matcher }) => matcher.kind === 'anything') ?? null;
  }

  /** A rule that takes all of the bytes, for which nothing that was settled before may be used. */
  get takenBy(): Rule | null {
    return this.#takenBy;
  }

  /** Takes more bytes, and gives those that are settled by now. */
  push(chunk: Uint8Array): Uint8Array[] {
    const settled: Uint8Array[] = [];
    for (let at = 0; at < chunk.length && !this.#takenBy;) {
      if (this.#isRestTaken) return [...settled, new Uint8Array(chunk.length - at).fill(padding)];
      const piece = chunk.subarray(at, at + this.#buffer.length - this.#length);
      this.#buffer.set(piece, this.#length);
      this.#length += piece.length;
      at += piece.length;
      if (this.#length === this.#buffer.length) settled.push(this.#settle(false));
    }
    return settled;
  }

  /** The bytes that are left, when no more come. */
  finish(): Uint8Array {
    return this.#takenBy ? new Uint8Array() : this.#settle(true);
  }

  #settle(isEnd: boolean): Uint8Array {
    const bytes = this.#buffer.subarray(0, this.#length);
    if (this.#base === 0) this.#isDeclaredWide = bytes[0] === 0xff && bytes[1] === 0xfe;
    this.#views = [];
    this.#budget.searches += freeSearches * searchesOf(bytes);
    let until = isEnd ? this.#length : this.#length - lookaheadBytes;
    for (const [index, rule] of this.#rules.entries()) until = this.#apply(rule, index, bytes, until, isEnd);

    const isStuck = !isEnd && this.#length - until > maxCapacity / 2;
    if (isStuck) this.#takeRest(until);
    if (isStuck || this.#isRestTaken) until = this.#length;
    const settled = bytes.slice(this.#settled, until);
    this.#forget(until);
    return settled;
  }

  /** Applies a rule to all that begins before `until`. Gives where the first begins that has not ended yet, at most `until`. */
  #apply(rule: Rule, index: number, bytes: Uint8Array, until: number, isEnd: boolean): number {
    const resumeAt = this.#resumeAt[index] ?? [];
    let settledTo = until;
    for (const view of [0, 1, 2]) {
      for (const text of this.#read(bytes, view)) {
        if (this.#takenBy || this.#isRestTaken) return settledTo;
        const stretch = {
          from: text.unitAt(Math.max(this.#settled, (resumeAt[view] ?? 0) - this.#base)),
          until: text.unitAt(settledTo),
          isWhole: isEnd || !text.isOpen,
        };
        const { spans, openAt, resumeAt: doneTo } = this.#search(rule, text.text, stretch);
        if (spans.length > 0) this.#views = [];
        for (const [start, end] of spans) redactBytes(bytes, text.byteAt(start), text.byteAt(end), rule.redaction, text.encoding);
        if (doneTo > stretch.from) resumeAt[view] = this.#base + text.byteAt(doneTo);
        // What comes later has not been searched for, not even in what stands before.
        if (this.#budget.steps <= 0 || this.#budget.searches <= 0) this.#takeRest(this.#settled);
        if (openAt !== null) settledTo = Math.min(settledTo, text.byteAt(openAt));
      }
    }
    return settledTo;
  }

  /** One view of the bytes: as UTF-8, or as UTF-16LE that begins at an even or odd offset. */
  #read(bytes: Uint8Array, view: number): readonly ByteText[] {
    const known = this.#views[view];
    if (known) return known;
    const texts = this.#isDeclaredWide ? this.#readDeclared(bytes, view) : view === 0 ? [readUtf8(bytes)] : this.#readWide(bytes, view - 1);
    this.#views[view] = texts;
    return texts;
  }

  #readDeclared(bytes: Uint8Array, view: number): ByteText[] {
    return view === 1 ? readUtf16(bytes, this.#base % 2, true) : [];
  }

  #readWide(bytes: Uint8Array, parity: number): ByteText[] {
    return mayHoldUtf16(bytes) ? readUtf16(bytes, (parity + this.#base) % 2, false) : [];
  }

  #search(rule: Rule, text: string, stretch: Stretch): { spans: Span[]; openAt: number | null; resumeAt: number } {
    const { matcher } = rule;
    const nothing = { spans: [], openAt: null, resumeAt: stretch.from };
    switch (matcher.kind) {
      case 'anything':
        return nothing;
      case 'detector':
        this.#budget.searches -= searchesOf(text);
        return detectIn(matcher.detector, text, stretch);
      case 'word':
        if (matcher.word(text)) this.#takenBy = rule;
        return nothing;
      case 'pattern-word': {
        const { matches, openAt } = searchStretch(matcher.program, text, stretch, this.#budget);
        if (matches.length > 0) this.#takenBy = rule;
        return { ...nothing, openAt };
      }
      case 'pattern': {
        const { matches, openAt } = searchStretch(matcher.program, text, stretch, this.#budget);
        return { spans: matches.flatMap((match) => spansOfGroups(match, matcher.groups)), openAt, resumeAt: matches.at(-1)?.[1] ?? stretch.from };
      }
    }
  }

  #takeRest(from: number): void {
    this.#buffer.fill(padding, from, this.#length);
    this.#isRestTaken = true;
  }

  /** Drops what is settled but for the context, and makes room where too little would come free. */
  #forget(until: number): void {
    const from = Math.max(0, until - contextBytes);
    const kept = this.#buffer.subarray(from, this.#length);
    const capacity = Math.min(maxCapacity, kept.length > this.#buffer.length / 2 ? 2 * this.#buffer.length : this.#buffer.length);
    const next = capacity === this.#buffer.length ? this.#buffer : new Uint8Array(capacity);
    next.set(kept);
    this.#buffer = next;
    this.#length = kept.length;
    this.#base += from;
    this.#settled = until - from;
  }
}
