import { batch, type ReadonlySignal, signal } from '@preact/signals';
import type { Answer, Failure } from './api.ts';

/**
 * Something of the API that screens share. What was seen before is shown at once and renewed behind it; a failure keeps what was there and stands
 * beside it.
 */
export interface Resource<Value> {
  /** Null until the first answer. */
  readonly value: ReadonlySignal<Value | null>;
  /** Why the last refresh failed; null after one that did not. */
  readonly failure: ReadonlySignal<Failure | null>;
  readonly isLoading: ReadonlySignal<boolean>;
  /** Asks again. Calls while a question is under way share its answer, unless the resource was made stale since it was asked. */
  refresh(): Promise<void>;
  /** Shows this value without asking, as after a change whose reply carries it. The answer to a question under way is dropped: it may be older. */
  put(value: Value): void;
}

/** All resources of one kind, by the arguments of the question. */
export interface Cache<Arguments extends string[], Value> {
  /** The resource, renewed unless it is fresh. Also the way to prefetch one. */
  visit(...question: Arguments): Resource<Value>;
  /** What is known now, without asking. */
  peek(...question: Arguments): Value | null;
  /** Makes every resource of this kind stale, so that the next visit asks. */
  expire(): void;
}

/** Answers younger than this are not asked for again by a visit: a hover and the click after it are one question. */
const freshMs = 3_000;
/** As many resources of a kind are kept; the one visited longest ago goes first. */
const maxResources = 100;

export function createCache<Arguments extends string[], Value>(
  load: (...question: Arguments) => Promise<Answer<Value>>,
  now: () => number = Date.now,
): Cache<Arguments, Value> {
  const resources = new Map<string, Kept<Value>>();

  return {
    visit(...question) {
      const key = JSON.stringify(question);
      const resource = resources.get(key) ?? keep(() => load(...question), now);
      resources.delete(key);
      resources.set(key, resource);
      const [oldest] = resources.keys();
      if (resources.size > maxResources && oldest !== undefined) resources.delete(oldest);
      if (now() - resource.answeredAt() > freshMs) void resource.refresh();
      return resource;
    },
    peek(...question) {
      return resources.get(JSON.stringify(question))?.value.peek() ?? null;
    },
    expire() {
      for (const resource of resources.values()) resource.expire();
    },
  };
}

interface Kept<Value> extends Resource<Value> {
  /** When the value was last known to be true; 0 for never. */
  answeredAt(): number;
  expire(): void;
}

function keep<Value>(load: () => Promise<Answer<Value>>, now: () => number): Kept<Value> {
  const value = signal<Value | null>(null);
  const failure = signal<Failure | null>(null);
  const isLoading = signal(false);
  let answeredAt = 0;
  /** The question under way, if any. An answer counts only while its question is still that one. */
  let underWay: { answered: Promise<void>; isOutdated: boolean } | null = null;

  function refresh(): Promise<void> {
    if (underWay && !underWay.isOutdated) return underWay.answered;
    isLoading.value = true;
    const question = {
      isOutdated: false,
      answered: load().then((answer) => {
        if (underWay !== question) return;
        settle(answer);
        if (question.isOutdated) answeredAt = 0;
      }),
    };
    underWay = question;
    return question.answered;
  }

  function settle(answer: Answer<Value>): void {
    underWay = null;
    batch(() => {
      isLoading.value = false;
      if (!answer.ok) {
        if (answer.failure.reason !== 'cancelled') failure.value = answer.failure;
        return;
      }
      answeredAt = now();
      value.value = answer.value;
      failure.value = null;
    });
  }

  return {
    value,
    failure,
    isLoading,
    refresh,
    put: (next) => settle({ ok: true, value: next }),
    answeredAt: () => answeredAt,
    expire() {
      answeredAt = 0;
      // Its answer may have been made before the change that everything is expired for.
      if (underWay) underWay.isOutdated = true;
    },
  };
}
