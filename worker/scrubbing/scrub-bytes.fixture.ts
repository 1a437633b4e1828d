import type { Scrubber } from './compile.ts';
import { rulesOfAttachment } from './attachment-rules.ts';
import { ByteScrubber } from './scrub-bytes.ts';

/** What becomes of an attachment `a.log` that comes in these pieces; null where a rule takes all of it. */
export function scrubPieces(scrubber: Scrubber, pieces: readonly Uint8Array[], { steps = 50_000_000, searches = 20_000_000 } = {}): Uint8Array | null {
  const bytes = new ByteScrubber(rulesOfAttachment(scrubber, 'a.log'), { steps, searches });
  const settled = pieces.flatMap((piece) => bytes.push(piece));
  settled.push(bytes.finish());
  return bytes.takenBy ? null : new Uint8Array(Buffer.concat(settled));
}
