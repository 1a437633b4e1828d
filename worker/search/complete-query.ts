import type { KeyKind } from './keys.ts';
import { kindOfKey } from './kind-of-key.ts';
import { readTokens } from './read-tokens.ts';
import { spanOf } from './scan.ts';
import type { FilterToken, QueryOptions, Token } from './token.ts';
import type { Key } from './tree.ts';

/** What is being typed at the caret. What is chosen goes in place of `start` to `end`; the suggestions are those that match `prefix`. */
export type Completion =
  | { type: 'key'; start: number; end: number; prefix: string }
  /** Of keys that compare, before there is a value: `>` and the like, or a value at once. */
  | { type: 'operator'; key: Key; start: number; end: number; prefix: string }
  /** `prefix` is without quotes. The range is one entry where the value is a list. */
  | { type: 'value'; key: Key; isInList: boolean; start: number; end: number; prefix: string }
  | { type: 'nothing' };

/** The caret is an offset in UTF-16 units, as of `selectionStart`. */
export function completeQuery(text: string, caret: number, options: QueryOptions): Completion {
  const before = text.slice(0, caret);
  const token = readTokens(text, options).tokens.find(({ start, end }) => start < caret && caret <= end);
  if (token?.type !== 'filter' || token.error) {
    const unclosed = unclosedFilter(before, options);
    if (unclosed) return clipped(completeFilter(unclosed.text, caret, unclosed.token, options), caret);
    if (isInQuotes(before, options)) return { type: 'nothing' };
  }
  if (!token || token.type === 'open' || token.type === 'close') return { type: 'key', start: caret, end: caret, prefix: '' };
  return token.type === 'filter' ? completeFilter(text, caret, token, options) : completeWord(text, caret, token);
}

/** A list, or a value in quotes, that is still without its end, so that what was typed last looks like another word. */
function unclosedFilter(before: string, options: QueryOptions): { text: string; token: FilterToken } | null {
  for (const end of ['"', ']', '"]']) {
    const text = before + end;
    const token = readTokens(text, options).tokens.at(-1);
    // Its first character says that it is one that needs this end, its length that the end is not all of it.
    if (token?.type === 'filter' && token.end === text.length && text[token.value.start] === (end === '"' ? '"' : '[') && token.value.start < before.length) {
      return { text, token };
    }
  }
  return null;
}

/** Whether a text is being typed whose quotes are still open. */
function isInQuotes(before: string, options: QueryOptions): boolean {
  const token = readTokens(`${before}"`, options).tokens.at(-1);
  return token?.type === 'text' && token.node.isQuoted && token.end > before.length && token.end - token.start > 1;
}

function clipped(completion: Completion, caret: number): Completion {
  return completion.type === 'nothing' ? completion : { ...completion, end: Math.min(completion.end, caret) };
}

/** A word may become a key; what is in quotes is text for good. */
function completeWord(text: string, caret: number, token: Exclude<Token, FilterToken>): Completion {
  if (token.type === 'text' && token.node.isQuoted) return { type: 'nothing' };
  const before = /[^\s()]*$/.exec(text.slice(token.start, caret))?.[0] ?? '';
  const after = /^[^\s()]*/.exec(text.slice(caret, token.end))?.[0] ?? '';
  if (before.includes('"')) return { type: 'nothing' };
  const prefix = before.replace(/^!/, '');
  return { type: 'key', start: caret - prefix.length, end: caret + after.length, prefix };
}

function completeFilter(text: string, caret: number, { key, operator, value }: FilterToken, options: QueryOptions): Completion {
  if (caret <= key.end) return { type: 'key', start: key.start, end: key.end, prefix: text.slice(key.start, caret) };
  const isEmpty = value.start === value.end;
  if (isComparing(kindOfKey(key, options.kind)) && (caret < operator.end || (caret === operator.end && isEmpty))) {
    return { type: 'operator', key, ...spanOf(operator), prefix: text.slice(operator.start, Math.min(caret, operator.end)) };
  }
  const at = Math.max(caret, value.start);
  const entry = entryAt(text, value.start, value.end, at);
  const prefix = text.slice(entry.start, at).replace(/^"/, '').replaceAll('\\"', '"');
  if (key.type === 'field' && key.name === 'has') return { type: 'key', start: entry.start, end: entry.end, prefix };
  return { type: 'value', key, isInList: entry.isInList, start: entry.start, end: entry.end, prefix };
}

function isComparing(kind: KeyKind): boolean {
  return kind === 'number' || kind === 'duration' || kind === 'size' || kind === 'percentage' || kind === 'date' || kind === 'version';
}

/** The whole value, or the entry around the place if it is a list, be it one that is still without its end. */
function entryAt(text: string, start: number, end: number, at: number): { start: number; end: number; isInList: boolean } {
  if (text[start] !== '[' || at === start) return { start, end, isInList: false };
  const list = text.slice(start, end);
  let first = 1;
  for (const { index, 0: separator } of list.matchAll(separators)) {
    if (separator.startsWith('"')) continue;
    if (start + index >= at) return { start: start + first, end: start + index, isInList: true };
    first = index + separator.length;
  }
  return { start: start + Math.min(first, at - start), end: list.endsWith(']') ? Math.max(at, end - 1) : end, isInList: true };
}

/** Quoted entries are stepped over, since commas in them are no separators. */
const separators = /"(?:\\.|[^"\\])*"|\s*,\s*/g;
