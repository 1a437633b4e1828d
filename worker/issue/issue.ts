import type { EventSummary } from '../event/summarize.ts';
import type { IssueCommand } from './commands.ts';
import type { Effect, IssueActivity } from './effects.ts';
import { isBodyKept } from './sampling.ts';
import { addToTrend, emptyTrend, hourMs, type Trend } from './trend.ts';

/**
 * All that is known of an issue. Only its object changes it, and only through the functions here:
 *
 *                    first event
 *                        │
 *                        ▼
 *     resolve      unresolved/new ─────────── archive
 *   ┌───────────── unresolved/ongoing ──────────────┐
 *   │              unresolved/regressed             │
 *   ▼                ▲    ▲     ▲                   ▼
 * resolved ──event───┘    │     └────reopen──── ignored/archived_forever
 *   └───────reopen────────┘                         (events are counted, nothing else)
 */
export interface IssueState {
  organizationId: number;
  projectId: number;
  /** Data shard of the project. */
  shard: number;
  /** Grouping hash that names the object, and the version of the mechanism that computed it. */
  hash: string;
  mechanism: string;
  /** Null until the first projection gave the issue its number. */
  issueId: number | null;

  status: 'unresolved' | 'resolved' | 'ignored';
  substatus: 'new' | 'ongoing' | 'regressed' | 'archived_forever' | null;

  /** As the newest event says. */
  title: string;
  culprit: string;
  level: EventSummary['level'];
  type: string;
  platform: string;
  logger: string | null;
  metadata: Record<string, string>;
  isUnhandled: boolean;

  eventCount: number;
  /** Distinct users, exact: the object remembers each. */
  userCount: number;
  firstSeenAt: number;
  lastSeenAt: number;
  firstRelease: string | null;
  lastRelease: string | null;
  trend: Trend;
  /** Events received in the hour (since 1970) of the newest: what sampling goes by. */
  received: { hour: number; count: number };
  /** Oldest first, the newest 100. */
  activity: IssueActivity[];

  /** Grows with every change; projections carry it, so that a late one never undoes a newer one. */
  version: number;
  /** The newest version that D1 has. */
  projectedVersion: number;
  /** The event that D1 lists although only its being the newest keeps its body. */
  projectedTailId: string | null;
  /** What is still to be told to the queue. */
  outbox: PendingEffect[];
}

export type PendingEffect = Pick<Effect, 'type' | 'eventId' | 'userId' | 'at'> & { version: number };

export interface Origin {
  organizationId: number;
  projectId: number;
  shard: number;
  hash: string;
  mechanism: string;
}

export interface Applied {
  state: IssueState;
  /** Whether the event's body is worth its storage beyond being the newest. */
  keepsBody: boolean;
}

const maxActivity = 100;

/**
 * What an event that was not seen before does to its issue; `before` is null for the first one. `isNewUser`: no earlier event came from its user.
 */
export function applyEvent(before: IssueState | null, origin: Origin, event: EventSummary, isNewUser: boolean): Applied {
  const isFirst = before === null;
  const counted = count(before ?? blank(origin, event), event, isNewUser);
  const isRegression = before?.status === 'resolved';
  const state = isFirst ? withEffect(counted, 'new', event.eventId, null, event.receivedAt) : isRegression ? regressed(counted, event) : counted;
  return { state, keepsBody: isFirst || isRegression || isBodyKept(state.received.count) };
}

/** What a member's command does. Returns the same state where the command changes nothing. */
export function applyCommand(state: IssueState, command: IssueCommand): IssueState {
  const { userId, at } = command;
  switch (command.type) {
    case 'resolve':
      if (state.status === 'resolved') return state;
      return withEffect(withActivity({ ...next(state), status: 'resolved', substatus: null }, 'set_resolved', userId, at, null), 'resolved', null, userId, at);
    case 'archive':
      if (state.status === 'ignored') return state;
      return withEffect(
        withActivity({ ...next(state), status: 'ignored', substatus: 'archived_forever' }, 'set_ignored', userId, at, null),
        'archived',
        null,
        userId,
        at,
      );
    case 'reopen':
      if (state.status === 'unresolved') return state;
      return withEffect(
        withActivity({ ...next(state), status: 'unresolved', substatus: 'ongoing' }, 'set_unresolved', userId, at, null),
        'reopened',
        null,
        userId,
        at,
      );
  }
}

/** Numbers of issues are never given twice, so the id of an effect is unique although versions begin again after a deletion. */
export function effectOf(
  { organizationId, projectId }: Pick<IssueState, 'organizationId' | 'projectId'>,
  issueId: number,
  { type, eventId, userId, at, version }: PendingEffect,
): Effect {
  return { id: `${issueId}:${version}`, type, organizationId, projectId, issueId, eventId, userId, at };
}

function blank(origin: Origin, event: EventSummary): IssueState {
  return {
    ...origin,
    issueId: null,
    status: 'unresolved',
    substatus: 'new',
    ...appearance(event),
    eventCount: 0,
    userCount: 0,
    firstSeenAt: event.occurredAt,
    lastSeenAt: event.occurredAt,
    firstRelease: event.release,
    lastRelease: event.release,
    trend: emptyTrend,
    received: { hour: 0, count: 0 },
    activity: [],
    version: 0,
    projectedVersion: 0,
    projectedTailId: null,
    outbox: [],
  };
}

function count(state: IssueState, event: EventSummary, isNewUser: boolean): IssueState {
  const isNewest = event.occurredAt >= state.lastSeenAt;
  const isOldest = event.occurredAt < state.firstSeenAt;
  return {
    ...next(state),
    ...(isNewest ? appearance(event) : {}),
    eventCount: state.eventCount + 1,
    userCount: state.userCount + (isNewUser ? 1 : 0),
    firstSeenAt: isOldest ? event.occurredAt : state.firstSeenAt,
    lastSeenAt: isNewest ? event.occurredAt : state.lastSeenAt,
    firstRelease: isOldest ? event.release : state.firstRelease,
    lastRelease: isNewest ? event.release : state.lastRelease,
    trend: addToTrend(state.trend, event.occurredAt),
    received: countInHour(state.received, event.receivedAt),
  };
}

function countInHour({ hour, count: before }: IssueState['received'], at: number): IssueState['received'] {
  const now = Math.floor(at / hourMs);
  return now === hour ? { hour, count: before + 1 } : { hour: now, count: 1 };
}

function appearance(event: EventSummary) {
  const { title, culprit, level, type, platform, logger, metadata, isUnhandled } = event;
  return { title, culprit, level, type, platform, logger, metadata, isUnhandled };
}

function regressed(state: IssueState, event: EventSummary): IssueState {
  const reopened = withActivity({ ...state, status: 'unresolved', substatus: 'regressed' }, 'set_regression', null, event.receivedAt, event.release);
  return withEffect(reopened, 'regressed', event.eventId, null, event.receivedAt);
}

function next(state: IssueState): IssueState {
  return { ...state, version: state.version + 1 };
}

function withActivity(state: IssueState, type: IssueActivity['type'], userId: number | null, at: number, release: string | null): IssueState {
  const entry: IssueActivity = { id: String(state.version), type, userId, at, release };
  return { ...state, activity: [...state.activity, entry].slice(-maxActivity) };
}

function withEffect(state: IssueState, type: Effect['type'], eventId: string | null, userId: number | null, at: number): IssueState {
  return { ...state, outbox: [...state.outbox, { type, eventId, userId, at, version: state.version }] };
}
