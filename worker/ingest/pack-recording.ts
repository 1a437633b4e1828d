import { ByteReader } from '../envelope/byte-reader.ts';
import { isObject } from '../event/parse.ts';
import { fail, ok, type Result } from '../result.ts';
import type { Scrubber } from '../scrubbing/compile.ts';
import { recordingScrubber } from '../scrubbing/scrub-recording.ts';
import { readSegmentId } from '../telemetry/replay-event.ts';
import { ArraySplitter } from '../telemetry/split-array.ts';
import { decodeBody } from './decode-body.ts';

/** A recording as it is stored: a JSON array of rrweb events under zlib. */
export interface PackedRecording {
  segmentId: number;
  body: Uint8Array;
}

export type RecordingProblem = 'invalid_replay_recording' | 'too_large:replay_recording';

const maxHeaderBytes = 1_024;
/** What is held: the recording as it will be stored. Relay takes no more either. */
const maxPackedBytes = 10 * 1024 * 1024;
const maxInflatedBytes = 100 * 1024 * 1024;
/** A snapshot of a very large page. */
const maxEventBytes = 20 * 1024 * 1024;

const openBracket = 0x5b;

/**
 * `{"segment_id":N}`, a newline, and the rrweb events as a JSON array, under zlib or bare → the same, scrubbed and under zlib. Holds one event at a time and what is
 * to be stored. `payload` is read to its end whatever it is.
 *
 * Source: relay-replays/src/recording.rs
 */
export async function packRecording(
  payload: ReadableStream<Uint8Array>,
  bytes: number,
  scrubber: Scrubber,
): Promise<Result<PackedRecording, RecordingProblem>> {
  const reader = new ByteReader(payload, bytes);
  try {
    const segmentId = readHeader(await reader.readLine(maxHeaderBytes));
    if (segmentId === undefined) return fail('invalid_replay_recording');
    const isPlain = (await reader.peek()) === openBracket;
    const rest = reader.streamBytes(bytes - reader.position);
    const decoded = isPlain ? ok(rest) : decodeBody(rest, 'deflate');
    const body = decoded.ok ? await repack(decoded.value, scrubber) : fail<RecordingProblem>('invalid_replay_recording');
    return body.ok ? ok({ segmentId, body: body.value }) : body;
  } finally {
    await reader.skipBytes(bytes);
  }
}

function readHeader(line: Uint8Array | null): number | undefined {
  try {
    const header: unknown = JSON.parse(new TextDecoder().decode(line ?? undefined));
    return isObject(header) ? readSegmentId(header.segment_id) : undefined;
  } catch {
    return undefined;
  }
}

async function repack(json: ReadableStream<Uint8Array>, scrubber: Scrubber): Promise<Result<Uint8Array, RecordingProblem>> {
  const splitter = new ArraySplitter(maxEventBytes);
  const packer = new Packer();
  const scrub = recordingScrubber(scrubber);
  const reader = json.getReader();
  let inflated = 0;
  let separator = '[';
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      inflated += value.length;
      if (inflated > maxInflatedBytes) return fail('too_large:replay_recording');
      for (const event of splitter.push(value)) {
        if (isBlank(event)) continue;
        await packer.write(separator, scrub(event));
        separator = ',';
      }
      if (splitter.isBroken) return fail('invalid_replay_recording');
      if (packer.bytes > maxPackedBytes) return fail('too_large:replay_recording');
    }
  } catch {
    // Damaged zlib data, or JSON that is none.
    return fail('invalid_replay_recording');
  } finally {
    await reader.cancel().catch(() => undefined);
  }
  if (!splitter.end()) return fail('invalid_replay_recording');
  await packer.write(separator === '[' ? '[]' : ']');
  return ok(await packer.end());
}

function isBlank(event: Uint8Array): boolean {
  return event.length < 100 && event.every((byte) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09);
}

/** zlib of what is written, collected while it comes. */
class Packer {
  readonly #stream = new CompressionStream('deflate');
  readonly #writer = this.#stream.writable.getWriter();
  readonly #parts: Uint8Array[] = [];
  readonly #collected: Promise<void>;
  bytes = 0;

  constructor() {
    this.#collected = this.#collect();
    // A recording that is given up is never ended.
    this.#collected.catch(() => undefined);
  }

  async write(...parts: (string | Uint8Array)[]): Promise<void> {
    for (const part of parts) await this.#writer.write(typeof part === 'string' ? new TextEncoder().encode(part) : part);
  }

  async end(): Promise<Uint8Array> {
    await Promise.all([this.#writer.close(), this.#collected]);
    return new Uint8Array(Buffer.concat(this.#parts));
  }

  async #collect(): Promise<void> {
    const reader: ReadableStreamDefaultReader<Uint8Array> = this.#stream.readable.getReader();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      this.#parts.push(value);
      this.bytes += value.length;
    }
  }
}
