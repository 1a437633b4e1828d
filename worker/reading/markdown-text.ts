import { asText } from './value.ts';

/* Event text in Markdown: it may hold anything, and must stay text. */

/** A title and the like, on one line: nothing in it is markup. */
export function escapeText(text: string): string {
  return oneLine(text).replace(/[\\`*_{}[\]<>()#+!|~@]/g, '\\$&');
}

/** A value as code on one line. */
export function inline(value: unknown): string {
  const text = oneLine(asText(value));
  const ticks = '`'.repeat(longestRun(text) + 1);
  // CommonMark drops one space at either end, which keeps a backtick at the edge apart from the fence.
  return ticks.length > 1 ? `${ticks} ${text} ${ticks}` : `${ticks}${text}${ticks}`;
}

/** Code that no run of backticks inside can end. */
export function fenced(text: string): string {
  const shown = visible(text);
  const fence = '`'.repeat(Math.max(3, longestRun(shown) + 1));
  return `${fence}\n${shown}\n${fence}`;
}

/** Cut where it goes on for too long, and said so. */
export function cut(text: string, maxCharacters: number): string {
  return text.length <= maxCharacters ? text : `${text.slice(0, maxCharacters).toWellFormed()} […${text.length - maxCharacters} more characters]`;
}

/**
 * With what no eye sees spelled out: controls, marks that turn the direction of writing, characters without width, tag characters that hide a text in a text. Who
 * reads a copy, or a model that is told it, shall read the same as is there. Joiners stay, since emoji are made with them.
 */
function visible(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/gu, (character) => (shownAsIs.has(character) ? character : `\\u{${character.codePointAt(0)?.toString(16)}}`));
}

/** Line and tab, and the joiner. */
const shownAsIs = new Set(['\n', '\t', '\u200d']);

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

function oneLine(text: string): string {
  return visible(cut(text.slice(0, 100_000).replace(/\s+/g, ' ').trim(), 1_000));
}
