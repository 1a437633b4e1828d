const dayMs = 24 * 3_600_000;

/* What pieces of time are called, in the reader's own zone and manner. `starts` are their beginnings in Unix milliseconds, and the end of the last. */

/** `Nov 24, 14:00 – 15:00` */
export function pieceText(starts: readonly number[], at: number): string {
  return spanText(starts, at, at);
}

/** From the beginning of one piece to the end of another. */
export function spanText(starts: readonly number[], first: number, last: number): string {
  const [from = 0, to = 0] = [starts[first], starts[last + 1]];
  const isInDays = (starts[1] ?? 0) - (starts[0] ?? 0) >= dayMs;
  // Days begin at midnight in UTC; the end of one is not yet the next.
  const format = isInDays
    ? new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', timeZone: 'UTC' })
    : new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });
  return format.formatRange(from, isInDays ? to - 1 : to);
}

/** A few times under the axis, at even distances; the last one is the end. */
export function tickTexts(starts: readonly number[]): string[] {
  const pieces = starts.length - 1;
  if (pieces < 1) return [];
  const [first = 0, second = 0] = starts;
  const end = starts.at(-1) ?? 0;
  const format =
    second - first >= dayMs
      ? new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', timeZone: 'UTC' })
      : end - first > 2 * dayMs
        ? new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' })
        : new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
  const ticks = Math.min(6, pieces);
  return [...Array.from({ length: ticks }, (_, index) => starts[Math.round((index * pieces) / ticks)] ?? first), end].map((at) => format.format(at));
}
