import type { StackNames } from '../event/search-fields.ts';
import type { EventSummary } from '../event/summarize.ts';
import type { Effect, IssueActivity } from './effects.ts';
import { obey } from './life/obey.ts';
import { beginLife } from './life/begin.ts';
import { liveThrough } from './life/live.ts';
import { age, passTime } from './life/time.ts';
import type { Life } from './life/life.ts';
import type { LifeCommand } from './life/life-command.ts';
import type { Happening, Lived, Occurrences, Totals } from './life/lived.ts';
import { addFigures, type Appearance, type Figures, type Snapshot } from './merged.ts';
import type { News } from './news.ts';
import { isBodyKept } from './sampling.ts';
import { addToTrend, emptyTrend, hourMs } from './trend.ts';

/**
 * All that is known of the issue of a hash: what its own events add up to, and the life of the issue. Only its object changes it, and only through the functions
 * here. Where hashes were merged into it, their figures are kept beside it (merged.ts); where it was merged itself, its life rests until it is let go again.
 */
export interface IssueState extends Figures {
  organizationId: number;
  projectId: number;
  /** Data shard of the project. */
  shard: number;
  /** Grouping hash that names the object, and the version of the mechanism that computed it. */
  hash: string;
  mechanism: string;
  /** Null until the first projection gave the issue its number. */
  issueId: number | null;

  /** Status, assignee and the like. */
  life: Life;
  /** Distinct users of its own events, exact: the object remembers each. */
  userCount: number;
  /** Events received in the hour (since 1970) of the newest: what sampling goes by. */
  received: { hour: number; count: number };
  /** Other hashes of its events that lead here, or were found to lead elsewhere, and those that nobody asked for yet. */
  furtherHashes: string[];
  unclaimedHashes: string[];
  /** Whether it stays an issue of its own although its hashes lead elsewhere. */
  isAlone: boolean;
  /** What to tell similar issues by, of the first event. */
  likeness: string[];
  /** Names in the stack of the first event, until D1 has them. */
  stack: StackNames | null;
  /** What the search index has of its events: see indexing.ts. */
  indexed: number[];

  /** Grows with every change; projections carry it, so that a late one never undoes a newer one. */
  version: number;
  /** The newest version that D1 has. */
  projectedVersion: number;
  /** The event that D1 lists although only its being the newest keeps its body. */
  projectedTailId: string | null;
  /** Grows with everything that is noted or told, to tell repetitions by. */
  happenings: number;
  /** What D1 has still to be told of the issue's history. */
  activity: IssueActivity[];
  /** What is still to be told to the queue. */
  outbox: PendingEffect[];
}

export type PendingEffect = Pick<Effect, 'type' | 'eventId' | 'userId' | 'at'> & { number: number };

export interface Origin {
  organizationId: number;
  projectId: number;
  shard: number;
  hash: string;
  /** Further hashes of the event, best first: an issue of any of them is the event's issue. */
  furtherHashes: readonly string[];
  mechanism: string;
}

/** What an event meets beside the state of its hash. */
export interface Circumstances {
  /** No earlier event of the whole issue came from its user. */
  isNewUser: boolean;
  /** The same, as far as this hash goes. */
  isNewUserOfHash: boolean;
  /** Of the whole issue, with this one. */
  userCount: number;
  /** Whom ownership rules name for it. */
  owner: string | null;
  /** Figures of the hashes merged into it. */
  merged: Figures | null;
  /** Where the hash is a part of another issue, which lives in its place. */
  isPart: boolean;
  /** Of the first event: what to tell similar issues by. */
  likeness: readonly string[];
  stack: StackNames | null;
}

export interface Applied {
  state: IssueState;
  /** Whether the event's body is worth its storage beyond being the newest. */
  keepsBody: boolean;
}

const maxFurtherHashes = 20;

/** Until the first event is told. */
const unborn: Life = {
  status: 'unresolved',
  substatus: 'new',
  since: 0,
  by: null,
  resolution: null,
  archive: null,
  forecast: null,
  priority: { level: 'medium', isSetByMember: false, automatic: 'medium' },
  assignee: null,
  isAssignedByMember: false,
};

/** What an event that was not seen before does to its issue; `before` is null for the first one. */
export function applyEvent(before: IssueState | null, origin: Origin, event: EventSummary, circumstances: Circumstances): Applied {
  const { isNewUser, isNewUserOfHash, userCount, owner, merged, isPart } = circumstances;
  const counted = withFurtherHashes(count(before ?? blank(origin, event, circumstances), event, isNewUserOfHash), origin.furtherHashes);
  const occurrences: Occurrences = {
    count: 1,
    release: event.release,
    eventId: event.eventId,
    receivedAt: event.receivedAt,
    newUsers: isNewUser ? 1 : 0,
    userKeys: event.userKey === null ? [] : [event.userKey],
    owner,
    level: event.level,
    isUnhandled: event.isUnhandled,
    totals: { ...wholeOf(counted, merged), userCount },
  };
  const lived: Lived = !before ? beginLife(occurrences) : isPart ? { life: counted.life, happened: [] } : liveThrough(counted.life, occurrences);
  // A part tells nobody of itself.
  const state = isPart ? { ...counted, life: lived.life } : living(counted, lived);
  const isTurningPoint = lived.happened.some(({ eventId }) => eventId === event.eventId);
  return { state, keepsBody: !before || isTurningPoint || isBodyKept(state.received.count) };
}

/** What events of a merged hash do to the issue. `newUsers`: those that nobody of the issue had met; `userKeys`: all that were met. */
export function applyNews(state: IssueState, news: readonly News[], newUsers: number, userKeys: readonly string[], totals: Totals): IssueState {
  return news.reduce((before, { release, count: events, eventId, receivedAt, level, isUnhandled, owner }, index) => {
    const users = index === 0 ? { newUsers, userKeys } : { newUsers: 0, userKeys: [] };
    return living(before, liveThrough(before.life, { count: events, release, eventId, receivedAt, level, isUnhandled, owner, totals, ...users }));
  }, next(state));
}

