import { readPattern } from './pattern.ts';
import { closingQuote } from './quotes.ts';
import { readFilter, wildcardProblem } from './read-filter.ts';
import { textual } from './read-textual.ts';
import { matchAt } from './scan.ts';
import type { FilterToken, QueryOptions, SignToken, TextToken, Token } from './token.ts';
import type { QueryError, Span } from './tree.ts';

export interface ReadTokens {
  tokens: Token[];
  /** Parentheses without their other half, and what is nested too deep or stands outside of quotes though it may not. */
  errors: QueryError[];
}

/** Groups in groups. */
export const maxDepth = 50;

/** Cuts a query into its pieces, whether it is right or wrong. Errors of single filters are at their tokens. */
export function readTokens(text: string, options: QueryOptions): ReadTokens {
  const pieces = cut(text, options);
  const { errors, proseEnds } = matchParentheses(pieces, text);
  errors.push(...lineBreaks(pieces, text));
  const tokens: Token[] = [];
  for (let index = 0; index < pieces.length; index += 1) {
    const piece = pieces[index];
    if (!piece) break;
    const isEmptyPair = piece.type === 'open' && pieces[index + 1]?.type === 'close';
    if (piece.type === 'word' || isEmptyPair) {
      index = endOfRun(pieces, index, proseEnds);
      tokens.push(textToken(text, { type: 'word', start: piece.start, end: pieces[index]?.end ?? piece.end }, options));
    } else {
      tokens.push(piece.type === 'quoted' ? textToken(text, piece, options) : piece);
    }
  }
  return { tokens, errors };
}

type Piece = SignToken | FilterToken | Prose;

type Prose = Span & ({ type: 'word' } | { type: 'quoted' });

function cut(text: string, options: QueryOptions): Piece[] {
  const pieces: Piece[] = [];
  let at = afterSpace(text, 0);
  while (at < text.length) {
    const piece = readPiece(text, at, options);
    pieces.push(piece);
    at = afterSpace(text, piece.end);
  }
  return pieces;
}

function readPiece(text: string, start: number, options: QueryOptions): Piece {
  const char = text[start];
  if (char === '(' || char === ')') return { type: char === '(' ? 'open' : 'close', start, end: start + 1 };
  const filter = readFilter(text, start, options);
  if (filter) return filter;
  const quote = char === '"' ? closingQuote(text, start) : null;
  if (quote !== null) return { type: 'quoted', start, end: quote + 1 };
  const found = matchAt(word, text, start)?.[0] ?? '';
  const sign = found.toLowerCase();
  return { type: sign === 'and' || sign === 'or' ? sign : 'word', start, end: start + found.length };
}

const word = /[^()\s]+|./suy;

function afterSpace(text: string, at: number): number {
  return at + (matchAt(space, text, at)?.[0].length ?? 0);
}

const space = /\s*/y;

/**
 * Finds the parentheses that are part of a text, as in `main(args)`: those with only words inside. Keyed by the index of the piece that opens them, the index of the one that
 * closes them.
 */
function matchParentheses(pieces: readonly Piece[], text: string): { errors: QueryError[]; proseEnds: Map<number, number> } {
  const errors: QueryError[] = [];
  const proseEnds = new Map<number, number>();
  const open: { index: number; isProse: boolean }[] = [];
  for (const [index, piece] of pieces.entries()) {
    const innermost = open.at(-1);
    if (piece.type === 'open') {
      if (open.length === maxDepth)
        errors.push({ reason: 'too_deep', message: `Parentheses are nested more than ${maxDepth} deep`, start: piece.start, end: piece.end });
      open.push({ index, isProse: true });
    } else if (piece.type === 'close') {
      open.pop();
      if (!innermost) errors.push(unmatched(piece, text));
      else if (innermost.isProse) proseEnds.set(innermost.index, index);
      else markFilters(open);
    } else if (piece.type !== 'word' && piece.type !== 'quoted') {
      markFilters(open);
    }
  }
  for (const { index } of open) errors.push(unmatched(pieces[index] ?? { start: 0, end: 0 }, text));
  return { errors, proseEnds };
}

function markFilters(open: { isProse: boolean }[]): void {
  const innermost = open.at(-1);
  if (innermost) innermost.isProse = false;
}

/** As in Sentry, a query is one line; only what is in quotes may have several. */
function lineBreaks(pieces: readonly Piece[], text: string): QueryError[] {
  return pieces.slice(1).flatMap(({ start }, index) => {
    const previousEnd = pieces[index]?.end ?? 0;
    const offset = text.slice(previousEnd, start).search(/[\n\r]/);
    if (offset === -1) return [];
    const at = previousEnd + offset;
    return [{ reason: 'line_break' as const, message: `${parseError(at, text)} Enclose text of several lines in double quotes.`, start: at, end: at + 1 }];
  });
}

function unmatched({ start, end }: Span, text: string): QueryError {
  const message = `${parseError(start, text)} This is commonly caused by unmatched parentheses. Enclose any text in double quotes.`;
  return { reason: 'unmatched_parenthesis', message, start, end };
}

/** Sentry's words, with what stands around the place and the column counted from 1. */
function parseError(at: number, text: string): string {
  const column = at + 1;
  return `Parse error at '${text.slice(Math.max(0, column - 5), column + 5)}' (column ${column}).`;
}

/** A text goes on over words and over parentheses that hold only words. The index of its last piece. */
function endOfRun(pieces: readonly Piece[], first: number, proseEnds: ReadonlyMap<number, number>): number {
  let last = pieces[first]?.type === 'open' ? first + 1 : first;
  for (;;) {
    const next = pieces[last + 1];
    if (next?.type === 'word') last += 1;
    else if (next?.type === 'open' && proseEnds.has(last + 1)) last = proseEnds.get(last + 1) ?? last + 1;
    else return last;
  }
}

function textToken(text: string, { type, start, end }: Prose, options: QueryOptions): TextToken {
  const isQuoted = type === 'quoted';
  const literals = readPattern(isQuoted ? text.slice(start + 1, end - 1) : text.slice(start, end), isQuoted);
  const value = textual(literals, { start, end });
  return {
    type: 'text',
    node: { type: 'text', isQuoted, value, start, end },
    error: options.forbidsWildcards && value.type === 'wildcard' ? wildcardProblem(value) : null,
    start,
    end,
  };
}
