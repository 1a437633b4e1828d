import { expect, it } from 'vitest';
import { parameterize } from './parameterize.ts';

// Not in the Workers runtime: its clock stands still while code runs.
it.each(['a', '1', 'a.', 'a-', '1.', '1,', '1:', 'a:', '::', '0x', 'f1', "='", 'a@', '2026-11-23 ', 'Mon ', 'é'])(
  'takes no time worth mentioning for a message that repeats %j for ever',
  (piece) => {
    const message = piece.repeat(100_000);
    parameterize(message);
    const startedAt = performance.now();
    parameterize(message);
    expect(performance.now() - startedAt).toBeLessThan(100);
  },
);
