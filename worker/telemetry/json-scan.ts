/*
 * Looks into JSON that is too large to be held: bytes go by, and only what stands at some paths is told. What is no JSON is found out as well.
 */

export type Scalar = string | number | boolean | null;
export type OnScalar = (value: Scalar) => void;

interface Node {
  readonly children: Map<string, Node>;
  listener: OnScalar | undefined;
}

/** Where the scan is in a container: `node` is null where nothing below is wanted. */
interface Level {
  isArray: boolean;
  node: Node | null;
}

type Expecting = 'value' | 'first value' | 'first key' | 'key' | 'colon' | 'comma' | 'nothing';

const maxDepth = 200;
/** Of what is told; longer texts are passed over. */
const maxTextBytes = 64 * 1024;

const quote = 0x22;
const backslash = 0x5c;

export class JsonScan {
  readonly #root: Node = { children: new Map(), listener: undefined };
  readonly #levels: Level[] = [];
  readonly #decoder = new TextDecoder();
  #expecting: Expecting = 'value';
  #isBroken = false;
  /** Of the value that comes next, or is being read. */
  #node: Node | null = this.#root;
  #state: 'between' | 'text' | 'escape' | 'word' = 'between';
  #isKey = false;
  /** The raw bytes of a text or word; null where nobody asks for them. */
  #kept: number[] | null = null;

  /** `listeners` by path, as in `profile.samples[].timestamp`. */
  constructor(listeners: Readonly<Record<string, OnScalar>>) {
    for (const [path, listener] of Object.entries(listeners)) {
      let node = this.#root;
      for (const key of path.replaceAll('[]', '.[]').split('.')) {
        const child = node.children.get(key) ?? { children: new Map<string, Node>(), listener: undefined };
        node.children.set(key, child);
        node = child;
      }
      node.listener = listener;
    }
  }

  push(chunk: Uint8Array): void {
    for (let index = 0; index < chunk.length && !this.#isBroken; index += 1) {
      if (this.#state === 'text' && this.#kept === null) {
        index = this.#skipText(chunk, index);
        if (index >= chunk.length) return;
      }
      this.#take(chunk[index] ?? 0);
    }
  }

  /** Whether all that went by was one JSON value, and an object. */
  end(): boolean {
    if (this.#state === 'word') this.#endWord();
    return !this.#isBroken && this.#expecting === 'nothing' && this.#state === 'between';
  }

  /** To the next byte of a text that matters. */
  #skipText(chunk: Uint8Array, from: number): number {
    let index = from;
    while (index < chunk.length && chunk[index] !== quote && chunk[index] !== backslash) index += 1;
    return index;
  }

  #take(byte: number): void {
    switch (this.#state) {
      case 'text':
        if (byte === quote) return this.#endText();
        if (byte < 0x20) this.#isBroken = true;
        if (byte === backslash) this.#state = 'escape';
        return this.#keep(byte);
      case 'escape':
        this.#state = 'text';
        return this.#keep(byte);
      case 'word':
        if (isWordByte(byte)) return this.#keep(byte);
        this.#endWord();
        return this.#takeBetween(byte);
      case 'between':
        return this.#takeBetween(byte);
    }
  }

  #takeBetween(byte: number): void {
    switch (byte) {
      case 0x20:
      case 0x09:
      case 0x0a:
      case 0x0d:
        return;
      case 0x7b: // {
        return this.#open(false);
      case 0x5b: // [
        return this.#open(true);
      case 0x7d: // }
        return this.#close(false);
      case 0x5d: // ]
        return this.#close(true);
      case 0x2c: // ,
        if (this.#expecting !== 'comma') return this.#break();
        return this.#next();
      case 0x3a: // :
        if (this.#expecting !== 'colon') return this.#break();
        this.#expecting = 'value';
        return;
      case quote:
        return this.#startText();
      default:
        if (!this.#isValueExpected() || !isWordByte(byte) || this.#levels.length === 0) return this.#break();
        this.#state = 'word';
        this.#kept = [byte];
    }
  }

  #isValueExpected(): boolean {
    return this.#expecting === 'value' || this.#expecting === 'first value';
  }

  #open(isArray: boolean): void {
    if (!this.#isValueExpected() || this.#levels.length >= maxDepth || (isArray && this.#levels.length === 0)) return this.#break();
    this.#levels.push({ isArray, node: this.#node });
    this.#expecting = isArray ? 'first value' : 'first key';
    if (isArray) this.#node = this.#node?.children.get('[]') ?? null;
  }

  #close(isArray: boolean): void {
    const level = this.#levels.at(-1);
    const mayEnd = this.#expecting === 'comma' || this.#expecting === (isArray ? 'first value' : 'first key');
    if (level?.isArray !== isArray || !mayEnd) return this.#break();
    this.#levels.pop();
    this.#afterValue();
  }

  #next(): void {
    const level = this.#levels.at(-1);
    this.#expecting = level?.isArray ? 'value' : 'key';
    if (level?.isArray) this.#node = level.node?.children.get('[]') ?? null;
  }

  #afterValue(): void {
    this.#expecting = this.#levels.length === 0 ? 'nothing' : 'comma';
  }

  #startText(): void {
    this.#isKey = this.#expecting === 'key' || this.#expecting === 'first key';
    if (!this.#isKey && (!this.#isValueExpected() || this.#levels.length === 0)) return this.#break();
    const isWanted = this.#isKey ? this.#levels.at(-1)?.node != null : this.#node?.listener !== undefined;
    this.#kept = isWanted ? [] : null;
    this.#state = 'text';
  }

  #endText(): void {
    this.#state = 'between';
    const text = this.#kept === null ? null : this.#decode(`"${this.#spell(this.#kept)}"`);
    this.#kept = null;
    if (this.#isKey) {
      this.#node = typeof text === 'string' ? (this.#levels.at(-1)?.node?.children.get(text) ?? null) : null;
      this.#expecting = 'colon';
      return;
    }
    if (typeof text === 'string') this.#node?.listener?.(text);
    this.#afterValue();
  }

  #endWord(): void {
    this.#state = 'between';
    const value = this.#decode(this.#spell(this.#kept ?? []));
    this.#kept = null;
    if (value === undefined) return this.#break();
    this.#node?.listener?.(value);
    this.#afterValue();
  }

  #keep(byte: number): void {
    if (this.#kept === null) return;
    this.#kept.push(byte);
    if (this.#kept.length <= maxTextBytes) return;
    this.#kept = null;
    if (this.#state === 'word') this.#break();
  }

  #spell(bytes: readonly number[]): string {
    return this.#decoder.decode(Uint8Array.from(bytes));
  }

  /** Undefined where it is no JSON. */
  #decode(text: string): Scalar | undefined {
    try {
      const value: Scalar = JSON.parse(text);
      return value;
    } catch {
      // Python writes numbers that are none.
      if (/^-?(?:NaN|Infinity)$/.test(text)) return null;
      this.#isBroken = true;
      return undefined;
    }
  }

  #break(): void {
    this.#isBroken = true;
  }
}

/** Of numbers, `true`, `null`, `NaN`. */
function isWordByte(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a) || byte === 0x2d || byte === 0x2b || byte === 0x2e;
}
