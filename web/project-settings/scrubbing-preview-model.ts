import { computed, signal } from '@preact/signals';
import type { EventSummary } from '../../worker/api/contract/event.ts';
import type { Scrubbing, ScrubbingPreview } from '../../worker/api/contract/scrubbing.ts';
import type { Answer, Failure } from '../api.ts';

interface Ports {
  listEvents: () => Promise<Answer<EventSummary[]>>;
  preview: (eventId: string, settings: Scrubbing) => Promise<Answer<ScrubbingPreview>>;
}

/** Who still types is not asked about every letter. */
const restMs = 350;

/** What settings that are being edited would take out of the newest events, one after the other. */
export function createScrubbingPreviewModel({ listEvents, preview }: Ports) {
  const events = signal<readonly EventSummary[] | null>(null);
  /** Why there are no events to choose from. */
  const listFailure = signal<Failure | null>(null);
  const at = signal(0);
  const shown = signal<ScrubbingPreview | null>(null);
  /** Why what is shown is not what the settings would do now. */
  const failure = signal<Failure | null>(null);
  const isAsking = signal(false);
  let settings: Scrubbing | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Answers to questions before the last one are old. */
  let asked = 0;

  const event = computed(() => events.value?.[at.value] ?? null);

  async function load(): Promise<void> {
    listFailure.value = null;
    const answer = await listEvents();
    if (!answer.ok) {
      listFailure.value = answer.failure;
      return;
    }
    events.value = answer.value;
    at.value = 0;
    void ask();
  }

  async function ask(): Promise<void> {
    clearTimeout(timer);
    const chosen = event.peek();
    if (!chosen || !settings) return;
    asked += 1;
    const own = asked;
    isAsking.value = true;
    const answer = await preview(chosen.eventID, settings);
    if (own !== asked) return;
    isAsking.value = false;
    failure.value = answer.ok ? null : answer.failure;
    if (answer.ok) shown.value = answer.value;
  }

  return {
    events,
    listFailure,
    at,
    event,
    shown,
    failure,
    isAsking,
    load,
    ask,
    choose(index: number): void {
      if (index < 0 || index >= (events.peek()?.length ?? 0)) return;
      at.value = index;
      void ask();
    },
    /** Asks when nothing more was entered for a moment; at once for what the page came with. */
    enter(next: Scrubbing): void {
      const isFirst = settings === null;
      settings = next;
      clearTimeout(timer);
      if (isFirst) void ask();
      else timer = setTimeout(() => void ask(), restMs);
    },
    stop(): void {
      clearTimeout(timer);
      asked += 1;
    },
  };
}

export type ScrubbingPreviewModel = ReturnType<typeof createScrubbingPreviewModel>;
