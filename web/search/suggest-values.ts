import { findKey, isTextual, type KeyInfo, type KeyKind, type QueryKind } from '../../worker/search/keys.ts';
import { kindOfKey } from '../../worker/search/kind-of-key.ts';
import { printLiterals } from '../../worker/search/print-query.ts';
import type { Key } from '../../worker/search/tree.ts';
import type { Knowledge, KnownValue } from './knowledge.ts';
import { isLike } from './suggest-keys.ts';
import type { Suggestion } from './suggestion.ts';
import { aboutWord } from './words.ts';

/** What is being typed of a value, from `start` to `end` of the query. */
export interface ValuePlace {
  key: Key;
  prefix: string;
  start: number;
  end: number;
  isInList: boolean;
  /** Before there is a value, a key that compares takes a comparison as well. */
  takesOperator: boolean;
}

interface Hint {
  text: string;
  about: string | null;
  count: number | null;
  group: string;
  /** A comparison, behind which the value is still to come. */
  isOpen?: boolean;
}

const maxValues = 20;

/** Values that fit what is typed: those that the language knows, then those that events have (`found`). `now` is in Unix milliseconds. */
export function suggestValues(place: ValuePlace, kind: QueryKind, knowledge: Knowledge, found: readonly KnownValue[], now: number): Suggestion[] {
  const { key } = place;
  const keyKind = kindOfKey(key, kind);
  const wanted = place.prefix.toLowerCase();
  // People are known by their names as well.
  const fits = ({ text, about, group }: Hint) => wanted === '' || isLike(text, wanted) || (group === 'Members' && about !== null && isLike(about, wanted));
  const info = key.type === 'field' ? findKey(key.name, kind) : null;
  const known = [...wordsOf(keyKind, info), ...peopleOf(keyKind, info, knowledge), ...projectsOf(info, knowledge), ...comparisons(place, keyKind, now)].filter(
    fits,
  );
  const seen = new Set(known.map(({ text }) => text));
  const values = found
    .filter(({ value }) => !seen.has(value))
    .map(({ value, count }): Hint => ({ text: value, about: null, count, group: 'Values of your events' }));
  return [...known, ...values].slice(0, maxValues).map((hint) => ofHint(hint, place, keyKind));
}

/** Whether events have to be asked for the values of a key; else all there are is known. */
export function hasFoundValues(key: Key, kind: QueryKind): boolean {
  const info = key.type === 'field' ? findKey(key.name, kind) : null;
  const keyKind = kindOfKey(key, kind);
  return key.type !== 'aggregate' && (keyKind === 'text' || keyKind === 'version') && !unasked.has(info?.name ?? '');
}

/** Texts that no events are asked for: what they are is known, or there is one of it for each. */
const unasked = new Set(['project', 'issue', 'level', 'message', 'trace.span', 'trace.parent_span', 'replayId', 'profile.id']);

function wordsOf(keyKind: KeyKind, info: KeyInfo | null): Hint[] {
  if (info === null || keyKind === 'actor' || keyKind === 'date') return [];
  return info.words.map((text) => ({ text, about: aboutWord(info.name, text), count: null, group: 'Values' }));
}

function peopleOf(keyKind: KeyKind, info: KeyInfo | null, { members, teams }: Knowledge): Hint[] {
  if (keyKind !== 'actor' || info === null) return [];
  const takesTeams = info.words.includes('my_teams');
  return [
    ...info.words.map((text): Hint => ({ text, about: aboutWord('assigned', text), count: null, group: 'Values' })),
    ...(takesTeams ? teams.map((slug): Hint => ({ text: `#${slug}`, about: 'Team', count: null, group: 'Teams' })) : []),
    ...members.map(({ name, email }): Hint => ({ text: email, about: name === '' ? null : name, count: null, group: 'Members' })),
  ];
}

function projectsOf(info: KeyInfo | null, { projects }: Knowledge): Hint[] {
  return info?.name === 'project' ? projects.map((text) => ({ text, about: null, count: null, group: 'Projects' })) : [];
}

const dayMs = 86_400_000;

function comparisons({ takesOperator }: ValuePlace, keyKind: KeyKind, now: number): Hint[] {
  switch (keyKind) {
    case 'date': {
      const spans = [
        ['1h', 'hour'],
        ['24h', '24 hours'],
        ['7d', '7 days'],
        ['14d', '14 days'],
        ['30d', '30 days'],
      ] as const;
      const day = (ago: number) => new Date(now - ago * dayMs).toISOString().slice(0, 10);
      const since = spans.map(([text, about]): Hint => ({ text: `-${text}`, about: `In the last ${about}`, count: null, group: 'Relative' }));
      const until = spans.slice(1).map(([text, about]): Hint => ({ text: `+${text}`, about: `More than ${about} ago`, count: null, group: 'Relative' }));
      const days: Hint[] = [
        { text: day(0), about: 'Today (UTC)', count: null, group: 'Dates' },
        { text: day(1), about: 'Yesterday (UTC)', count: null, group: 'Dates' },
        { text: day(7), about: 'A week ago', count: null, group: 'Dates' },
      ];
      return takesOperator ? [...since, ...until, ...operators('after', 'before'), ...days] : days;
    }
    case 'number':
      return [...(takesOperator ? operators('more than', 'less than') : []), ...numbers(['1', '10', '100', '1k'])];
    case 'duration':
      return [...(takesOperator ? operators('longer than', 'shorter than') : []), ...numbers(['100ms', '1s', '5s', '1min'])];
    case 'size':
      return [...(takesOperator ? operators('larger than', 'smaller than') : []), ...numbers(['1kb', '1mb', '10mb'])];
    case 'percentage':
      return [...(takesOperator ? operators('more than', 'less than') : []), ...numbers(['50%', '95%'])];
    case 'version':
      return takesOperator ? operators('newer than', 'older than') : [];
    default:
      return [];
  }
}

function operators(above: string, below: string): Hint[] {
  const group = 'Comparisons';
  return [
    { text: '>', about: above, count: null, group, isOpen: true },
    { text: '>=', about: `${above}, or the same`, count: null, group, isOpen: true },
    { text: '<', about: below, count: null, group, isOpen: true },
    { text: '<=', about: `${below}, or the same`, count: null, group, isOpen: true },
  ];
}

function numbers(texts: readonly string[]): Hint[] {
  return texts.map((text) => ({ text, about: null, count: null, group: 'Values' }));
}

function ofHint({ text, about, count, group, isOpen = false }: Hint, { start, end, isInList }: ValuePlace, keyKind: KeyKind): Suggestion {
  const written = isTextual(keyKind) && !isOpen ? printLiterals([text]) : text;
  return { id: `value-${text}`, group, label: text, about, count, insert: isOpen || isInList ? written : `${written} `, start, end, isWhole: false };
}
