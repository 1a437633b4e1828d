import { storedBytes } from './stored-bytes.ts';

/** Bytes of unknown length that were put aside. */
export interface Spooled {
  bytes: number;
  read(from: number, length: number): Promise<Uint8Array>;
  /** All of it, or a part. */
  stream(from?: number, length?: number): Promise<ReadableStream<Uint8Array>>;
}

/** R2 takes parts of at least 5 MiB, all but the last of one size. */
const partBytes = 6 * 1024 * 1024;
const maxHeldBytes = 12 * 1024 * 1024;

/**
 * Puts streams aside whose length and place are not known before they end. What is small is held in memory, for all of a request at most `maxHeldBytes`; the
 * rest goes to R2, under `spool/`, until `clear`. What a crash leaves there is nobody's: names are random and never asked for again.
 */
export class Spool {
  readonly #files: R2Bucket;
  readonly #keys: string[] = [];
  #heldBytes = 0;

  constructor(files: R2Bucket) {
    this.#files = files;
  }

  async put(stream: ReadableStream<Uint8Array>): Promise<Spooled> {
    const parts = new PartReader(stream);
    const first = await parts.next();
    if (first.length < partBytes && this.#heldBytes + first.length <= maxHeldBytes) {
      this.#heldBytes += first.length;
      return inMemory(first);
    }
    const key = `spool/${crypto.randomUUID()}`;
    this.#keys.push(key);
    return storedBytes(this.#files, key, await this.#upload(key, first, parts));
  }

  /** Removes what was put aside. */
  async clear(): Promise<void> {
    if (this.#keys.length > 0) await this.#files.delete(this.#keys);
  }

  async #upload(key: string, first: Uint8Array, rest: PartReader): Promise<number> {
    if (first.length < partBytes) {
      await this.#files.put(key, first);
      return first.length;
    }
    const upload = await this.#files.createMultipartUpload(key);
    try {
      const parts: R2UploadedPart[] = [];
      let bytes = 0;
      for (let part = first; part.length > 0; part = await rest.next()) {
        parts.push(await upload.uploadPart(parts.length + 1, part));
        bytes += part.length;
      }
      await upload.complete(parts);
      return bytes;
    } catch (error) {
      await upload.abort().catch(() => undefined);
      throw error;
    }
  }
}

function inMemory(bytes: Uint8Array): Spooled {
  return {
    bytes: bytes.length,
    read: async (from, length) => bytes.subarray(from, from + length),
    stream: async (from = 0, length = bytes.length - from) =>
      new ReadableStream({
        start(controller) {
          if (length > 0) controller.enqueue(bytes.subarray(from, from + length));
          controller.close();
        },
      }),
  };
}

/** Cuts a stream into parts of one size, but for the last. */
class PartReader {
  readonly #source: ReadableStreamDefaultReader<Uint8Array>;
  /** Of the last chunk, what belongs to the next part. */
  #left = new Uint8Array();

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#source = stream.getReader();
  }

  /** Empty at the end. */
  async next(): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    let missing = partBytes;
    while (missing > 0) {
      const chunk = this.#left.length > 0 ? this.#left : (await this.#source.read()).value;
      if (!chunk) break;
      const piece = chunk.subarray(0, missing);
      this.#left = new Uint8Array(chunk.subarray(piece.length));
      pieces.push(piece);
      missing -= piece.length;
    }
    return new Uint8Array(Buffer.concat(pieces));
  }
}
