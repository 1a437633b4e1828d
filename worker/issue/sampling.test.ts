import { expect, it } from 'vitest';
import { isBodyKept } from './sampling.ts';

const keptBetween = (from: number, to: number) => {
  let kept = 0;
  for (let nth = from; nth <= to; nth += 1) if (isBodyKept(nth)) kept += 1;
  return kept;
};

it('keeps every body of the first thousand in an hour', () => {
  expect(keptBetween(1, 1000)).toBe(1000);
});

it('keeps a share that falls by ten with every tenfold', () => {
  expect(keptBetween(1001, 10_000)).toBe(900);
  expect(keptBetween(10_001, 100_000)).toBe(900);
  expect(keptBetween(100_001, 1_000_000)).toBe(900);
});
