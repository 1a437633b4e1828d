import { DurableObject } from 'cloudflare:workers';
import type { Env } from '../env.ts';
import { captureBounds, captureLifetimeMs } from './bounds.ts';

/** A turn of capturing: it ends when so many are taken. */
export interface Turn {
  /** Unix milliseconds. */
  startedAt: number;
  left: number;
}

export interface Taken {
  id: number;
  left: number;
  /** Captures that make room. */
  dropped: number[];
}

export interface LogLine {
  at: number;
  userName: string;
  mode: 'all' | 'refused' | 'off';
  left: number;
  isRaw: boolean;
}

interface State {
  turn: Turn;
  lastId: number;
  /** Captures that are kept, oldest first. */
  kept: [id: number, bytes: number, at: number][];
}

const maxLogLines = 100;

/** Counts the captured requests of one project: numbers them, knows when a turn is used up, and which have to make room. One row for each. */
export class MirrorObject extends DurableObject<Env> {
  /** Null where the turn is used up. */
  take(turn: Turn, bytes: number, now: number): Taken | null {
    const state = this.#state();
    if (state.turn.startedAt < turn.startedAt) state.turn = turn;
    if (state.turn.startedAt !== turn.startedAt || state.turn.left <= 0) return null;
    state.turn = { ...state.turn, left: state.turn.left - 1 };
    state.lastId += 1;
    state.kept.push([state.lastId, bytes, now]);
    const dropped = makeRoom(state.kept, now);
    this.ctx.storage.kv.put('state', state);
    return { id: state.lastId, left: state.turn.left, dropped };
  }

  used(turn: Turn | null): { left: number; count: number; bytes: number } {
    const { turn: known, kept } = this.#state();
    const left = turn === null ? 0 : known.startedAt < turn.startedAt ? turn.left : known.startedAt === turn.startedAt ? known.left : 0;
    return { left, count: kept.length, bytes: kept.reduce((sum, [, bytes]) => sum + bytes, 0) };
  }

  /** Whoever started before has nothing left. */
  note(line: LogLine): void {
    const state = this.#state();
    this.ctx.storage.kv.put('state', { ...state, turn: { startedAt: line.at, left: line.mode === 'off' ? 0 : line.left } });
    this.ctx.storage.kv.put('log', [line, ...this.log()].slice(0, maxLogLines));
  }

  /** Newest first. */
  log(): LogLine[] {
    return this.ctx.storage.kv.get<LogLine[]>('log') ?? [];
  }

  /** Those that were deleted. */
  forget(ids: readonly number[]): void {
    const gone = new Set(ids);
    const state = this.#state();
    this.ctx.storage.kv.put('state', { ...state, kept: state.kept.filter(([id]) => !gone.has(id)) });
  }

  #state(): State {
    return this.ctx.storage.kv.get<State>('state') ?? { turn: { startedAt: 0, left: 0 }, lastId: 0, kept: [] };
  }
}

/** Takes out of the front what is too old, too many or too large together. */
function makeRoom(kept: State['kept'], now: number): number[] {
  let bytes = kept.reduce((sum, [, size]) => sum + size, 0);
  const dropped: number[] = [];
  for (;;) {
    const [oldest] = kept;
    const isOver = kept.length > captureBounds.count || bytes > captureBounds.bytes;
    if (!oldest || (!isOver && oldest[2] >= now - captureLifetimeMs)) return dropped;
    kept.shift();
    bytes -= oldest[1];
    dropped.push(oldest[0]);
  }
}
