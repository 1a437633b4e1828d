import type { Event } from '../event/event.ts';
import { describeEvent } from '../grouping/describe.ts';
import { decodeBody } from '../issue/body.ts';
import {
  countEventsOfIssue,
  type EventRow,
  findEvent,
  findEventOfIssue,
  findNeighbours,
  findProjectOfEvent,
  listEventsOfIssue,
  listOldestEvents,
} from '../storage/events.ts';
import type { Issue } from '../storage/issues.ts';
import { listNewestEvents } from '../storage/newest-events.ts';
import { listProjects } from '../storage/projects.ts';
import type { ScopedProject } from '../storage/scope.ts';
import { findUserReport } from '../storage/user-reports.ts';
import type { Call, IssueCall, OrganizationCall, ProjectCall } from './call.ts';
import type { ResolvedEventId } from './contract/event.ts';
import { cutPage, linkHeader } from './cursor.ts';
import { eventFilterParameters, readEventFilter } from './issue-event-query.ts';
import { objectOf } from './issues.ts';
import { pageSizeParameters, readCursor, readPageSize } from './paging.ts';
import { notFound } from './refusals.ts';
import { serializeEvent, serializeEventSummary, type Surroundings } from './serialize-event.ts';

/** As far as matching events are counted. */
const maxHits = 1_000;

/** Newest first. Where some are asked for, with their number. */
export async function listEvents(call: IssueCall): Promise<Response> {
  const { project, issue, url } = call;
  const cursor = readCursor(url.searchParams, /^[0-9a-f]+$/);
  const limit = readPageSize(url.searchParams);
  const filter = await readEventFilter(call);
  const position = cursor && { occurredAt: cursor.value, eventId: cursor.id, isBefore: cursor.isBefore };
  const [rows, hits] = await Promise.all([
    listEventsOfIssue(project, issue.id, position, limit + 1, filter),
    filter && countEventsOfIssue(project, issue.id, filter, maxHits),
  ]);
  const page = cutPage(rows, cursor, limit, ({ occurredAt, eventId }) => ({ value: occurredAt, id: eventId }));
  const link = linkHeader(url, [...eventFilterParameters, ...pageSizeParameters], page);
  const headers = hits === null ? { link } : { link, 'x-hits': String(hits), 'x-max-hits': String(maxHits) };
  return Response.json(page.items.map(serializeEventSummary), { headers });
}

/** How many issues are looked into for the newest events of a project. */
const newestIssues = 20;

/** The newest of the issues that were seen last, without further pages: for one to be chosen. Newest first. */
export async function listEventsOfProject({ project, url }: ProjectCall): Promise<Response> {
  const rows = await listNewestEvents(project, newestIssues, readPageSize(url.searchParams));
  return Response.json(rows.map(({ event }) => serializeEventSummary(event)));
}

/** By id, or `latest`, `oldest`, `recommended`. */
export async function readEventOfIssue(call: IssueCall): Promise<Response> {
  for (const row of await candidatesFor(call, call.parameter('event'))) {
    const event = await readBodyOf(call, row);
    if (event) return answerEvent(call, row, call.issue, event);
  }
  throw notFound();
}

export async function readEventOfProject(call: ProjectCall): Promise<Response> {
  const { row, issue, event } = await findStoredEvent(call);
  return answerEvent(call, row, issue, event);
}

/** Which project and issue an event is of, when only its id is known. */
export async function resolveEventId(call: OrganizationCall): Promise<Response> {
  const projects = await listProjects(call.organization);
  const eventId = normalizeId(call.parameter('event'));
  const project = await findProjectOfEvent(projects, eventId);
  const found = project && (await findEvent(project, eventId));
  if (!found) throw notFound();
  const event = await readBodyOf(call, found.event);
  const reply: ResolvedEventId = {
    organizationSlug: call.access.organization.slug,
    projectSlug: project.slug,
    groupId: String(found.issue.id),
    eventId,
    event: event && serializeEvent(event, describeEvent(event), found.issue, await findSurroundings(project, found.issue, found.event)),
  };
  return Response.json(reply);
}

/** The event as it is stored: the protocol's own shape, normalized. */
export async function readStoredEvent(call: ProjectCall): Promise<Response> {
  const { event } = await findStoredEvent(call);
  return Response.json(event);
}

/** An event whose body was sampled away may be listed a moment longer, so more than one is tried. */
const candidates = 3;
/** How many of the newest events are weighed to recommend one. */
const weighed = 100;

async function candidatesFor({ project, issue }: IssueCall, name: string): Promise<EventRow[]> {
  switch (name) {
    case 'latest':
      return listEventsOfIssue(project, issue.id, null, candidates);
    case 'oldest':
      return listOldestEvents(project, issue.id, candidates);
    case 'recommended':
      return (await listEventsOfIssue(project, issue.id, null, weighed)).sort((one, other) => weightOf(other) - weightOf(one)).slice(0, candidates);
    default: {
      const row = await findEventOfIssue(project, issue.id, normalizeId(name));
      return row ? [row] : [];
    }
  }
}

/** The more tags an event has, the more it tells; a known user counts for two. Of equals the newest comes first. */
function weightOf({ tags, user }: EventRow): number {
  return Object.keys(tags).length + (user ? 2 : 0);
}

export async function findStoredEvent(call: ProjectCall): Promise<{ row: EventRow; issue: Issue; event: Event }> {
  const found = await findEvent(call.project, normalizeId(call.parameter('event')));
  const event = found && (await readBodyOf(call, found.event));
  if (!event) throw notFound();
  return { row: found.event, issue: found.issue, event };
}

async function readBodyOf({ env }: Call, row: EventRow): Promise<Event | null> {
  const body = await objectOf(env, row).body(row.eventId);
  return body && decodeBody(body);
}

async function answerEvent({ project }: ProjectCall, row: EventRow, issue: Issue, event: Event): Promise<Response> {
  return Response.json(serializeEvent(event, describeEvent(event), issue, await findSurroundings(project, issue, row)));
}

async function findSurroundings(project: ScopedProject, issue: Issue, row: EventRow): Promise<Surroundings> {
  const [neighbours, report] = await Promise.all([findNeighbours(project, issue.id, row), findUserReport(project, row.eventId)]);
  return { neighbours, report };
}

/** People copy ids with dashes and in capitals. */
function normalizeId(eventId: string): string {
  return eventId.replaceAll('-', '').toLowerCase();
}
