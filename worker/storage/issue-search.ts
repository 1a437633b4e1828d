import { type SQL, sql } from 'drizzle-orm';
import type { Result } from '../result.ts';
import type { IsNode, QueryNode } from '../search/tree.ts';
import { answerable } from './answerable.ts';
import { eventCondition, eventSays, inEnvironments, type WrongPlace } from './event-condition.ts';
import { candidatesOf, isToldByIndex } from './issue-candidates.ts';
import { isOfIssue, issueSays, type SearchFacts } from './issue-sql.ts';
import { issueIdsPerProject } from './projection.ts';
import type { Issue } from './issues.ts';
import { allOf } from './text-sql.ts';

/** What issues are looked for. */
export interface IssueFilter {
  /** Null for all. */
  root: QueryNode | null;
  facts: SearchFacts;
  /** Issues that were seen in this time, and events of it. Unix milliseconds, open where null. */
  from: number | null;
  before: number | null;
  /** Of whose environments an event has one; empty for all. The empty text is that of events without one. */
  environments: readonly string[];
}

/** By what a list is sorted, always descending, ties by id. `priority`: the highest first, of equals those seen last. */
export type IssueOrder = 'lastSeenAt' | 'firstSeenAt' | 'eventCount' | 'userCount' | 'priority';

/** A place between two issues of a list: `before` asks for what stands ahead of it, else for what follows. */
export interface IssuePosition {
  value: number;
  id: number;
  isBefore: boolean;
}

/** What a filter comes to in SQL, over the alias `c` of issues. */
export interface IssuePlan {
  statuses: readonly Issue['status'][];
  condition: SQL;
  /** A query to the search index; null where it cannot help. */
  candidates: string | null;
  /** Whether events have to be looked at. */
  readsEvents: boolean;
}

const allStatuses: readonly Issue['status'][] = ['unresolved', 'resolved', 'ignored'];

export function planOf(filter: IssueFilter): Result<IssuePlan, WrongPlace> {
  return answerable(filter.root, () => makePlan(filter));
}

function makePlan({ root, facts, from, before, environments }: IssueFilter): IssuePlan {
  const nodes = root === null ? [] : root.type === 'and' ? root.nodes : [root];
  const ofIssue = nodes.filter(isOfIssue);
  const ofEvents = distinct(nodes.filter((node) => !isOfIssue(node)));
  const conditions = ofIssue.map((node) => eventCondition(node, facts));
  if (from !== null) conditions.push(sql`c.last_seen_at >= ${from}`);
  if (before !== null) conditions.push(sql`c.first_seen_at < ${before}`);

  const inTime = [...(from === null ? [] : [sql`e.occurred_at >= ${from}`]), ...(before === null ? [] : [sql`e.occurred_at < ${before}`])];
  const ofEnvironments = environments.length === 0 ? [] : [inEnvironments(environments)];
  const texts = ofEvents.flatMap((node) => (node.type === 'text' ? [node] : []));
  const ofEvent = [...ofEvents.flatMap((node) => (node.type === 'text' ? [] : [eventCondition(node, facts)])), ...ofEnvironments];
  // What the search index tells exactly, where all events of the issue are in time.
  const isKnown = ofEvents.length === 1 && ofEvents.every(isToldByIndex) && ofEnvironments.length === 0;
  const ofAllEvents = [...(from === null ? [] : [sql`c.first_seen_at >= ${from}`]), ...(before === null ? [] : [sql`c.last_seen_at < ${before}`])];
  const readsEvents = ofEvent.length + texts.length > 0 && !(isKnown && ofAllEvents.length === 0);
  if (readsEvents) {
    // What the issue says, each of its events says: that is found out but once. In a select of its own, since SQLite would put it in the place of its name.
    const issue = sql`(select ${sql.join([sql`c.id as id`, ...texts.map((text, nth) => sql`${issueSays(text)} as ${sql.raw(`says_${nth}`)}`)], sql`, `)}) i`;
    const said = texts.map((text, nth) => sql`(${sql.raw(`i.says_${nth}`)} or ${eventSays(text)})`);
    // All of it by one event, as Sentry has it.
    const anEvent = sql`exists (
      select 1 from ${issue} cross join (select c.id as id union all select m.id from issues m where m.merged_into = c.id) f cross join events e on e.issue_id = f.id
      where ${allOf([...inTime, ...said, ...ofEvent])})`;
    if (isKnown) conditions.push(sql`(${allOf(ofAllEvents)} or ${anEvent})`);
    else conditions.push(ofEvent.length > 0 ? anEvent : sql`(${allOf(texts.map(issueSays))} or ${anEvent})`);
  }
  const candidates = ofEvents.flatMap((node) => candidatesOf(node) ?? []);
  return {
    statuses: allStatuses.filter((status) => nodes.every((node) => allowsStatus(node, status))),
    condition: allOf(conditions),
    candidates: candidates.length === 0 ? null : candidates.join(' AND '),
    readsEvents,
  };
}

