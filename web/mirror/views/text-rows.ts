/** Text cut into rows of a fixed height, so that 20 MB of it, or one line of 20 MB, can be scrolled. */
export interface TextRows {
  readonly count: number;
  /** The row as it is drawn: without its line break. */
  row(index: number): string;
  /** The number of the line that a row begins, from 1; null where it goes on with the line above. */
  lineOf(index: number): number | null;
}

/** Characters in a row. A longer line goes on in the next. */
const maxColumns = 160;

export function textRows(text: string, columns = maxColumns): TextRows {
  const starts: number[] = [];
  const lines: (number | null)[] = [];
  let line = 0;
  for (let start = 0; start <= text.length;) {
    const found = text.indexOf('\n', start);
    const end = found === -1 ? text.length : found;
    line += 1;
    starts.push(start);
    lines.push(line);
    for (let cut = cutAt(text, start, columns); cut < end; cut = cutAt(text, cut, columns)) {
      starts.push(cut);
      lines.push(null);
    }
    start = end + 1;
    // A break at the very end begins no line.
    if (start === text.length) break;
  }
  return {
    count: starts.length,
    row: (index) => text.slice(starts[index] ?? text.length, starts[index + 1] ?? text.length).replace(/\r?\n$/, ''),
    lineOf: (index) => lines[index] ?? null,
  };
}

/** Never between the halves of a surrogate pair. */
function cutAt(text: string, start: number, columns: number): number {
  const cut = start + columns;
  const code = text.charCodeAt(cut);
  return code >= 0xdc00 && code < 0xe000 ? cut + 1 : cut;
}
