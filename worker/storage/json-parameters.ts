/** D1 takes strings of at most 2 MB; a character takes up to three bytes. */
const maxParameterLength = 500_000;

/** JSON arrays of rows, each short enough for one parameter. */
export function parametersOf(rows: readonly string[]): string[] {
  const done: string[] = [];
  let open: string[] = [];
  let length = 0;
  for (const row of rows) {
    if (length + row.length > maxParameterLength && open.length > 0) {
      done.push(`[${open.join(',')}]`);
      open = [];
      length = 0;
    }
    open.push(row);
    length += row.length + 1;
  }
  return open.length > 0 ? [...done, `[${open.join(',')}]`] : done;
}
