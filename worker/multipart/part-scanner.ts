import type { MultipartError } from './read-parts.ts';

const maxHeaderBytes = 16 * 1024;
const headerEnd = Buffer.from('\r\n\r\n');

/** The body is not what it should be. Thrown, since the reader of a part's bytes has to hear of it as well. */
export class PartsBroken extends Error {
  readonly error: MultipartError;
  constructor(error: MultipartError) {
    super(`The multipart body is broken: ${error.reason}`);
    this.error = error;
  }
}

/** Finds the boundaries in a stream, wherever its chunks are cut. */
export class PartScanner {
  readonly #source: ReadableStreamDefaultReader<Uint8Array>;
  readonly #delimiter: Buffer;
  /** Read and not yet handed out. The line break in front lets the first boundary look like the others. */
  #held: Buffer = Buffer.from('\r\n');
  #isDone = false;
  /** True between the end of a header and the next boundary. */
  #isInBytes = true;

  constructor(source: ReadableStream<Uint8Array>, boundary: string) {
    this.#source = source.getReader();
    this.#delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
  }

  async skipPreamble(): Promise<void> {
    try {
      await this.skipBytes();
    } catch (error) {
      throw error instanceof PartsBroken ? new PartsBroken({ reason: 'no_boundary' }) : error;
    }
  }

  /** Behind a boundary: true where a part follows, false where `--` says that this was the last. */
  async isAtPart(): Promise<boolean> {
    await this.#hold(2);
    if (this.#held.subarray(0, 2).toString('latin1') === '--') return false;
    // White space may follow a boundary.
    for (;;) {
      const first = this.#held[0];
      if (first !== 0x20 && first !== 0x09) break;
      this.#held = this.#held.subarray(1);
      await this.#hold(2);
    }
    if (this.#held[0] !== 0x0d || this.#held[1] !== 0x0a) throw new PartsBroken({ reason: 'header_malformed' });
    return true;
  }

  /** From the line break behind the boundary to the empty line. */
  async readHeader(): Promise<string> {
    let end = this.#held.indexOf(headerEnd);
    while (end < 0) {
      if (this.#held.length > maxHeaderBytes) throw new PartsBroken({ reason: 'header_too_large', maxBytes: maxHeaderBytes });
      await this.#hold(this.#held.length + 1);
      end = this.#held.indexOf(headerEnd);
    }
    if (end > maxHeaderBytes) throw new PartsBroken({ reason: 'header_too_large', maxBytes: maxHeaderBytes });
    const header = new TextDecoder().decode(this.#held.subarray(2, Math.max(2, end)));
    // The last line break of the header may begin the boundary of a part without bytes.
    this.#held = this.#held.subarray(end + headerEnd.length - 2);
    this.#isInBytes = true;
    await this.#hold(this.#delimiter.length);
    if (!this.#held.subarray(0, this.#delimiter.length).equals(this.#delimiter)) this.#held = this.#held.subarray(2);
    return header;
  }

  streamBytes(): ReadableStream<Uint8Array> {
    return new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          const bytes = await this.#next();
          if (bytes) controller.enqueue(bytes);
          else controller.close();
        },
      },
      { highWaterMark: 0 },
    );
  }

  async skipBytes(): Promise<void> {
    while (await this.#next());
  }

  async cancel(): Promise<void> {
    await this.#source.cancel().catch(() => undefined);
  }

  /** The next bytes before a boundary, never none; null when the boundary is reached and passed. */
  async #next(): Promise<Uint8Array | null> {
    while (this.#isInBytes) {
      const found = this.#held.indexOf(this.#delimiter);
      // The end of what is held may be the beginning of a boundary.
      const free = found < 0 ? Math.max(0, this.#held.length - this.#delimiter.length + 1) : found;
      if (free > 0) {
        const bytes = this.#held.subarray(0, free);
        this.#held = this.#held.subarray(free);
        return bytes;
      }
      if (found === 0) {
        this.#held = this.#held.subarray(this.#delimiter.length);
        this.#isInBytes = false;
      } else {
        await this.#hold(this.#held.length + 1);
      }
    }
    return null;
  }

  /** Reads until so many bytes are held. */
  async #hold(bytes: number): Promise<void> {
    while (this.#held.length < bytes) {
      const { value, done } = this.#isDone ? { value: undefined, done: true } : await this.#source.read();
      this.#isDone = done;
      if (!value) throw new PartsBroken({ reason: 'truncated' });
      if (value.length > 0)
        this.#held = this.#held.length === 0 ? Buffer.from(value.buffer, value.byteOffset, value.length) : Buffer.concat([this.#held, value]);
    }
  }
}
