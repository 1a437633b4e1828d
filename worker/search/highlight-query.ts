import { buildTree, errorOf, lengthError, termErrors } from './parse-query.ts';
import { readTokens } from './read-tokens.ts';
import type { QueryOptions, Token } from './token.ts';
import type { QueryError, Span } from './tree.ts';

/** A part of a query by what it is, for a search bar to colour. `sign` is a parenthesis, `AND`, `OR`, `!`, a colon or a comparison. */
export interface HighlightSpan extends Span {
  part: 'key' | 'sign' | 'value' | 'text';
}

export interface Highlight {
  /** In their order; between them is white space. */
  spans: HighlightSpan[];
  /** All that is wrong, in order of place. What they span overlaps with the parts. */
  errors: QueryError[];
}

export function highlightQuery(text: string, options: QueryOptions): Highlight {
  const tooLong = lengthError(text);
  if (tooLong) return { spans: [], errors: [tooLong] };
  const { tokens, errors } = readTokens(text, options);
  const all = [...errors, ...tokens.flatMap((token) => errorOf(token) ?? []), ...termErrors(tokens)];
  if (all.length === 0) {
    const tree = buildTree(tokens);
    if (!tree.ok) all.push(tree.error);
  }
  return { spans: tokens.flatMap(partsOf), errors: all.sort((a, b) => a.start - b.start) };
}

function partsOf(token: Token): HighlightSpan[] {
  if (token.type === 'text') return [{ part: 'text', start: token.start, end: token.end }];
  if (token.type !== 'filter') return [{ part: 'sign', start: token.start, end: token.end }];
  const { key, value } = token;
  const parts: HighlightSpan[] = [
    { part: 'sign', start: token.start, end: key.start },
    { part: 'key', start: key.start, end: key.end },
    { part: 'sign', start: key.end, end: value.start },
    { part: 'value', start: value.start, end: value.end },
  ];
  return parts.filter(({ start, end }) => start < end);
}