/** Texts that stand there more than once are looked for once. */
function distinct(nodes: readonly QueryNode[]): QueryNode[] {
  const keyOf = (node: QueryNode) => (node.type === 'text' ? JSON.stringify(node.value.type === 'text' ? node.value.text : node.value.literals) : node);
  return [...new Map(nodes.map((node) => [keyOf(node), node])).values()];
}

/** False where the node alone rules the status out, so that issues of that status need not be looked at. */
function allowsStatus(node: QueryNode, status: Issue['status']): boolean {
  if (node.type === 'group') return allowsStatus(node.node, status);
  if (node.type !== 'is') return true;
  const only = statusOf(node);
  return only === null || (only === status) !== node.isNegated;
}

/** Of a substatus only where it is asked for: what lacks it may have any status. */
function statusOf({ word, isNegated }: IsNode): Issue['status'] | null {
  switch (word) {
    case 'unresolved':
    case 'resolved':
      return word;
    case 'archived':
      return 'ignored';
    case 'new':
    case 'ongoing':
    case 'escalating':
    case 'regressed':
    case 'for_review':
      return isNegated ? null : 'unresolved';
    case 'archived_until_escalating':
    case 'archived_until_condition_met':
    case 'archived_forever':
      return isNegated ? null : 'ignored';
    default:
      return null;
  }
}

/** Values by which issues are sorted, over an alias of issues. */
const orderValues: Record<IssueOrder, (alias: string) => string> = {
  lastSeenAt: (alias) => `${alias}.last_seen_at`,
  firstSeenAt: (alias) => `${alias}.first_seen_at`,
  eventCount: (alias) => `${alias}.event_count`,
  userCount: (alias) => `${alias}.user_count`,
  priority: (alias) => `(case ${alias}.priority when 'high' then 3 when 'medium' then 2 else 1 end * ${priorityStep} + ${alias}.last_seen_at)`,
};

/** More than any time in milliseconds. */
const priorityStep = 10_000_000_000_000;

export function orderValueOf(issue: Issue, order: IssueOrder): number {
  if (order !== 'priority') return issue[order];
  return { high: 3, medium: 2, low: 1 }[issue.priority] * priorityStep + issue.lastSeenAt;
}

/** Above so many candidates it is cheaper to walk the list and look at each issue. */
export const maxCandidates = 2_000;

/** Ids of issues that the search index leads to, one more than are of use. */
export function candidateIds(projectIds: readonly number[], query: string): SQL {
  return sql`
    select distinct coalesce(m.merged_into, m.id) as id
    from ${knownIn(projectIds, query)} cross join issues m on m.id = s.rowid
    where m.project_id in (select value from json_each(${JSON.stringify(projectIds)}))
    limit ${maxCandidates + 1}`;
}

/** What the search index has of these projects, as `s`, and of some that lie between them: it takes longer to begin than to go on. */
export function knownIn(projectIds: readonly number[], query: string): SQL {
  const spans: [number, number][] = [];
  for (const id of projectIds.toSorted((one, other) => one - other)) {
    const last = spans.at(-1);
    if (last && id - last[1] <= maxGap) last[1] = id;
    else spans.push([id, id]);
  }
  const ranges = spans.map(([first, last]) => [first * issueIdsPerProject, (last + 1) * issueIdsPerProject]);
  return sql`
    json_each(${JSON.stringify(ranges)}) r
    cross join issue_search s on s.issue_search match ${query} and s.rowid > (r.value ->> 0) and s.rowid < (r.value ->> 1)`;
}

const maxGap = 5;

export interface PageQuestion {
  projectIds: readonly number[];
  plan: IssuePlan;
  order: IssueOrder;
  position: IssuePosition | null;
  limit: number;
  /** Ids of the only issues that can be meant; null where they are too many to tell. */
  candidates: readonly number[] | null;
}

/** Ids of the issues of a page, read no further than it reaches. */
export function pageOf(question: PageQuestion): SQL {
  return question.order === 'lastSeenAt' && question.candidates === null ? walk(question) : sorted(question);
}

