const quote = 0x22;
const backslash = 0x5c;

/**
 * Cuts a JSON array into its entries while the bytes arrive, holding one entry at a time. What the entries are is not its business: it follows quotes and
 * brackets only.
 */
export class ArraySplitter {
  readonly #maxEntryBytes: number;
  #state: 'before' | 'inside' | 'after' | 'broken' = 'before';
  #depth = 0;
  #isText = false;
  #isEscaped = false;
  #parts: Uint8Array[] = [];
  #bytes = 0;

  constructor(maxEntryBytes: number) {
    this.#maxEntryBytes = maxEntryBytes;
  }

  get isBroken(): boolean {
    return this.#state === 'broken';
  }

  /** The entries that end in this chunk. */
  push(chunk: Uint8Array): Uint8Array[] {
    const entries: Uint8Array[] = [];
    let from = 0;
    for (let index = 0; index < chunk.length; index += 1) {
      const byte = chunk[index] ?? 0;
      if (this.#state === 'broken') return entries;
      if (this.#isText) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (byte === backslash) this.#isEscaped = true;
        else if (byte === quote) this.#isText = false;
        continue;
      }
      if (this.#state !== 'inside') {
        this.#outside(byte);
        from = index + 1;
        continue;
      }
      if (byte === quote) this.#isText = true;
      else if (byte === 0x5b || byte === 0x7b) this.#depth += 1;
      else if (this.#depth > 0 && (byte === 0x5d || byte === 0x7d)) this.#depth -= 1;
      else if (this.#depth === 0 && (byte === 0x2c || byte === 0x5d)) {
        this.#keep(chunk.subarray(from, index));
        const entry = this.#take();
        // An array may be empty; otherwise something stands before each comma.
        if (entry) entries.push(entry);
        from = index + 1;
        if (byte === 0x5d) this.#state = 'after';
      }
    }
    if (this.#state === 'inside') this.#keep(chunk.slice(from));
    return entries;
  }

  /** Whether all that went by was one whole array. */
  end(): boolean {
    return this.#state === 'after';
  }

  #outside(byte: number): void {
    if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) return;
    this.#state = this.#state === 'before' && byte === 0x5b ? 'inside' : 'broken';
  }

  #keep(part: Uint8Array): void {
    this.#bytes += part.length;
    if (this.#bytes > this.#maxEntryBytes) this.#state = 'broken';
    else if (part.length > 0) this.#parts.push(part);
  }

  #take(): Uint8Array | null {
    const entry = new Uint8Array(this.#bytes);
    let at = 0;
    for (const part of this.#parts) {
      entry.set(part, at);
      at += part.length;
    }
    this.#parts = [];
    this.#bytes = 0;
    return entry.length === 0 ? null : entry;
  }
}
