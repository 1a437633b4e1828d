import { DurableObject } from 'cloudflare:workers';
import type { Env } from '../env.ts';
import { stackNamesOf } from '../event/search-fields.ts';
import type { EventSummary } from '../event/summarize.ts';
import { deleteAttachments } from '../storage/attachments.ts';
import { findEventsOfOthers, forgetClaims, joinTombstone, projectionOf, removeIssue, type ShownIssue, takeEvents } from '../storage/projection.ts';
import { projectorName } from '../storage/projector-object.ts';
import { removeShare } from '../storage/shares.ts';
import { dataShard } from '../storage/shards.ts';
import { decodeBody, summarizeBody } from './body.ts';
import { Family, type JoinReply, type MergeReply, type Report, type ReportReply } from './family.ts';
import type { Effect } from './effects.ts';
import { applyCommand, applyEvent, applyTime, effectOf, type IssueState, type Origin, touched, wholeOf } from './issue.ts';
import { indexingOf } from './indexing.ts';
import { IssueStore, type Leaving, type Membership } from './issue-store.ts';
import { loseAssignee } from './life/assign.ts';
import type { LifeCommand } from './life/life-command.ts';
import { timerOf } from './life/time.ts';
import { likenessOf } from './likeness.ts';
import { addToNews } from './news.ts';
import { issueObjectName } from './object-name.ts';
import { gatherTimeMs, type Pace } from './pace.ts';

/** What an issue object is told of an event beside its body. */
export interface Occurrence {
  origin: Origin;
  event: EventSummary;
  /** `user:1` or `team:2`: whom the project's ownership rules name for it. */
  owner: string | null;
}

/** `discarded`: nobody wants events of this hash. */
export type Recorded = 'accepted' | 'duplicate' | 'discarded';

/** Whether a projection may wait for those of other issues. */
type Urgency = 'now' | 'together';

/** The alarm comes this long after the first event that waits, ms, and finds nothing to do unless the object was restarted. */
const safetyMs = 10_000;
const maxBackoffMs = 60_000;
/** What one invocation clears away after a deletion: each event costs up to two calls to R2. */
const eventsPerRound = 20;
const entriesPerRound = 1_000;
const partsPerRound = 20;
/** Summaries held in memory for the next projection; those beyond are made from the stored bodies again. */
const maxSummaries = 500;
const nothingListed = { eventIds: [], forget: async () => undefined };

/**
 * The only writer of one issue: alarm and RPC around issue.ts, issue-store.ts and family.ts. An event is durable here before anybody hears of it; D1 follows within
 * seconds.
 *
 *   record ─▶ store (one transaction) ─▶ answer
 *               └─ timer, or else alarm ─▶ head, where it is a part ─▶ projector ─▶ D1 (absolute values, may be repeated) ─▶ effects to the queue
 */
export class IssueObject extends DurableObject<Env> {
  readonly #store: IssueStore;
  readonly #family: Family;
  readonly #summaries = new Map<string, EventSummary>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #alarmAt: number | null = null;
  #projecting: Promise<void> | null = null;
  #failures = 0;
  #pace: Pace = { projectedAt: 0, isWatched: false };

