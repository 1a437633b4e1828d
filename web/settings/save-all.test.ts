import { expect, it } from 'vitest';
import type { Answer } from '../api.ts';
import { saveAll, withPlace } from './save-all.ts';

const refusal: Answer<string> = { ok: false, failure: { reason: 'invalid', message: 'Too large.', fields: { rateLimit: ['Too large.'] } } };

it('saves in order, and nothing after what was refused', async () => {
  const asked: string[] = [];
  const save = (name: string, answer: Answer<string>) => async () => {
    asked.push(name);
    return answer;
  };
  const good: Answer<string> = { ok: true, value: 'good' };
  expect(await saveAll([save('a', good), save('b', good)])).toEqual({ ok: true, value: ['good', 'good'] });
  expect(await saveAll([save('c', good), save('d', refusal), save('e', good)])).toEqual(refusal);
  expect(asked).toEqual(['a', 'b', 'c', 'd']);
});

it('says of which thing a field was refused', () => {
  expect(withPlace('key', refusal)).toMatchObject({ failure: { fields: { 'key.rateLimit': ['Too large.'] } } });
});
