import { and, asc, desc, eq, getTableColumns, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { SearchFields } from '../event/search-fields.ts';
import type { EventPlan } from './event-plan.ts';
import { familyOf, type Issue, issueFields } from './issues.ts';
import { events, issues } from './schema.ts';
import type { ScopedProject } from './scope.ts';
import { allOf } from './text-sql.ts';

/** `hash` names the object that has the body. */
export type EventRow = Omit<typeof events.$inferSelect, 'tags' | 'fields'> & { hash: string; tags: Record<string, string>; fields: SearchFields };

const home = alias(issues, 'home');
const fields = {
  ...getTableColumns(events),
  hash: home.hash,
  tags: sql<EventRow['tags']>`json(${events.tags})`.mapWith(JSON.parse),
  fields: sql<EventRow['fields']>`json(${events.fields})`.mapWith(JSON.parse),
};

/** A place between two events of an issue, which stand newest first. */
export interface EventPosition {
  occurredAt: number;
  eventId: string;
  isBefore: boolean;
}

/** Which events of an issue are meant. Unix milliseconds, open where null, `before` excluded. */
export interface EventFilter extends EventPlan {
  from: number | null;
  before: number | null;
}

/** Newest first; of all hashes of the issue. Without a filter, all of them. */
export async function listEventsOfIssue(
  project: ScopedProject,
  issueId: number,
  position: EventPosition | null,
  limit: number,
  filter: EventFilter | null = null,
): Promise<EventRow[]> {
  const rows = await selectAround(project, issueId, { position, filter, towardsNewer: position?.isBefore ?? false, limit });
  return position?.isBefore ? rows.reverse() : rows;
}

/** How many there are, as far as `most`. */
export async function countEventsOfIssue(project: ScopedProject, issueId: number, filter: EventFilter, most: number): Promise<number> {
  const [row] = await project.data.select({ events: sql<number>`events` }).from(
    sql`(select count(*) as events from (
        select 1 from ${familyOf(issueId)} f cross join events e on e.issue_id = f.value ${withIssue(issueId)} where ${isMeant(filter)} limit ${most}))`,
  );
  return row?.events ?? 0;
}

/** Where an id is an event of two issues, the one that came first. */
export async function findEvent(project: ScopedProject, eventId: string): Promise<{ event: EventRow; issue: Issue } | null> {
  const rows = await project.data
    .select({ event: fields, issue: issueFields })
    .from(events)
    .innerJoin(home, eq(home.id, events.issueId))
    .innerJoin(issues, eq(issues.id, sql`coalesce(${home.mergedInto}, ${home.id})`))
    .where(and(eq(events.projectId, project.id), eq(events.eventId, eventId)))
    .orderBy(asc(events.receivedAt), asc(events.issueId))
    .limit(1);
  return rows[0] ?? null;
}

export async function findEventOfIssue(project: ScopedProject, issueId: number, eventId: string): Promise<EventRow | null> {
  const rows = await project.data
    .select(fields)
    .from(events)
    .innerJoin(home, eq(home.id, events.issueId))
    .where(and(eq(events.projectId, project.id), eq(events.eventId, eventId), sql`${events.issueId} in ${familyOf(issueId)}`));
  return rows[0] ?? null;
}

/** The newest event of each of these hashes, which go by the ids of their own rows, not of the issue they are of; in no order. */
export async function findLatestEvents(project: ScopedProject, ids: readonly number[]): Promise<EventRow[]> {
  const newest = sql`
    select c.event_id, c.issue_id from json_each(${JSON.stringify(ids)}) j cross join events c
    where c.issue_id = j.value and c.event_id = (
      select e.event_id from events e where e.issue_id = j.value order by e.occurred_at desc, e.event_id desc limit 1
    )`;
  return project.data
    .select(fields)
    .from(events)
    .innerJoin(home, eq(home.id, events.issueId))
    .where(and(eq(events.projectId, project.id), sql`(${events.eventId}, ${events.issueId}) in (${newest})`));
}

/** Which of these projects has the event; null for none of them. Shards are asked at once. */
export async function findProjectOfEvent(projects: readonly ScopedProject[], eventId: string): Promise<ScopedProject | null> {
  const shards = Map.groupBy(projects, (project) => project.shard);
  const found = await Promise.all(
    [...shards.values()].map(async ([first, ...others]) => {
      const ids = JSON.stringify([first, ...others].map((project) => project?.id));
      const isOfThese = sql`${events.projectId} in (select value from json_each(${ids}))`;
      return first?.data
        .select({ projectId: events.projectId })
        .from(events)
        .where(and(isOfThese, eq(events.eventId, eventId)))
        .limit(1);
    }),
  );
  const projectId = found.flatMap((rows) => rows ?? [])[0]?.projectId;
  return projects.find(({ id }) => id === projectId) ?? null;
}

export function listOldestEvents(project: ScopedProject, issueId: number, limit: number): Promise<EventRow[]> {
  return selectAround(project, issueId, { position: null, filter: null, towardsNewer: true, limit });
}

/** Ids of the events of the same issue just before and just after. */
export async function findNeighbours(
  project: ScopedProject,
  issueId: number,
  { occurredAt, eventId }: Pick<EventRow, 'occurredAt' | 'eventId'>,
): Promise<{ previousId: string | null; nextId: string | null }> {
  const [[previous], [next]] = await Promise.all([
    selectAround(project, issueId, { position: { occurredAt, eventId }, filter: null, towardsNewer: false, limit: 1 }),
    selectAround(project, issueId, { position: { occurredAt, eventId }, filter: null, towardsNewer: true, limit: 1 }),
  ]);
  return { previousId: previous?.eventId ?? null, nextId: next?.eventId ?? null };
}

interface Around {
  position: Pick<EventPosition, 'occurredAt' | 'eventId'> | null;
  filter: EventFilter | null;
  towardsNewer: boolean;
  limit: number;
}

/**
 * Events of an issue from a place on, away from it. Of each hash at most `limit` rows that are meant are read off the index events_by_issue; the outer select keeps the
 * first of them all. Events of one instant are told apart by their ids, so that none is skipped or shown twice.
 */
async function selectAround(project: ScopedProject, issueId: number, { position, filter, towardsNewer, limit }: Around): Promise<EventRow[]> {
  const direction = sql.raw(towardsNewer ? 'asc' : 'desc');
  const beyond = position ? sql`and (e.occurred_at, e.event_id) ${sql.raw(towardsNewer ? '>' : '<')} (${position.occurredAt}, ${position.eventId})` : sql``;
  const meant = filter ? sql`and ${isMeant(filter)}` : sql``;
  const found = sql`
    select g.event_id, g.issue_id from ${familyOf(issueId)} f cross join events g
    where g.project_id = ${project.id} and g.issue_id = f.value and g.event_id in (
      select e.event_id from events e ${filter ? withIssue(issueId) : sql``}
      where e.issue_id = f.value ${beyond} ${meant} order by e.occurred_at ${direction}, e.event_id ${direction} limit ${limit}
    )
    order by g.occurred_at ${direction}, g.event_id ${direction} limit ${limit}`;
  const order = towardsNewer ? asc : desc;
  return project.data
    .select(fields)
    .from(events)
    .innerJoin(home, eq(home.id, events.issueId))
    .where(and(eq(events.projectId, project.id), sql`(${events.eventId}, ${events.issueId}) in (${found})`))
    .orderBy(order(events.occurredAt), order(events.eventId));
}

/** The issue as the alias `c`, for conditions. */
function withIssue(issueId: number): SQL {
  return sql`cross join issues c on c.id = ${issueId}`;
}

function isMeant({ condition, from, before }: EventFilter): SQL {
  return allOf([...(from === null ? [] : [sql`e.occurred_at >= ${from}`]), ...(before === null ? [] : [sql`e.occurred_at < ${before}`]), condition]);
}
