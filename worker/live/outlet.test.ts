import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Changes, changesOf } from './changes.ts';
import { Outlet } from './outlet.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const change = (issueId: number): Changes => changesOf([{ issueId, projectId: 1, kinds: ['events'] }]);

it('tells at once after a quiet time, and then once a second what gathered', async () => {
  const told: number[][] = [];
  const outlet = new Outlet(({ issues }) => told.push(issues.map(({ issueId }) => issueId)));
  outlet.add(change(1));
  outlet.add(change(2));
  await vi.advanceTimersByTimeAsync(0);
  expect(told).toEqual([[1, 2]]);

  for (let issueId = 3; issueId < 103; issueId += 1) outlet.add(change(issueId));
  await vi.advanceTimersByTimeAsync(999);
  expect(told).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(told[1]).toHaveLength(100);

  await vi.advanceTimersByTimeAsync(5_000);
  expect(told).toHaveLength(2);
  outlet.add(change(1));
  await vi.advanceTimersByTimeAsync(0);
  expect(told).toHaveLength(3);
  expect(vi.getTimerCount()).toBe(1);
});
