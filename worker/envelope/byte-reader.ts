/**
 * Reads a body as a stream, by lines and by counted bytes, holding no more than one chunk and what was asked for. Every method rejects with
 * `BodyUnreadable` when the source breaks (the connection, the compression) and with `BodyTooLarge` once more than `maxBytes` have come out of it.
 */
export class ByteReader {
  /** Bytes taken from the source so far. */
  receivedBytes = 0;
  #chunk: Uint8Array = new Uint8Array();
  #at = 0;
  #isDone = false;
  readonly #source: ReadableStreamDefaultReader<Uint8Array>;
  readonly #maxBytes: number;

  constructor(source: ReadableStream<Uint8Array>, maxBytes: number) {
    this.#source = source.getReader();
    this.#maxBytes = maxBytes;
  }

  /** Bytes handed out so far: where in the body the next read begins. */
  get position(): number {
    return this.receivedBytes - (this.#chunk.length - this.#at);
  }

  /** True when nothing is left. Waits for the source if need be. */
  async isAtEnd(): Promise<boolean> {
    while (this.#at === this.#chunk.length) if (!(await this.#fill())) return true;
    return false;
  }

  /** The next byte without taking it, or null at the end. */
  async peek(): Promise<number | null> {
    return (await this.isAtEnd()) ? null : (this.#chunk[this.#at] ?? null);
  }

  /** Takes bytes up to and including the next newline, which is not part of the result. Null when the line is longer than `maxBytes`. */
  async readLine(maxBytes: number): Promise<Uint8Array | null> {
    const parts: Uint8Array[] = [];
    let bytes = 0;
    while (!(await this.isAtEnd())) {
      const newline = this.#chunk.indexOf(0x0a, this.#at);
      const part = this.#chunk.subarray(this.#at, newline < 0 ? this.#chunk.length : newline);
      bytes += part.length;
      if (bytes > maxBytes) return null;
      parts.push(part);
      this.#at += part.length;
      if (newline < 0) continue;
      this.#at += 1;
      break;
    }
    return join(parts, bytes);
  }

  /** Takes exactly `bytes` bytes, or all that are left if these are fewer. */
  async readBytes(bytes: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let missing = bytes;
    while (missing > 0) {
      const part = await this.#take(missing);
      if (!part) break;
      parts.push(part);
      missing -= part.length;
    }
    return join(parts, bytes - missing);
  }

  /** Takes up to `bytes` bytes without keeping them and returns how many there were. */
  async skipBytes(bytes: number): Promise<number> {
    let missing = bytes;
    while (missing > 0) {
      const part = await this.#take(missing);
      if (!part) break;
      missing -= part.length;
    }
    return bytes - missing;
  }

  /** Takes bytes for as long as `isPassedOver` says so. */
  async skipWhile(isPassedOver: (byte: number | undefined) => boolean): Promise<void> {
    while (!(await this.isAtEnd())) {
      while (this.#at < this.#chunk.length && isPassedOver(this.#chunk[this.#at])) this.#at += 1;
      if (this.#at < this.#chunk.length) return;
    }
  }

  /** Takes up to the next newline without keeping it and returns how many bytes stood before it. */
  async skipLine(): Promise<number> {
    let bytes = 0;
    while (!(await this.isAtEnd())) {
      const newline = this.#chunk.indexOf(0x0a, this.#at);
      const part = (newline < 0 ? this.#chunk.length : newline) - this.#at;
      bytes += part;
      this.#at += part;
      if (newline < 0) continue;
      this.#at += 1;
      break;
    }
    return bytes;
  }

  /** What has arrived of the body and was not taken, without copying it; null at the end. */
  async readChunk(): Promise<Uint8Array | null> {
    return this.#take(Infinity);
  }

  /** Everything that is left; null when that is more than `maxBytes`. */
  async readAll(maxBytes: number): Promise<Uint8Array | null> {
    const parts: Uint8Array[] = [];
    let bytes = 0;
    while (!(await this.isAtEnd())) {
      const part = this.#chunk.subarray(this.#at);
      bytes += part.length;
      if (bytes > maxBytes) return null;
      parts.push(part);
      this.#at = this.#chunk.length;
    }
    return join(parts, bytes);
  }

  /**
   * The next `bytes` bytes as a stream, for a consumer that must know the length before it starts. The stream has to be read to its end before the next read
   * here. When the body ends early the stream errors with `BodyTruncated`.
   */
  streamBytes(bytes: number): ReadableStream<Uint8Array> {
    const at = this.position;
    let missing = bytes;
    return new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        if (missing === 0) return controller.close();
        const part = await this.#take(missing);
        if (!part) return controller.error(new BodyTruncated(at, bytes));
        missing -= part.length;
        controller.enqueue(part);
        if (missing === 0) controller.close();
      },
    });
  }

  /** Lets go of a body that will not be read to its end. */
  async cancel(): Promise<void> {
    await this.#source.cancel().catch(() => undefined);
  }

  async #take(maxBytes: number): Promise<Uint8Array | null> {
    if (await this.isAtEnd()) return null;
    const part = this.#chunk.subarray(this.#at, this.#at + maxBytes);
    this.#at += part.length;
    return part;
  }

  async #fill(): Promise<boolean> {
    if (this.#isDone) return false;
    const { value, done } = await this.#source.read().catch((cause: unknown) => {
      throw new BodyUnreadable(cause);
    });
    if (done) {
      this.#isDone = true;
      return false;
    }
    this.receivedBytes += value.length;
    if (this.receivedBytes > this.#maxBytes) {
      await this.cancel();
      throw new BodyTooLarge(this.#maxBytes);
    }
    this.#chunk = value;
    this.#at = 0;
    return true;
  }
}

/** More came out of a body, after decompression, than any envelope may hold. */
export class BodyTooLarge extends Error {
  readonly maxBytes: number;
  constructor(maxBytes: number) {
    super(`The body holds more than ${maxBytes} bytes`);
    this.maxBytes = maxBytes;
  }
}

/** The source of a body broke: a lost connection, or compressed data that is cut or damaged. */
export class BodyUnreadable extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : 'The body cannot be read', { cause });
  }
}

/** A body ended inside an item. */
export class BodyTruncated extends Error {
  readonly at: number;
  readonly expectedBytes: number;
  constructor(at: number, expectedBytes: number) {
    super(`The body ends within the ${expectedBytes} bytes from byte ${at} on`);
    this.at = at;
    this.expectedBytes = expectedBytes;
  }
}

function join(parts: Uint8Array[], bytes: number): Uint8Array {
  const [first] = parts;
  if (parts.length === 1 && first) return first;
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
