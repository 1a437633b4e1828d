import type { Event, Level, Tag, User } from './event.ts';
import { type SearchFields, searchFieldsOf } from './search-fields.ts';
import { identityOf } from './user.ts';

/** What people call an event by: see grouping/describe.ts. */
export interface SummaryDescription {
  title: string;
  culprit: string;
  metadata: Record<string, string>;
  type: string;
  isUnhandled: boolean;
}

/** What lists, counts and searches need of an event; the event itself is stored elsewhere. */
export interface EventSummary {
  eventId: string;
  /** Unix milliseconds. */
  occurredAt: number;
  /** Unix milliseconds. */
  receivedAt: number;
  title: string;
  culprit: string;
  level: Level;
  type: string;
  platform: string;
  logger: string | null;
  release: string | null;
  environment: string | null;
  dist: string | null;
  /** Who counts as one user: `id:…`, `username:…`, `email:…` or `ip:…`. */
  userKey: string | null;
  /** Of id, email, username, ip_address and name what is known. */
  user: Record<string, string> | null;
  tags: Tag[];
  fields: SearchFields;
  metadata: Record<string, string>;
  isUnhandled: boolean;
}

export function summarizeEvent(event: Event, description: SummaryDescription): EventSummary {
  return {
    eventId: event.event_id,
    occurredAt: Math.round(event.timestamp * 1000),
    receivedAt: Math.round(event.received * 1000),
    title: description.title,
    culprit: description.culprit,
    level: event.level,
    type: description.type,
    platform: event.platform,
    logger: event.logger ?? null,
    release: event.release ?? null,
    environment: event.environment ?? null,
    dist: event.dist ?? null,
    userKey: identityOf(event.user) ?? null,
    user: summarizeUser(event.user),
    tags: event.tags,
    fields: searchFieldsOf(event),
    metadata: description.metadata,
    isUnhandled: description.isUnhandled,
  };
}

const shownOfUser = ['id', 'email', 'username', 'ip_address', 'name'] as const;

function summarizeUser(user: User | undefined): Record<string, string> | null {
  const shown: Record<string, string> = {};
  for (const key of shownOfUser) {
    const value = user?.[key];
    if (value !== undefined) shown[key] = value;
  }
  return Object.keys(shown).length === 0 ? null : shown;
}
