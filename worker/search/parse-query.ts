import { fail, ok, type Result } from '../result.ts';
import { readTokens } from './read-tokens.ts';
import type { QueryOptions, SignToken, Token } from './token.ts';
import type { Query, QueryError, QueryNode } from './tree.ts';

/** In UTF-16 units. What people type is far below; what is above costs the database too much. */
export const maxQueryLength = 8192;
/** Filters and texts, each entry of a list counted. */
export const maxTerms = 500;

/**
 * Reads a query in Sentry's language. Of several errors it tells the first; `highlightQuery` tells them all. Nothing in it depends on the time or on who asks: relative
 * dates and `me` are left as they are.
 *
 * Sources: getsentry/sentry src/sentry/api/event_search.py; https://docs.sentry.io/concepts/search/
 */
export function parseQuery(text: string, options: QueryOptions): Result<Query, QueryError> {
  const tooLong = lengthError(text);
  if (tooLong) return fail(tooLong);
  const { tokens, errors } = readTokens(text, options);
  const [first] = [...errors, ...tokens.flatMap((token) => errorOf(token) ?? []), ...termErrors(tokens)].sort((a, b) => a.start - b.start);
  return first ? fail(first) : buildTree(tokens);
}

export function lengthError(text: string): QueryError | null {
  if (text.length <= maxQueryLength) return null;
  return {
    reason: 'query_too_long',
    message: `A query has at most ${maxQueryLength} characters, this has ${text.length}`,
    start: maxQueryLength,
    end: text.length,
  };
}

export function errorOf(token: Token): QueryError | null {
  return token.type === 'filter' || token.type === 'text' ? token.error : null;
}

export function termErrors(tokens: readonly Token[]): QueryError[] {
  let terms = 0;
  for (const token of tokens) {
    if (token.type !== 'filter' && token.type !== 'text') continue;
    terms += token.node?.type === 'filter' && token.node.value.type === 'list' ? token.node.value.values.length : 1;
    if (terms > maxTerms) return [{ reason: 'too_many_terms', message: `A query has at most ${maxTerms} terms`, start: token.start, end: token.end }];
  }
  return [];
}

/** A group that is being read, or the whole. */
interface Level {
  start: number;
  /** What is complete, with an OR behind each. */
  alternatives: QueryNode[];
  neighbours: QueryNode[];
  /** An operator that waits for its right side. */
  waiting: SignToken | null;
}

/** Filters have been found right and parentheses matched; what may still be wrong is an operator that lacks a side. */
export function buildTree(tokens: readonly Token[]): Result<Query, QueryError> {
  let level = newLevel(0);
  const outer: Level[] = [];
  for (const token of tokens) {
    switch (token.type) {
      case 'filter':
      case 'text':
        if (token.node) addNode(level, token.node);
        break;
      case 'and':
      case 'or':
        if (level.waiting || level.neighbours.length === 0) return fail(missing(token, 'left'));
        if (token.type === 'or') {
          level.alternatives.push(joined('and', level.neighbours));
          level.neighbours = [];
        }
        level.waiting = token;
        break;
      case 'open':
        outer.push(level);
        level = newLevel(token.start);
        break;
      case 'close': {
        const around = outer.pop();
        if (level.waiting) return fail(missing(level.waiting, 'right'));
        if (!around) return fail({ reason: 'unmatched_parenthesis', message: 'Unmatched parenthesis', start: token.start, end: token.end });
        addNode(around, { type: 'group', node: closed(level), start: level.start, end: token.end });
        level = around;
      }
    }
  }
  if (level.waiting) return fail(missing(level.waiting, 'right'));
  return ok({ root: level.neighbours.length === 0 ? null : closed(level) });
}

function newLevel(start: number): Level {
  return { start, alternatives: [], neighbours: [], waiting: null };
}

function addNode(level: Level, node: QueryNode): void {
  level.neighbours.push(node);
  level.waiting = null;
}

function closed({ alternatives, neighbours }: Level): QueryNode {
  return joined('or', [...alternatives, joined('and', neighbours)]);
}

/** One alone stays what it is. */
function joined(type: 'and' | 'or', nodes: QueryNode[]): QueryNode {
  const [first] = nodes;
  const last = nodes.at(-1);
  if (!first || !last) throw new Error(`Found nothing to join with ${type}`);
  return nodes.length === 1 ? first : { type, nodes, start: first.start, end: last.end };
}

function missing({ type, start, end }: SignToken, side: 'left' | 'right'): QueryError {
  return { reason: 'operator_misplaced', message: `Condition is missing on the ${side} side of '${type.toUpperCase()}' operator`, start, end };
}
