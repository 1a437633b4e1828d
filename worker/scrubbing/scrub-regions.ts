import type { Budget } from './pattern-machine.ts';
import type { Rule } from './redact.ts';
import { redactBytes } from './redact-bytes.ts';
import { ByteScrubber } from './scrub-bytes.ts';

/** A stretch of a file that rules are for. */
export interface ScrubbedRegion {
  at: number;
  bytes: number;
  rules: readonly Rule[];
  /** Of what stands there when all of it is taken. */
  encoding: 'utf8' | 'utf16le';
}

/**
 * Scrubs regions of a file that comes in pieces, each by itself; what is between them stays. `regions` are in order and apart. `taken` are those of which a rule takes
 * the whole, as a first pass over the file has told: see `takenRegions`.
 */
export class RegionScrubber {
  /** Never all of the file. */
  readonly takenBy = null;
  readonly #regions: readonly ScrubbedRegion[];
  readonly #taken: ReadonlyMap<ScrubbedRegion, Rule>;
  readonly #found: Map<ScrubbedRegion, Rule> = new Map();
  readonly #budget: Budget;
  #nth = 0;
  #at = 0;
  #scrubber: ByteScrubber | null = null;

  constructor(regions: readonly ScrubbedRegion[], budget: Budget, taken: ReadonlyMap<ScrubbedRegion, Rule> = new Map()) {
    this.#regions = regions;
    this.#budget = budget;
    this.#taken = taken;
  }

  /** Regions that turned out to be taken as a whole. */
  get found(): ReadonlyMap<ScrubbedRegion, Rule> {
    return this.#found;
  }

  push(chunk: Uint8Array): Uint8Array[] {
    const settled: Uint8Array[] = [];
    for (let from = 0; from < chunk.length;) {
      const region = this.#regions[this.#nth];
      const start = region?.at ?? Infinity;
      const length = this.#at < start ? start - this.#at : start + (region?.bytes ?? 0) - this.#at;
      const piece = chunk.subarray(from, from + length);
      if (region && this.#at >= start) settled.push(...this.#pushInside(region, piece));
      else settled.push(piece);
      from += piece.length;
      this.#at += piece.length;
      if (region && this.#at === start + region.bytes) settled.push(...this.#leave(region));
    }
    return settled;
  }

  /** What is left where the file ends within a region. */
  finish(): Uint8Array {
    const region = this.#regions[this.#nth];
    const [left = new Uint8Array()] = region ? this.#leave(region) : [];
    return left;
  }

  #pushInside(region: ScrubbedRegion, piece: Uint8Array): Uint8Array[] {
    const rule = this.#taken.get(region) ?? region.rules.find(({ matcher }) => matcher.kind === 'anything');
    if (rule) return [fillOf(region, rule, this.#at - region.at, piece.length)];
    this.#scrubber ??= new ByteScrubber(region.rules, this.#budget);
    return this.#scrubber.push(piece);
  }

  #leave(region: ScrubbedRegion): Uint8Array[] {
    const scrubber = this.#scrubber;
    this.#scrubber = null;
    this.#nth += 1;
    if (!scrubber) return [];
    const left = scrubber.finish();
    if (scrubber.takenBy) this.#found.set(region, scrubber.takenBy);
    return [left];
  }
}

/** Whether it takes reading all of a region to know whether a rule takes it. */
export function needsFirstPass(regions: readonly ScrubbedRegion[]): boolean {
  return regions.some(({ rules }) => rules.some(({ matcher }) => matcher.kind === 'word' || matcher.kind === 'pattern-word'));
}

/** No replacement is longer than this, in bytes. */
const maxHeadBytes = 4_096;

/** A piece of what stands in the place of a whole region. */
function fillOf({ bytes, encoding }: ScrubbedRegion, { redaction }: Rule, from: number, length: number): Uint8Array {
  const piece = new Uint8Array(length);
  // The padding of UTF-16 takes turns, from the beginning of the region.
  const head = new Uint8Array(Math.min(bytes, maxHeadBytes));
  redactBytes(head, 0, head.length, redaction.method === 'replace' ? redaction : { method: 'mask' }, encoding);
  for (let at = 0; at < length; at += 1) piece[at] = head[from + at] ?? head[head.length - 2 + ((from + at) % 2)] ?? 0x2a;
  return piece;
}
