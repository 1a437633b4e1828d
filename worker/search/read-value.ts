import { closingQuote } from './quotes.ts';
import { afterSpaces, matchAt } from './scan.ts';
import type { Span } from './tree.ts';

/** A value as typed, its quotes gone, its escapes not undone. */
export interface RawItem extends Span {
  raw: string;
  isQuoted: boolean;
}

export interface RawValue extends Span {
  /** One, unless it is a list. */
  items: RawItem[];
  isList: boolean;
}

/** The value that begins at `start`: in quotes, a list in brackets, or all up to white space or a parenthesis. It may be empty. */
export function readValue(text: string, start: number): RawValue {
  if (text[start] === '[') {
    const list = readList(text, start);
    if (list) return list;
  }
  const item = readItem(text, start, bare);
  return { items: [item], isList: false, start, end: item.end };
}

/** Null if it is no list, but a text that begins with a bracket. Entries may be empty. */
function readList(text: string, start: number): RawValue | null {
  const items: RawItem[] = [];
  let at = start + 1;
  for (;;) {
    const item = readItem(text, afterSpaces(text, at), bareEntry);
    at = afterSpaces(text, item.end);
    if (!item.isQuoted && item.raw.endsWith(']') && isEnd(text, item.end)) {
      items.push({ ...item, raw: item.raw.slice(0, -1), end: item.end - 1 });
      return { items, isList: true, start, end: item.end };
    } else if (text[at] === ',') {
      items.push(item);
      at += 1;
    } else if (text[at] === ']' && isEnd(text, at + 1)) {
      items.push(item);
      return { items, isList: true, start, end: at + 1 };
    } else {
      return null;
    }
  }
}

/** The quotes are of the item's span. A quote that is never closed is an ordinary character. */
function readItem(text: string, start: number, pattern: RegExp): RawItem {
  const quote = text[start] === '"' ? closingQuote(text, start) : null;
  if (quote !== null) return { raw: text.slice(start + 1, quote), isQuoted: true, start, end: quote + 1 };
  const raw = matchAt(pattern, text, start)?.[0] ?? '';
  return { raw, isQuoted: false, start, end: start + raw.length };
}

function isEnd(text: string, at: number): boolean {
  return at >= text.length || ' \t\n\r()'.includes(text.charAt(at));
}

const bare = /[^()\t\n\r ]*/y;
/** Without brackets that open, so that a text of many lists without an end is not read again from each of them. */
const bareEntry = /[^()\t\n\r ,"[]*/y;
