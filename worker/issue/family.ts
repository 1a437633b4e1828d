import { alone, applyNews, reborn, restart, snapshotOf, touched, withActivity, wholeOf } from './issue.ts';
import type { IssueObject } from './issue-object.ts';
import type { Errand, IssueStore, Membership, MergedIssue } from './issue-store.ts';
import type { Totals } from './life/lived.ts';
import type { Snapshot } from './merged.ts';
import type { News } from './news.ts';

/*
 * Several hashes, one issue. The object of a hash is for good the home of the hash's events: it tells repetitions, counts and keeps bodies. An issue is one of
 * them, the head, and any number of others, its parts:
 *
 *          events of hash A        events of hash B        events of hash C
 *                 ▼                       ▼                       ▼
 *            ┌─────────┐   figures   ┌─────────┐             ┌─────────┐
 *            │ A: head │◀────────────│ B: part │     ┌───────│ C: part │
 *            └─────────┘◀────────────┴─────────┴─────┘       └─────────┘
 *                 │ errands (join, leave), repeated until confirmed
 *                 └────────────▶ B, C
 *
 * No event ever moves, so a merger can lose none and count none twice, whatever dies in between: parts tell absolute figures with a version, and the head adds up
 * what it was told last. Merging and unmerging are errands that the head has on disk before it sends the first; a part that is told the same twice stays as it is.
 * A part whose head became a part itself is told so and follows. Nothing waits for a lock: an object with errands under way cannot be taken in, so that two
 * issues that are merged into each other at once make no circle.
 */

/** What a part tells its head. */
export interface Report {
  hash: string;
  epoch: number;
  snapshot: Snapshot;
  news: readonly News[];
  /** Users it has met; not all of them every time. */
  userKeys: readonly string[];
}

export type ReportReply =
  | { type: 'taken'; issueId: number; epoch: number }
  /** The head is a part of another issue now. */
  | { type: 'moved'; headHash: string }
  /** The head has something to tell first, or is about to. */
  | { type: 'wait' }
  /** Nobody wants its events any more. */
  | { type: 'discarded' }
  /** There is no such issue any more, or it can have no more parts. */
  | { type: 'gone' };

/** `issue` is the one that it was; null where it had no events. */
export type JoinReply = { type: 'joined'; parts: string[]; issue: MergedIssue | null } | { type: 'busy' } | { type: 'gone' };

export type MergeReply = { type: 'merged'; hashes: string[] } | { type: 'busy' } | { type: 'moved'; headHash: string } | { type: 'full' } | { type: 'gone' };

/** Users told at once. */
const usersPerReport = 500;
const guestsPerRound = 1_000;

/** What the object around it lends. */
export interface Host {
  objectOf(projectId: number, hash: string): DurableObjectStub<IssueObject>;
  store: IssueStore;
  inTransaction<Value>(write: () => Value): Value;
  /** Projects soon. */
  stir(): void;
  projectNow(): Promise<void>;
  /** The same together with other issues, which takes a moment longer. */
  projectTogether(): Promise<void>;
}

/** What an issue object does as the head or as a part of an issue of several hashes. */
export class Family {
  readonly #host: Host;
  /** Where the forgetting of guests goes on, and of which parts these are. */
  #forgottenUpTo: string | null = null;
  #forgottenEpochs = '';

  constructor(host: Host) {
    this.#host = host;
  }

  get totals(): Totals {
    const { state, merged, userCount } = this.#host.store;
    if (!state) throw new Error('An object without events has no totals');
    const { eventCount, trend } = wholeOf(state, merged);
    return { eventCount, trend, userCount };
  }

  /* As the head */

