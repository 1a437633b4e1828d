import { type ReadonlySignal, signal } from '@preact/signals';

/** What a socket tells. */
export interface Told {
  opened(): void;
  said(text: string): void;
  /** Once, also where it never opened. */
  closed(code: number): void;
}

/** Opens a socket. */
export type Open = (told: Told) => { say(text: string): void; close(): void };

export interface Connection {
  /** So many attempts in a row came to nothing; 0 while it stands, and before the first. */
  readonly failures: ReadonlySignal<number>;
  readonly isOpen: ReadonlySignal<boolean>;
  start(): void;
  stop(): void;
  /** Tries at once where it would wait: the network is back, or somebody looks. */
  hurry(): void;
}

export interface ConnectionListener {
  /** From now on nothing is missed; what came before may have been. */
  opened(): void;
  said(text: string): void;
  /** The session ended, or what it may see changed. */
  refused(): void;
}

/** Proxies and phones drop what is silent; and a socket whose other end is gone says nothing of it. */
const pingMs = 30_000;
const pongMs = 10_000;
const openMs = 10_000;
const firstWaitMs = 1_000;
const maxWaitMs = 60_000;
/** See the closing codes of worker/live/live-object.ts. */
const signedOut = 4401;

/** A socket that is opened again whenever it is lost, later each time, until it is stopped. `random` is as Math.random. */
export function createConnection(open: Open, listener: ConnectionListener, random: () => number = Math.random): Connection {
  const failures = signal(0);
  const isOpen = signal(false);
  let socket: ReturnType<Open> | null = null;
  let isWanted = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function wait(ms: number, run: () => void): void {
    clearTimeout(timer);
    timer = setTimeout(run, ms);
  }

  function connect(): void {
    const isThis = (): boolean => socket === mine;
    const mine: ReturnType<Open> = open({
      opened() {
        if (!isThis()) return;
        failures.value = 0;
        isOpen.value = true;
        wait(pingMs, ping);
        listener.opened();
      },
      said(text) {
        if (!isThis()) return;
        if (text === 'pong') wait(pingMs, ping);
        else listener.said(text);
      },
      closed(code) {
        if (!isThis()) return;
        lose();
        if (code === signedOut) listener.refused();
      },
    });
    socket = mine;
    wait(openMs, lose);
  }

  function ping(): void {
    socket?.say('ping');
    wait(pongMs, lose);
  }

  function lose(): void {
    drop();
    failures.value += 1;
    wait(waitMsAfter(failures.peek(), random()), connect);
  }

  function drop(): void {
    clearTimeout(timer);
    const old = socket;
    socket = null;
    isOpen.value = false;
    old?.close();
  }

  return {
    failures,
    isOpen,
    start() {
      if (isWanted) return;
      isWanted = true;
      connect();
    },
    stop() {
      isWanted = false;
      failures.value = 0;
      drop();
    },
    hurry() {
      if (isWanted && socket === null) connect();
    },
  };
}

/** Doubled each time up to a minute, and at least half of that: after an outage not all pages come back in the same moment. `chance` is from 0 to 1. */
export function waitMsAfter(failures: number, chance: number): number {
  return Math.min(maxWaitMs, firstWaitMs * 2 ** (failures - 1)) * (0.5 + chance / 2);
}
