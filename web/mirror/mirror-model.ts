import { batch, computed, createModel, type ReadonlySignal, signal } from '@preact/signals';
import type { Capture, CaptureSettings, CaptureSettingsChange } from '../../worker/api/contract/capture.ts';
import type { Answer, Failure, Page } from '../api.ts';
import type { View } from './view.ts';

/** What the mirror asks the API. */
export interface MirrorSource {
  list(filter: Pick<View, 'fate' | 'sdk'>, cursor: string | null): Promise<Answer<Page<Capture>>>;
  /** Null where nothing can be set: requests without a project are kept without asking. */
  settings: (() => Promise<Answer<CaptureSettings>>) | null;
  change(body: CaptureSettingsChange): Promise<Answer<CaptureSettings>>;
}

/** The requests of a mirror, the newest first, as they come in. */
export const MirrorModel = createModel((source: MirrorSource, filter: ReadonlySignal<Pick<View, 'fate' | 'sdk'>>) => {
  /** Null until the first answer. */
  const captures = signal<readonly Capture[] | null>(null);
  const next = signal<string | null>(null);
  const failure = signal<Failure | null>(null);
  const settings = signal<CaptureSettings | null>(null);
  const isHeld = signal(false);
  const isLoadingMore = signal(false);
  /** The request with the cursor. */
  const at = signal<string | null>(null);
  /** Counts questions, so that an answer to an older one is dropped. */
  let asked = 0;

  const isCapturing = computed(() => settings.value !== null && settings.value.mode !== 'off');

  /** The first page anew. Answers how many requests came since. */
  async function load(): Promise<number> {
    asked += 1;
    const question = asked;
    const [answer, state] = await Promise.all([source.list(filter.peek(), null), source.settings?.() ?? null]);
    if (question !== asked) return 0;
    const before = captures.peek();
    batch(() => {
      if (state?.ok) settings.value = state.value;
      failure.value = answer.ok ? (state === null || state.ok ? null : state.failure) : answer.failure;
      if (answer.ok) take(answer.value);
    });
    if (!answer.ok || before === null) return 0;
    const known = new Set(before.map(({ id }) => id));
    return answer.value.items.filter(({ id }) => !known.has(id)).length;
  }

  /** Keeps older pages where the new one reaches down to them. */
  function take(page: Page<Capture>): void {
    const fresh = new Set(page.items.map(({ id }) => id));
    const before = captures.peek() ?? [];
    const joint = before.findLastIndex(({ id }) => fresh.has(id));
    if (joint === -1 || page.next === null) {
      captures.value = page.items;
      next.value = page.next;
      return;
    }
    const older = before.slice(joint + 1);
    captures.value = [...page.items, ...older];
    if (older.length === 0) next.value = page.next;
  }

  /** Another filter: nothing of the old list is shown. */
  async function reload(): Promise<void> {
    captures.value = null;
    await load();
  }

  async function loadMore(): Promise<void> {
    const cursor = next.peek();
    if (cursor === null || isLoadingMore.peek()) return;
    isLoadingMore.value = true;
    const question = asked;
    const answer = await source.list(filter.peek(), cursor);
    isLoadingMore.value = false;
    if (!answer.ok) {
      failure.value = answer.failure;
      return;
    }
    // A poll between does not matter; a new filter does.
    if (captures.peek() === null && question !== asked) return;
    const known = new Set(captures.peek()?.map(({ id }) => id));
    captures.value = [...(captures.peek() ?? []), ...answer.value.items.filter(({ id }) => !known.has(id))];
    next.value = answer.value.next;
  }

  async function change(body: CaptureSettingsChange): Promise<Answer<CaptureSettings>> {
    const answer = await source.change(body);
    if (answer.ok) {
      settings.value = answer.value;
      isHeld.value = false;
      void load();
    }
    return answer;
  }

  /** Moves the cursor; answers the request that now has it. */
  function move(by: number): Capture | null {
    const list = captures.peek() ?? [];
    const index = list.findIndex(({ id }) => id === at.peek());
    const target = list[Math.min(Math.max(index === -1 && by < 0 ? 0 : index + by, 0), list.length - 1)] ?? null;
    if (target) at.value = target.id;
    return target;
  }

  function forget(id: string): void {
    captures.value = captures.peek()?.filter((capture) => capture.id !== id) ?? null;
    if (at.peek() === id) at.value = null;
  }

  return {
    /** The list; null until the first answer. */
    captures,
    hasMore: computed(() => next.value !== null),
    failure,
    settings,
    isCapturing,
    isHeld,
    isLoadingMore,
    at,
    load,
    reload,
    loadMore,
    change,
    move,
    forget,
    hold: () => (isHeld.value = !isHeld.peek()),
  };
});

export type Mirror = InstanceType<typeof MirrorModel>;
