import { fail, ok, type Result } from '../result.ts';
import { isAggregate } from './aggregates.ts';
import { isTextual, type KeyKind, type ScalarKind } from './keys.ts';
import { kindOfKey } from './kind-of-key.ts';
import { readPattern } from './pattern.ts';
import { hasBareQuote } from './quotes.ts';
import { namedKey, readKey } from './read-key.ts';
import { misreadScalar, readScalar } from './read-scalar.ts';
import { type Place, readTextual } from './read-textual.ts';
import { type RawItem, type RawValue, readValue } from './read-value.ts';
import { matchAt, spanOf } from './scan.ts';
import type { FilterToken, QueryOptions } from './token.ts';
import type { FilterNode, HasNode, IsNode, Key, Operator, QueryError, QueryErrorReason, SingleValue, Span, Value } from './tree.ts';
import { isWords, readIsWord } from './words.ts';

/** The filter that begins at `start`, right or wrong. Null if it is a text. */
export function readFilter(text: string, start: number, options: QueryOptions): FilterToken | null {
  const isNegated = text[start] === '!';
  const read = readKey(text, isNegated ? start + 1 : start, options.kind);
  if (!read || text[read.key.end] !== ':') return null;
  const { key, typed } = read;
  const afterColon = key.end + 1;
  if (isProse(text, key, afterColon)) return null;

  const kind = kindOfKey(key, options.kind);
  const sign = readSign(text, afterColon, kind);
  const value = readValue(text, sign.end);
  const token = { type: 'filter' as const, isNegated, key, operator: { start: sign.start, end: sign.end }, value: spanOf(value), start, end: value.end };

  if (key.type === 'aggregate') {
    // What is called and what is no function of the language is prose, as `main(args): core`.
    if (!isAggregate(key.name) && (options.kind === 'issues' || value.start === value.end)) return null;
    if (options.kind === 'issues')
      return { ...token, node: null, error: problem('aggregate_not_allowed', 'Aggregate filters are not supported in this search', key) };
  }
  if (value.start === value.end) return { ...token, node: null, error: problem('empty_value', `Empty string after '${typed}:'`, { start, end: value.end }) };
  if (key.type === 'tag' && typed === 'is' && !isExplicit(text, key)) {
    return { ...token, node: null, error: problem('invalid_key', '"is:" queries are not supported in this search', key) };
  }
  const node = readNode({ text, token, typed, kind, sign, value, options });
  if (node.ok) return { ...token, node: node.value, error: notAllowed(node.value, typed, options) };
  // So is one whose value cannot be read, as Sentry has it.
  return key.type === 'aggregate' ? null : { ...token, node: null, error: node.error };
}

/**
 * What people paste and no one means as a filter: `https://…`, `Foo::bar` of C++, Ruby and PHP, and `TypeError: x is undefined`, the title of an issue. Names of fields and
 * `tags[…]` are always filters.
 */
function isProse(text: string, key: Key, afterColon: number): boolean {
  if (key.type !== 'tag' || isExplicit(text, key)) return false;
  return (
    text[afterColon] === ':' || text.startsWith('//', afterColon) || (/(^|\.)[A-Z][^.]*$/.test(key.name) && matchAt(beforeWord, text, afterColon) !== null)
  );
}

/** Whether it was typed as `tags[…]`. */
function isExplicit(text: string, key: Key): boolean {
  return text[key.end - 1] === ']';
}

const beforeWord = / +[^\s]/y;

interface Sign extends Span {
  operator: Operator;
  isNegated: boolean;
  place: Place;
}

/** `>=`, `!=` and so on where the kind compares, else they are the beginning of the text. Or one of the wildcard operators, which search bars write. */
function readSign(text: string, start: number, kind: KeyKind): Sign {
  const word = matchAt(wildcardSign, text, start);
  if (word) return { operator: '=', isNegated: false, place: places[word[1] ?? ''] ?? 'whole', start, end: start + word[0].length };
  const sign = matchAt(comparison, text, start)?.[0] ?? '';
  const end = start + sign.length;
  if (sign === '=' || sign === '!=') return { operator: '=', isNegated: sign === '!=', place: 'whole', start, end };
  const operator = comparisons[sign];
  if (operator && comparingKinds.has(kind)) return { operator, isNegated: false, place: 'whole', start, end };
  return { operator: '=', isNegated: false, place: 'whole', start, end: start };
}

const wildcardSign = /\uF00D(Contains|StartsWith|EndsWith)\uF00D/y;
const places: Partial<Record<string, Place>> = { Contains: 'anywhere', StartsWith: 'beginning', EndsWith: 'end' };
const comparison = />=|<=|>|<|!=|=/y;
const comparisons: Partial<Record<string, Operator>> = { '>=': '>=', '<=': '<=', '>': '>', '<': '<' };
const comparingKinds: ReadonlySet<KeyKind> = new Set<KeyKind>(['version', 'number', 'duration', 'size', 'percentage', 'date']);
const opposites: Record<Operator, Operator> = { '=': '=', '>': '<=', '>=': '<', '<': '>=', '<=': '>' };

