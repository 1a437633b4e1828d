/** Where the text that the quote at `start` opens is closed. Null if it never is. Quotes behind an odd number of backslashes are text. */
export function closingQuote(text: string, start: number): number | null {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    if (!isEscaped(text, at, start + 1)) return at;
  }
  return null;
}

/** Whether a quote stands in it that is not escaped. */
export function hasBareQuote(raw: string): boolean {
  return closingQuote(` ${raw}`, 0) !== null;
}

function isEscaped(text: string, at: number, from: number): boolean {
  let first = at;
  while (first > from && text[first - 1] === '\\') first -= 1;
  return (at - first) % 2 === 1;
}
