import { expect, it } from 'vitest';
import { clipLine } from './clip-line.ts';

it('leaves a line alone that one can read', () => {
  expect(clipLine('x'.repeat(400), 900)).toBe('x'.repeat(400));
});

it('cuts a bundled line around the column', () => {
  const line = `${'a'.repeat(5_000)}HERE${'b'.repeat(5_000)}`;
  const clipped = clipLine(line, 5_001);
  expect(clipped).toMatch(/^…a+HEREb+…$/);
  expect(clipped).toHaveLength(402);
});

it('cuts at the end, at the start and without a column', () => {
  const line = 'abc'.repeat(1_000);
  expect(clipLine(line, 3_000)).toMatch(/^….{400}$/);
  expect(clipLine(line, null)).toMatch(/^.{400}…$/);
  expect(clipLine(line, 1e12)).toMatch(/^….{400}$/);
});
