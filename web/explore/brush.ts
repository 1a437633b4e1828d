import { nextIndex } from '../ui/roving.ts';

/** Where one reads in the chart, and from where on pieces of time are chosen. Places are counted from 0. */
export interface Brush {
  at: number | null;
  /** Where the choice began; null while nothing is chosen. */
  from: number | null;
}

export const noBrush: Brush = { at: null, from: null };

/** The chosen pieces, the last one included; null where there are none. */
export function chosenOf({ at, from }: Brush): { first: number; last: number } | null {
  return at === null || from === null ? null : { first: Math.min(at, from), last: Math.max(at, from) };
}

/** What an arrow key does, with Shift or without; null for other keys. At the ends it stays. */
export function moved(brush: Brush, key: string, isChoosing: boolean, pieces: number): Brush | null {
  const before = brush.at ?? pieces;
  const next = nextIndex(key, before, pieces, 'horizontal');
  if (next === null) return null;
  const isRound = Math.abs(next - before) > 1 && key.startsWith('Arrow') && brush.at !== null;
  const at = isRound ? before : next;
  if (!isChoosing) return { at, from: null };
  return { at, from: brush.from ?? (brush.at === null ? at : brush.at) };
}

/** The place under the pointer, in an area so wide. */
export function placeAt(x: number, width: number, pieces: number): number {
  return Math.min(pieces - 1, Math.max(0, Math.floor((x / Math.max(1, width)) * pieces)));
}
