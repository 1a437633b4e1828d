import type { Effect } from './effects.ts';
import type { IssueState } from './issue.ts';

/** An issue that was deleted and whose traces in D1, R2 and this object are not all gone yet. */
export interface Leaving {
  generation: number;
  issueId: number;
  projectId: number;
  shard: number;
  /** Events that D1 may not have known when the issue was deleted. */
  unlistedEventIds: string[];
  effect: Effect;
}

interface Root {
  /** Null before the first event and after a deletion. */
  state: IssueState | null;
  /** Part of every other key, so that what a deleted issue leaves behind is out of reach at once and can be cleared away later. */
  generation: number;
  leaving: Leaving[];
  /** The newest event, where sampling did not keep its body: replaced by the next one. */
  tail: { id: string; body: Uint8Array } | null;
  /** Events that D1 has not listed yet, oldest first; when there are many, older ones are in chunks. */
  waiting: string[];
  /** Numbers of the chunks: from `firstChunk` up to, not including, `nextChunk`. */
  firstChunk: number;
  nextChunk: number;
}

const empty: Root = { state: null, generation: 0, leaving: [], tail: null, waiting: [], firstChunk: 0, nextChunk: 0 };
const waitingPerChunk = 32;
const chunksPerBatch = 6;

/**
 * What an issue object keeps on disk, in the key-value form of its SQLite storage, since a table costs two billed rows to create and most issues are small:
 *
 *   root                        state, tail, what waits           one row written per event
 *   {generation}/event/{id}     body, or null if sampled away     one row per event, tells repetitions
 *   {generation}/user/{who}     true                              one row per distinct user
 *   {generation}/waiting/{n}    32 event ids                      only while D1 is slower than the events
 *
 * All methods are synchronous, so that a caller can make several of them one transaction.
 */
export class IssueStore {
  readonly #kv: SyncKvStorage;
  #root: Root = empty;
  /** Whether the root in memory is ahead of the one on disk: see `note`. */
  #isAhead = false;

  constructor(kv: SyncKvStorage) {
    this.#kv = kv;
    this.reload();
  }

  /** Forgets what is in memory, after a transaction was rolled back. */
  reload(): void {
    this.#root = this.#kv.get<Root>('root') ?? empty;
    this.#isAhead = false;
  }

