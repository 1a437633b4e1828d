import { DurableObject } from 'cloudflare:workers';
import type { Env } from '../env.ts';
import type { EventSummary } from '../event/summarize.ts';
import { deleteAttachments } from '../storage/attachments.ts';
import { projectIssue, removeIssue, takeEvents } from '../storage/projection.ts';
import { dataShard } from '../storage/shards.ts';
import { summarizeBody } from './body.ts';
import type { IssueCommand } from './commands.ts';
import type { Effect } from './effects.ts';
import { applyCommand, applyEvent, type IssueState, type Origin, type PendingEffect } from './issue.ts';
import { IssueStore, type Leaving } from './issue-store.ts';

export interface Recording {
  origin: Origin;
  event: EventSummary;
  /** The event as encodeBody made it. */
  body: Uint8Array;
}

/** A hot issue gathers this long before it is projected again, ms. */
const gatherMs = 2_000;
const maxBackoffMs = 60_000;
const clearedPerRound = 100;
/** Summaries held in memory for the next projection; those beyond are made from the stored bodies again. */
const maxSummaries = 500;

/**
 * The only writer of one issue: alarm and RPC around issue.ts and issue-store.ts. An event is durable here before anybody hears of it; D1 follows by alarm.
 *
 *   record ─▶ store (one transaction) ─▶ answer
 *               └─ alarm ─▶ D1 (absolute values, may be repeated) ─▶ effects to the queue
 */
export class IssueObject extends DurableObject<Env> {
  readonly #store: IssueStore;
  readonly #summaries = new Map<string, EventSummary>();
  #alarmAt: number | null = null;
  #projecting: Promise<void> | null = null;
  #failures = 0;

  constructor(context: DurableObjectState, env: Env) {
    super(context, env);
    this.#store = new IssueStore(context.storage.kv);
    // Whoever wakes the object heals it: an alarm can get lost, what is pending cannot.
    if (this.#isPending()) {
      void context.blockConcurrencyWhile(async () => {
        this.#alarmAt = await context.storage.getAlarm();
        this.#wakeAt(Date.now());
      });
    }
  }

  /** Records an event. When the answer arrives, the event is on disk; the same event again is told by its id and changes nothing. */
  record({ origin, event, body }: Recording): 'accepted' | 'duplicate' {
    if (this.#store.isKnown(event.eventId)) return 'duplicate';
    const { issueId } = this.#inTransaction(() => {
      const isNewUser = event.userKey !== null && this.#store.addUser(event.userKey);
      const { state, keepsBody } = applyEvent(this.#store.state, origin, event, isNewUser);
      this.#store.add(event.eventId, body, keepsBody, state);
      return state;
    });
    if (this.#summaries.size < maxSummaries) this.#summaries.set(event.eventId, event);
    this.#wakeAt(issueId === null ? Date.now() : Date.now() + gatherMs);
    return 'accepted';
  }

  /** Applies a member's command and brings D1 up to date before it answers, so that the next list shows it. False where there is no such issue. */
  async change(command: IssueCommand): Promise<boolean> {
    const before = this.#store.state;
    if (!before) return false;
    const state = applyCommand(before, command);
    if (state !== before) this.#store.saveState(state);
    await this.project();
    return true;
  }

  /** Deletes the issue with all its events and attachments. An event of the same hash that comes later starts a new issue. */
  async remove(userId: number): Promise<boolean> {
    await this.project();
    // Another caller may have begun a projection since: none may be under way when the state goes.
    while (this.#projecting) await this.#projecting;
    const state = this.#store.state;
    if (!state || state.issueId === null) return false;

    const { issueId, projectId, shard } = state;
    const effect = effectOf(state, issueId, { type: 'deleted', eventId: null, userId, at: Date.now(), version: state.version + 1 });
    this.#store.leave({ issueId, projectId, shard, effect });
    this.#summaries.clear();
    this.#wakeAt(Date.now());
    await this.project();
    return true;
  }

  /** The stored form of an event; null where it was never here or its body was sampled away. */
  body(eventId: string): Uint8Array | null {
    return this.#store.body(eventId);
  }

  override async alarm(): Promise<void> {
    this.#alarmAt = null;
    await this.project();
  }

  /** Writes to D1 what it does not have yet. Never rejects: what fails is tried again by alarm, later each time. */
  async project(): Promise<void> {
    this.#projecting ??= this.#projectAll().finally(() => {
      this.#projecting = null;
    });
    await this.#projecting;
  }

