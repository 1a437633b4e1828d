import type { Budget } from '../scrubbing/pattern-machine.ts';
import type { Rule } from '../scrubbing/redact.ts';
import { redactBytes } from '../scrubbing/redact-bytes.ts';
import { ByteScrubber } from '../scrubbing/scrub-bytes.ts';

/**
 * Scrubs a payload of so many bytes while `put` stores it; without rules it goes there untouched. Nothing is stored before it is scrubbed: where a rule takes the whole,
 * which may turn out at its end, the first attempt is broken off, and what stands for the whole is stored instead.
 */
export async function putScrubbed(
  rules: readonly Rule[],
  budget: Budget,
  payload: ReadableStream<Uint8Array>,
  bytes: number,
  put: (payload: ReadableStream<Uint8Array>) => Promise<void>,
): Promise<void> {
  if (rules.length === 0) return put(payload);
  const scrubber = new ByteScrubber(rules, budget);
  try {
    if (!scrubber.takenBy) return await put(scrubbedStream(payload, scrubber));
  } catch (error) {
    if (!scrubber.takenBy) throw error;
  }
  await payload.pipeTo(new WritableStream());
  await put(streamInPlaceOf(bytes, scrubber.takenBy));
}

/** Breaks where a rule takes the whole. Lets go of the payload at the end, however that comes. */
export function scrubbedStream(payload: ReadableStream<Uint8Array>, scrubber: Pick<ByteScrubber, 'push' | 'finish' | 'takenBy'>): ReadableStream<Uint8Array> {
  const reader = payload.getReader();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          for (let isSettled = false; !isSettled;) {
            const { value, done } = await reader.read();
            const settled = done ? [scrubber.finish()] : scrubber.push(value);
            if (scrubber.takenBy) throw new Error('A rule takes all of it');
            for (const piece of settled) if (piece.length > 0) controller.enqueue(piece);
            isSettled = done || settled.length > 0;
            if (!done) continue;
            reader.releaseLock();
            controller.close();
          }
        } catch (error) {
          reader.releaseLock();
          controller.error(error);
        }
      },
    },
    { highWaterMark: 0 },
  );
}

const pieceBytes = 64 * 1024;

/** What a rule puts in the place of this many bytes. A hash it cannot be, since nobody held them all. */
function streamInPlaceOf(bytes: number, { redaction }: Rule): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const piece = new Uint8Array(Math.min(pieceBytes, bytes - at));
        redactBytes(piece, 0, piece.length, at === 0 && redaction.method === 'replace' ? redaction : { method: 'mask' }, 'utf8');
        if (piece.length > 0) controller.enqueue(piece);
        at += piece.length;
        if (at === bytes) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}
