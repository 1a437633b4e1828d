/** Does something whenever it is asked for, but rests in between; whoever asks meanwhile is served once, afterwards. */
export interface Paced {
  ask(): void;
  stop(): void;
}

/** Asked again and again, it rests twice as long each time, up to `maxRestMs`; once it had nothing to do for as long as it rested, it begins anew. */
export function createPaced(run: () => Promise<unknown>, restMs: number, maxRestMs: number = restMs): Paced {
  let isBusy = false;
  let isAsked = false;
  let isStopped = false;
  let lastRestMs = restMs;
  let restedAt = -Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function go(): Promise<void> {
    isBusy = true;
    isAsked = false;
    const isContinued = Date.now() - restedAt < lastRestMs;
    lastRestMs = isContinued ? Math.min(maxRestMs, lastRestMs * 2) : restMs;
    await run();
    if (!isStopped) timer = setTimeout(rested, lastRestMs);
  }

  function rested(): void {
    isBusy = false;
    restedAt = Date.now();
    if (isAsked) void go();
  }

  return {
    ask() {
      isAsked = true;
      if (!isBusy && !isStopped) void go();
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
