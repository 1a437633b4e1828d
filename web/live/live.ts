import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { LiveMessage } from '../../worker/api/contract/live.ts';
import { liveUrl } from '../api.ts';
import { type Connection, createConnection, type Open } from './connection.ts';

/** What a screen wants to know. Nothing is told while the page is hidden; then it catches up once it is seen. */
export interface LiveListener {
  changed(message: LiveMessage): void;
  /** Something may have been missed: ask for everything that is shown. */
  catchUp(): void;
}

/** A page that was hidden so long lets go of its socket. */
const hiddenMs = 5 * 60_000;
/** Between two screens the socket stays. */
const lingerMs = 5_000;
/** Without a socket, screens ask this often; and now and then even with one, since no message is promised. */
const askMs = 20_000;
const askAnywayMs = 180_000;
/** A reader need not know of one attempt that failed. */
const failuresToTell = 3;

interface Line {
  org: string;
  connection: Connection;
  listeners: Set<LiveListener>;
  /** Whether its socket ever opened. */
  stood(): boolean;
  end(): void;
}

const line = signal<Line | null>(null);

/** A connection that stood is lost, and for a while now. Where none ever stands, as behind some proxies, pages ask instead and nothing is amiss. */
export const isReconnecting: ReadonlySignal<boolean> = computed(() => {
  const open = line.value;
  return open !== null && open.connection.failures.value >= failuresToTell && open.stood();
});

/** Tells of changes in the organization until the function that it answers is called. All screens of a page share one socket. */
export function listen(org: string, listener: LiveListener): () => void {
  const mine = line.peek()?.org === org ? line.peek() : null;
  if (mine === null) line.peek()?.end();
  const joined = mine ?? openLine(org);
  line.value = joined;
  joined.listeners.add(listener);
  return () => {
    joined.listeners.delete(listener);
    setTimeout(() => {
      if (joined.listeners.size === 0) joined.end();
    }, lingerMs);
  };
}

function openLine(org: string): Line {
  const listeners = new Set<LiveListener>();
  let askedAt = Date.now();
  let hasMissed = false;
  let hasStood = false;
  let hiding: ReturnType<typeof setTimeout> | undefined;

  function catchUp(): void {
    hasMissed = document.hidden;
    if (hasMissed) return;
    askedAt = Date.now();
    for (const listener of listeners) listener.catchUp();
  }

  const connection = createConnection(socketTo(liveUrl(org)), {
    opened() {
      hasStood = true;
      catchUp();
    },
    refused: catchUp,
    said(text) {
      const message: LiveMessage = JSON.parse(text);
      if (document.hidden) hasMissed = true;
      else for (const listener of listeners) listener.changed(message);
    },
  });

  function see(): void {
    clearTimeout(hiding);
    if (document.hidden) {
      hiding = setTimeout(() => {
        connection.stop();
        hasMissed = true;
      }, hiddenMs);
      return;
    }
    connection.start();
    connection.hurry();
    if (hasMissed || !connection.isOpen.peek()) catchUp();
  }

  const asking = setInterval(() => {
    if (document.hidden || (connection.isOpen.peek() && Date.now() - askedAt < askAnywayMs)) return;
    catchUp();
  }, askMs);
  const hurry = (): void => connection.hurry();
  document.addEventListener('visibilitychange', see);
  addEventListener('online', hurry);
  if (document.hidden) see();
  else connection.start();

  return {
    org,
    connection,
    listeners,
    stood: () => hasStood,
    end() {
      clearInterval(asking);
      clearTimeout(hiding);
      document.removeEventListener('visibilitychange', see);
      removeEventListener('online', hurry);
      connection.stop();
      if (line.peek()?.connection === connection) line.value = null;
    },
  };
}

function socketTo(url: string): Open {
  return (told) => {
    const socket = new WebSocket(url);
    socket.addEventListener('open', () => told.opened());
    socket.addEventListener('message', ({ data }) => told.said(String(data)));
    socket.addEventListener('close', ({ code }) => told.closed(code));
    return { say: (text) => socket.send(text), close: () => socket.close() };
  };
}
