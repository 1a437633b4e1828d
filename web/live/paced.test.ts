import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createPaced } from './paced.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('begins at once, rests in between, and does what was asked meanwhile once', async () => {
  let answer = Promise.withResolvers<void>();
  let runs = 0;
  const paced = createPaced(() => {
    runs += 1;
    return answer.promise;
  }, 1_000);
  paced.ask();
  expect(runs).toBe(1);
  paced.ask();
  paced.ask();
  await vi.advanceTimersByTimeAsync(5_000);
  // It still runs.
  expect(runs).toBe(1);
  answer.resolve();
  await vi.advanceTimersByTimeAsync(999);
  expect(runs).toBe(1);
  answer = Promise.withResolvers();
  await vi.advanceTimersByTimeAsync(1);
  expect(runs).toBe(2);
  answer.resolve();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(runs).toBe(2);
  paced.ask();
  expect(runs).toBe(3);
  paced.ask();
  paced.stop();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(runs).toBe(3);
});

it('rests longer each time while it is asked again and again, and begins anew after a quiet rest', async () => {
  const at: number[] = [];
  const startedAt = Date.now();
  const paced = createPaced(async () => at.push(Date.now() - startedAt), 1_000, 5_000);
  for (let second = 0; second < 17; second += 1) {
    paced.ask();
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(at).toEqual([0, 1_000, 3_000, 7_000, 12_000, 17_000]);
  await vi.advanceTimersByTimeAsync(20_000);
  paced.ask();
  paced.ask();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(at.slice(6)).toEqual([37_000, 38_000]);
});
