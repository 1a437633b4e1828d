import type { Tag } from '../event/event.ts';
import type { Effect } from './effects.ts';
import type { IssueState } from './issue.ts';
import { type Figures, renewFigures, type Snapshot, sumFigures } from './merged.ts';
import { addTags, cutTags, noTagCounts, sizeOfTags, sumTags, type TagCounts } from './tag-counts.ts';
import type { News } from './news.ts';
import { upgradeState } from './upgrade-state.ts';

/** An issue that was deleted and whose traces in D1, R2 and this object are not all gone yet. */
export interface Leaving {
  generation: number;
  hash: string;
  furtherHashes: string[];
  /** Null where it was merged and D1 never heard of it. */
  issueId: number | null;
  projectId: number;
  shard: number;
  /** Events that D1 may not have known when the issue was deleted. */
  unlistedEventIds: string[];
  /** All its hashes, and those of them that still have to go. */
  family: string[];
  partHashes: string[];
  isDiscarded: boolean;
  /** Where it was discarded because its hash leads to another issue that was: the hash of that. */
  discardedWith: string | null;
  /** Null where it was a part of another issue, which tells of itself. */
  effect: Effect | null;
}

/** Whose part a hash is, since it was merged. */
export interface Membership {
  /** Hash that names the object of the issue. */
  headHash: string;
  /** Number of the merger, given by the head; 0 where it was not asked yet. What belongs to an older one is passed over. */
  epoch: number;
}

/** A hash that was merged into this issue. */
export interface Part {
  hash: string;
  epoch: number;
  /** Null until it told its figures. */
  snapshot: Snapshot | null;
}

/** What the head of an issue owes to a hash and repeats until that hash has confirmed. */
export interface Errand {
  kind: 'join' | 'leave';
  hash: string;
  epoch: number;
  /** For a hash that was a part of an issue that has become a part itself: that one. */
  via: string | null;
  userId: number;
  at: number;
}

interface Arrival extends Pick<Errand, 'userId' | 'at'> {
  issue: MergedIssue;
}

/** As the history of the issue names it: the id in digits. */
export interface MergedIssue {
  id: string;
  title: string;
}

/** What a part has not told its head yet. */
interface Untold {
  /** Of the last state that was told. */
  version: number;
  /** Where the telling of all users goes on, as a key, and how often it began; null when only the fresh ones are left. */
  usersFrom: string | null;
  beginnings: number;
  freshUsers: string[];
  news: News[];
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
  /** Null where the hash is an issue of its own. */
  membership: Membership | null;
  untold: Untold;
  /** What the hashes that were merged into this issue add up to; null where there are none. */
  merged: Figures | null;
  /** Users that only merged hashes have met. */
  guestCount: number;
  /** Mergers whose users are not all forgotten yet. */
  pastEpochs: number[];
  errands: Errand[];
  /** Issues that came by mergers of which others are still under way: they are told of together. */
  arrivals: Arrival[];
  nextEpoch: number;
  /** Hashes that were its parts when it became a part itself: they belong to its head. */
  formerParts: string[];
  /** Whether its events are turned away. */
  isDiscarded: boolean;
  /** Counts since those in `tags` were written. */
  tagCounts: TagCounts;
}

/**
 * Hashes that may be merged into one issue. The root, which holds 2 MB, has up to 150 bytes for each while they are taken in and 70 while they are deleted; an issue
 * that is taken in brings its own at once.
 */
export const maxParts = 2_000;

const nothingUntold: Untold = { version: 0, usersFrom: null, beginnings: 0, freshUsers: [], news: [] };
const empty: Root = {
  state: null,
  generation: 0,
  leaving: [],
  tail: null,
  waiting: [],
  firstChunk: 0,
  nextChunk: 0,
  membership: null,
  untold: nothingUntold,
  merged: null,
  guestCount: 0,
  pastEpochs: [],
  errands: [],
  arrivals: [],
  nextEpoch: 1,
  formerParts: [],
  isDiscarded: false,
  tagCounts: noTagCounts,
};
const waitingPerChunk = 32;
const chunksPerBatch = 6;
/** Counts of so many values travel with the root, which is written with every event; then they are written by themselves. */
const maxTagsInRoot = 100;
/** So many users wait to be told one by one; when there are more, all are told again. */
const maxFreshUsers = 500;

