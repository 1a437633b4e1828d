import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Connection, createConnection, type Told, waitMsAfter } from './connection.ts';

/** A network whose sockets a test opens and loses. */
let sockets: { told: Told; said: string[]; isClosed: boolean }[];
let heard: string[];
let connection: Connection;
const last = () => {
  const socket = sockets.at(-1);
  if (!socket) throw new Error('Nothing was opened');
  return socket;
};

beforeEach(() => {
  vi.useFakeTimers();
  sockets = [];
  heard = [];
  const listener = { opened: () => heard.push('opened'), said: (text: string) => heard.push(text), refused: () => heard.push('refused') };
  connection = createConnection(
    (told) => {
      const socket = { told, said: [] as string[], isClosed: false };
      sockets.push(socket);
      return { say: (text) => socket.said.push(text), close: () => (socket.isClosed = true) };
    },
    listener,
    () => 1,
  );
  connection.start();
});
afterEach(() => {
  connection.stop();
  vi.useRealTimers();
});

it('tells what the socket says, and when it opens', () => {
  last().told.opened();
  last().told.said('{}');
  expect(heard).toEqual(['opened', '{}']);
  expect([connection.isOpen.value, connection.failures.value]).toEqual([true, 0]);
});

describe('a lost socket', () => {
  it('is opened again, later each time, and at once counts for nothing when it stands', () => {
    last().told.opened();
    const waits = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000];
    for (const [failures, wait] of waits.entries()) {
      last().told.closed(1006);
      expect([connection.isOpen.value, connection.failures.value]).toEqual([false, failures + 1]);
      vi.advanceTimersByTime(wait - 1);
      expect(sockets).toHaveLength(failures + 1);
      vi.advanceTimersByTime(1);
      expect(sockets).toHaveLength(failures + 2);
    }
    last().told.opened();
    expect(connection.failures.value).toBe(0);
    expect(heard).toEqual(['opened', 'opened']);
  });

  it('is opened at once where somebody is in a hurry, and no second one beside it', () => {
    last().told.closed(1006);
    connection.hurry();
    connection.hurry();
    expect(sockets).toHaveLength(2);
    vi.advanceTimersByTime(9_999);
    expect(sockets).toHaveLength(2);
  });

  it('says no more, even if it thinks otherwise', () => {
    const old = last();
    old.told.opened();
    old.told.closed(1006);
    old.told.said('late');
    old.told.closed(1006);
    expect([heard, connection.failures.value]).toEqual([['opened'], 1]);
  });
});

it('takes a socket for lost that does not open, or answers no ping', () => {
  vi.advanceTimersByTime(10_000);
  expect([last().isClosed, connection.failures.value]).toEqual([true, 1]);
  vi.advanceTimersByTime(1_000);
  const socket = last();
  socket.told.opened();
  for (let round = 1; round < 4; round += 1) {
    vi.advanceTimersByTime(30_000);
    expect(socket.said).toHaveLength(round);
    socket.told.said('pong');
  }
  expect([heard, socket.isClosed]).toEqual([['opened'], false]);
  vi.advanceTimersByTime(40_000);
  expect([socket.isClosed, connection.isOpen.value]).toEqual([true, false]);
});

it('tells that the session ended', () => {
  last().told.opened();
  last().told.closed(4401);
  expect(heard).toEqual(['opened', 'refused']);
});

it('stays closed once it is stopped, until it is started again', () => {
  last().told.opened();
  connection.stop();
  connection.hurry();
  vi.advanceTimersByTime(200_000);
  expect([sockets.length, last().isClosed, connection.isOpen.value, vi.getTimerCount()]).toEqual([1, true, false, 0]);
  connection.start();
  connection.start();
  expect(sockets).toHaveLength(2);
});

it.each([
  [1, 0, 500],
  [1, 1, 1_000],
  [4, 0.5, 6_000],
  [7, 0, 30_000],
  [50, 1, 60_000],
])('waits after %d failures, with a chance of %d, for %d ms', (failures, chance, expected) => {
  expect(waitMsAfter(failures, chance)).toBe(expected);
});
