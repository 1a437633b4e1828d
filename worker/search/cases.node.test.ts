import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { parseQuery } from './parse-query.ts';
import { readTokens } from './read-tokens.ts';
import type { FilterToken, QueryOptions, Token } from './token.ts';
import type { Key, QueryError, SingleValue, Span } from './tree.ts';

const cases = join(process.env.PICKET_SHARED ?? '../shared', 'cases/search');
const isPresent = existsSync(cases);
if (!isPresent) console.warn(`No cases in ${cases}: their tests are skipped. PICKET_SHARED says where to look.`);

/**
 * Where another reading is meant to be better than the one stated.
 * - A tab is white space like any other, and no part of a text, which it would keep from being found.
 */
const deviations = new Map([['release:a\trelease', 'a tab is white space']]);

const Case = z.object({
  query: z.string(),
  result: z.array(z.unknown()).optional(),
  raisesError: z.boolean().optional(),
  additionalConfig: z
    .object({
      disallowWildcard: z.boolean().optional(),
      validateKeys: z.boolean().optional(),
      supportedTags: z.record(z.string(), z.unknown()).optional(),
      invalidMessages: z.record(z.string(), z.string()).optional(),
    })
    .optional(),
});
type Case = z.infer<typeof Case>;

describe.skipIf(!isPresent)('the stated cases', () => {
  const files = isPresent ? readdirSync(cases).filter((name) => name.endsWith('.json')) : [];
  const all = files.flatMap((file) =>
    z
      .array(Case)
      .parse(JSON.parse(readFileSync(join(cases, file), 'utf8')))
      .map((one) => ({ file, ...one })),
  );

  const stated = all.filter(({ query }) => !deviations.has(query));

  it.each(stated.filter(({ raisesError }) => !raisesError))('reads $query as $file states', (one) => {
    expect(withoutDetails(translated(one, readTokens(one.query, optionsOf(one)).tokens))).toEqual(withoutDetails(one.result));
  });

  // The rows that are made to fail are few, in some sets none.
  it('refuses what is stated to fail', () => {
    expect(stated.filter((one) => one.raisesError && parseQuery(one.query, optionsOf(one)).ok)).toEqual([]);
  });

  it('reads no case otherwise that it need not', () => {
    const others = all.filter((one) => deviations.has(one.query));
    const needless = others.filter((one) =>
      isDeepStrictEqual(withoutDetails(translated(one, readTokens(one.query, optionsOf(one)).tokens)), withoutDetails(one.result)),
    );
    expect(needless).toEqual([]);
  });
});

function optionsOf({ additionalConfig = {} }: Case): QueryOptions {
  const { disallowWildcard = false, validateKeys = false, supportedTags = {} } = additionalConfig;
  return { kind: 'events', forbidsWildcards: disallowWildcard, ...(validateKeys && { supportedKeys: new Set(Object.keys(supportedTags)) }) };
}

/** Tokens as the cases write them. What we keep only in meaning, such as units, is taken from the text again. */
function translated({ query, additionalConfig }: Case, tokens: readonly Token[]): unknown[] {
  const messages = additionalConfig?.invalidMessages ?? {};
  let end = 0;
  const terms = tokens.flatMap((token) => {
    const spaces = { type: 'spaces', value: query.slice(end, token.start) };
    end = token.end;
    return [spaces, translatedToken(query, token, messages)];
  });
  return [...terms, { type: 'spaces', value: query.slice(end) }];
}

function translatedToken(query: string, token: Token, messages: Partial<Record<string, string>>): unknown {
  const invalid = (error: QueryError | null) =>
    error && {
      type: caseReasons[error.reason],
      reason: messages[caseReasons[error.reason] ?? ''] ?? (error.reason === 'empty_value' ? 'Filter must have a value' : error.message),
    };
  switch (token.type) {
    case 'text':
      return { type: 'freeText', quoted: token.node.isQuoted, value: unquoted(query, token), invalid: invalid(token.error) };
    case 'filter': {
      const isRead = token.node !== null;
      return {
        type: 'filter',
        filter: isRead ? filterType(query, token) : 'text',
        negated: token.isNegated,
        key: translatedKey(query, token.key),
        operator: isRead ? slice(query, token.operator) : '',
        value: translatedValue(query, token),
        ...(token.error && { invalid: invalid(token.error) }),
      };
    }
    case 'and':
    case 'or':
      return { type: 'logicBoolean', value: slice(query, token) };
    case 'open':
    case 'close':
      return { type: token.type };
  }
}

