/**
 * Undoes the escapes of a value as typed and finds its wildcards: the literal texts with anything between each two of them, so one text if there is no wildcard.
 *
 * A backslash means itself, as in `C:\Users`, but in a run right before `*` or `"`: there two are one, and a last odd one takes the meaning from what follows. What
 * stands in double quotes has its closing one behind it.
 */
export function readPattern(raw: string, isQuoted: boolean): string[] {
  const literals: string[] = [];
  let literal = '';
  let from = 0;
  for (const found of raw.matchAll(special)) {
    const [{ length }, run = '', mark = ''] = found;
    // The end of the text counts only where a quote follows it.
    if (mark === '' && !isQuoted) break;
    literal += raw.slice(from, found.index) + run.slice(0, run.length >> 1);
    from = found.index + length;
    if (mark === '*' && run.length % 2 === 0) {
      literals.push(literal);
      literal = '';
    } else {
      literal += mark;
    }
  }
  literals.push(literal + raw.slice(from));
  // Two wildcards side by side are one.
  return literals.filter((one, index) => one !== '' || index === 0 || index === literals.length - 1);
}

/** The way back: how the literals, with wildcards between them, are typed. */
export function writePattern(literals: readonly string[], isQuoted: boolean): string {
  return literals
    .map((literal, index) => {
      const isBeforeMark = isQuoted || index < literals.length - 1;
      return literal.replace(special, (_, run: string, mark: string) => (mark === '' ? run.repeat(isBeforeMark ? 2 : 1) : `${run}${run}\\${mark}`));
    })
    .join('*');
}

/** A mark, or the end, with the backslashes before it. The look behind keeps a long run that leads nowhere from being tried at each of its places. */
const special = /(?<!\\)(\\*)(["*]|$)/g;
