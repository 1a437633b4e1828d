/** Cuts a stream into parts of one size, but for the last. */
export class PartReader {
  readonly #source: ReadableStreamDefaultReader<Uint8Array>;
  readonly #partBytes: number;
  /** Of the next part, what has been read. */
  #pieces: Uint8Array[] = [];
  /** Of the last chunk, what belongs to the part after it. */
  #left = new Uint8Array();

  constructor(stream: ReadableStream<Uint8Array>, partBytes: number) {
    this.#source = stream.getReader();
    this.#partBytes = partBytes;
  }

  /** Empty at the end. Rejects where the stream breaks. */
  async next(): Promise<Uint8Array> {
    let missing = this.#partBytes;
    while (missing > 0) {
      const chunk = this.#left.length > 0 ? this.#left : (await this.#source.read()).value;
      if (!chunk) break;
      const piece = chunk.subarray(0, missing);
      this.#left = new Uint8Array(chunk.subarray(piece.length));
      this.#pieces.push(piece);
      missing -= piece.length;
    }
    return this.takeBegun();
  }

  /** What had been read of a part when the stream broke. */
  takeBegun(): Uint8Array {
    const part = new Uint8Array(Buffer.concat(this.#pieces));
    this.#pieces = [];
    return part;
  }

  /** Lets go of the stream, for whoever reads what is left of it. */
  release(): void {
    this.#source.releaseLock();
  }
}
