import { batch, signal } from '@preact/signals';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Issue } from '../../worker/api/contract/issue.ts';
import type { LiveMessage } from '../../worker/api/contract/live.ts';
import { anIssue } from '../issues/an-issue.fixture.ts';
import { followIssue, type IssueFollower } from './follow.ts';

const value = signal<Issue | null>(null);
const isLoading = signal(false);
let asked: number;
let outdated: number;
let follower: IssueFollower;

beforeEach(async () => {
  vi.useFakeTimers();
  [asked, outdated] = [0, 0];
  value.value = anIssue({ id: '7', count: '3', project: { id: '1', name: 'Web', slug: 'web', platform: null } });
  isLoading.value = false;
  follower = followIssue({ value, isLoading, refresh: async () => void (asked += 1) }, () => (outdated += 1));
  await Promise.resolve();
});
afterEach(() => {
  follower.stop();
  vi.useRealTimers();
});

const told = (more: Partial<LiveMessage>): LiveMessage => ({ issues: [], projects: [], isEverywhere: false, ...more });

it.each([
  ['the issue', told({ issues: [{ id: '7', project: '1', kinds: ['note'] }] }), 1],
  ['many of its project', told({ projects: ['1'] }), 1],
  ['much everywhere', told({ isEverywhere: true }), 1],
  ['another issue', told({ issues: [{ id: '8', project: '1', kinds: ['events'] }] }), 0],
  ['many of another project', told({ projects: ['2'] }), 0],
])('told of %s, asks for the issue %j: %d', (_, message, times) => {
  follower.changed(message);
  expect(asked).toBe(times);
});

it('asks once a second at most', async () => {
  for (let tenth = 0; tenth < 25; tenth += 1) {
    follower.changed(told({ isEverywhere: true }));
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(asked).toBe(3);
});

it('tells of newer events by the count alone, until another event is shown', () => {
  value.value = anIssue({ id: '7', count: '3', status: 'resolved' });
  expect([follower.hasNewer.value, outdated]).toEqual([false, 0]);
  value.value = anIssue({ id: '7', count: '5' });
  expect([follower.hasNewer.value, outdated]).toEqual([true, 1]);
  follower.forget();
  value.value = anIssue({ id: '7', count: '4' });
  value.value = anIssue({ id: '7', count: '5' });
  expect([follower.hasNewer.value, outdated]).toEqual([false, 1]);
});

it('takes nothing for newer that was there when the page opened', async () => {
  isLoading.value = true;
  const fresh = followIssue({ value, isLoading, refresh: async () => undefined }, () => undefined);
  batch(() => {
    isLoading.value = false;
    value.value = anIssue({ id: '7', count: '9' });
  });
  expect(fresh.hasNewer.value).toBe(false);
  await Promise.resolve();
  value.value = anIssue({ id: '7', count: '10' });
  expect(fresh.hasNewer.value).toBe(true);
  fresh.stop();
});
