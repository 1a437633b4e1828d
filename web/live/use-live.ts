import { useEffect } from 'preact/hooks';
import { listen, type LiveListener } from './live.ts';

/** Listens while the screen stands, once it has something to show. `make` is called then; a listener with an end is told of it. */
export function useLive(org: string, isReady: boolean, make: () => LiveListener & { stop?(): void }, of: readonly unknown[]): void {
  useEffect(() => {
    if (!isReady) return undefined;
    const listener = make();
    const leave = listen(org, listener);
    return () => {
      leave();
      listener.stop?.();
    };
  }, [org, isReady, ...of]);
}
