import type { StackNames } from '../event/search-fields.ts';
import type { EventSummary } from '../event/summarize.ts';
import { type Entry, hashOfEntry, isIndexedField, termsOf } from '../search/terms.ts';

/** What the index is still to learn of an issue. */
export interface Indexing {
  /** Words, with spaces between them; empty where there is nothing new. */
  terms: string;
  /** What it knows then, as `hashOfEntry` tells it; what was met last comes last. */
  indexed: number[];
}

/** So much is remembered of what the index knows: an issue with more different values tells it some again. */
const maxIndexed = 600;

/** Words of these events that are new to the index. */
export function indexingOf(indexed: readonly number[], events: readonly EventSummary[], stack: StackNames | null): Indexing {
  const known = new Set(indexed);
  const terms = new Set<string>();
  for (const entry of [...events.flatMap(entriesOf), ...(stack ? entriesOfStack(stack) : [])]) {
    const hash = hashOfEntry(entry);
    if (known.has(hash)) continue;
    known.add(hash);
    for (const term of termsOf(entry)) terms.add(term);
  }
  return { terms: [...terms].join(' '), indexed: [...known].slice(-maxIndexed) };
}

function entriesOf({ title, culprit, tags, fields, user }: EventSummary): Entry[] {
  const values = Object.entries(fields).flatMap(([key, value]) =>
    Array.isArray(value) ? value.map((each): [string, string] => [key, each]) : [pair(key, value)],
  );
  return [
    { kind: 'text', text: title },
    { kind: 'text', text: culprit },
    ...tags.map(([key, value]): Entry => ({ kind: 'tag', key, value })),
    // It is looked for by a part, among what else an event says.
    ...values.filter(([key]) => key === 'message').map(([, text]): Entry => ({ kind: 'text', text })),
    ...values.filter(([key]) => isIndexedField(key)).map(([key, value]): Entry => ({ kind: 'field', key, value })),
    ...Object.entries(user ?? {}).map(([name, value]): Entry => ({ kind: 'field', key: userKeys[name] ?? `user.${name}`, value })),
  ];
}

function pair(key: string, value: string | boolean): [string, string] {
  return [key, String(value)];
}

/** Where Sentry's search has another name. */
const userKeys: Record<string, string> = { ip_address: 'user.ip' };

function entriesOfStack(stack: StackNames): Entry[] {
  return Object.values(stack).flatMap((names) => names.map((text): Entry => ({ kind: 'names', text })));
}
