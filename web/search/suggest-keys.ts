import { findKey, type KeyInfo, keys, type QueryKind } from '../../worker/search/keys.ts';
import { printKey } from '../../worker/search/print-query.ts';
import type { Knowledge } from './knowledge.ts';
import type { Suggestion } from './suggestion.ts';

/** What is being typed of a key, from `start` to `end` of the query. */
export interface KeyPlace {
  prefix: string;
  start: number;
  end: number;
  /** A colon follows already, or none is wanted, as behind `has:`. */
  isBare: boolean;
}

/** Shown before anything is typed: what people ask for most. */
const first: Record<QueryKind, readonly string[]> = {
  issues: ['is', 'assigned', 'release', 'level', 'environment', 'firstSeen', 'timesSeen', 'user.email', 'issue.priority', 'has'],
  events: ['level', 'release', 'environment', 'error.type', 'user.email', 'url', 'transaction', 'timestamp', 'issue', 'has'],
};
const maxFields = 12;
const maxTags = 12;

/** Keys of the language by name, then the tags that events have. */
export function suggestKeys(place: KeyPlace, kind: QueryKind, { tags }: Pick<Knowledge, 'tags'>): Suggestion[] {
  const wanted = place.prefix.toLowerCase();
  const known = keys.filter(({ only }) => only === null || only === kind);
  const fields =
    wanted === ''
      ? first[kind].flatMap((name) => known.find((info) => info.name === name) ?? [])
      : ranked(known, ({ name, aliases }) => Math.min(...[name, ...aliases].map((each) => rankOf(each, wanted)))).slice(0, maxFields);
  // What the language has a key for needs no tag of the name.
  const others = tags.filter(({ key }) => findKey(key, kind) === null);
  const found = wanted === '' ? [...others].sort((one, other) => other.total - one.total) : ranked(others, ({ key }) => rankOf(key, wanted));
  return [...fields.map((info) => ofField(info, place)), ...found.slice(0, maxTags).map((tag) => ofTag(tag, place))];
}

function ofField({ name, about }: KeyInfo, place: KeyPlace): Suggestion {
  return { ...at(place, name), id: `key-${name}`, group: 'Keys', label: name, about, count: null };
}

function ofTag({ key, total }: Knowledge['tags'][number], place: KeyPlace): Suggestion {
  const written = printKey({ type: 'tag', name: key, valueType: null, start: 0, end: 0 });
  return { ...at(place, written), id: `tag-${key}`, group: 'Tags of your events', label: written, about: null, count: total };
}

function at({ start, end, isBare }: KeyPlace, key: string): Pick<Suggestion, 'insert' | 'start' | 'end' | 'isWhole'> {
  return { insert: isBare ? key : `${key}:`, start, end, isWhole: false };
}

/** The best first; of equals the order stays. */
function ranked<Item>(items: readonly Item[], rank: (item: Item) => number): Item[] {
  return items
    .map((item) => ({ item, rank: rank(item) }))
    .filter((one) => one.rank < unfit)
    .sort((one, other) => one.rank - other.rank)
    .map(({ item }) => item);
}

const unfit = 4;

/** The name itself, its beginning, the beginning of a part of it, or anywhere. */
export function rankOf(name: string, wanted: string): number {
  const lower = name.toLowerCase();
  if (lower === wanted) return 0;
  if (lower.startsWith(wanted)) return 1;
  if (lower.split(/[^a-z0-9]+/).some((part) => part.startsWith(wanted))) return 2;
  return lower.includes(wanted) ? 3 : unfit;
}

/** Whether it has the text in it, without regard to case. */
export function isLike(name: string, wanted: string): boolean {
  return rankOf(name, wanted.toLowerCase()) < unfit;
}
