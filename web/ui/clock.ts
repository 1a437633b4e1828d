import { signal, type ReadonlySignal } from '@preact/signals';

const tickMs = 15_000;

const nowSignal = signal(Date.now());

/** The time that all relative times on the page are counted from. It ticks while the page can be seen. */
export const now: ReadonlySignal<number> = nowSignal;

/** Starts the clock. Once, when the application starts. */
export function startClock(): void {
  const tick = () => {
    if (document.visibilityState === 'visible') nowSignal.value = Date.now();
  };
  setInterval(tick, tickMs);
  document.addEventListener('visibilitychange', tick);
}
