import { parseQuery } from '../search/parse-query.ts';
import { planEvents } from '../storage/event-plan.ts';
import type { EventFilter } from '../storage/events.ts';
import type { IssueCall } from './call.ts';
import { factsOf } from './issue-query.ts';
import { badQuery } from './refusals.ts';
import { readTimeRange } from './time-range.ts';

/** What readEventFilter looks at. */
export const eventFilterParameters = ['query', 'environment', 'statsPeriod', 'start', 'end'];

/** Which events of an issue are asked for; null for all. Unlike a question about all issues it has no limit in time where it names none. */
export async function readEventFilter(call: IssueCall): Promise<EventFilter | null> {
  const parameters = call.url.searchParams;
  if (!eventFilterParameters.some((name) => parameters.has(name))) return null;
  const query = parseQuery(parameters.get('query') ?? '', { kind: 'events' });
  if (!query.ok) throw badQuery(query.error);
  const { root } = query.value;
  const plan = planEvents(root === null ? [] : [root], await factsOf(call, [call.project], root, 'events'), [...new Set(parameters.getAll('environment'))]);
  if (!plan.ok) throw badQuery(plan.error);
  return { ...plan.value, ...readTimeRange(parameters, call.now) };
}
