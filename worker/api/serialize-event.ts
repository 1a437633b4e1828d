import type { Event as StoredEvent, User } from '../event/event.ts';
import type { EventDescription } from '../grouping/describe.ts';
import type { EventRow } from '../storage/events.ts';
import type { Issue } from '../storage/issues.ts';
import type { UserReport } from '../storage/user-reports.ts';
import type { Event, EventSummary, EventUser } from './contract/event.ts';
import { serializeEntries } from './serialize-entries.ts';
import { serializeUserReport } from './serialize-user-report.ts';
import { isoTime } from './time.ts';

export interface Neighbours {
  previousId: string | null;
  nextId: string | null;
}

export interface Surroundings {
  neighbours: Neighbours;
  report: UserReport | null;
}

/** A stored event in Sentry's shape. */
export function serializeEvent(event: StoredEvent, description: EventDescription, issue: Issue, { neighbours, report }: Surroundings): Event {
  const { title, culprit, location, metadata, type } = description;
  return {
    id: event.event_id,
    eventID: event.event_id,
    groupID: String(issue.id),
    projectID: String(issue.projectId),
    title,
    message: event.logentry?.formatted ?? event.logentry?.message ?? '',
    location,
    culprit,
    type,
    level: event.level,
    platform: event.platform,
    size: Buffer.byteLength(JSON.stringify(event)),
    dist: event.dist ?? null,
    environment: event.environment ?? null,
    dateCreated: isoTime(event.timestamp * 1000),
    dateReceived: isoTime(event.received * 1000),
    tags: event.tags.map(([key, value]) => ({ key, value })),
    user: event.user ? serializeUser(event.user) : null,
    contexts: event.contexts,
    context: event.extra ?? {},
    packages: event.modules ?? {},
    sdk: event.sdk ? { name: event.sdk.name, version: event.sdk.version } : null,
    metadata,
    errors: event.errors.map(({ type: kind, name, value }) => ({
      type: kind,
      message: explain(kind),
      data: { name, ...(value === undefined ? {} : { value }) },
    })),
    entries: serializeEntries(event),
    release: event.release === undefined ? null : { version: event.release },
    fingerprints: [issue.hash],
    groupingConfig: { id: issue.mechanism },
    occurrence: null,
    _meta: event._meta ?? {},
    nextEventID: neighbours.nextId,
    previousEventID: neighbours.previousId,
    userReport: report && serializeUserReport(report),
    crashFile: null,
  };
}

/** The small form of lists, from what is indexed: the body stays where it is. */
export function serializeEventSummary(row: EventRow): EventSummary {
  return {
    id: row.eventId,
    eventID: row.eventId,
    'event.type': row.type,
    groupID: String(row.issueId),
    projectID: String(row.projectId),
    title: row.title,
    message: row.title,
    location: null,
    culprit: row.culprit,
    level: row.level,
    user: row.user && serializeUser(row.user),
    tags: Object.entries(row.tags).map(([key, value]) => ({ key, value })),
    platform: row.platform,
    dateCreated: isoTime(row.occurredAt),
    crashFile: null,
    metadata: { title: row.title },
  };
}

function serializeUser({ id, email, username, ip_address, name, data, geo, segment }: User): EventUser {
  const rest = { ...data, ...(geo && { geo }), ...(segment !== undefined && { segment }) };
  return {
    id: id ?? null,
    email: email ?? null,
    username: username ?? null,
    ip_address: ip_address ?? null,
    name: name ?? null,
    data: Object.keys(rest).length > 0 ? rest : null,
  };
}

/** What normalization found, in words. */
function explain(kind: string): string {
  switch (kind) {
    case 'invalid_data':
      return 'Discarded invalid value';
    case 'clock_drift':
      return 'Clock drift detected in SDK';
    case 'past_timestamp':
      return 'Invalid timestamp (too old)';
    case 'future_timestamp':
      return 'Invalid timestamp (in future)';
    default:
      return 'Repaired while the event was processed';
  }
}
