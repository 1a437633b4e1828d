import { useSignalEffect } from '@preact/signals';
import { announce } from '../ui/announce.ts';
import { counted } from '../ui/numbers.ts';
import type { Mirror } from './mirror-model.ts';

const pollMs = 3_000;

/** Renews the list while somebody sees it and something may come: only while requests are captured, and nobody holds the list. */
export function useLiveList(model: Mirror): void {
  useSignalEffect(() => {
    if (!model.isCapturing.value || model.isHeld.value) return undefined;
    let timer: ReturnType<typeof setTimeout>;
    let isOver = false;
    const poll = async (): Promise<void> => {
      if (document.visibilityState === 'visible') {
        const count = await model.load();
        if (count > 0 && !isOver) announce(`${counted(count, 'new request')}.`);
      }
      if (!isOver) timer = setTimeout(() => void poll(), pollMs);
    };
    timer = setTimeout(() => void poll(), pollMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  });
}
