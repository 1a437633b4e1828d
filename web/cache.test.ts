import { expect, it } from 'vitest';
import type { Answer } from './api.ts';
import { createCache } from './cache.ts';

/** A loader that answers when it is told to. */
function aLoader() {
  const open: ((answer: Answer<string>) => void)[] = [];
  const asked: string[] = [];
  const load = (...question: string[]) => {
    asked.push(question.join(' '));
    return new Promise<Answer<string>>((resolve) => open.push(resolve));
  };
  const answer = async (next: Answer<string>) => {
    open.shift()?.(next);
    await Promise.resolve();
    await Promise.resolve();
  };
  return { load, asked, answer };
}

const works = (value: string): Answer<string> => ({ ok: true, value });
const fails: Answer<string> = { ok: false, failure: { reason: 'failed', status: 503, message: 'The server answered 503.' } };

it('shows what was seen before and renews it behind', async () => {
  const { load, asked, answer } = aLoader();
  let now = 10_000;
  const cache = createCache(load, () => now);
  const first = cache.visit('web');
  expect([first.value.value, first.isLoading.value]).toEqual([null, true]);
  await answer(works('old'));
  expect([first.value.value, first.isLoading.value]).toEqual(['old', false]);

  now += 60_000;
  const second = cache.visit('web');
  expect([second.value.value, second.isLoading.value]).toEqual(['old', true]);
  await answer(works('new'));
  expect(second.value.value).toBe('new');
  expect(asked).toEqual(['web', 'web']);
});

it('asks once for visits that follow each other', async () => {
  const { load, asked, answer } = aLoader();
  const cache = createCache(load, () => 10_000);
  cache.visit('web');
  cache.visit('web');
  await answer(works('a'));
  cache.visit('web');
  cache.visit('api');
  expect(asked).toEqual(['web', 'api']);
});

it('keeps what it has when a refresh fails', async () => {
  const { load, answer } = aLoader();
  const resource = createCache(load, () => 10_000).visit('web');
  await answer(works('old'));
  void resource.refresh();
  await answer(fails);
  expect([resource.value.value, resource.failure.value?.reason]).toEqual(['old', 'failed']);
  void resource.refresh();
  await answer(works('new'));
  expect([resource.value.value, resource.failure.value]).toEqual(['new', null]);
});

it('drops an answer that a change has overtaken', async () => {
  const { load, answer } = aLoader();
  const resource = createCache(load, () => 10_000).visit('web');
  resource.put('changed');
  await answer(works('from before the change'));
  expect([resource.value.value, resource.isLoading.value]).toEqual(['changed', false]);
});

it('asks again after it was made stale', async () => {
  const { load, asked, answer } = aLoader();
  const cache = createCache(load, () => 10_000);
  cache.visit('web');
  await answer(works('a'));
  cache.expire();
  cache.visit('web');
  expect(asked).toHaveLength(2);
});

it('forgets the resource visited longest ago', async () => {
  const { load } = aLoader();
  const cache = createCache(load, () => 10_000);
  const first = cache.visit('0');
  first.put('kept');
  for (let number = 1; number < 100; number += 1) cache.visit(String(number));
  expect(cache.peek('0')).toBe('kept');
  cache.visit('0');
  cache.visit('100');
  expect(cache.peek('0')).toBe('kept');
  for (let number = 101; number < 200; number += 1) cache.visit(String(number));
  expect(cache.peek('0')).toBeNull();
});

it('does not take an answer that was asked for before it was made stale for one of now', async () => {
  const { load, asked, answer } = aLoader();
  const cache = createCache(load, () => 10_000);
  const resource = cache.visit('web');
  cache.expire();
  const refreshed = resource.refresh();
  expect(asked).toHaveLength(2);
  await answer(works('from before the change'));
  expect(resource.value.value).toBeNull();
  await answer(works('new'));
  await refreshed;
  expect(resource.value.value).toBe('new');
});

it('shows an answer from before it was made stale, where nobody asks again, but not as fresh', async () => {
  const { load, asked, answer } = aLoader();
  const cache = createCache(load, () => 10_000);
  const resource = cache.visit('web');
  cache.expire();
  await answer(works('old'));
  expect(resource.value.value).toBe('old');
  cache.visit('web');
  expect(asked).toHaveLength(2);
});
