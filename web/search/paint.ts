import type { HighlightSpan } from '../../worker/search/highlight-query.ts';
import type { Span } from '../../worker/search/tree.ts';

/** A piece of a query in one ink. All pieces together are the query, character by character. */
export interface Ink {
  ink: 'plain' | 'key' | 'sign' | 'not' | 'value' | 'text';
  text: string;
}

/** A filter, whose pieces stand on one ground, or what is between filters. */
export interface Painted {
  isFilter: boolean;
  pieces: Ink[];
}

/** How the layer behind a search field paints what is typed. */
export function paint(text: string, spans: readonly HighlightSpan[]): Painted[] {
  const painted: Painted[] = [];
  let at = 0;
  let isInFilter = false;
  for (const [index, { part, start, end }] of spans.entries()) {
    if (start > at) painted.push({ isFilter: false, pieces: [{ ink: 'plain', text: text.slice(at, start) }] });
    const piece: Ink = { ink: part === 'sign' && text.slice(start, end) === '!' ? 'not' : part, text: text.slice(start, end) };
    const next = spans[index + 1];
    const beginsFilter = part === 'key' || (part === 'sign' && next?.part === 'key' && next.start === end && piece.ink === 'not');
    const goesOn = isInFilter && start === at && (part === 'value' || part === 'sign' || (part === 'key' && painted.at(-1)?.pieces.at(-1)?.ink === 'not'));
    if (goesOn && !(part === 'sign' && /[()]/.test(piece.text))) painted.at(-1)?.pieces.push(piece);
    else painted.push({ isFilter: beginsFilter, pieces: [piece] });
    isInFilter = painted.at(-1)?.isFilter ?? false;
    if (part === 'value') isInFilter = false;
    at = end;
  }
  if (at < text.length) painted.push({ isFilter: false, pieces: [{ ink: 'plain', text: text.slice(at) }] });
  return painted;
}

/** The query cut at what is wrong in it, for the line under it. An error at a place without a character is shown on the one before. */
export function marks(text: string, errors: readonly Span[]): { text: string; isWrong: boolean }[] {
  const cut: { text: string; isWrong: boolean }[] = [];
  let at = 0;
  for (const error of errors) {
    const start = Math.max(at, error.start === error.end ? error.start - 1 : error.start);
    const end = Math.min(text.length, Math.max(error.end, start + 1));
    if (start >= end) continue;
    cut.push({ text: text.slice(at, start), isWrong: false }, { text: text.slice(start, end), isWrong: true });
    at = end;
  }
  return [...cut, { text: text.slice(at), isWrong: false }].filter((piece) => piece.text !== '');
}
