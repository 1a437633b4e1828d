import { describe, expect, it } from 'vitest';
import type { EventSummary } from '../event/summarize.ts';
import { anEventSummary, circumstances, commands, noon, origin } from './issue.fixture.ts';
import { type Applied, applyCommand, applyEvent, type IssueState } from './issue.ts';

const obey = (state: IssueState, type: keyof typeof commands): IssueState => applyCommand(state, { ...commands[type], userId: 3, at: noon + 10 }, state);
const meet = (state: IssueState | null, event: EventSummary, isNewUser: boolean): Applied => applyEvent(state, origin, event, circumstances(state, isNewUser));

function issueOf(...events: Parameters<typeof anEventSummary>[0][]): IssueState {
  const [first, ...rest] = events.map(anEventSummary);
  if (!first) throw new Error('an issue begins with an event');
  return rest.reduce((state, event) => meet(state, event, false).state, meet(null, first, first.userKey !== null).state);
}

describe('applyEvent', () => {
  it('begins an issue as new and tells it', () => {
    const { state, keepsBody } = meet(null, anEventSummary({ release: 'web@1.0.0', userKey: 'id:1', isUnhandled: true }), true);
    expect(state).toMatchObject({
      life: { status: 'unresolved', substatus: 'new', priority: { level: 'high' } },
      eventCount: 1,
      userCount: 1,
      firstRelease: 'web@1.0.0',
      lastRelease: 'web@1.0.0',
      issueId: null,
    });
    expect(state.outbox).toMatchObject([{ type: 'new' }]);
    expect(keepsBody).toBe(true);
  });

  it('counts events, and users that are new', () => {
    const one = issueOf({});
    const two = meet(one, anEventSummary({ userKey: 'id:1' }), true).state;
    const three = meet(two, anEventSummary({ userKey: 'id:1' }), false).state;
    expect(three).toMatchObject({ eventCount: 3, userCount: 1, version: 3 });
  });

  it('looks like the newest event, also when an older one arrives later', () => {
    const state = issueOf(
      { receivedAt: noon, title: 'old' },
      { receivedAt: noon + 1000, title: 'new', release: '2' },
      { receivedAt: noon - 5000, title: 'late', release: '1' },
    );
    expect(state).toMatchObject({ title: 'new', lastSeenAt: noon + 1000, lastRelease: '2', firstSeenAt: noon - 5000, firstRelease: '1' });
  });

  it('reopens a resolved issue when its error comes back, and keeps that event', () => {
    const resolved = obey(issueOf({}), 'resolve');
    const { state, keepsBody } = meet(resolved, anEventSummary({ release: '2', receivedAt: noon + 20 }), false);
    expect(state).toMatchObject({ life: { status: 'unresolved', substatus: 'regressed' }, eventCount: 2 });
    expect(state.activity).toMatchObject([
      { type: 'set_resolved', userId: 3 },
      { type: 'set_regression', userId: null, data: { version: '2' } },
    ]);
    expect(state.outbox.map(({ type }) => type)).toEqual(['new', 'resolved', 'regressed']);
    expect(keepsBody).toBe(true);
  });

  it('only counts for an archived issue', () => {
    const archived = obey(issueOf({}), 'archive');
    const { state } = meet(archived, anEventSummary(), false);
    expect(state).toMatchObject({ life: { status: 'ignored', substatus: 'archived_forever' }, eventCount: 2, outbox: archived.outbox });
  });

  it('drops bodies of a hot issue, but never a turning point', () => {
    const hot = issueOf(...Array.from({ length: 1001 }, () => ({})));
    expect(hot.eventCount).toBe(1001);
    expect(meet(hot, anEventSummary(), false).keepsBody).toBe(false);
    expect(meet(obey(hot, 'resolve'), anEventSummary({ receivedAt: noon + 20 }), false).keepsBody).toBe(true);
  });

  it('begins to keep all bodies again with the next hour, and draws the trend by when events happened', () => {
    const hot = issueOf(...Array.from({ length: 1001 }, () => ({})));
    const later = meet(hot, anEventSummary({ receivedAt: noon + 3_600_000, occurredAt: noon - 86_400_000 }), false);
    expect(later.keepsBody).toBe(true);
    expect(later.state.trend.days.map(([, count]) => count)).toEqual([1, 1001]);
  });

  it('never changes the state it was given', () => {
    const before = issueOf({}, {});
    const copy = structuredClone(before);
    meet(before, anEventSummary({ userKey: 'id:9' }), true);
    obey(before, 'resolve');
    expect(before).toEqual(copy);
  });
});

describe('applyCommand', () => {
  const unresolved = issueOf({});
  const resolved = obey(unresolved, 'resolve');
  const archived = obey(unresolved, 'archive');

  it.each([
    [unresolved, 'resolve', { status: 'resolved', substatus: null }],
    [unresolved, 'archive', { status: 'ignored', substatus: 'archived_forever' }],
    [resolved, 'reopen', { status: 'unresolved', substatus: 'ongoing' }],
    [resolved, 'archive', { status: 'ignored' }],
    [archived, 'reopen', { status: 'unresolved', substatus: 'ongoing' }],
    [archived, 'resolve', { status: 'resolved' }],
  ] as const)('from %o by %s', (before, type, expected) => {
    const after = obey(before, type);
    expect(after).toMatchObject({ life: expected, version: before.version + 1 });
    expect(after.activity).toHaveLength(before.activity.length + 1);
    expect(after.outbox).toHaveLength(before.outbox.length + 1);
  });

  it.each([
    [unresolved, 'reopen'],
    [resolved, 'resolve'],
    [archived, 'archive'],
  ] as const)('changes nothing where there is nothing to change', (before, type) => {
    expect(obey(before, type)).toBe(before);
  });
});
