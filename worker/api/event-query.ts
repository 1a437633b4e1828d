import { parseQuery } from '../search/parse-query.ts';
import type { AggregateKey, FilterNode, QueryNode } from '../search/tree.ts';
import { type EventPlan, planEvents } from '../storage/event-plan.ts';
import type { ScopedProject } from '../storage/scope.ts';
import { type Asking, factsOf } from './issue-query.ts';
import { badQuery } from './refusals.ts';
import { readTimeRange } from './time-range.ts';

const dayMs = 24 * 3_600_000;
/** As far back as events are looked for where no time is chosen. */
const defaultDays = 90;

export interface EventQuery extends EventPlan {
  from: number;
  before: number;
  /** What is asked of whole groups: all of it has to hold. */
  ofGroups: readonly GroupNode[];
}

/** A filter of an aggregate, or several of them. */
export type GroupNode = GroupFilter | { type: 'and' | 'or'; nodes: readonly GroupNode[] };

export interface GroupFilter {
  type: 'filter';
  node: FilterNode & { key: AggregateKey };
}

/** Reads `query`, the time and the environments of a question about events. */
export async function readEventQuery(call: Asking, projects: readonly ScopedProject[]): Promise<EventQuery> {
  const parameters = call.url.searchParams;
  const query = parseQuery(parameters.get('query') ?? '', { kind: 'events' });
  if (!query.ok) throw badQuery(query.error);
  const { root } = query.value;
  const nodes = root === null ? [] : root.type === 'and' ? root.nodes : [root];
  const ofEvents = nodes.filter((node) => !hasAggregate(node));
  const ofGroups = nodes.filter(hasAggregate).map(groupNode);
  const { from, before } = readTimeRange(parameters, call.now);
  const plan = planEvents(ofEvents, await factsOf(call, projects, root, 'events'), [...new Set(parameters.getAll('environment'))]);
  if (!plan.ok) throw badQuery(plan.error);
  const end = before ?? call.now + 1;
  return { ...plan.value, ofGroups, from: from ?? end - defaultDays * dayMs, before: end };
}

function hasAggregate(node: QueryNode): boolean {
  switch (node.type) {
    case 'and':
    case 'or':
      return node.nodes.some(hasAggregate);
    case 'group':
      return hasAggregate(node.node);
    case 'filter':
      return node.key.type === 'aggregate';
    default:
      return false;
  }
}

/** What is of events cannot be an alternative to what is of groups. */
function groupNode(node: QueryNode): GroupNode {
  switch (node.type) {
    case 'and':
    case 'or':
      return { type: node.type, nodes: node.nodes.map(groupNode) };
    case 'group':
      return groupNode(node.node);
    case 'filter':
      if (node.key.type === 'aggregate') return { type: 'filter', node: { ...node, key: node.key } };
      break;
    default:
  }
  throw badQuery({ message: 'Conditions of events and of functions such as count() cannot be joined by OR.', start: node.start, end: node.end });
}
