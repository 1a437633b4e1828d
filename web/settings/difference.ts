import type { ScrubbingRemark } from '../../worker/api/contract/scrubbing.ts';

/** A piece of a text, and whether it was taken (before) or put there (after). */
export interface Piece {
  text: string;
  isMarked: boolean;
}

/**
 * A text before and after it was scrubbed, in pieces. Remarks tell where the new text differs, in bytes of UTF-8; what stands between them is in both texts, which
 * tells where the old one does. Where the remarks do not fit the texts, all of both is marked.
 */
export function difference(before: string, after: string, remarks: readonly ScrubbingRemark[]): { before: Piece[]; after: Piece[] } {
  const whole = { before: [{ text: before, isMarked: true }], after: [{ text: after, isMarked: true }] };
  const pieces = piecesOf(after, remarks);
  const kept = pieces?.filter(({ isMarked }) => !isMarked) ?? [];
  const old = pieces && kept.length > 0 ? alignKept(before, pieces) : null;
  return pieces && old ? { before: old, after: pieces } : whole;
}

/** Null where the spans overlap or reach out of the text. */
function piecesOf(after: string, remarks: readonly ScrubbingRemark[]): Piece[] | null {
  const bytes = new TextEncoder().encode(after);
  const spans = remarks
    .flatMap(([, , start, end]) => (start === undefined || end === undefined ? [] : [{ start, end }]))
    .toSorted((one, other) => one.start - other.start);
  const decoder = new TextDecoder();
  const pieces: Piece[] = [];
  let at = 0;
  for (const { start, end } of spans) {
    if (start < at || end < start || end > bytes.length) return null;
    if (start > at) pieces.push({ text: decoder.decode(bytes.subarray(at, start)), isMarked: false });
    pieces.push({ text: decoder.decode(bytes.subarray(start, end)), isMarked: true });
    at = end;
  }
  if (at < bytes.length) pieces.push({ text: decoder.decode(bytes.subarray(at)), isMarked: false });
  return pieces;
}

/** Finds what was kept in the text before, in order; the last piece stands at the end. Null where it is not there. */
function alignKept(before: string, pieces: readonly Piece[]): Piece[] | null {
  const old: Piece[] = [];
  let at = 0;
  for (const [index, { text, isMarked }] of pieces.entries()) {
    if (isMarked) continue;
    const isFirst = index === 0;
    const isLast = index === pieces.length - 1;
    const found = isFirst ? (before.startsWith(text) ? 0 : -1) : isLast ? (before.endsWith(text) ? before.length - text.length : -1) : before.indexOf(text, at);
    if (found < at) return null;
    if (found > at) old.push({ text: before.slice(at, found), isMarked: true });
    old.push({ text, isMarked: false });
    at = found + text.length;
  }
  if (at < before.length) old.push({ text: before.slice(at), isMarked: true });
  return old;
}
