import { expect, it } from 'vitest';
import { SpoolFull } from '../storage/spool.ts';
import { readable } from './read-form.ts';

it('says that a body is too large where the spool takes no more of it', async () => {
  const result = await readable(() => Promise.reject(new SpoolFull(5)));
  expect(result).toEqual({ ok: false, error: { reason: 'body_too_large', maxBytes: 5 } });
});
