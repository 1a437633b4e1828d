import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { applyEvent, type IssueState } from './issue.ts';
import { anEventSummary, circumstances, origin } from './issue.fixture.ts';
import { IssueStore, maxParts } from './issue-store.ts';
import type { StateBeforeLife } from './upgrade-state.ts';

it.each([0, 1, 31, 32, 40, 100])('strikes off only what was seen, when %i events come in meanwhile', async (meanwhile) => {
  await runInDurableObject(env.ISSUES.getByName(`store ${meanwhile}`), (_, { storage }) => {
    const store = new IssueStore(storage.kv);
    const seen = addEvents(store, 20);
    const { eventIds, strikeOff } = store.nextWaiting();
    expect(eventIds).toEqual(seen);
    const later = addEvents(store, meanwhile);
    strikeOff(stateOf(store));
    expect(takeAll(store)).toEqual(expect.arrayContaining(later));
  });
});

it('holds as many parts as there may be, while they come, go along with their issue into another, and go', async () => {
  await runInDurableObject(env.ISSUES.getByName('store of many parts'), (_, { storage }) => {
    const store = new IssueStore(storage.kv);
    addEvents(store, 1);
    const partHashes = hashesFrom(0, maxParts);
    const order = { via: 'f'.repeat(32), userId: 2 ** 40, at: Date.now() };
    expect(store.hasRoomFor(maxParts)).toBe(true);
    store.addParts(partHashes, order, stateOf(store));
    // Those that an issue brings which is taken in are not counted before.
    store.addParts(hashesFrom(maxParts, maxParts), order, stateOf(store));
    expect(store.hasRoomFor(1)).toBe(false);
    store.removeParts(hashesFrom(maxParts - 1, maxParts + 1), null, stateOf(store));
    expect([store.hasRoomFor(1), store.hasRoomFor(2)]).toEqual([true, false]);
    store.addParts(hashesFrom(maxParts, 1), order, stateOf(store));
    // Deleted again before what was deleted first is gone.
    const leaving = { hash: 'a'.repeat(32), furtherHashes: [], issueId: 7, projectId: 7, shard: 0, isDiscarded: false, discardedWith: null, effect: null };
    for (let nth = 0; nth < 3; nth += 1) store.leave({ ...leaving, family: ['a'.repeat(32), ...partHashes], partHashes });
    expect(new IssueStore(storage.kv).leaving.map((each) => each.partHashes.length)).toEqual([maxParts, maxParts, maxParts]);
  });
});

it('takes no answer to what it told before for one to what it tells after its next merger', async () => {
  await runInDurableObject(env.ISSUES.getByName('store of a part'), (_, { storage }) => {
    const store = new IssueStore(storage.kv);
    addEvents(store, 1);
    store.join({ headHash: 'b'.repeat(32), epoch: 1 }, store.state, false);
    const { strikeOff } = store.nextUntold(500);
    store.setFree(store.state);
    store.join({ headHash: 'b'.repeat(32), epoch: 2 }, store.state, false);
    strikeOff(stateOf(store).version);
    expect(store.isTold).toBe(false);
  });
});

function addEvents(store: IssueStore, count: number): string[] {
  const events = Array.from({ length: count }, () => anEventSummary());
  for (const event of events) {
    const { state } = applyEvent(store.state, origin, event, circumstances(store.state, false));
    store.add(event.eventId, new Uint8Array(1), true, state, event.tags, event.occurredAt);
  }
  return events.map(({ eventId }) => eventId);
}

function takeAll(store: IssueStore): string[] {
  const taken: string[] = [];
  while (store.hasWaiting) {
    const { eventIds, strikeOff } = store.nextWaiting();
    taken.push(...eventIds);
    strikeOff(stateOf(store));
  }
  return taken;
}

function stateOf(store: IssueStore): IssueState {
  if (!store.state) throw new Error('The store holds no issue');
  return store.state;
}

it('goes on with an issue that an older version kept', async () => {
  const {
    life,
    furtherHashes: _f,
    unclaimedHashes: _u,
    likeness: _l,
    happenings: _h,
    ...kept
  } = applyEvent(null, origin, anEventSummary(), circumstances(null, false)).state;
  const before: StateBeforeLife = {
    ...kept,
    issueId: 7_000_000_001,
    status: 'resolved',
    substatus: null,
    version: 5,
    projectedVersion: 4,
    activity: [
      { id: '4', type: 'set_regression', userId: null, at: 100, release: '1.0' },
      { id: '5', type: 'set_resolved', userId: 3, at: 200, release: null },
    ],
    outbox: [{ type: 'resolved', eventId: null, userId: 3, at: 200, version: 5 }],
  };
  await runInDurableObject(env.ISSUES.getByName('kept before'), (_, { storage }) => {
    storage.kv.put('root', { state: before, generation: 0, leaving: [], tail: null, waiting: [], firstChunk: 0, nextChunk: 0 });
    const { state } = new IssueStore(storage.kv);
    expect(state).toMatchObject({
      issueId: 7_000_000_001,
      life: { ...life, status: 'resolved', substatus: null, since: 200, by: 3, resolution: { type: 'now' } },
      activity: [{ id: '5', type: 'set_resolved', userId: 3, data: {} }],
      outbox: [{ type: 'resolved', number: 5 }],
    });
    const next = applyEvent(state, origin, anEventSummary(), circumstances(state, false)).state;
    expect(next).toMatchObject({ version: 6, eventCount: 2, life: { status: 'unresolved', substatus: 'regressed' } });
    expect(next.activity.map(({ id }) => id)).toEqual(['5', '6']);
  });
});

function hashesFrom(first: number, count: number): string[] {
  return Array.from({ length: count }, (_, nth) => (first + nth).toString(16).padStart(32, '0'));
}
