import { expect, it } from 'vitest';
import { scrollTopFor, windowAt } from './window.ts';

it('draws what is seen and a little around it', () => {
  expect(windowAt(1_000, 200, 20, 1_000)).toEqual({ first: 42, end: 68, top: 840, height: 20_000 });
});

it('draws nothing of an empty list, and all of a short one', () => {
  expect(windowAt(0, 200, 20, 0)).toEqual({ first: 0, end: 0, top: 0, height: 0 });
  expect(windowAt(0, 200, 20, 5)).toEqual({ first: 0, end: 5, top: 0, height: 100 });
});

it('reaches the last of more rows than a browser can scroll over', () => {
  const count = 1_310_720;
  const { height } = windowAt(0, 400, 20, count);
  expect(height).toBe(8_000_000);
  expect(windowAt(height - 400, 400, 20, count)).toMatchObject({ first: count - 28, end: count });
  const top = scrollTopFor(700_000, 0, 400, 20, count);
  const shown = windowAt(top, 400, 20, count);
  expect(shown.first).toBeLessThanOrEqual(700_000);
  expect(shown.end).toBeGreaterThan(700_000);
});

it('scrolls only as far as it takes to see a row', () => {
  expect(scrollTopFor(5, 0, 200, 20, 100)).toBe(0);
  expect(scrollTopFor(10, 0, 200, 20, 100)).toBe(20);
  expect(scrollTopFor(2, 100, 200, 20, 100)).toBe(40);
});
