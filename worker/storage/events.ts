import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm';
import type { Issue } from './issues.ts';
import { events, issues } from './schema.ts';
import type { ScopedProject } from './scope.ts';

export type EventRow = typeof events.$inferSelect;

/** A place between two events of an issue, which stand newest first. */
export interface EventPosition {
  occurredAt: number;
  eventId: string;
  isBefore: boolean;
}

/** Newest first. */
export async function listEventsOfIssue(project: ScopedProject, issueId: number, position: EventPosition | null, limit: number): Promise<EventRow[]> {
  const isBefore = position?.isBefore ?? false;
  const beyond = position ? (isBefore ? newerThan(position) : olderThan(position)) : undefined;
  const rows = await project.data
    .select()
    .from(events)
    .where(and(eq(events.projectId, project.id), eq(events.issueId, issueId), beyond))
    .orderBy(...(isBefore ? oldestFirst : newestFirst))
    .limit(limit);
  return isBefore ? rows.reverse() : rows;
}

/** With its issue, whose object has the body. Where an id is an event of two issues, the one that came first. */
export async function findEvent(project: ScopedProject, eventId: string): Promise<{ event: EventRow; issue: Issue } | null> {
  const rows = await project.data
    .select({ event: events, issue: issues })
    .from(events)
    .innerJoin(issues, eq(issues.id, events.issueId))
    .where(and(eq(events.projectId, project.id), eq(events.eventId, eventId)))
    .orderBy(asc(events.receivedAt), asc(events.issueId))
    .limit(1);
  return rows[0] ?? null;
}

export async function findEventOfIssue(project: ScopedProject, issueId: number, eventId: string): Promise<EventRow | null> {
  const rows = await project.data
    .select()
    .from(events)
    .where(and(eq(events.projectId, project.id), eq(events.eventId, eventId), eq(events.issueId, issueId)));
  return rows[0] ?? null;
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

export async function listOldestEvents(project: ScopedProject, issueId: number, limit: number): Promise<EventRow[]> {
  return project.data
    .select()
    .from(events)
    .where(and(eq(events.projectId, project.id), eq(events.issueId, issueId)))
    .orderBy(...oldestFirst)
    .limit(limit);
}

/** Ids of the events of the same issue just before and just after. */
export async function findNeighbours(
  project: ScopedProject,
  { issueId, occurredAt, eventId }: EventRow,
): Promise<{ previousId: string | null; nextId: string | null }> {
  const ofIssue = and(eq(events.projectId, project.id), eq(events.issueId, issueId));
  const [[previous], [next]] = await project.data.batch([
    project.data
      .select({ id: events.eventId })
      .from(events)
      .where(and(ofIssue, olderThan({ occurredAt, eventId })))
      .orderBy(...newestFirst)
      .limit(1),
    project.data
      .select({ id: events.eventId })
      .from(events)
      .where(and(ofIssue, newerThan({ occurredAt, eventId })))
      .orderBy(...oldestFirst)
      .limit(1),
  ]);
  return { previousId: previous?.id ?? null, nextId: next?.id ?? null };
}

const newestFirst = [desc(events.occurredAt), desc(events.eventId)];
const oldestFirst = [asc(events.occurredAt), asc(events.eventId)];

/** Events of one instant are told apart by their ids, so that none is skipped or shown twice. */
function olderThan({ occurredAt, eventId }: { occurredAt: number; eventId: string }): SQL {
  return sql`(${events.occurredAt}, ${events.eventId}) < (${occurredAt}, ${eventId})`;
}

function newerThan({ occurredAt, eventId }: { occurredAt: number; eventId: string }): SQL {
  return sql`(${events.occurredAt}, ${events.eventId}) > (${occurredAt}, ${eventId})`;
}