/**
 * What an issue object keeps on disk, in the key-value form of its SQLite storage, since a table costs two billed rows to create and most issues are small:
 *
 *   root                        state, tail, what waits           one row written per event
 *   {generation}/event/{id}     body, or null if sampled away     one row per event, tells repetitions
 *   {generation}/user/{who}     true                              one row per distinct user
 *   {generation}/waiting/{n}    32 event ids                      only while D1 is slower than the events
 *   {generation}/tags           counts of tag values              one row per hundred new values
 *   {generation}/part/{hash}    figures of a merged hash          one row per time it tells them
 *   {generation}/guest/{who}    epochs of the parts that met it   one row per user of a part
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
    // It may have been written by an older version.
    const stored = this.#kv.get<Partial<Root>>('root');
    this.#root = { ...empty, ...stored, state: upgradeState(stored?.state ?? null) };
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

  /** Remembers a user; true when this one was not known. To be called in the same transaction as `add`. */
  addUser(identity: string): boolean {
    const key = this.#key('user', identity);
    if (this.#kv.get(key) !== undefined) return false;
    this.#kv.put(key, true);
    const { membership, guestCount, untold } = this.#root;
    // It was counted as a guest.
    if (guestCount > 0 && this.#kv.get(this.#key('guest', identity)) !== undefined) this.#root = { ...this.#root, guestCount: guestCount - 1 };
    if (membership) this.#root = { ...this.#root, untold: withFreshUser(untold, identity) };
    return true;
  }

  /** Adds an event together with the state it leads to. */
  add(eventId: string, body: Uint8Array, keepsBody: boolean, state: IssueState, tags: readonly Tag[], at: number): void {
    this.#kv.put(this.#key('event', eventId), keepsBody ? body : null);
    const tagCounts = this.#countTags(tags, at);
    // The newest event is listed as the tail instead, as long as it is the newest.
    if (!keepsBody) return this.#save({ state, tagCounts, tail: { id: eventId, body } });
    const waiting = [...this.#root.waiting, eventId];
    if (waiting.length < waitingPerChunk) return this.#save({ state, tagCounts, tail: null, waiting });
    this.#kv.put(this.#key('waiting', String(this.#root.nextChunk)), waiting);
    this.#save({ state, tagCounts, tail: null, waiting: [], nextChunk: this.#root.nextChunk + 1 });
  }

  /** Of the events of this hash. */
  get tagCounts(): TagCounts {
    const { tagCounts } = this.#root;
    const written = this.#kv.get<TagCounts>(this.#key('tags', ''));
    return cutTags(written ? sumTags([written, tagCounts]) : tagCounts);
  }

  saveState(state: IssueState): void {
    this.#save({ state });
  }

  /** As `saveState`, but only in memory, until the next write takes it along: for what can be found out again. */
  noteState(state: IssueState): void {
    this.#note({ state });
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

  get membership(): Membership | null {
    return this.#root.membership;
  }

  get isDiscarded(): boolean {
    return this.#root.isDiscarded;
  }

  setDiscarded(isDiscarded: boolean): void {
    this.#save({ isDiscarded });
  }

  /** Becomes a part of another issue. `hasNews`: what was not told yet still counts. */
  join(membership: Membership, state: IssueState | null, hasNews: boolean): void {
    const { untold, pastEpochs, formerParts } = this.#root;
    const parts = this.parts();
    for (const { hash } of parts) this.#kv.delete(this.#key('part', hash));
    this.#save({
      membership,
      state,
      merged: null,
      pastEpochs: [...pastEpochs, ...parts.map(({ epoch }) => epoch)],
      formerParts: [...formerParts, ...parts.map(({ hash }) => hash)],
      untold: { version: 0, usersFrom: '', beginnings: untold.beginnings + 1, freshUsers: [], news: hasNews ? untold.news : [] },
    });
  }

  /** Hashes that were its parts when it became a part itself. */
  get formerParts(): readonly string[] {
    return this.#root.formerParts;
  }

  /** Is an issue of its own again. */
  setFree(state: IssueState | null): void {
    // Counted on, so that an answer that is under way is not taken for one to what is told after the next merger.
    this.#save({ membership: null, untold: { ...nothingUntold, beginnings: this.#root.untold.beginnings }, formerParts: [], state });
  }

  /** The number of the merger that what was told already belongs to. */
  setEpoch(epoch: number): void {
    const { membership } = this.#root;
    if (membership) this.#save({ membership: { ...membership, epoch } });
  }

  /** Is a part of another head, or by another merger of the same one: neither knows anything of what was told before. */
  follow(membership: Membership): void {
    const { untold } = this.#root;
    this.#save({ membership, untold: { ...untold, version: 0, usersFrom: '', beginnings: untold.beginnings + 1, freshUsers: [] } });
  }

  /** Remembers what an event of a part may do to the life of the issue, until the head was told. To be called in the same transaction as `add`. */
  addNews(add: (news: readonly News[]) => News[]): void {
    this.#root = { ...this.#root, untold: { ...this.#root.untold, news: add(this.#root.untold.news) } };
  }

  /** Nobody is to be told: the hash is an issue of its own. Written with what comes next. */
  dropNews(): void {
    if (this.#root.untold.news.length > 0) this.#root = { ...this.#root, untold: { ...this.#root.untold, news: [] } };
  }

  get isTold(): boolean {
    const { state, untold, membership } = this.#root;
    return !membership || !state || (untold.version >= state.version && untold.usersFrom === null && untold.freshUsers.length === 0);
  }

  /** The next things to tell the head, and how to strike them off once it knows. */
  nextUntold(maxUsers: number): { news: News[]; userKeys: string[]; isAll: boolean; strikeOff: (version: number) => void } {
    const { usersFrom, beginnings, freshUsers, news } = this.#root.untold;
    const prefix = this.#key('user', '');
    const keys = usersFrom === null ? [] : Array.from(this.#kv.list({ prefix, startAfter: usersFrom || prefix, limit: maxUsers }), ([key]) => key);
    const fresh = usersFrom === null ? freshUsers.slice(0, maxUsers) : [];
    const nextFrom = keys.length < maxUsers ? null : (keys.at(-1) ?? null);
    return {
      news,
      userKeys: [...keys.map((key) => key.slice(prefix.length)), ...fresh],
      isAll: nextFrom === null && (usersFrom === null ? freshUsers.length : 0) <= maxUsers && (usersFrom === null || freshUsers.length === 0),
      strikeOff: (version) => {
        const now = this.#root.untold;
        const told = new Set(fresh);
        this.#note({
          untold: {
            version: Math.max(version, now.version),
            beginnings: now.beginnings,
            // Meanwhile it may have been decided to tell all of them again.
            usersFrom: beginnings === now.beginnings ? nextFrom : now.usersFrom,
            freshUsers: now.freshUsers.filter((user) => !told.has(user)),
            news: now.news.filter((each) => each.version > version),
          },
        });
      },
    };
  }

  get merged(): Figures | null {
    return this.#root.merged;
  }

  /** Distinct users, of merged hashes too. */
  get userCount(): number {
    return (this.#root.state?.userCount ?? 0) + this.#root.guestCount;
  }

  get errands(): readonly Errand[] {
    return this.#root.errands;
  }

  owes({ kind, hash, epoch }: Errand): boolean {
    return this.#root.errands.some((each) => each.kind === kind && each.hash === hash && each.epoch === epoch);
  }

  /** It was confirmed. */
  strikeOffErrand(errand: Errand): void {
    this.#save({ errands: this.#root.errands.filter((each) => each.hash !== errand.hash || each.epoch !== errand.epoch || each.kind !== errand.kind) });
  }

  addArrival({ userId, at }: Errand, issue: MergedIssue): void {
    this.#save({ arrivals: [...this.#root.arrivals, { userId, at, issue }] });
  }

  /** The issues that came by the merger of an errand, once none of them is under way any more; until then none. Each is given back once. */
  takeArrivals({ userId, at }: Errand): MergedIssue[] {
    const isOfIt = (other: Pick<Errand, 'userId' | 'at'>) => other.userId === userId && other.at === at;
    if (this.#root.errands.some((errand) => errand.kind === 'join' && errand.via === null && isOfIt(errand))) return [];
    const came = this.#root.arrivals.filter(isOfIt).map(({ issue }) => issue);
    if (came.length > 0) this.#save({ arrivals: this.#root.arrivals.filter((arrival) => !isOfIt(arrival)) });
    return came;
  }

  parts(): Part[] {
    return this.#root.nextEpoch > 1 ? Array.from(this.#kv.list<Part>({ prefix: this.#key('part', '') }), ([, part]) => part) : [];
  }

  part(hash: string): Part | null {
    return this.#kv.get<Part>(this.#key('part', hash)) ?? null;
  }

  /** Whether so many more may become parts. */
  hasRoomFor(more: number): boolean {
    // Every part has an epoch of its own, so that small issues need not be gone through.
    return this.#root.nextEpoch - 1 + more <= maxParts || this.parts().length + more <= maxParts;
  }

  /** Takes hashes in as parts; each has to be told so. */
  addParts(hashes: readonly string[], { via, userId, at }: Pick<Errand, 'via' | 'userId' | 'at'>, state: IssueState): void {
    let { nextEpoch } = this.#root;
    const errands: Errand[] = [];
    for (const hash of hashes) {
      const part: Part = { hash, epoch: nextEpoch, snapshot: null };
      this.#kv.put(this.#key('part', hash), part);
      errands.push({ kind: 'join', hash, epoch: nextEpoch, via, userId, at });
      nextEpoch += 1;
    }
    const others = this.#root.errands.filter((errand) => !hashes.includes(errand.hash));
    this.#save({ errands: [...others, ...errands], nextEpoch, state });
  }

  /** A part that came by itself; it knows already. */
  adoptPart(hash: string): Part {
    const { nextEpoch } = this.#root;
    const part: Part = { hash, epoch: nextEpoch, snapshot: null };
    this.#kv.put(this.#key('part', hash), part);
    this.#save({ nextEpoch: nextEpoch + 1 });
    return part;
  }

  /** What a part told. Gives back how many of its users nobody here had met. */
  renewPart(part: Part, snapshot: Snapshot, userKeys: readonly string[]): number {
    this.#kv.put(this.#key('part', part.hash), { ...part, snapshot });
    let met = 0;
    for (const user of userKeys) {
      const key = this.#key('guest', user);
      const epochs = this.#kv.get<number[]>(key);
      if (epochs?.includes(part.epoch)) continue;
      this.#kv.put(key, [...(epochs ?? []), part.epoch]);
      if (!epochs && this.#kv.get(this.#key('user', user)) === undefined) met += 1;
    }
    this.#save({ merged: renewFigures(this.#root.merged, part.snapshot, snapshot), guestCount: this.#root.guestCount + met });
    return met;
  }

  /** Lets parts go. Each has to be told so, unless `order` is null, for those that never came. */
  removeParts(hashes: readonly string[], order: Pick<Errand, 'userId' | 'at'> | null, state: IssueState): void {
    const going = this.parts().filter(({ hash }) => hashes.includes(hash));
    for (const { hash } of going) this.#kv.delete(this.#key('part', hash));
    const left = this.parts().flatMap(({ snapshot }) => (snapshot ? [snapshot] : []));
    const others = this.#root.errands.filter((errand) => !hashes.includes(errand.hash));
    const errands = order ? going.map(({ hash, epoch }): Errand => ({ kind: 'leave', hash, epoch, via: null, ...order })) : [];
    this.#save({
      errands: [...others, ...errands],
      merged: sumFigures(left),
      pastEpochs: [...this.#root.pastEpochs, ...going.map(({ epoch }) => epoch)],
      state,
    });
  }

  get pastEpochs(): readonly number[] {
    return this.#root.pastEpochs;
  }

  get hasPastGuests(): boolean {
    return this.#root.pastEpochs.length > 0;
  }

  /** Forgets users that only parts had met which are none any more. Looks at so many at most from a key on; gives back where to go on, null when it is done. */
  forgetGuests(startAfter: string | null, maxEntries: number): string | null {
    const { pastEpochs } = this.#root;
    const prefix = this.#key('guest', '');
    const entries = Array.from(this.#kv.list<number[]>({ prefix, startAfter: startAfter ?? prefix, limit: maxEntries }));
    const isPast = (epoch: number) => pastEpochs.includes(epoch);
    let forgotten = 0;
    for (const [key, epochs] of entries) {
      const left = epochs.filter((epoch) => !isPast(epoch));
      if (left.length === epochs.length) continue;
      if (left.length > 0) {
        this.#kv.put(key, left);
        continue;
      }
      this.#kv.delete(key);
      if (this.#kv.get(this.#key('user', key.slice(prefix.length))) === undefined) forgotten += 1;
    }
    const isDone = entries.length < maxEntries;
    this.#save({ guestCount: this.#root.guestCount - forgotten, pastEpochs: isDone ? [] : pastEpochs });
    return isDone ? null : (entries.at(-1)?.[0] ?? null);
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
    const { nextEpoch } = this.#root;
    this.#save({
      ...empty,
      generation: generation + 1,
      nextEpoch,
      isDiscarded: leaving.isDiscarded,
      leaving: [...this.#root.leaving, { ...leaving, generation, unlistedEventIds }],
    });
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

  /** Parts that are gone as well; the whole list stays to be told from others. */
  forgetParts(leaving: Leaving, hashes: readonly string[]): void {
    const isOther = (hash: string) => !hashes.includes(hash);
    this.#save({ leaving: this.#root.leaving.map((each) => (isSame(each, leaving) ? { ...each, partHashes: each.partHashes.filter(isOther) } : each)) });
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

  /** Small counts stay in the root, which is written anyway. */
  #countTags(tags: readonly Tag[], at: number): TagCounts {
    const counts = addTags(this.#root.tagCounts, tags, at);
    if (sizeOfTags(counts) <= maxTagsInRoot) return counts;
    this.#kv.put(this.#key('tags', ''), cutTags(sumTags([this.#kv.get<TagCounts>(this.#key('tags', '')) ?? noTagCounts, counts])));
    return noTagCounts;
  }

  #key(kind: 'event' | 'user' | 'waiting' | 'tags' | 'part' | 'guest', name: string): string {
    return `${this.#root.generation}/${kind}/${name}`;
  }
}

function withFreshUser(untold: Untold, user: string): Untold {
  const freshUsers = [...untold.freshUsers, user];
  return freshUsers.length <= maxFreshUsers ? { ...untold, freshUsers } : { ...untold, usersFrom: '', beginnings: untold.beginnings + 1, freshUsers: [] };
}

function isSame(one: Leaving, other: Leaving): boolean {
  return one.generation === other.generation;
}
