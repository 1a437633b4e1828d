import { action, createModel, signal } from '@preact/signals';
import type { Release } from '../../../worker/api/contract/release.ts';
import type { Answer, Failure, Page } from '../../api.ts';

/** Asks for the releases with this text in their version; the newest for an empty one. */
export type AskReleases = (text: string, signal: AbortSignal) => Promise<Answer<Page<Release>>>;

/** Typing on within this time asks only once. */
const restMs = 120;

/** Releases that a text finds. What was found before stays until the next answer, so that the list does not blink. */
export const ReleaseFinder = createModel((ask: AskReleases) => {
  const found = signal<readonly Release[]>([]);
  const failure = signal<Failure | null>(null);
  const isSearching = signal(true);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = new AbortController();

  const search = action(async (text: string): Promise<void> => {
    asked.abort();
    asked = new AbortController();
    const { signal: wanted } = asked;
    isSearching.value = true;
    const answer = await ask(text.trim(), wanted);
    if (wanted.aborted) return;
    isSearching.value = false;
    failure.value = answer.ok ? null : answer.failure;
    if (answer.ok) found.value = answer.value.items;
  });

  return {
    found,
    failure,
    isSearching,
    search,
    type: action((text: string): void => {
      clearTimeout(timer);
      asked.abort();
      isSearching.value = true;
      timer = setTimeout(() => void search(text), restMs);
    }),
    stop: action((): void => {
      clearTimeout(timer);
      asked.abort();
    }),
  };
});