interface Parts {
  text: string;
  token: Pick<FilterToken, 'isNegated' | 'key' | 'start' | 'end'>;
  typed: string;
  kind: KeyKind;
  sign: Sign;
  value: RawValue;
  options: QueryOptions;
}

function readNode(parts: Parts): Result<FilterNode | HasNode | IsNode, QueryError> {
  const { token, kind, sign } = parts;
  const { key, start, end } = token;
  if (key.type === 'field' && key.name === 'has') return readHas(parts);
  if (key.type === 'field' && key.name === 'is') return readIs(parts);

  const value = readFilterValue(parts);
  if (!value.ok) return value;
  const isNegated = token.isNegated !== sign.isNegated;
  if (kind === 'date' && isNegated && sign.operator === '=')
    return fail(problem('negated_date', 'Dates cannot be negated. Use >, >=, < or <= instead.', token));
  const isFlipped = isNegated && sign.operator !== '=';
  return ok({
    type: 'filter',
    isNegated: isNegated && !isFlipped,
    key,
    operator: isFlipped ? opposites[sign.operator] : sign.operator,
    value: value.value,
    start,
    end,
  });
}

function readHas({ text, token, sign, value, options }: Parts): Result<HasNode, QueryError> {
  const wrong = problem('invalid_key', 'Invalid format for "has" search: was expecting a field or tag', value);
  const [item] = value.items;
  if (value.isList || !item) return fail(wrong);
  const read = readKey(text, value.start, options.kind);
  if (read?.key.type === 'aggregate') return fail(wrong);
  if (isUnclosed(item)) return fail(unclosed(item));
  // What cannot be a key is a tag that no event has.
  const key = read && read.key.end === value.end ? read.key : namedKey(readPattern(item.raw, item.isQuoted).join('*'), spanOf(value), options.kind);
  return ok({ type: 'has', isNegated: token.isNegated !== sign.isNegated, key, start: token.start, end: token.end });
}

function readIs({ token, sign, value }: Parts): Result<IsNode, QueryError> {
  const [item] = value.items;
  const word = item && !value.isList ? readIsWord(item.raw) : null;
  if (!word) return fail(problem('invalid_word', `Invalid value for "is" search, valid values are ${isWords.join(', ')}`, value));
  return ok({ type: 'is', isNegated: token.isNegated !== sign.isNegated, word, start: token.start, end: token.end });
}

function readFilterValue(parts: Parts): Result<Value, QueryError> {
  const { value, kind, sign, typed } = parts;
  if (!value.isList) {
    const [item] = value.items;
    return item ? readSingle(item, parts) : fail(problem('empty_value', `Empty string after '${typed}:'`, value));
  }
  if (value.items.some((item) => item.raw === '' && !item.isQuoted)) return fail(problem('bad_list', 'Lists should not have empty values', value));
  if (kind === 'date' || kind === 'boolean' || kind === 'percentage') return fail(misread(kind, typed, value));
  if (sign.operator !== '=') return fail(problem('bad_list', 'Lists cannot be compared with <, <=, > or >=', value));
  const values: SingleValue[] = [];
  for (const item of value.items) {
    const single = readSingle(item, parts);
    if (!single.ok) return single;
    values.push(single.value);
  }
  return ok({ type: 'list', values, ...spanOf(value) });
}

function readSingle(item: RawItem, { kind, sign, token, typed }: Parts): Result<SingleValue, QueryError> {
  if (isUnclosed(item)) return fail(unclosed(item));
  if (isTextual(kind)) return readTextual(item, { kind, key: token.key, place: sign.place, isCompared: sign.operator !== '=' });
  // `>-24h` would be older or younger, who knows.
  const scalar = sign.place === 'whole' ? readScalar(item.raw, kind, spanOf(item)) : null;
  return scalar && !(scalar.type === 'relative_date' && sign.operator !== '=') ? ok(scalar) : fail(misread(kind, typed, item));
}

function isUnclosed({ raw, isQuoted }: RawItem): boolean {
  return !isQuoted && hasBareQuote(raw);
}

function unclosed(item: RawItem): QueryError {
  return problem('unmatched_quote', 'Quotes must enclose text or be escaped', item);
}

function misread(kind: ScalarKind, typed: string, span: Span): QueryError {
  return { ...misreadScalar(kind, typed), ...spanOf(span) };
}

/** What the language knows, but this search does not. */
function notAllowed(node: FilterNode | HasNode | IsNode, typed: string, { supportedKeys, forbidsWildcards }: QueryOptions): QueryError | null {
  if (node.type !== 'filter') return null;
  if (supportedKeys && !supportedKeys.has(typed)) return problem('invalid_key', `Invalid key. "${typed}" is not a supported search key.`, node.key);
  return forbidsWildcards && hasWildcard(node.value) ? wildcardProblem(node.value) : null;
}

function hasWildcard(value: Value): boolean {
  return value.type === 'wildcard' || (value.type === 'list' && value.values.some(hasWildcard));
}

export function wildcardProblem(span: Span): QueryError {
  return problem('wildcard_not_allowed', 'Wildcards not supported in search', span);
}

function problem(reason: QueryErrorReason, message: string, span: Span): QueryError {
  return { reason, message, ...spanOf(span) };
}