  /** Writes what was only noted. */
  persist(): void {
    if (this.#isAhead) this.#save({});
  }

  get state(): IssueState | null {
    return this.#root.state;
  }

  get leaving(): readonly Leaving[] {
    return this.#root.leaving;
  }

  get tailId(): string | null {
    return this.#root.tail?.id ?? null;
  }

  isKnown(eventId: string): boolean {
    return this.#kv.get(this.#key('event', eventId)) !== undefined;
  }

  /** Remembers a user; true when this one was not known. */
  addUser(identity: string): boolean {
    const key = this.#key('user', identity);
    if (this.#kv.get(key) !== undefined) return false;
    this.#kv.put(key, true);
    return true;
  }

  /** Adds an event together with the state it leads to. */
  add(eventId: string, body: Uint8Array, keepsBody: boolean, state: IssueState): void {
    this.#kv.put(this.#key('event', eventId), keepsBody ? body : null);
    // The newest event is listed as the tail instead, as long as it is the newest.
    if (!keepsBody) return this.#save({ state, tail: { id: eventId, body } });
    const waiting = [...this.#root.waiting, eventId];
    if (waiting.length < waitingPerChunk) return this.#save({ state, tail: null, waiting });
    this.#kv.put(this.#key('waiting', String(this.#root.nextChunk)), waiting);
    this.#save({ state, tail: null, waiting: [], nextChunk: this.#root.nextChunk + 1 });
  }

  saveState(state: IssueState): void {
    this.#save({ state });
  }

  /** The stored form of an event; null where it was never here or its body was sampled away. */
  body(eventId: string): Uint8Array | null {
    const { tail } = this.#root;
    return tail?.id === eventId ? tail.body : (this.#kv.get<Uint8Array | null>(this.#key('event', eventId)) ?? null);
  }

  /** Deletes those events that nothing else here refers to, and gives them back. */
  expire(eventIds: readonly string[]): string[] {
    if (this.#root.firstChunk < this.#root.nextChunk) return [];
    const kept = new Set([...this.#root.waiting, this.tailId, this.state?.projectedTailId]);
    const expired = eventIds.filter((eventId) => !kept.has(eventId));
    for (const eventId of expired) this.#kv.delete(this.#key('event', eventId));
    return expired;
  }

  get hasWaiting(): boolean {
    return this.#root.waiting.length > 0 || this.#root.firstChunk < this.#root.nextChunk;
  }

  /** The oldest events that wait, at most 192; whether these are all; and how to strike them off the list once they are in D1. */
  nextWaiting(): { eventIds: string[]; isAll: boolean; strikeOff: (state: IssueState) => void } {
    const { firstChunk, nextChunk, waiting } = this.#root;
    if (firstChunk === nextChunk) {
      const strikeOff = (state: IssueState) => {
        // Where so many came in meanwhile that they made a chunk, what was seen is in there, and is projected once more.
        const isInChunk = this.#root.nextChunk !== nextChunk;
        this.#note({ state, waiting: isInChunk ? this.#root.waiting : this.#root.waiting.slice(waiting.length) });
      };
      return { eventIds: waiting, isAll: true, strikeOff };
    }
    const end = Math.min(nextChunk, firstChunk + chunksPerBatch);
    const keys = Array.from({ length: end - firstChunk }, (_, index) => this.#key('waiting', String(firstChunk + index)));
    return {
      eventIds: keys.flatMap((key) => this.#kv.get<string[]>(key) ?? []),
      isAll: false,
      strikeOff: (state) => {
        for (const key of keys) this.#kv.delete(key);
        this.#save({ state, firstChunk: end });
      },
    };
  }

  /** Empties the object in one step; what the issue leaves behind is noted for clearing away. */
  leave(leaving: Omit<Leaving, 'generation' | 'unlistedEventIds'>): void {
    const { generation } = this.#root;
    const unlistedEventIds = this.#root.tail ? [this.#root.tail.id] : [];
    while (this.hasWaiting) {
      const { eventIds, strikeOff } = this.nextWaiting();
      unlistedEventIds.push(...eventIds);
      if (this.#root.state) strikeOff(this.#root.state);
    }
    this.#save({ ...empty, generation: generation + 1, leaving: [...this.#root.leaving, { ...leaving, generation, unlistedEventIds }] });
  }

  /** Some of the events that D1 may not have known when the issue was deleted. */
  unlistedEvents(leaving: Leaving, limit: number): string[] {
    return this.#left(leaving)?.unlistedEventIds.slice(0, limit) ?? [];
  }

  forgetUnlisted(leaving: Leaving, eventIds: readonly string[]): void {
    if (eventIds.length === 0) return;
    const isOther = (eventId: string) => !eventIds.includes(eventId);
    this.#save({
      leaving: this.#root.leaving.map((each) => (isSame(each, leaving) ? { ...each, unlistedEventIds: each.unlistedEventIds.filter(isOther) } : each)),
    });
  }

  /** Deletes some entries of a generation that was left; true when there may be more. */
  clearAway({ generation }: Leaving, maxEntries: number): boolean {
    const keys = Array.from(this.#kv.list({ prefix: `${generation}/`, limit: maxEntries }), ([key]) => key);
    for (const key of keys) this.#kv.delete(key);
    return keys.length === maxEntries;
  }

  /** Nothing of the deleted issue is left anywhere. */
  forget(leaving: Leaving): void {
    this.#save({ leaving: this.#root.leaving.filter((each) => !isSame(each, leaving)) });
  }

  #left(leaving: Leaving): Leaving | undefined {
    return this.#root.leaving.find((each) => isSame(each, leaving));
  }

  #save(change: Partial<Root>): void {
    const next = { ...this.#root, ...change };
    this.#kv.put('root', next);
    this.#root = next;
    this.#isAhead = false;
  }

  /**
   * Changes the root in memory; the next write takes it along. For what D1 has already: when it is forgotten, it is projected once more, which changes nothing,
   * and a commit for every projection is saved.
   */
  #note(change: Partial<Root>): void {
    this.#root = { ...this.#root, ...change };
    this.#isAhead = true;
  }

  #key(kind: 'event' | 'user' | 'waiting', name: string): string {
    return `${this.#root.generation}/${kind}/${name}`;
  }
}

function isSame(one: Leaving, other: Leaving): boolean {
  return one.generation === other.generation;
}
