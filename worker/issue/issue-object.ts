import { DurableObject } from 'cloudflare:workers';
import type { Env } from '../env.ts';
import type { EventSummary } from '../event/summarize.ts';
import { deleteAttachments } from '../storage/attachments.ts';
import { findEventsOfOthers, projectionOf, removeIssue, takeEvents } from '../storage/projection.ts';
import { projectorName } from '../storage/projector-object.ts';
import { dataShard } from '../storage/shards.ts';
import { summarizeBody } from './body.ts';
import type { IssueCommand } from './commands.ts';
import { applyCommand, applyEvent, effectOf, type Origin } from './issue.ts';
import { IssueStore, type Leaving } from './issue-store.ts';

/** What an issue object is told of an event beside its body. */
export interface Occurrence {
  origin: Origin;
  event: EventSummary;
}

/** Whether a projection may wait for those of other issues. */
type Urgency = 'now' | 'together';

/** A hot issue gathers this long before it is projected again, ms. */
const gatherMs = 2_000;
/** The alarm comes this long after the first event that waits, ms, and finds nothing to do unless the object was restarted. */
const safetyMs = 10_000;
const maxBackoffMs = 60_000;
/** What one invocation clears away after a deletion: each event costs up to two calls to R2. */
const eventsPerRound = 20;
const entriesPerRound = 1_000;
/** Summaries held in memory for the next projection; those beyond are made from the stored bodies again. */
const maxSummaries = 500;

/**
 * The only writer of one issue: alarm and RPC around issue.ts and issue-store.ts. An event is durable here before anybody hears of it; D1 follows within seconds.
 *
 *   record ─▶ store (one transaction) ─▶ answer
 *               └─ timer, or else alarm ─▶ projector ─▶ D1 (absolute values, may be repeated) ─▶ effects to the queue
 */
export class IssueObject extends DurableObject<Env> {
  readonly #store: IssueStore;
  readonly #summaries = new Map<string, EventSummary>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #alarmAt: number | null = null;
  #projecting: Promise<void> | null = null;
  #failures = 0;

