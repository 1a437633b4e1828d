import type { SQL } from 'drizzle-orm';
import type { Result } from '../result.ts';
import type { QueryNode } from '../search/tree.ts';
import { answerable } from './answerable.ts';
import { eventCondition, inEnvironments, type WrongPlace } from './event-condition.ts';
import { candidatesOf } from './issue-candidates.ts';
import type { SearchFacts } from './issue-sql.ts';
import { allOf } from './text-sql.ts';

/** What is asked of events, over the aliases `e` of events and `c` of issues. */
export interface EventPlan {
  condition: SQL;
  /** A query to the search index for the issues whose events can be meant; null where it cannot help. */
  candidates: string | null;
}

/** All of the nodes have to hold. */
export function planEvents(nodes: readonly QueryNode[], facts: SearchFacts, environments: readonly string[]): Result<EventPlan, WrongPlace> {
  const [first = null] = nodes;
  return answerable(first, () => ({
    candidates: nodes.flatMap((node) => candidatesOf(node) ?? []).join(' AND ') || null,
    condition: allOf([...nodes.map((node) => eventCondition(node, facts)), ...(environments.length === 0 ? [] : [inEnvironments(environments)])]),
  }));
}
