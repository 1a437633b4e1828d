import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { aRelease } from '../../releases/a-release.fixture.ts';
import { ReleaseFinder } from './release-finder.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A finder, what it asked, and how to answer the last question. */
function aFinder() {
  const asked: { text: string; signal: AbortSignal; answer: (versions: string[] | null) => void }[] = [];
  const finder = new ReleaseFinder(
    (text, signal) =>
      new Promise((resolve) => {
        const answer = (versions: string[] | null) =>
          resolve(
            versions
              ? { ok: true, value: { items: versions.map((version) => aRelease(version)), previous: null, next: null, hits: null } }
              : { ok: false, failure: { reason: 'offline', message: 'Away.' } },
          );
        asked.push({ text, signal, answer });
      }),
  );
  return { finder, asked, found: () => finder.found.value.map(({ version }) => version) };
}

it('asks once for what is typed in one go, and keeps what was found until then', async () => {
  const { finder, asked, found } = aFinder();
  void finder.search('');
  asked[0]?.answer(['shop@2.0', 'shop@1.0']);
  await vi.advanceTimersByTimeAsync(0);
  finder.type('1');
  finder.type(' 1. ');
  expect([found(), finder.isSearching.value]).toEqual([['shop@2.0', 'shop@1.0'], true]);
  await vi.advanceTimersByTimeAsync(200);
  expect(asked.map(({ text }) => text)).toEqual(['', '1.']);
  asked[1]?.answer(['shop@1.0']);
  await vi.advanceTimersByTimeAsync(0);
  expect([found(), finder.isSearching.value]).toEqual([['shop@1.0'], false]);
});

it('takes no answer to a question that nobody asks any more', async () => {
  const { finder, asked, found } = aFinder();
  void finder.search('');
  finder.type('2');
  await vi.advanceTimersByTimeAsync(200);
  asked[1]?.answer(['shop@2.0']);
  asked[0]?.answer(['shop@1.0']);
  await vi.advanceTimersByTimeAsync(0);
  expect([found(), asked[0]?.signal.aborted]).toEqual([['shop@2.0'], true]);
});

it('says why it found nothing', async () => {
  const { finder, asked, found } = aFinder();
  void finder.search('');
  asked[0]?.answer(null);
  await vi.advanceTimersByTimeAsync(0);
  expect([found(), finder.failure.value?.message]).toEqual([[], 'Away.']);
});
