import type { DumpBytes } from './dump-bytes.ts';

/** A MINIDUMP_STRING: its length in bytes, then UTF-16LE. Cut at `maxCharacters`, up to a zero; null where it lies outside of the dump. */
export async function readString(bytes: DumpBytes, at: number, maxCharacters: number): Promise<string | null> {
  const head = at === 0 ? null : await bytes.view(at, 4);
  const view = head && (await bytes.view(at + 4, Math.min(head.getUint32(0, true) & ~1, 2 * maxCharacters) >>> 0));
  return view && untilZero(new TextDecoder('utf-16le').decode(view));
}

export function untilZero(text: string): string {
  const zero = text.indexOf('\0');
  return zero < 0 ? text : text.slice(0, zero);
}