/** What a member's command does. Returns the same state where the command changes nothing. */
export function applyCommand(state: IssueState, command: LifeCommand, totals: Totals): IssueState {
  return changed(state, obey(state.life, command, totals));
}

/** What time does: archived issues come back when theirs is up, and nothing stays new for ever. Returns the same state where it changes nothing. */
export function applyTime(state: IssueState, now: number, totals: Totals): IssueState {
  const later = changed(state, passTime(state.life, now, totals));
  return changed(later, age(later.life, now));
}

/** Notes what nobody's life is changed by, such as a merger. */
export function withActivity(state: IssueState, activity: Omit<IssueActivity, 'id'>): IssueState {
  const noted = next(state);
  const happenings = noted.happenings + 1;
  return { ...noted, happenings, activity: [...noted.activity, { ...activity, id: String(happenings) }] };
}

/** A hash that was let go: an issue that somebody has just looked at. What it lived through before it became a part is not told again. */
export function restart(state: IssueState, userId: number, at: number): IssueState {
  const life: Life = { ...state.life, status: 'unresolved', substatus: 'ongoing', since: at, by: userId, resolution: null, archive: null };
  return { ...next(state), life };
}

/** A hash whose head went before it was ever listed: an issue that nobody was told of. */
export function reborn(state: IssueState): IssueState {
  const happenings = state.happenings + 1;
  const told: PendingEffect = { type: 'new', eventId: null, userId: null, at: state.lastSeenAt, number: happenings };
  return { ...next(state), happenings, outbox: [...state.outbox, told] };
}

/** A hash whose issue was to be a part of it: an issue of its own from now on. */
export function alone(state: IssueState): IssueState {
  return { ...(state.issueId === null ? reborn(state) : next(state)), isAlone: true };
}

/** A change that only the projection has to know of. */
export function touched(state: IssueState): IssueState {
  return next(state);
}

/** Figures of the hash and all that were merged into it. */
export function wholeOf(state: IssueState, merged: Figures | null): Figures {
  return merged ? addFigures(state, merged) : state;
}

export function snapshotOf(state: IssueState): Snapshot {
  const { version, issueId, eventCount, firstSeenAt, lastSeenAt, firstRelease, lastRelease, trend } = state;
  const { title, culprit, level, type, platform, logger, metadata, isUnhandled } = state;
  return {
    version,
    issueId,
    eventCount,
    firstSeenAt,
    lastSeenAt,
    firstRelease,
    lastRelease,
    trend,
    title,
    culprit,
    level,
    type,
    platform,
    logger,
    metadata,
    isUnhandled,
  };
}

/** Numbers of issues are never given twice, so the id of an effect is unique although counting begins again after a deletion. */
export function effectOf(
  { organizationId, projectId }: Pick<IssueState, 'organizationId' | 'projectId'>,
  issueId: number,
  { type, eventId, userId, at, number }: PendingEffect,
): Effect {
  return { id: `${issueId}:${number}`, type, organizationId, projectId, issueId, eventId, userId, at };
}

function blank({ organizationId, projectId, shard, hash, mechanism }: Origin, event: EventSummary, { likeness, stack }: Circumstances): IssueState {
  return {
    organizationId,
    projectId,
    shard,
    hash,
    mechanism,
    issueId: null,
    life: unborn,
    ...appearance(event),
    eventCount: 0,
    userCount: 0,
    firstSeenAt: event.occurredAt,
    lastSeenAt: event.occurredAt,
    firstRelease: event.release,
    lastRelease: event.release,
    trend: emptyTrend,
    received: { hour: 0, count: 0 },
    furtherHashes: [],
    unclaimedHashes: [],
    isAlone: false,
    likeness: [...likeness],
    stack,
    indexed: [],
    version: 0,
    projectedVersion: 0,
    projectedTailId: null,
    happenings: 0,
    activity: [],
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

/** Beyond twenty nobody asks any more: by then the hashes differ with every event. */
function withFurtherHashes(state: IssueState, hashes: readonly string[]): IssueState {
  const fresh = hashes.filter((hash) => !state.furtherHashes.includes(hash)).slice(0, maxFurtherHashes - state.furtherHashes.length);
  if (fresh.length === 0) return state;
  return { ...state, furtherHashes: [...state.furtherHashes, ...fresh], unclaimedHashes: [...state.unclaimedHashes, ...fresh] };
}

function appearance(event: EventSummary): Appearance {
  const { title, culprit, level, type, platform, logger, metadata, isUnhandled } = event;
  return { title, culprit, level, type, platform, logger, metadata, isUnhandled };
}

function changed(state: IssueState, lived: Lived): IssueState {
  return lived.life === state.life ? state : living(next(state), lived);
}

function living(state: IssueState, { life, happened }: Lived): IssueState {
  return happened.reduce(withHappening, life === state.life ? state : { ...state, life });
}

/** The first sight of an issue is told by its dates. */
function withHappening(state: IssueState, { activity, effect, eventId, userId, at }: Happening): IssueState {
  const happenings = state.happenings + 1;
  const entry = activity && activity.type !== 'first_seen' ? [{ id: String(happenings), type: activity.type, data: activity.data, userId, at }] : [];
  const told = effect ? [{ type: effect, eventId, userId, at, number: happenings }] : [];
  return { ...state, happenings, activity: [...state.activity, ...entry], outbox: [...state.outbox, ...told] };
}

function next(state: IssueState): IssueState {
  return { ...state, version: state.version + 1 };
}
