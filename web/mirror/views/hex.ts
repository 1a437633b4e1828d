/** Sixteen bytes, as a hex editor shows them. */
export interface HexRow {
  /** Eight hex digits: where the row begins. */
  offset: string;
  /** `7b 22 6c`, two spaces in the middle. */
  hex: string;
  /** Printable ASCII; a dot stands for everything else. */
  text: string;
}

export const rowBytes = 16;

export function hexRowCount(bytes: number): number {
  return Math.ceil(bytes / rowBytes);
}

/** One row of `bytes`, read when it is drawn. `base` is where `bytes` begin in the whole. */
export function hexRow(bytes: Uint8Array, row: number, base = 0): HexRow {
  const start = row * rowBytes;
  const cells = bytes.subarray(start, start + rowBytes);
  let hex = '';
  let text = '';
  cells.forEach((byte, index) => {
    hex += `${index === 0 ? '' : index === rowBytes / 2 ? '  ' : ' '}${byte.toString(16).padStart(2, '0')}`;
    text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
  });
  return { offset: (base + start).toString(16).padStart(8, '0'), hex, text };
}

/** Where somebody wants to go: `1024`, `0x400` or `1 024`. Null for what is no place in so many bytes. */
export function readOffset(typed: string, bytes: number): number | null {
  const text = typed.replaceAll(/[\s,_]/g, '');
  if (!/^(?:0x[\da-f]+|\d+)$/i.test(text)) return null;
  const offset = Number(text);
  return offset < bytes ? offset : null;
}
