/** 12,406 → `12.4k`; 1,284 → `1.28k`. Three figures at most from a thousand on; exact below it. */
export function shortCount(count: number): string {
  const units = ['', 'k', 'M', 'G', 'T'];
  let value = count;
  let unit = 0;
  while (unit < units.length - 1 && Number(value.toPrecision(3)) >= 1000) {
    value /= 1000;
    unit += 1;
  }
  return unit === 0 ? String(count) : `${Number(value.toPrecision(3))}${units[unit]}`;
}

/** 12406 → `12,406`, in the reader's own manner. */
export function exactCount(count: number): string {
  return count.toLocaleString();
}

/** `1 event`, `1,284 events`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${exactCount(count)} ${count === 1 ? noun : plural}`;
}

/** 1,536 → `1.5 kB`; decimal units, as in downloads. */
export function shortBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Number((bytes / 1000).toPrecision(3))} kB`;
  return `${Number((bytes / 1_000_000).toPrecision(3))} MB`;
}
