import { hourOf } from './leftovers.ts';
import { PartReader } from './part-reader.ts';
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
/** Of one request: what it sent, and what came out of that. */
const maxSpoolBytes = 400 * 1024 * 1024;
export const spoolPrefix = 'spool/';

/**
 * Puts streams aside whose length and place are not known before they end. What is small is held in memory, for all of a request at most `maxHeldBytes`; the
 * rest goes to R2, under `spool/`, until `clear`. What a crash leaves there is nobody's, since names are random and never asked for again: it is swept. Beyond
 * `maxBytes` in all, `put` rejects with `SpoolFull`.
 */
export class Spool {
  readonly #files: R2Bucket;
  readonly #keys: string[] = [];
  readonly #maxBytes: number;
  #heldBytes = 0;
  #bytes = 0;

  constructor(files: R2Bucket, maxBytes = maxSpoolBytes) {
    this.#files = files;
    this.#maxBytes = maxBytes;
  }

  async put(stream: ReadableStream<Uint8Array>): Promise<Spooled> {
    const parts = new PartReader(stream, partBytes);
    try {
      return await this.#put(parts);
    } finally {
      parts.release();
    }
  }

  /** Removes what was put aside. */
  async clear(): Promise<void> {
    if (this.#keys.length > 0) await this.#files.delete(this.#keys);
  }

  async #put(parts: PartReader): Promise<Spooled> {
    const first = await this.#next(parts);
    if (first.length < partBytes && this.#heldBytes + first.length <= maxHeldBytes) {
      this.#heldBytes += first.length;
      return inMemory(first);
    }
    const key = `${spoolPrefix}${hourOf(Date.now())}/${crypto.randomUUID()}`;
    this.#keys.push(key);
    return storedBytes(this.#files, key, await this.#upload(key, first, parts));
  }

  async #next(parts: PartReader): Promise<Uint8Array> {
    const part = await parts.next();
    this.#bytes += part.length;
    if (this.#bytes > this.#maxBytes) throw new SpoolFull(this.#maxBytes);
    return part;
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
      for (let part = first; part.length > 0; part = await this.#next(rest)) {
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

/** More was to be put aside for one request than may be. */
export class SpoolFull extends Error {
  readonly maxBytes: number;
  constructor(maxBytes: number) {
    super(`More than ${maxBytes} bytes were to be put aside`);
    this.maxBytes = maxBytes;
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
