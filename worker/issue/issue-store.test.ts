import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { applyEvent, type IssueState } from './issue.ts';
import { anEventSummary, circumstances, origin } from './issue.fixture.ts';
import { IssueStore } from './issue-store.ts';

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