  /** Takes other issues in. Those that cannot be had now are left out and not tried again. */
  async merge(hashes: readonly string[], userId: number, at: number): Promise<MergeReply> {
    const { store, inTransaction, projectNow } = this.#host;
    const { state, membership } = store;
    if (membership) return { type: 'moved', headHash: membership.headHash };
    if (!state) return { type: 'gone' };
    const others = hashes.filter((hash) => hash !== state.hash && !store.part(hash));
    if (!store.hasRoomFor(others.length)) return { type: 'full' };
    inTransaction(() => store.addParts(others, { via: null, userId, at }, touched(state)));
    const isJoined = await Promise.all(others.map((hash) => this.#bringIn(hash)));
    const joined = others.filter((_, index) => isJoined[index]);
    await projectNow();
    return joined.length === others.length ? { type: 'merged', hashes: joined } : { type: 'busy' };
  }

  /**
   * Lets hashes go, together, as an issue of their own; where that of the head is among them, the others go instead, since the head is the issue. Gives back the hash
   * of the new issue, null where nothing was left to part.
   */
  async unmerge(hashes: readonly string[], userId: number, at: number): Promise<string | null> {
    const { store, inTransaction, projectNow } = this.#host;
    const { state } = store;
    if (!state || store.membership) return null;
    const parts = store.parts().map(({ hash }) => hash);
    const going = parts.filter((hash) => hashes.includes(hash) !== hashes.includes(state.hash));
    const [first, ...others] = going;
    if (first === undefined) return null;
    const order = { userId, at };
    inTransaction(() => store.removeParts(going, order, withActivity(state, { type: 'unmerge_source', userId, at, data: { fingerprints: going } })));
    this.#forgetGuests();
    await this.runErrands();
    await projectNow();
    if (others.length > 0) await this.#objectOf(first).merge(others, userId, at);
    return first;
  }

  /** Whether somebody may wait here for the next projection: not while it may wait for parts itself, which wait for an answer of this. */
  get projectsAlone(): boolean {
    const { errands, leaving, membership } = this.#host.store;
    return !membership && errands.length === 0 && leaving.length === 0;
  }

  takeReport(report: Report): ReportReply {
    const { store, inTransaction, stir } = this.#host;
    const { state, membership } = store;
    if (membership) return { type: 'moved', headHash: membership.headHash };
    if (store.leaving.some(({ partHashes }) => partHashes.includes(report.hash))) return { type: 'wait' };
    if (!state) return { type: store.isDiscarded ? 'discarded' : 'gone' };
    // D1 is away; it has been asked.
    if (state.issueId === null) return { type: 'wait' };
    if (store.errands.some(({ kind, hash }) => kind === 'leave' && hash === report.hash)) return { type: 'wait' };
    const known = store.part(report.hash);
    if (known && report.epoch !== 0 && known.epoch !== report.epoch) return { type: 'wait' };
    // Whatever is owed is on disk before it is said: what is not there will never be said, and the hash would wait for ever.
    if (!known && report.epoch !== 0) return { type: 'gone' };
    if (!known && !store.hasRoomFor(1)) return { type: 'gone' };

    const part = inTransaction(() => {
      const taken = known ?? store.adoptPart(report.hash);
      const knownVersion = taken.snapshot?.version ?? 0;
      const isNewer = report.snapshot.version > knownVersion;
      const newUsers = store.renewPart(taken, isNewer ? report.snapshot : (taken.snapshot ?? report.snapshot), report.userKeys);
      const news = report.news.filter(({ version }) => version > knownVersion);
      store.saveState(news.length > 0 ? applyNews(state, news, newUsers, report.userKeys, this.totals) : touched(state));
      return taken;
    });
    stir();
    return { type: 'taken', issueId: state.issueId, epoch: part.epoch };
  }

  /** What the head owes to others, again until they have confirmed. Rejects when it has to be tried again. */
  async runErrands(): Promise<void> {
    const { store } = this.#host;
    await Promise.all(store.errands.map((errand) => (errand.kind === 'join' ? this.#bringIn(errand.hash) : this.#letGo(errand))));
  }

  /** Forgets some of the users of parts that were let go; true when there is more. */
  forgetSomeGuests(): boolean {
    if (this.#host.store.hasPastGuests) this.#forgetGuests();
    return this.#host.store.hasPastGuests;
  }

  /* As a part */

  /** Becomes a part, if nothing stands against it. When this resolves, the head has been told everything and D1 knows. */
  async join(membership: Membership, via: string | null): Promise<JoinReply> {
    const { store, inTransaction, projectTogether } = this.#host;
    const { state } = store;
    const before = store.membership?.headHash ?? null;
    if (!state && before === null) return { type: 'gone' };
    if (store.errands.length > 0 || (before !== null && before !== membership.headHash && before !== via)) return { type: 'busy' };
    // Errands are repeated, so that an older one may come after a newer one.
    if (before === membership.headHash && (store.membership?.epoch ?? 0) < membership.epoch) store.follow(membership);
    if (before !== membership.headHash) inTransaction(() => store.join(membership, state && touched({ ...state, outbox: [] }), before !== null));
    await projectTogether();
    const was = store.state;
    const issue = was && { id: String(was.issueId ?? ''), title: was.title };
    return { type: 'joined', parts: [...store.formerParts], issue };
  }

  /** Is an issue of its own again. */
  async leave(membership: Membership, userId: number, at: number): Promise<void> {
    const { store, projectNow } = this.#host;
    const now = store.membership;
    if (now?.headHash !== membership.headHash || (now.epoch !== membership.epoch && now.epoch !== 0)) return;
    const { state } = store;
    store.setFree(state && withActivity(restart(state, userId, at), { type: 'unmerge_destination', userId, at, data: {} }));
    await projectNow();
  }

  /** A new issue whose hashes are those of another one, as D1 says, becomes a part of it; what its events do is told. */
  joinOwner(headHash: string): void {
    const { store, inTransaction } = this.#host;
    const { state } = store;
    if (!state || store.membership) return;
    inTransaction(() => store.join({ headHash, epoch: 0 }, touched({ ...state, unclaimedHashes: [], outbox: [], activity: [] }), true));
  }

  /** Tells the head what it does not know. Gives back the head's issue id; null where the hash is an issue of its own, then or by now. Rejects when it has to wait. */
  async tellHead(): Promise<number | null> {
    const { store, inTransaction } = this.#host;
    for (;;) {
      const { membership, state } = store;
      if (!membership || !state) return null;
      const { news, userKeys, isAll, strikeOff } = store.nextUntold(usersPerReport);
      const report: Report = { hash: state.hash, epoch: membership.epoch, snapshot: snapshotOf(state), news, userKeys };
      const reply = await this.#objectOf(membership.headHash).takeReport(JSON.stringify(report));
      const now = store.membership;
      // Meanwhile it may have been merged elsewhere, or let go.
      if (now?.headHash !== membership.headHash) continue;
      switch (reply.type) {
        case 'taken':
          strikeOff(state.version);
          if (now.epoch === membership.epoch && reply.epoch !== now.epoch) store.setEpoch(reply.epoch);
          if (isAll) return reply.issueId;
          break;
        case 'moved':
          // Two whose hashes lead to each other: one has to be the issue.
          if (reply.headHash === state.hash) {
            // Events may have come in meanwhile.
            store.setFree(store.state && alone(store.state));
            return null;
          }
          // D1 has to learn the new one.
          inTransaction(() => {
            store.follow({ headHash: reply.headHash, epoch: 0 });
            if (store.state) store.saveState(touched(store.state));
          });
          break;
        case 'gone':
          this.#goFree();
          return null;
        case 'discarded':
          this.#goAlong(membership.headHash);
          return null;
        case 'wait':
          throw new Error('the issue that this hash was merged into is not ready for it');
      }
    }
  }

  /** A hash that leads to an issue that was discarded is turned away like those of the issue itself. */
  #goAlong(discardedWith: string): void {
    const { store, inTransaction } = this.#host;
    const { state } = store;
    if (!state) return;
    const { hash, furtherHashes, issueId, projectId, shard } = state;
    inTransaction(() =>
      store.leave({ hash, furtherHashes, issueId, projectId, shard, family: [hash], partHashes: [], isDiscarded: true, discardedWith, effect: null }),
    );
  }

  /** Events may have come in while the head was asked: what counts is the state now. */
  #goFree(): void {
    const { store } = this.#host;
    const { state } = store;
    store.setFree(state && (state.issueId === null ? reborn(state) : touched(state)));
  }

  /** True when it has come. One that cannot be had is not asked again. */
  async #bringIn(hash: string): Promise<boolean> {
    const { store, inTransaction } = this.#host;
    const errand = store.errands.find((each) => each.kind === 'join' && each.hash === hash);
    const { state } = store;
    if (!errand || !state) return true;
    const { epoch, via, userId, at } = errand;
    const reply = await this.#objectOf(hash).join({ headHash: state.hash, epoch }, via);
    const now = store.state;
    if (!now) return false;
    // It was asked twice at once, and the other answer came first.
    if (!store.owes(errand)) return store.part(hash)?.epoch === epoch;
    if (reply.type !== 'joined') {
      inTransaction(() => {
        store.removeParts([hash], null, touched(now));
        this.#tellOfMerger(errand);
      });
      return false;
    }
    const former = reply.parts.filter((each) => each !== now.hash && !store.part(each));
    inTransaction(() => {
      if (former.length > 0) store.addParts(former, { via: hash, userId, at }, touched(now));
      store.strikeOffErrand(errand);
      if (via === null && reply.issue) store.addArrival(errand, reply.issue);
      this.#tellOfMerger(errand);
    });
    await Promise.all(former.map((each) => this.#bringIn(each)));
    return true;
  }

  /** In the history, once all of its hashes have come or cannot. To be called in the transaction that settles one of them: whoever merged may not be there any more. */
  #tellOfMerger(errand: Errand): void {
    const { store } = this.#host;
    const issues = store.takeArrivals(errand);
    if (issues.length === 0 || !store.state) return;
    const { userId, at } = errand;
    store.saveState(withActivity(store.state, { type: 'merge', userId, at, data: { issues } }));
  }

  async #letGo(errand: Errand): Promise<void> {
    const { store } = this.#host;
    const { hash, epoch, userId, at } = errand;
    if (store.state) await this.#objectOf(hash).leave({ headHash: store.state.hash, epoch }, userId, at);
    store.strikeOffErrand(errand);
  }

  #forgetGuests(): void {
    const { store, inTransaction } = this.#host;
    // When another part goes meanwhile, its users may be among those that were looked at.
    const epochs = store.pastEpochs.join();
    if (epochs !== this.#forgottenEpochs) this.#forgottenUpTo = null;
    this.#forgottenEpochs = epochs;
    this.#forgottenUpTo = inTransaction(() => store.forgetGuests(this.#forgottenUpTo, guestsPerRound));
  }

  #objectOf(hash: string): DurableObjectStub<IssueObject> {
    const { state } = this.#host.store;
    if (!state) throw new Error('An object without events knows no others');
    return this.#host.objectOf(state.projectId, hash);
  }
}