/** How many there are, as far as `limit`. */
export function countOf({ projectIds, plan, candidates }: Omit<PageQuestion, 'order' | 'position' | 'limit'>, limit: number): SQL {
  if (candidates) {
    return sql`select count(*) as hits from (
      select 1 from json_each(${JSON.stringify(candidates)}) k cross join issues c on c.id = k.value
      where ${ofThese(projectIds, plan)} and ${plan.condition} limit ${limit})`;
  }
  return sql`select count(*) as hits from (select 1 from ${pairsOf(projectIds, plan)} cross join issues c on c.project_id = p.value and c.status = s.value where ${suspected(projectIds, plan)} limit ${limit})`;
}

/**
 * Goes down the issues of all projects and statuses in the order in which they were seen, always the latest of all first, until the page is full: the queue of the recursion
 * holds the next one of each pair, so that nothing is read that is not looked at. SQLite runs it only as far as the limit asks.
 */
function walk({ projectIds, plan, position, limit }: PageQuestion): SQL {
  const [direction, beyond] = position?.isBefore ? [sql.raw('asc'), sql.raw('>')] : [sql.raw('desc'), sql.raw('<')];
  const begin = position ? sql`and (f.last_seen_at, f.id) ${beyond} (${position.value}, ${position.id})` : sql``;
  return sql`
    with recursive w (project_id, status, last_seen_at, id) as (
      select h.project_id, h.status, h.last_seen_at, h.id from ${pairsOf(projectIds, plan)} cross join issues h
      where h.id = (select f.id from issues f where f.project_id = p.value and f.status = s.value ${begin} order by f.last_seen_at ${direction}, f.id ${direction} limit 1)
      union all
      select n.project_id, n.status, n.last_seen_at, n.id from w cross join issues n
      where n.id = (
        select f.id from issues f where f.project_id = w.project_id and f.status = w.status and (f.last_seen_at, f.id) ${beyond} (w.last_seen_at, w.id)
        order by f.last_seen_at ${direction}, f.id ${direction} limit 1
      )
      order by 3 ${direction}, 4 ${direction}
    )
    select c.id as issue_id from w cross join issues c on c.id = w.id where ${suspected(projectIds, plan)} limit ${limit}`;
}

/**
 * Of those that the search index leads to, however many: what it does not know need not be looked for among the events. It is asked for all of them at once, which takes but
 * some milliseconds more than to ask it for one.
 */
function suspected(projectIds: readonly number[], { candidates, condition }: IssuePlan): SQL {
  if (candidates === null) return condition;
  const known = sql`(select s.rowid from ${knownIn(projectIds, candidates)})`;
  return sql`(c.id in ${known} or exists (select 1 from issues m where m.merged_into = c.id and m.id in ${known})) and ${condition}`;
}

/** Sorts first, by what is in the rows of issues, and looks at events only of those that stand first. */
function sorted({ projectIds, plan, order, position, limit, candidates }: PageQuestion): SQL {
  const value = sql.raw(orderValues[order]('o'));
  const [direction, beyond] = position?.isBefore ? [sql.raw('asc'), sql.raw('>')] : [sql.raw('desc'), sql.raw('<')];
  const begin = position ? sql`and (${value}, o.id) ${beyond} (${position.value}, ${position.id})` : sql``;
  const from = candidates
    ? sql`json_each(${JSON.stringify(candidates)}) k cross join issues o on o.id = k.value and ${ofThese(projectIds, plan, 'o')}`
    : sql`${pairsOf(projectIds, plan)} cross join issues o on o.project_id = p.value and o.status = s.value`;
  return sql`
    with w as materialized (select o.id as id from ${from} where true ${begin} order by ${value} ${direction}, o.id ${direction})
    select c.id as issue_id from w cross join issues c on c.id = w.id where ${candidates ? plan.condition : suspected(projectIds, plan)} limit ${limit}`;
}

function pairsOf(projectIds: readonly number[], { statuses }: IssuePlan): SQL {
  return sql`json_each(${JSON.stringify(projectIds)}) p cross join json_each(${JSON.stringify(statuses)}) s`;
}

function ofThese(projectIds: readonly number[], { statuses }: IssuePlan, alias = 'c'): SQL {
  const of = sql.raw(alias);
  return sql`${of}.project_id in (select value from json_each(${JSON.stringify(projectIds)})) and ${of}.status in (select value from json_each(${JSON.stringify(statuses)}))`;
}