const caseReasons: Partial<Record<QueryError['reason'], string>> = {
  wildcard_not_allowed: 'wildcard-not-allowed',
  invalid_key: 'invalid-key',
  invalid_boolean: 'invalid-boolean',
  invalid_date: 'invalid-date-format',
  invalid_duration: 'invalid-duration',
  invalid_number: 'invalid-number',
  empty_value: 'filter-must-have-value',
  unmatched_quote: 'must-be-quoted',
};

function filterType(query: string, { node, key, operator }: FilterToken): string {
  if (node?.type !== 'filter') return node?.type ?? '';
  const { value } = node;
  if (value.type === 'list') return value.values[0]?.type === 'number' ? 'numericIn' : 'textIn';
  const type = { text: 'text', wildcard: 'text', number: 'numeric', size: 'size', percentage: 'percentage', boolean: 'boolean', relative_date: 'relativeDate' };
  if (value.type === 'date') return operator.start === operator.end ? 'specificDate' : 'date';
  // A number alone is one of milliseconds.
  if (value.type === 'duration' && isNumber(slice(query, value))) return 'numeric';
  if (value.type === 'duration') return key.type === 'aggregate' ? 'aggregateDuration' : 'duration';
  return type[value.type];
}

function translatedKey(query: string, key: Key): unknown {
  if (key.type === 'aggregate') {
    const inner = query.slice(query.indexOf('(', key.start) + 1, key.end - 1);
    const separators = [...inner.matchAll(/ *, */g)].map(([separator]) => separator);
    return {
      type: 'keyAggregate',
      name: { type: 'keySimple', value: key.name, quoted: false },
      args: {
        type: 'keyAggregateArgs',
        args: key.args.map((value, index) => ({ separator: separators[index - 1] ?? '', value: { type: 'keyAggregateParam', value, quoted: false } })),
      },
      argsSpaceBefore: { type: 'spaces', value: '' },
      argsSpaceAfter: { type: 'spaces', value: '' },
    };
  }
  const typed = slice(query, key);
  if (typed.endsWith(']')) {
    return { type: 'keyExplicitTag', prefix: typed.split('[')[0], key: { type: 'keySimple', value: key.name, quoted: typed.includes('"') } };
  }
  return { type: 'keySimple', value: unquoted(query, key), quoted: typed.startsWith('"') };
}

function translatedValue(query: string, { node, operator, value: span }: FilterToken): unknown {
  if (node?.type === 'has' && node.key.type !== 'flag' && /^"?[\w.:-]+"?$/.test(slice(query, span))) return translatedKey(query, { ...node.key, ...span });
  if (node?.type !== 'filter') return translatedText(query, { start: node ? span.start : operator.start, end: span.end });
  const { value } = node;
  if (value.type !== 'list') return translatedSingle(query, value);
  let end = value.start + 1;
  return {
    type: 'valueTextList',
    items: value.values.map((single) => {
      const separator = query.slice(end, single.start);
      ({ end } = single);
      return { separator, value: translatedSingle(query, single) };
    }),
  };
}

function translatedSingle(query: string, value: SingleValue): unknown {
  const typed = slice(query, value);
  const [, digits = '', unit = ''] = /^([-+]?[\d.]*)(.*)$/.exec(typed) ?? [];
  switch (value.type) {
    case 'text':
    case 'wildcard':
      return translatedText(query, value);
    case 'number':
      return { type: 'valueNumber', value: digits, rawValue: value.number, unit: unit || null };
    case 'duration':
      return isNumber(typed)
        ? { type: 'valueNumber', value: digits, rawValue: value.milliseconds, unit: null }
        : { type: 'valueDuration', value: Number(digits), unit };
    case 'size':
      return { type: 'valueSize', value: Number(digits), unit };
    case 'percentage':
      return { type: 'valuePercentage', value: Number(digits) };
    case 'boolean':
      return { type: 'valueBoolean', value: value.boolean };
    case 'date':
      return { type: 'valueIso8601Date', value: new Date(value.at).toISOString() };
    case 'relative_date':
      return { type: 'valueRelativeDate', value: Math.abs(Number(digits)), sign: typed[0], unit };
  }
}

function isNumber(typed: string): boolean {
  return /^[\d.]+$/.test(typed);
}

function translatedText(query: string, span: Span): unknown {
  return { type: 'valueText', value: unquoted(query, span), quoted: /^".*"$/s.test(slice(query, span)) };
}

function unquoted(query: string, span: Span): string {
  const typed = slice(query, span);
  return /^".*"$/s.test(typed) && typed.length > 1 ? typed.slice(1, -1) : typed;
}

function slice(query: string, { start, end }: Span): string {
  return query.slice(start, end);
}

/** The kinds that Sentry's search bar would have expected are not kept. */
function withoutDetails(result: unknown): unknown {
  return JSON.parse(JSON.stringify(result, (name, value: unknown) => (name === 'expectedType' ? undefined : value)));
}