  async #projectAll(): Promise<void> {
    try {
      for (const leaving of this.#store.leaving) await this.#clearAway(leaving);
      let isMore = this.#isPending();
      while (isMore) isMore = await this.#projectSome();
      this.#failures = 0;
      // What came in meanwhile gathers for a moment.
      if (this.#isPending()) this.#wakeAt(Date.now() + gatherMs);
    } catch (error) {
      console.warn('projection failed and will be repeated:', error);
      await this.#retryLater();
    }
  }

  /** One batch to D1, and the effects that can be told once the issue has its number. True when more waits than one batch takes. */
  async #projectSome(): Promise<boolean> {
    const { state: before, tailId } = this.#store;
    if (!before) return false;
    const { eventIds, isAll, strikeOff } = this.#store.nextWaiting();
    const listed = tailId === null || tailId === before.projectedTailId ? eventIds : [...eventIds, tailId];
    const events = listed.map((id) => this.#summaries.get(id) ?? this.#summaryFromBody(id)).filter((summary) => summary !== null);
    const obsoleteEventId = before.projectedTailId === tailId ? null : before.projectedTailId;

    const issueId = await projectIssue(dataShard(this.env, before.shard), before, events, obsoleteEventId);
    const isTold = await this.#tell(before, issueId);

    // Those of events that were the newest for a moment only are of no use either.
    if (isAll) this.#summaries.clear();
    // Events may have come in while D1 was writing: only what was seen at the beginning is done.
    const now = this.#store.state ?? before;
    const outbox = isTold ? now.outbox.slice(before.outbox.length) : now.outbox;
    strikeOff({ ...now, issueId, projectedVersion: before.version, projectedTailId: tailId, outbox });
    if (!isTold) throw new Error('the effects could not be told');
    return !isAll;
  }

  /** False when the queue did not take the effects: D1 is up to date all the same. */
  async #tell({ outbox, ...state }: IssueState, issueId: number): Promise<boolean> {
    if (outbox.length === 0) return true;
    const messages = outbox.map((effect) => ({ body: effectOf(state, issueId, effect) }));
    return this.env.EFFECTS.sendBatch(messages).then(
      () => true,
      () => false,
    );
  }

  async #clearAway(leaving: Leaving): Promise<void> {
    const { issueId, projectId, shard } = leaving;
    const db = dataShard(this.env, shard);
    const forgetFiles = (eventIds: readonly string[]) => Promise.all(eventIds.map((eventId) => deleteAttachments(this.env.FILES, projectId, eventId)));
    // The list first: the issue is out of sight at once.
    await removeIssue(db, issueId);
    await forgetFiles(leaving.unlistedEventIds);
    for (;;) {
      const { eventIds, forget } = await takeEvents(db, issueId, clearedPerRound);
      if (eventIds.length === 0) break;
      await forgetFiles(eventIds);
      await forget();
    }
    await this.env.EFFECTS.send(leaving.effect);
    while (this.#store.clearAway(leaving, clearedPerRound));
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

/** Numbers of issues are never given twice, so the id of an effect is unique although versions begin again after a deletion. */
function effectOf(state: Pick<IssueState, 'organizationId' | 'projectId'>, issueId: number, { type, eventId, userId, at, version }: PendingEffect): Effect {
  const { organizationId, projectId } = state;
  return { id: `${issueId}:${version}`, type, organizationId, projectId, issueId, eventId, userId, at };
}
