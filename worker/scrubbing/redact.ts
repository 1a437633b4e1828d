import { createHmac } from 'node:crypto';
import { detect, type Detector, type Span } from './detectors.ts';
import { type Budget, findMatches } from './pattern-machine.ts';
import type { Program } from './pattern.ts';

/** What is put in the place of what a rule found. `none` is a method that this version does not know: such a rule has no effect. */
export type Redaction = { method: 'remove' } | { method: 'replace'; text: string } | { method: 'mask' } | { method: 'hash' } | { method: 'none' };

/** What a rule looks for. */
export type Matcher =
  /** The whole value, containers too. */
  | { kind: 'anything' }
  /** The whole value, where its key or else its text has the word. */
  | { kind: 'word'; word: (text: string) => boolean }
  /** The same with a pattern of somebody. */
  | { kind: 'pattern-word'; program: Program }
  /** Parts of a text. */
  | { kind: 'detector'; detector: Detector }
  | { kind: 'pattern'; program: Program; groups: readonly number[] };

export interface Rule {
  /** As remarks in `_meta` name it. */
  id: string;
  matcher: Matcher;
  redaction: Redaction;
}

/** `[rule, type, start, end]`: type is x (removed), s (substituted), m (masked) or p (a pseudonym); bytes of the new text in UTF-8. */
export type Remark = [rule: string, type: 'x' | 's' | 'm' | 'p', start?: number, end?: number];

export type Redacted = { text: string | null; remarks: Remark[] };

/** A piece of a text; `by` is the rule that made it. */
interface Chunk {
  text: string;
  by: Rule | null;
}

/** Texts that say nothing, and texts that stand where something was taken: scrubbing them again must change nothing. */
const untouched: ReadonlySet<string> = new Set(
  ['true', 'false', 'null', 'undefined', '']
    .concat('Filtered ip imei mac uuid email iban creditcard pemkey auth us-ssn user password'.split(' ').map((name) => `[${name}]`))
    .concat('Bearer [token]'),
);

/** Runs rules over a text, one after the other; what one took, the next do not see. Null where nothing was found; a null text is removed as a whole. */
export function redactText(text: string, key: string | null, rules: readonly Rule[], budget: Budget): Redacted | null {
  if (untouched.has(text)) return null;
  budget.searches += freeSearches * searchesOf(text);
  let chunks: Chunk[] = [{ text, by: null }];
  for (const rule of rules) {
    if (rule.redaction.method === 'none' || chunks.every(({ by }) => by !== null)) continue;
    if (!takesText(rule, key, chunks, budget)) {
      chunks = chunks.flatMap((chunk) => (chunk.by ? [chunk] : splitChunk(chunk.text, rule, budget)));
      continue;
    }
    if (rule.redaction.method === 'remove') return { text: null, remarks: [[rule.id, 'x']] };
    chunks = [{ text: redacted(rule.redaction, chunks.map((chunk) => chunk.text).join('')), by: rule }];
  }
  return chunks.some(({ by }) => by !== null) ? join(chunks) : null;
}

/** The first rule that takes a value which is no text: by its key, or whatever it is. Such a value is removed, whatever the method. */
export function ruleThatTakes(key: string | null, rules: readonly Rule[], budget: Budget): Rule | null {
  return rules.find(({ matcher, redaction }) => redaction.method !== 'none' && (matcher.kind === 'anything' || hasWord(matcher, key, budget))) ?? null;
}

function takesText({ matcher }: Rule, key: string | null, chunks: readonly Chunk[], budget: Budget): boolean {
  return matcher.kind === 'anything' || hasWord(matcher, key, budget) || chunks.some(({ text, by }) => by === null && hasWord(matcher, text, budget));
}

function hasWord(matcher: Matcher, text: string | null, budget: Budget): boolean {
  if (text === null) return false;
  if (matcher.kind === 'word') return matcher.word(text);
  return matcher.kind === 'pattern-word' && findMatches(matcher.program, text, budget).length > 0;
}

function splitChunk(text: string, rule: Rule, budget: Budget): Chunk[] {
  const chunks: Chunk[] = [];
  let at = 0;
  for (const [start, end] of spansOf(rule.matcher, text, budget)) {
    const found = text.slice(start, end);
    const replacement = redacted(rule.redaction, found);
    if (start < at || replacement === found) continue;
    if (start > at) chunks.push({ text: text.slice(at, start), by: null });
    chunks.push({ text: replacement, by: rule });
    at = end;
  }
  if (at < text.length) chunks.push({ text: text.slice(at), by: null });
  return chunks;
}

/** In order. */
function spansOf(matcher: Matcher, text: string, budget: Budget): Span[] {
  switch (matcher.kind) {
    case 'detector':
      return detectWithin(matcher.detector, text, budget);
    case 'pattern':
      return findMatches(matcher.program, text, budget).flatMap((match) => spansOfGroups(match, matcher.groups));
    case 'anything':
    case 'word':
    case 'pattern-word':
      return [];
  }
}

/** So many detectors a text may meet at no cost: twice the default ones, so that these always work, however much there is to scrub. */
export const freeSearches = 16;

/** What a search of so much text costs. */
export function searchesOf({ length }: { length: number }): number {
  return 1 + (length >> 4);
}

/** Like a pattern that takes too long: once the budget is used up, the text counts as found. */
function detectWithin(detector: Detector, text: string, budget: Budget): Span[] {
  budget.searches -= searchesOf(text);
  return budget.searches > 0 ? detect(detector, text) : [[0, text.length]];
}

/** Where these groups of a match are, in order. */
export function spansOfGroups(match: readonly number[], groups: readonly number[]): Span[] {
  return groups
    .map((group): Span => [match[2 * group] ?? -1, match[2 * group + 1] ?? -1])
    .filter(([start, end]) => start >= 0 && end > start)
    .sort(([one], [other]) => one - other);
}

function redacted(redaction: Redaction, text: string): string {
  switch (redaction.method) {
    case 'replace':
      return redaction.text;
    case 'mask':
      return '*'.repeat([...text].length);
    case 'hash':
      return createHmac('sha1', '').update(text).digest('hex').toUpperCase();
    case 'remove':
      return '';
    case 'none':
      return text;
  }
}

function remarkType(redaction: Redaction): Remark[1] {
  switch (redaction.method) {
    case 'mask':
      return 'm';
    case 'hash':
      return 'p';
    case 'remove':
      return 'x';
    case 'replace':
    case 'none':
      return 's';
  }
}

function join(chunks: readonly Chunk[]): Redacted {
  const remarks: Remark[] = [];
  let bytes = 0;
  for (const { text, by } of chunks) {
    const start = bytes;
    bytes += Buffer.byteLength(text);
    if (by) remarks.push([by.id, remarkType(by.redaction), start, bytes]);
  }
  return { text: chunks.map(({ text }) => text).join(''), remarks };
}
