import { findKey, type QueryKind } from './keys.ts';
import { closingQuote } from './quotes.ts';
import { afterSpaces, matchAt } from './scan.ts';
import type { Key, Span } from './tree.ts';

export interface ReadKey {
  key: Key;
  /** As typed, without quotes and brackets. */
  typed: string;
}

/**
 * A key that begins at `start`: a name, `"a:name"`, `tags[name]`, `flags[name,number]` or `p95(transaction.duration)`. Null where there is none; what stands behind it is not
 * looked at.
 */
export function readKey(text: string, start: number, queries: QueryKind): ReadKey | null {
  const explicit = matchAt(explicitKey, text, start);
  if (explicit) {
    const { place, name = '', quotedName = name, valueType = null } = explicit.groups ?? {};
    const span = { start, end: start + explicit[0].length };
    return {
      key: {
        type: place === 'flags' ? 'flag' : 'tag',
        name: quotedName,
        valueType: valueType === 'number' || valueType === 'string' ? valueType : null,
        ...span,
      },
      typed: quotedName,
    };
  }
  const quoted = matchAt(quotedKey, text, start);
  if (quoted?.[1] !== undefined) return { key: namedKey(quoted[1], { start, end: start + quoted[0].length }, queries), typed: quoted[1] };

  const simple = matchAt(simpleKey, text, start)?.[0];
  if (simple === undefined) return null;
  const end = start + simple.length;
  if (text[end] === '(') {
    const read = readArguments(text, end);
    return read && { key: { type: 'aggregate', name: simple, args: read.args, start, end: read.end }, typed: text.slice(start, read.end) };
  }
  return { key: namedKey(simple, { start, end }, queries), typed: simple };
}

/** A name by itself is a field's if there is one, else a tag's. */
export function namedKey(name: string, span: Span, queries: QueryKind): Key & { type: 'field' | 'tag' } {
  const info = findKey(name, queries);
  return info ? { type: 'field', name: info.name, ...span } : { type: 'tag', name, valueType: null, ...span };
}

/** `(a, "b c")` from its first parenthesis on. Null if it is something else. */
function readArguments(text: string, start: number): { args: string[]; end: number } | null {
  const args: string[] = [];
  let at = afterSpaces(text, start + 1);
  if (text[at] === ')') return { args, end: at + 1 };
  for (;;) {
    const quote = text[at] === '"' ? closingQuote(text, at) : null;
    const arg = quote === null ? matchAt(bareArgument, text, at)?.[0] : text.slice(at + 1, quote);
    if (arg === undefined) return null;
    args.push(arg);
    at = afterSpaces(text, quote === null ? at + arg.length : quote + 1);
    if (text[at] === ')') return { args, end: at + 1 };
    if (text[at] !== ',') return null;
    at = afterSpaces(text, at + 1);
  }
}

const explicitKey = /(?<place>tags|flags)\[ *(?:(?<name>[a-zA-Z0-9_.:-]+)|"(?<quotedName>[a-zA-Z0-9_.:-]+)") *(?:, *(?<valueType>string|number) *)?\]/y;
const quotedKey = /"([a-zA-Z0-9_.:-]+)"/y;
const simpleKey = /[a-zA-Z0-9_.-]+/y;
const bareArgument = /[^()\t\n, "]+/y;
