/** Longer lines come from bundles; of those only the place around the column is worth showing. */
const maxChars = 400;
const charsBefore = 120;

/** A source line, cut around `column` (from 1; null where unknown) if it is too long to be read. */
export function clipLine(text: string, column: number | null): string {
  if (text.length <= maxChars) return text;
  const start = Math.max(0, Math.min((column ?? 1) - 1 - charsBefore, text.length - maxChars));
  const end = start + maxChars;
  return `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`;
}
