import { isTextual } from './keys.ts';
import { kindOfKey } from './kind-of-key.ts';
import { parseQuery } from './parse-query.ts';
import { printKey, printLiterals, printQuery } from './print-query.ts';
import { readKey } from './read-key.ts';
import { readTokens } from './read-tokens.ts';
import type { FilterToken, QueryOptions, Token } from './token.ts';
import type { Key } from './tree.ts';

/** One value, or several of which any will do. Of keys that take text it is the text itself, and `*` means `*`; of others it is as typed, as `>5` or `-24h`. */
export type FilterValue = string | readonly string[];

/**
 * The query with this filter in place of those of the same key, or behind all else if there is none. Only filters that hold for the whole query count: not negated ones, nor
 * those in groups or beside an `OR`, which is put in parentheses. All else stays as it was typed.
 */
export function setFilter(text: string, key: string, value: FilterValue, options: QueryOptions): string {
  const [first, ...others] = filtersOf(text, key, options);
  if (others.length > 0) return setFilter(withoutLast(text, key, options), key, value, options);
  const filter = writeFilter(key, value, options);
  return first ? text.slice(0, first.start) + filter + text.slice(first.end) : withFilter(text, filter, options);
}

/** The query without the filters of the key, or those with this value. Filters in groups and beside an `OR` stay, since without them the others would mean something else. */
export function removeFilter(text: string, key: string, options: QueryOptions, value?: FilterValue): string {
  const spots = filtersOf(text, key, options, value);
  return spots.length === 0 ? text : removeFilter(withoutLast(text, key, options, value), key, options, value);
}

export function hasFilter(text: string, key: string, options: QueryOptions, value?: FilterValue): boolean {
  return filtersOf(text, key, options, value).length > 0;
}

/** A filter as typed. */
export function writeFilter(key: string, value: FilterValue, options: QueryOptions): string {
  const read = keyOf(key, options);
  const write = (one: string) => (isTextual(kindOfKey(read, options.kind)) ? printLiterals([one]) : one);
  const typed = read.end === key.length ? key : printKey(read);
  return `${typed}:${typeof value === 'string' ? write(value) : `[${value.map(write).join(', ')}]`}`;
}

/** Any text names a tag, if nothing else. */
function keyOf(key: string, { kind }: QueryOptions): Key {
  const read = readKey(key, 0, kind);
  return read?.key.end === key.length ? read.key : { type: 'tag', name: key, valueType: null, start: 0, end: 0 };
}

/** The filters of a key that hold for the whole query. */
function filtersOf(text: string, key: string, options: QueryOptions, value?: FilterValue): FilterToken[] {
  const wanted = keyOf(key, options);
  const filter = value === undefined ? null : canonical(writeFilter(key, value, options), options);
  return conjuncts(readTokens(text, options).tokens).filter(
    (token) => isPositive(token) && isSameKey(token.key, wanted) && (filter === null || canonical(text.slice(token.start, token.end), options) === filter),
  );
}

function conjuncts(tokens: readonly Token[]): FilterToken[] {
  const outer = outermost(tokens);
  return outer.some(({ type }) => type === 'or') ? [] : outer.filter((token) => token.type === 'filter');
}

function outermost(tokens: readonly Token[]): Token[] {
  let depth = 0;
  return tokens.filter(({ type }) => {
    if (type === 'close') depth -= 1;
    const isOutermost = depth <= 0;
    if (type === 'open') depth += 1;
    return isOutermost;
  });
}

function isPositive({ node, isNegated }: FilterToken): boolean {
  return !(node ?? { isNegated }).isNegated;
}

function isSameKey(one: Key, other: Key): boolean {
  return one.type === other.type && one.name === other.name && (one.type !== 'aggregate' || other.type !== 'aggregate' || `${one.args}` === `${other.args}`);
}

/** Filters that mean the same are the same; one that is wrong is as it was typed. */
function canonical(text: string, options: QueryOptions): string {
  const query = parseQuery(text, options);
  return query.ok ? printQuery(query.value) : text;
}

function withFilter(text: string, filter: string, options: QueryOptions): string {
  if (text.trim() === '') return filter;
  const hasAlternatives = outermost(readTokens(text, options).tokens).some(({ type }) => type === 'or');
  const before = hasAlternatives ? `(${text.trim()})` : text;
  const appended = `${before}${/\s$/.test(before) ? '' : ' '}${filter}`;
  // A quote that is open in what was typed would swallow a filter behind it.
  const isRead = readTokens(appended, options).tokens.at(-1)?.start === appended.length - filter.length;
  return isRead ? appended : `${filter} ${before}`;
}

/** Without the last filter of the key, the white space behind it, and the AND that joined it. */
function withoutLast(text: string, key: string, options: QueryOptions, value?: FilterValue): string {
  const last = filtersOf(text, key, options, value).at(-1);
  if (!last) return text;
  const { tokens } = readTokens(text, options);
  let first = tokens.findIndex(({ start }) => start === last.start);
  let next = first + 1;
  if (tokens[first - 1]?.type === 'and') first -= 1;
  else if (tokens[next]?.type === 'and') next += 1;
  const following = tokens[next];
  return following ? text.slice(0, tokens[first]?.start) + text.slice(following.start) : text.slice(0, tokens[first - 1]?.end ?? 0);
}