  constructor(context: DurableObjectState, env: Env) {
    super(context, env);
    this.#store = new IssueStore(context.storage.kv);
    // Whoever wakes the object heals it: timers and alarms can get lost, what is pending cannot.
    if (this.#isPending()) this.#projectAfter(0);
  }

  /**
   * Records an event. When the answer arrives, the event is on disk; the same event again is told by its id and changes nothing. `occurrence` is the JSON of an
   * Occurrence, since a call carries a string at a fraction of the cost of a small deep object; `body` is what encodeBody made.
   */
  record(occurrence: string, body: Uint8Array): 'accepted' | 'duplicate' {
    const { origin, event }: Occurrence = JSON.parse(occurrence);
    if (this.#store.isKnown(event.eventId)) return 'duplicate';
    const { issueId } = this.#inTransaction(() => {
      const isNewUser = event.userKey !== null && this.#store.addUser(event.userKey);
      const { state, keepsBody } = applyEvent(this.#store.state, origin, event, isNewUser);
      this.#store.add(event.eventId, body, keepsBody, state);
      return state;
    });
    if (this.#summaries.size < maxSummaries) this.#summaries.set(event.eventId, event);
    this.#projectAfter(issueId === null ? 0 : gatherMs);
    return 'accepted';
  }

  /** Applies a member's command and brings D1 up to date before it answers, so that the next list shows it. False where there is no such issue. */
  async change(command: IssueCommand): Promise<boolean> {
    const before = this.#store.state;
    if (!before) return false;
    const state = applyCommand(before, command);
    if (state !== before) this.#store.saveState(state);
    await this.#projectNow();
    return true;
  }

  /** Deletes the issue with all its events and attachments. An event of the same hash that comes later starts a new issue. `userId` is null where it grew too old. */
  async remove(userId: number | null): Promise<boolean> {
    await this.#projectNow();
    // Another caller may have begun a projection since: none may be under way when the state goes.
    while (this.#projecting) await this.#projecting;
    const state = this.#store.state;
    if (!state || state.issueId === null) return false;

    const { issueId, projectId, shard } = state;
    const effect = effectOf(state, issueId, { type: 'deleted', eventId: null, userId, at: Date.now(), version: state.version + 1 });
    this.#store.leave({ issueId, projectId, shard, effect });
    this.#summaries.clear();
    this.#projectAfter(0);
    await this.#projectNow();
    return true;
  }

  /**
   * Forgets events that are too old to be kept, and answers which it can let go: not what D1 does not list yet, since that is to come, and not the newest, which the
   * next one replaces. The counts of the issue stay.
   */
  async expire(eventIds: readonly string[]): Promise<string[]> {
    await this.#projectNow();
    return this.#inTransaction(() => this.#store.expire(eventIds));
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
    await this.project();
    this.#store.persist();
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

  async #projectAll(urgency: Urgency): Promise<void> {
    try {
      for (const leaving of this.#store.leaving) if (!(await this.#clearAway(leaving))) this.#wakeAt(Date.now());
      let isMore = this.#isPending();
      while (isMore) isMore = await this.#projectSome(urgency);
      this.#failures = 0;
      // What came in meanwhile gathers for a moment.
      if (this.#isPending()) this.#projectAfter(gatherMs);
    } catch (error) {
      console.warn('projection failed and will be repeated:', error);
      await this.#retryLater();
    }
  }

  /** One batch to D1, and the effects that can be told once the issue has its number. True when more waits than one batch takes. */
  async #projectSome(urgency: Urgency): Promise<boolean> {
    const { state: before, tailId } = this.#store;
    if (!before) return false;
    const { eventIds, isAll, strikeOff } = this.#store.nextWaiting();
    const listed = tailId === null || tailId === before.projectedTailId ? eventIds : [...eventIds, tailId];
    const events = listed.map((id) => this.#summaries.get(id) ?? this.#summaryFromBody(id)).filter((summary) => summary !== null);
    const obsoleteEventId = before.projectedTailId === tailId ? null : before.projectedTailId;

    const projector = this.env.PROJECTORS.getByName(projectorName(before.shard));
    const projected = await projector[urgency === 'now' ? 'projectNow' : 'project'](projectionOf(before, events, obsoleteEventId));
    if (!projected.ok) throw new Error(projected.error.message);
    const { issueId, isTold } = projected.value;

    // Those of events that were the newest for a moment only are of no use either.
    if (isAll) this.#summaries.clear();
    // Events may have come in while D1 was writing: only what was seen at the beginning is done.
    const now = this.#store.state ?? before;
    const outbox = isTold ? now.outbox.slice(before.outbox.length) : now.outbox;
    strikeOff({ ...now, issueId, projectedVersion: before.version, projectedTailId: tailId, outbox });
    if (!isTold) throw new Error('the effects could not be told');
    return !isAll;
  }

  /** Some of what a deleted issue left in D1, R2 and here. False when there is more: an invocation may make a few dozen calls only, so the alarm goes on. */
  async #clearAway(leaving: Leaving): Promise<boolean> {
    const { issueId, projectId, shard } = leaving;
    const db = dataShard(this.env, shard);
    // The list first: the issue is out of sight at once.
    await removeIssue(db, issueId);
    const { eventIds, forget } = await takeEvents(db, issueId, eventsPerRound);
    const unlisted = this.#store.unlistedEvents(leaving, eventsPerRound - eventIds.length);
    const gone = [...eventIds, ...unlisted];
    const ofOthers = await findEventsOfOthers(db, projectId, issueId, gone);
    await Promise.all(gone.filter((id) => !ofOthers.has(id)).map((id) => deleteAttachments(this.env.FILES, projectId, id)));
    await forget();
    this.#store.forgetUnlisted(leaving, unlisted);
    if (eventIds.length + unlisted.length === eventsPerRound || this.#store.clearAway(leaving, entriesPerRound)) return false;
    await this.env.EFFECTS.send(leaving.effect);
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
    const { state, leaving, hasWaiting } = this.#store;
    return leaving.length > 0 || (state !== null && (hasWaiting || state.version > state.projectedVersion || state.outbox.length > 0));
  }

  #summaryFromBody(eventId: string): EventSummary | null {
    const body = this.#store.body(eventId);
    return body && summarizeBody(body);
  }
}
