/** Something of known length that can be read at any place: bytes in memory, or an object in storage. */
export interface ByteSource {
  bytes: number;
  /** All of these bytes; only asked for what lies inside. */
  read(from: number, length: number): Promise<Uint8Array>;
}

const blockBytes = 256 * 1024;
/** So much of a dump is read at most: reads cost requests, and blocks stay in memory. */
const maxBlocksOfEvent = 24;

/** Reads a dump in blocks that are kept, so that facts that lie together cost one read. */
export class DumpBytes {
  readonly #source: ByteSource;
  readonly #maxBlocks: number;
  readonly #blocks = new Map<number, Uint8Array>();

  constructor(source: ByteSource, maxBlocks = maxBlocksOfEvent) {
    this.#source = source;
    this.#maxBlocks = maxBlocks;
  }

  /** The bytes from an offset on; null where some of them lie outside, or where enough was read. `length` has to be bounded by whoever asks. */
  async view(from: number, length: number): Promise<DataView | null> {
    if (from < 0 || length < 0 || from + length > this.#source.bytes) return null;
    const whole = new Uint8Array(length);
    for (let at = from; at < from + length;) {
      const index = Math.floor(at / blockBytes);
      const block = await this.#block(index);
      if (!block) return null;
      const part = block.subarray(at - index * blockBytes, from + length - index * blockBytes);
      whole.set(part, at - from);
      at += part.length;
    }
    return new DataView(whole.buffer);
  }

  async #block(index: number): Promise<Uint8Array | null> {
    const known = this.#blocks.get(index);
    if (known) return known;
    if (this.#blocks.size === this.#maxBlocks) return null;
    const from = index * blockBytes;
    const block = await this.#source.read(from, Math.min(blockBytes, this.#source.bytes - from));
    if (block.length === 0) return null;
    this.#blocks.set(index, block);
    return block;
  }
}
