import type { ExploreRow } from '../../worker/api/contract/explore.ts';
import { setFilter } from '../../worker/search/edit-query.ts';
import { readTokens } from '../../worker/search/read-tokens.ts';
import { asEvents, type ExploreView, groupsOf } from './view.ts';

const options = { kind: 'events' } as const;

/** Times are too exact to be looked for, and what several events come to is of no single one. */
const notFiltered = /^(timestamp|error\.received|firstSeen|lastSeen|title$|message$)|\)$/;

/** Whether a click on a value can narrow the query to it. */
export function canNarrow(field: string): boolean {
  return !notFiltered.test(field);
}

/** The query for events that have this value as well, whatever it said of the field before. */
export function narrowedTo(query: string, field: string, value: ExploreRow[string]): string {
  if (value === null || value === '') {
    const filter = `!has:${field}`;
    return hasWord(query, filter) ? query : `${query} ${filter}`.trim();
  }
  return setFilter(query, field, String(value), options);
}

/** The events that a group is made of. */
export function eventsOfGroup(view: ExploreView, row: ExploreRow): ExploreView {
  const query = groupsOf(view).reduce(
    (narrowed, field) => (/^(timestamp|firstSeen|lastSeen)/.test(field) ? narrowed : narrowedTo(narrowed, field, row[field] ?? null)),
    view.query,
  );
  return { ...view, ...asEvents(view), query: withoutFunctions(query), cursor: null, saved: null };
}

/** Conditions of groups say nothing about the events in them. */
function withoutFunctions(query: string): string {
  const { tokens } = readTokens(query, options);
  if (tokens.some(({ type }) => type !== 'filter' && type !== 'text')) return query;
  return tokens
    .filter((token) => token.type !== 'filter' || token.key.type !== 'aggregate')
    .map(({ start, end }) => query.slice(start, end))
    .join(' ');
}

function hasWord(query: string, word: string): boolean {
  return query.split(/\s+/).includes(word);
}
