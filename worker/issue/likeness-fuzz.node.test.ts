import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { normalized } from '../event/normalize.fixture.ts';
import { likenessOf } from './likeness.ts';

const numRuns = Number(process.env.PICKET_FUZZ_RUNS ?? 2_000);

it('is short, whatever an event says, and the same every time', () => {
  const frame = fc.record({ function: fc.string({ unit: 'binary', maxLength: 3000 }), filename: fc.string({ unit: 'binary', maxLength: 3000 }) });
  const value = fc.record({
    type: fc.string({ unit: 'binary' }),
    value: fc.string({ unit: 'binary', maxLength: 3000 }),
    frames: fc.array(frame, { minLength: 1, maxLength: 30 }),
  });
  fc.assert(
    fc.property(fc.array(value, { maxLength: 20 }), (values) => {
      const event = normalized({ exception: { values: values.map(({ frames, ...rest }) => ({ ...rest, stacktrace: { frames } })) } });
      const features = likenessOf(event);
      expect(features).toEqual(likenessOf(event));
      expect(new Set(features).size).toBe(features.length);
      expect(features.filter((feature) => feature.startsWith('f:')).length).toBeLessThanOrEqual(12);
      expect(features.filter((feature) => feature.startsWith('w:')).length).toBeLessThanOrEqual(16);
      expect(Math.max(0, ...features.map(({ length }) => length))).toBeLessThanOrEqual(210);
    }),
    { numRuns, seed: 4 },
  );
}, 60_000);

it.each(["'", '"', '@', '/', '=', '1', 'a', ' ', 'é', "'a", '“', 'deadbeef1'])('is quick about a million of %j', (piece) => {
  const text = piece.repeat(1_000_000 / piece.length);
  const event = { ...normalized({ message: 'x' }), logentry: { formatted: text }, stacktrace: { frames: [{ function: text, filename: text }] } };
  const began = performance.now();
  likenessOf(event);
  expect(performance.now() - began).toBeLessThan(200);
});
