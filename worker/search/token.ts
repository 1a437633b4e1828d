import type { QueryKind } from './keys.ts';
import type { FilterNode, HasNode, IsNode, Key, QueryError, Span, TextNode } from './tree.ts';

export interface QueryOptions {
  kind: QueryKind;
  /** Where patterns make no sense, `*` in a value or a text is an error. */
  forbidsWildcards?: boolean;
  /** Where only these keys are known, others are errors rather than tags. By all their names. */
  supportedKeys?: ReadonlySet<string>;
}

/** Pieces of a query in their order. Between them there is nothing but white space. */
export type Token = SignToken | FilterToken | TextToken;

export interface SignToken extends Span {
  type: 'open' | 'close' | 'and' | 'or';
}

export interface FilterToken extends Span {
  type: 'filter';
  /** It begins with `!`. */
  isNegated: boolean;
  key: Key;
  /** What stands between colon and value; often nothing. */
  operator: Span;
  /** With quotes or brackets. */
  value: Span;
  /** Null where the value cannot be read, and there is an error. */
  node: FilterNode | HasNode | IsNode | null;
  error: QueryError | null;
}

export interface TextToken extends Span {
  type: 'text';
  node: TextNode;
  error: QueryError | null;
}
