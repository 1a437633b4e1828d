import { type ReadonlySignal, signal } from '@preact/signals';
import type { Answer, Failure } from '../api.ts';

/** The bytes of a body, fetched when somebody first wants to see them. */
export interface BodyStore {
  bytes: ReadonlySignal<Uint8Array | null>;
  failure: ReadonlySignal<Failure | null>;
  isLoading: ReadonlySignal<boolean>;
  load(): Promise<void>;
}

export function createBodyStore(read: () => Promise<Answer<Uint8Array>>): BodyStore {
  const bytes = signal<Uint8Array | null>(null);
  const failure = signal<Failure | null>(null);
  const isLoading = signal(false);
  return {
    bytes,
    failure,
    isLoading,
    async load() {
      if (isLoading.peek() || bytes.peek() !== null) return;
      isLoading.value = true;
      const answer = await read();
      isLoading.value = false;
      failure.value = answer.ok ? null : answer.failure;
      if (answer.ok) bytes.value = answer.value;
    },
  };
}
