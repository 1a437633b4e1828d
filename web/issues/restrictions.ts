import { parseQuery } from '../../worker/search/parse-query.ts';
import { timesText } from './scope/spans.ts';
import type { View } from './view.ts';

/** One of the things that keep issues out of a list, and the list without it. */
export interface Restriction {
  label: string;
  without: View;
}

const maxRestrictions = 6;

/** What a list is narrowed by, so that one that finds nothing can say which of it to drop. At most six. */
export function restrictionsOf(view: View): Restriction[] {
  const { projects, environments, times } = view;
  const dropped = (change: Partial<View>): View => ({ ...view, cursor: null, ...change });
  return [
    ...partsOf(view.query).map(({ text, rest }) => ({ label: text, without: dropped({ query: rest }) })),
    ...(times === null ? [] : [{ label: timesText(times).toLowerCase(), without: dropped({ times: null }) }]),
    ...(environments.length === 0 ? [] : [{ label: listText(environments), without: dropped({ environments: [] }) }]),
    ...(projects.length === 0 ? [] : [{ label: listText(projects), without: dropped({ projects: [] }) }]),
  ].slice(0, maxRestrictions);
}

/** The conditions of a query that all have to hold, each with the query without it. */
function partsOf(query: string): { text: string; rest: string }[] {
  const read = parseQuery(query, { kind: 'issues' });
  const root = read.ok ? read.value.root : null;
  if (root === null) return [];
  if (root.type !== 'and') return [{ text: query.trim(), rest: '' }];
  const texts = root.nodes.map(({ start, end }) => query.slice(start, end));
  return texts.map((text, index) => ({ text, rest: texts.filter((_, each) => each !== index).join(' ') }));
}

function listText(names: readonly string[]): string {
  return names.length <= 2 ? names.join(' or ') : `${names.length} of them`;
}
