export interface Piece {
  text: string;
  isMatch: boolean;
}

/** A label cut into pieces where the wanted words stand in it, whatever their case and order. Null unless all of them do. */
export function matchWords(label: string, wanted: string): Piece[] | null {
  const lower = label.toLowerCase();
  // Letters whose lower case is longer would shift every place behind them.
  const haystack = lower.length === label.length ? lower : label;
  const ranges: [number, number][] = [];
  for (const word of wanted.toLowerCase().split(/\s+/).filter(Boolean)) {
    const start = haystack.indexOf(word);
    if (start < 0) return null;
    ranges.push([start, start + word.length]);
  }
  ranges.sort(([a], [b]) => a - b);

  const pieces: Piece[] = [];
  let end = 0;
  for (const [start, stop] of ranges) {
    if (stop <= end) continue;
    const from = Math.max(start, end);
    if (from > end) pieces.push({ text: label.slice(end, from), isMatch: false });
    pieces.push({ text: label.slice(from, stop), isMatch: true });
    end = stop;
  }
  if (end < label.length) pieces.push({ text: label.slice(end), isMatch: false });
  return pieces;
}
