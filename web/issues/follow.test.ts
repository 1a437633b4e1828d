import { signal } from '@preact/signals';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ChangeKind, LiveMessage } from '../../worker/api/contract/live.ts';
import { anIssue } from './an-issue.fixture.ts';
import { followIssues } from './follow.ts';

let asked: string[];
let isTaken: boolean;
let follower: ReturnType<typeof followIssues>;

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  isTaken = true;
  follower = followIssues({
    rows: signal(['1', '2'].map((id) => anIssue({ id }))),
    renew: async (ids) => {
      asked.push(`rows ${ids.join()}`);
      return isTaken;
    },
    poll: async () => {
      asked.push('page');
      return isTaken;
    },
  });
});
afterEach(() => {
  follower.stop();
  vi.useRealTimers();
});

const told = (kinds: Record<string, ChangeKind>, more: Partial<LiveMessage> = {}): LiveMessage => ({
  issues: Object.entries(kinds).map(([id, kind]) => ({ id, project: '1', kinds: [kind] })),
  projects: [],
  isEverywhere: false,
  ...more,
});

it('asks for the rows that changed, at once and then once a second', async () => {
  follower.changed(told({ 1: 'events' }));
  follower.changed(told({ 1: 'events' }));
  follower.changed(told({ 2: 'status' }));
  expect(asked).toEqual(['rows 1']);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked).toEqual(['rows 1', 'rows 1,2']);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked).toHaveLength(2);
});

it.each([
  ['an issue that is not shown', told({ 9: 'new' })],
  ['many issues of a project', told({}, { projects: ['1'] })],
  ['much everywhere', told({}, { isEverywhere: true })],
])('asks for the page when told of %s, less often the longer it goes on', async (_, message) => {
  for (let second = 0; second < 34; second += 1) {
    follower.changed(message);
    await vi.advanceTimersByTimeAsync(1_000);
  }
  // In the seconds 0, 1, 3, 7, 15, 25.
  expect(asked).toHaveLength(6);
});

it.each([
  ['who looks at an issue', told({ 1: 'participation', 9: 'participation' })],
  ['the end of an issue that is not shown', told({ 9: 'deleted' })],
  ['nothing', told({})],
])('asks nothing when told of %s', (_, message) => {
  follower.changed(message);
  expect(asked).toEqual([]);
});

it('asks again for what came in the way of a deed', async () => {
  isTaken = false;
  follower.changed(told({ 1: 'events', 9: 'new' }));
  await vi.advanceTimersByTimeAsync(0);
  isTaken = true;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked).toEqual(['rows 1', 'page', 'rows 1', 'page']);
});

it('catches up with the page', () => {
  follower.catchUp();
  expect(asked).toEqual(['page']);
});
