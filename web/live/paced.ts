/** Does something whenever it is asked for, but rests in between; whoever asks meanwhile is served once, afterwards. */
export interface Paced {
  ask(): void;
  stop(): void;
}

export function createPaced(run: () => Promise<unknown>, restMs: number): Paced {
  let isBusy = false;
  let isAsked = false;
  let isStopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function go(): Promise<void> {
    isBusy = true;
    isAsked = false;
    await run();
    if (!isStopped) timer = setTimeout(rested, restMs);
  }

  function rested(): void {
    isBusy = false;
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