  constructor(context: DurableObjectState, env: Env) {
    super(context, env);
    this.#store = new IssueStore(context.storage.kv);
    this.#family = new Family({
      objectOf: (projectId, hash) => this.env.ISSUES.getByName(issueObjectName(projectId, hash)),
      store: this.#store,
      inTransaction: (write) => this.#inTransaction(write),
      stir: () => this.#projectSoon('told'),
      projectNow: () => this.#projectNow(),
      projectTogether: () => this.#projectTogether(),
    });
    // Whoever wakes the object heals it: timers and alarms can get lost, what is pending cannot.
    if (this.#isPending()) this.#projectAfter(0);
  }

  /**
   * Records an event. When the answer arrives, the event is on disk; the same event again is told by its id and changes nothing. `occurrence` is the JSON of an
   * Occurrence, since a call carries a string at a fraction of the cost of a small deep object; `body` is what encodeBody made.
   */
  record(occurrence: string, body: Uint8Array): Recorded {
    const { origin, event, owner }: Occurrence = JSON.parse(occurrence);
    if (this.#store.isDiscarded) return 'discarded';
    if (this.#store.isKnown(event.eventId)) return 'duplicate';
    const { issueId } = this.#inTransaction(() => {
      const { state: before, merged, membership, userCount: usersBefore } = this.#store;
      const isNewUserOfHash = event.userKey !== null && this.#store.addUser(event.userKey);
      const isNewUser = isNewUserOfHash && this.#store.userCount === usersBefore;
      const first = before ? null : decodeBody(body);
      const { state, keepsBody } = applyEvent(before, origin, event, {
        isNewUser,
        isNewUserOfHash,
        userCount: usersBefore + (isNewUser ? 1 : 0),
        owner,
        merged,
        isPart: membership !== null,
        likeness: first ? likenessOf(first) : [],
        stack: first && stackNamesOf(first),
      });
      // A new issue may turn out to be a part of another one.
      if (membership || state.issueId === null) this.#store.addNews((news) => addToNews(news, event, owner, state.version));
      this.#store.add(event.eventId, body, keepsBody, state, event.tags, event.occurredAt);
      return state;
    });
    if (this.#summaries.size < maxSummaries) this.#summaries.set(event.eventId, event);
    if (issueId === null) this.#projectAfter(0);
    else this.#projectSoon('event');
    return 'accepted';
  }

  /** Applies commands, all or none, and brings D1 up to date before it answers, so that the next list shows it. False where there is no such issue. */
  async change(...commands: LifeCommand[]): Promise<boolean> {
    const { state: before, membership } = this.#store;
    if (!before || membership) return false;
    const { totals } = this.#family;
    const state = commands.reduce((changed, command) => applyCommand(changed, command, totals), before);
    if (state !== before) this.#store.saveState(state);
    this.#wakeForTime();
    await this.#projectNow();
    return true;
  }

  /** Whom it names is no more. Nobody is told of it by a part, but it shall not come back with them when it is let go. False where there is no such issue. */
  async loseAssignee(assignee: string, userId: number, at: number): Promise<boolean> {
    const { state, membership } = this.#store;
    if (!membership) return this.change({ type: 'loseAssignee', assignee, userId, at });
    if (state?.life.assignee !== assignee) return state !== null;
    this.#store.saveState(touched({ ...state, life: loseAssignee(state.life, assignee, userId, at).life }));
    await this.#projectTogether();
    return true;
  }

  /** Lets time do what is due by then; for what comes slowly, such as the end of being new. */
  async grow(now: number): Promise<void> {
    this.#passTime(now);
    await this.#projectTogether();
  }

  /**
   * Deletes the issue with all its hashes, events and attachments. An event of one of these hashes that comes later starts a new issue, or, where they are discarded,
   * is turned away. `userId` is null where it grew too old.
   */
  async remove(userId: number | null, isDiscarded = false): Promise<boolean> {
    return (await this.#remove(userId, isDiscarded)) !== null;
  }

  /** Deletes the issue, and gives back the hashes whose events are turned away from now on; null where there is no such issue. */
  discard(userId: number): Promise<string[] | null> {
    return this.#remove(userId, true);
  }

  /** Goes with the issue it is a part of, whose hashes are `family`. */
  async removePart(family: readonly string[], isDiscarded: boolean): Promise<void> {
    while (this.#projecting) await this.#projecting;
    const { membership } = this.#store;
    if (membership && family.includes(membership.headHash)) await this.#leave([], isDiscarded, null);
  }

  /** Events of the hash are welcome again. */
  welcome(): void {
    if (this.#store.isDiscarded) this.#store.setDiscarded(false);
  }

  /** Takes the issues of other hashes in. */
  merge(hashes: readonly string[], userId: number, at: number): Promise<MergeReply> {
    return this.#family.merge(hashes, userId, at);
  }

  /** Lets hashes go, together, as an issue of their own, and gives back the hash of that; null where nothing was left to part. */
  unmerge(hashes: readonly string[], userId: number, at: number): Promise<string | null> {
    return this.#family.unmerge(hashes, userId, at);
  }

  /* What the objects of an issue tell each other: see family.ts. */

  join(membership: Membership, via: string | null): Promise<JoinReply> {
    return this.#family.join(membership, via);
  }

  leave(membership: Membership, userId: number, at: number): Promise<void> {
    return this.#family.leave(membership, userId, at);
  }

  /** `report` is the JSON of a Report. */
  async takeReport(report: string): Promise<ReportReply> {
    // Written by tellHead only.
    const told = JSON.parse(report) as Report;
    const isNumbered = this.#store.state?.issueId !== null;
    if (!isNumbered && this.#family.projectsAlone) await this.#projectNow();
    return this.#family.takeReport(told);
  }

  /**
   * Forgets events that are too old to be kept, and answers which it can let go: not what D1 does not list yet, since that is to come, and not the newest, which the
   * next one replaces. The counts of the issue stay.
   */
  async expire(eventIds: readonly string[]): Promise<string[]> {
    await this.#projectNow();
    return this.#inTransaction(() => this.#store.expire(eventIds));
  }

  /** What the events of this hash alone add up to, without those of hashes that were merged into it. */
  ownFigures(): Pick<IssueState, 'eventCount' | 'firstSeenAt' | 'lastSeenAt'> | null {
    const { state } = this.#store;
    return state && { eventCount: state.eventCount, firstSeenAt: state.firstSeenAt, lastSeenAt: state.lastSeenAt };
  }

  /** The stored form of an event; null where it was never here or its body was sampled away. */
  body(eventId: string): Uint8Array | null {
    return this.#store.body(eventId);
  }

  /** In the order asked for. */
  bodies(eventIds: readonly string[]): (Uint8Array | null)[] {
    return eventIds.map((eventId) => this.#store.body(eventId));
  }

  override async alarm(): Promise<void> {
    this.#alarmAt = null;
    this.#passTime(Date.now());
    await this.project();
    this.#store.persist();
    this.#wakeForTime();
  }

  /** Writes to D1 what it does not have yet. Never rejects: what fails is tried again by alarm, later each time. */
  async project(urgency: Urgency = 'together'): Promise<void> {
    this.#projecting ??= this.#projectAll(urgency).finally(() => {
      this.#projecting = null;
    });
    await this.#projecting;
  }

  /** For somebody who waits for the answer. A projection under way may have begun before what is to be shown, so that another one follows it. */
  async #projectNow(): Promise<void> {
    const { state } = this.#store;
    if (this.#projecting && state) {
      // It may be waiting for those of other issues.
      await this.env.PROJECTORS.getByName(projectorName(state.shard))
        .hurry()
        .catch(() => undefined);
      await this.#projecting;
    }
    await this.project('now');
  }

  /** As `#projectNow`, but together with those of other issues. */
  async #projectTogether(): Promise<void> {
    if (this.#projecting) await this.#projecting;
    await this.project();
  }

  async #projectAll(urgency: Urgency): Promise<void> {
    try {
      await this.#family.runErrands();
      if (this.#family.forgetSomeGuests()) this.#wakeAt(Date.now());
      for (const leaving of this.#store.leaving) if (!(await this.#clearAway(leaving))) this.#wakeAt(Date.now());
      let isMore = this.#isPending();
      while (isMore) isMore = await this.#projectSome(urgency);
      this.#failures = 0;
      // What came in meanwhile gathers for a moment.
      if (this.#isPending()) this.#projectSoon('event');
    } catch (error) {
      console.warn('projection failed and will be repeated:', error);
      await this.#retryLater();
    }
  }

  /** One batch to D1, and the effects that can be told once the issue has its number. True when more waits than one batch takes. */
  async #projectSome(urgency: Urgency): Promise<boolean> {
    if (!this.#store.state) return false;
    const mergedInto = await this.#family.tellHead();
    const { state: before, tailId, membership } = this.#store;
    // It was let go, or merged again, while the head was told.
    if (!before || (mergedInto === null) !== (membership === null)) return before !== null;
    const { eventIds, isAll, strikeOff } = this.#store.nextWaiting();
    const listed = tailId === null || tailId === before.projectedTailId ? eventIds : [...eventIds, tailId];
    const events = listed.map((id) => this.#summaries.get(id) ?? this.#summaryFromBody(id)).filter((summary) => summary !== null);
    const obsoleteEventId = before.projectedTailId === tailId ? null : before.projectedTailId;

    const projector = this.env.PROJECTORS.getByName(projectorName(before.shard));
    const indexing = indexingOf(before.indexed, events, before.stack);
    const projection = projectionOf(this.#shown(before, mergedInto), events, obsoleteEventId, indexing.terms);
    const projected = await projector[urgency === 'now' ? 'projectNow' : 'project'](projection);
    if (!projected.ok) throw new Error(projected.error.message);
    const { issueId, ownerHash, isTold, isWatched } = projected.value;
    this.#pace = { projectedAt: Date.now(), isWatched };
    if (ownerHash !== null) {
      this.#family.joinOwner(ownerHash);
      return true;
    }

    // Those of events that were the newest for a moment only are of no use either.
    if (isAll) this.#summaries.clear();
    // Events may have come in while D1 was writing: only what was seen at the beginning is done.
    const now = this.#store.state ?? before;
    const outbox = isTold ? now.outbox.filter(({ number }) => before.outbox.every((told) => told.number !== number)) : now.outbox;
    const activity = now.activity.filter(({ id }) => before.activity.every((entry) => entry.id !== id));
    // It may have become a part meanwhile, with news since.
    if (!membership && !this.#store.membership) this.#store.dropNews();
    const unclaimedHashes = now.unclaimedHashes.filter((each) => !before.unclaimedHashes.includes(each));
    // The stack is that of the first event, so it is the same by now.
    const searched = { stack: null, indexed: indexing.indexed };
    strikeOff({ ...now, ...searched, unclaimedHashes, issueId, projectedVersion: before.version, projectedTailId: tailId, outbox, activity });
    if (!isTold) throw new Error('the effects could not be told');
    return !isAll;
  }

  /** What D1 shall show of it. */
  #shown(state: IssueState, mergedInto: number | null): ShownIssue {
    const { merged, tagCounts, userCount } = this.#store;
    return { state, whole: wholeOf(state, merged), userCount, mergedInto, tagCounts };
  }

  async #remove(userId: number | null, isDiscarded: boolean): Promise<string[] | null> {
    await this.#projectNow();
    // Another caller may have begun a projection since: none may be under way when the state goes.
    while (this.#projecting) await this.#projecting;
    const { state, membership } = this.#store;
    if (!state || membership || state.issueId === null) return null;

    const effect = effectOf(state, state.issueId, { type: 'deleted', eventId: null, userId, at: Date.now(), number: state.happenings + 1 });
    const partHashes = this.#store.parts().map(({ hash }) => hash);
    await this.#leave(partHashes, isDiscarded, effect);
    return [state.hash, ...partHashes];
  }

  async #leave(partHashes: string[], isDiscarded: boolean, effect: Effect | null): Promise<void> {
    const { state } = this.#store;
    if (!state) return;
    const { hash, furtherHashes, issueId, projectId, shard } = state;
    this.#store.leave({ hash, furtherHashes, issueId, projectId, shard, family: [hash, ...partHashes], partHashes, isDiscarded, discardedWith: null, effect });
    this.#summaries.clear();
    this.#projectAfter(0);
    await this.#projectNow();
  }

  #passTime(now: number): void {
    const { state, membership } = this.#store;
    if (!state || membership) return;
    const later = applyTime(state, now, this.#family.totals);
    if (later !== state) this.#store.saveState(later);
  }

  /** The alarm may have been needed for something else since. */
  #wakeForTime(): void {
    const { state, membership } = this.#store;
    const at = state && !membership ? timerOf(state.life) : null;
    if (at !== null) this.#wakeAt(at);
  }

  /** Some of what a deleted issue left in D1, R2 and here. False when there is more: an invocation may make a few dozen calls only, so the alarm goes on. */
  async #clearAway(leaving: Leaving): Promise<boolean> {
    const { hash, furtherHashes, issueId, projectId, shard, family, partHashes, isDiscarded, discardedWith } = leaving;
    const db = dataShard(this.env, shard);
    // What is discarded keeps its further hashes, so that they are turned away as well.
    if (isDiscarded) await joinTombstone(db, projectId, hash, discardedWith);
    else await forgetClaims(db, projectId, hash, furtherHashes);
    // The list first: the issue is out of sight at once.
    if (issueId !== null) await Promise.all([removeIssue(db, issueId), removeShare(this.env.DB, issueId)]);
    if (partHashes.length > 0) {
      const some = partHashes.slice(0, partsPerRound);
      await Promise.all(some.map((part) => this.env.ISSUES.getByName(issueObjectName(projectId, part)).removePart(family, isDiscarded)));
      this.#store.forgetParts(leaving, some);
      return false;
    }
    const { eventIds, forget } = issueId === null ? nothingListed : await takeEvents(db, issueId, eventsPerRound);
    const unlisted = this.#store.unlistedEvents(leaving, eventsPerRound - eventIds.length);
    const gone = [...eventIds, ...unlisted];
    const ofOthers = await findEventsOfOthers(db, projectId, issueId ?? 0, gone);
    await Promise.all(gone.filter((id) => !ofOthers.has(id)).map((id) => deleteAttachments(this.env.FILES, projectId, id)));
    await forget();
    this.#store.forgetUnlisted(leaving, unlisted);
    if (eventIds.length + unlisted.length === eventsPerRound || this.#store.clearAway(leaving, entriesPerRound)) return false;
    if (leaving.effect) await this.env.EFFECTS.send(leaving.effect);
    this.#store.forget(leaving);
    return true;
  }

  /** After failures the alarm comes later each time; on the first one the queue is asked to look in as well, should the alarm get lost. */
  async #retryLater(): Promise<void> {
    this.#failures += 1;
    this.#wakeAt(Date.now() + Math.min(maxBackoffMs, 500 * 2 ** this.#failures));
    if (this.#failures > 1) return;
    await this.env.OVERFLOW.send({ kind: 'stuck_object', objectId: this.ctx.id.toString() }, { delaySeconds: 120 }).catch(() => undefined);
  }

  /** A write that fails half way must leave nothing: an event that is known but not counted would be lost, since its repetition is a duplicate. */
  #inTransaction<Value>(write: () => Value): Value {
    try {
      return this.ctx.storage.transactionSync(write);
    } catch (error) {
      this.#store.reload();
      throw error;
    }
  }

  #projectSoon(source: 'event' | 'told'): void {
    this.#projectAfter(gatherTimeMs(this.#pace, source, Date.now()));
  }

  /** Projects soon by a timer, which costs nothing; the alarm is there in case the timer dies with the object. */
  #projectAfter(delayMs: number): void {
    this.#wakeAt(Date.now() + safetyMs);
    if (this.#timer !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.project();
    }, delayMs);
  }

  /** Sets the alarm unless one comes earlier anyway: setting it is a billed write. */
  #wakeAt(at: number): void {
    if (this.#alarmAt !== null && this.#alarmAt <= at) return;
    this.#alarmAt = at;
    // Not awaited: it is part of the same transaction, and the answer waits for that.
    void this.ctx.storage.setAlarm(at);
  }

  #isPending(): boolean {
    const { state, leaving, hasWaiting, errands, isTold, hasPastGuests } = this.#store;
    if (leaving.length > 0 || errands.length > 0 || hasPastGuests) return true;
    return state !== null && (hasWaiting || !isTold || state.version > state.projectedVersion || state.outbox.length > 0 || state.unclaimedHashes.length > 0);
  }

  #summaryFromBody(eventId: string): EventSummary | null {
    const body = this.#store.body(eventId);
    return body && summarizeBody(body);
  }
}
