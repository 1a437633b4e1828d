import { parseQuery } from '../../worker/search/parse-query.ts';
import type { IsWord } from '../../worker/search/tree.ts';

export type AskedStatus = 'unresolved' | 'resolved' | 'archived' | 'all';

/** The status that a query asks for, `all` where it asks for none; null where it asks for several, for what an issue is not, or cannot be read. */
export function statusOfQuery(query: string): AskedStatus | null {
  const read = parseQuery(query, { kind: 'issues' });
  if (!read.ok) return null;
  const { root } = read.value;
  const nodes = root === null ? [] : root.type === 'and' ? root.nodes : [root];
  if (nodes.some(({ type }) => type === 'group' || type === 'or') && /is:|status:/.test(query)) return null;
  const asked = new Set(
    nodes.flatMap((node) => (node.type === 'is' ? (node.isNegated ? null : statusOf(node.word)) : [])).filter((status) => status !== 'all'),
  );
  const [only = 'all'] = asked;
  return asked.size > 1 ? null : only;
}

/** The status that issues of a word of `is:` have, `all` where they may have any. */
function statusOf(word: IsWord): AskedStatus | null {
  switch (word) {
    case 'unresolved':
    case 'new':
    case 'ongoing':
    case 'escalating':
    case 'regressed':
    case 'for_review':
      return 'unresolved';
    case 'archived':
    case 'archived_until_escalating':
    case 'archived_until_condition_met':
    case 'archived_forever':
      return 'archived';
    case 'resolved':
      return 'resolved';
    case 'reprocessing':
      return null;
    case 'assigned':
    case 'unassigned':
    case 'linked':
    case 'unlinked':
      return 'all';
  }
}
