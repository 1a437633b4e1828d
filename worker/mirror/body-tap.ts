/** Copies what is read of a body, up to a bound, while it passes; what is longer passes all the same. */
export class BodyTap {
  readonly stream: ReadableStream<Uint8Array>;
  /** Seen so far. */
  bytes = 0;
  isWhole = false;
  firstByteAt: number | null = null;
  endedAt: number | null = null;
  #chunks: Uint8Array[] = [];
  #kept = 0;
  #maxBytes: number;
  #isOn = true;

  constructor(body: ReadableStream<Uint8Array>, maxBytes: number, clock: () => number) {
    this.#maxBytes = maxBytes;
    const reader = body.getReader();
    this.stream = new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          const { value, done } = await reader.read();
          if (done) {
            this.isWhole = true;
            this.endedAt = clock();
            controller.close();
            return;
          }
          this.firstByteAt ??= clock();
          this.#see(value);
          controller.enqueue(value);
        },
        cancel: (reason) => reader.cancel(reason),
      },
      { highWaterMark: 0 },
    );
  }

  /** From now on so much is kept; nothing that passed is brought back. */
  widen(maxBytes: number): void {
    this.#maxBytes = maxBytes;
  }

  /** Lets go of all, and keeps nothing any more. */
  release(): void {
    this.#isOn = false;
    this.#chunks = [];
  }

  /** What is kept, and after how many bytes it was cut; null where it is whole. */
  take(): { bytes: Uint8Array; cutAt: number | null } {
    const bytes = new Uint8Array(this.#kept);
    let at = 0;
    for (const chunk of this.#chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    this.release();
    return { bytes, cutAt: this.isWhole && this.#kept === this.bytes ? null : this.#kept };
  }

  #see(chunk: Uint8Array): void {
    const isComplete = this.#kept === this.bytes;
    this.bytes += chunk.length;
    const room = this.#maxBytes - this.#kept;
    if (!this.#isOn || !isComplete || room <= 0) return;
    // A copy: who reads it may do with its own what it wants.
    const part = chunk.slice(0, room);
    this.#chunks.push(part);
    this.#kept += part.length;
  }
}
