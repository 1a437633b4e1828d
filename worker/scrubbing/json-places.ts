/** A value of a JSON text. Offsets are in UTF-16 units from 0. */
export interface JsonNode {
  start: number;
  /** Of an object or a list; null for other values. */
  entries: JsonEntry[] | null;
}

interface JsonEntry {
  key: string;
  /** Of the key's opening quote; of the value in a list. */
  keyStart: number;
  node: JsonNode;
}

/** Where a text stops being JSON, and what is expected there. */
export interface JsonFault {
  at: number;
  message: string;
}

const maxDepth = 100;

/**
 * Reads JSON for its places: the platform's parser says neither where a value stands nor, in the same words everywhere, where a text goes wrong. `fault` is null
 * for a text that can be read.
 */
export function readJsonPlaces(text: string): { root: JsonNode | null; fault: JsonFault | null } {
  const reader = new Reader(text);
  const root = reader.readText();
  return reader.fault ? { root: null, fault: reader.fault } : { root, fault: null };
}

/** Where the value of a path such as `rules.0.pattern` stands, as deep as the text has it. Keys may hold dots, so all ways to cut the path are tried. */
export function findPlace(node: JsonNode, path: string): { node: JsonNode; keyStart: number | null } {
  let deepest: { node: JsonNode; keyStart: number | null; left: number } = { node, keyStart: null, left: path.length };
  const walk = (inner: JsonNode, keyStart: number | null, rest: string): void => {
    if (rest.length < deepest.left) deepest = { node: inner, keyStart, left: rest.length };
    for (const entry of inner.entries ?? []) {
      if (deepest.left === 0) return;
      if (rest === entry.key) walk(entry.node, entry.keyStart, '');
      else if (rest.startsWith(`${entry.key}.`)) walk(entry.node, entry.keyStart, rest.slice(entry.key.length + 1));
    }
  };
  walk(node, null, path);
  return { node: deepest.node, keyStart: deepest.keyStart };
}

/** Where a character of a string stands, past the escapes before it. `start` is that of the opening quote, `at` counts from 0. */
export function offsetInString(text: string, start: number, at: number): number {
  let offset = start + 1;
  for (let passed = 0; passed < at && text[offset] !== '"' && offset < text.length; passed += 1) offset += escapeLength(text, offset);
  return offset;
}

/** Lines and columns count from 1. */
export function positionOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

function escapeLength(text: string, offset: number): number {
  if (text[offset] !== '\\') return 1;
  return text[offset + 1] === 'u' ? 6 : 2;
}

class Reader {
  readonly #text: string;
  #at = 0;
  fault: JsonFault | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  readText(): JsonNode | null {
    const root = this.#value(0);
    this.#skipBlanks();
    if (!this.fault && this.#at < this.#text.length) this.#refuse('Nothing may follow here.');
    return root;
  }

  #value(depth: number): JsonNode | null {
    this.#skipBlanks();
    const start = this.#at;
    if (depth > maxDepth) return this.#refuse('This is nested too deeply.');
    switch (this.#text[start]) {
      case '{':
        return this.#entries(start, '}', () => this.#member(depth));
      case '[':
        return this.#entries(start, ']', (index) => this.#item(index, depth));
      case '"':
        return this.#string() === null ? null : { start, entries: null };
      default:
        return this.#word(start);
    }
  }

  #entries(start: number, end: string, read: (index: number) => JsonEntry | null): JsonNode | null {
    const entries: JsonEntry[] = [];
    this.#at += 1;
    this.#skipBlanks();
    if (this.#takes(end)) return { start, entries };
    for (;;) {
      const entry = read(entries.length);
      if (!entry) return null;
      entries.push(entry);
      this.#skipBlanks();
      if (this.#takes(end)) return { start, entries };
      if (!this.#takes(',')) return this.#refuse(`A comma or ${end} is missing here.`);
    }
  }

  #member(depth: number): JsonEntry | null {
    this.#skipBlanks();
    const keyStart = this.#at;
    if (this.#text[keyStart] !== '"') return this.#refuse('A name in double quotes is missing here.');
    const key = this.#string();
    if (key === null) return null;
    this.#skipBlanks();
    if (!this.#takes(':')) return this.#refuse('A colon is missing here.');
    const node = this.#value(depth + 1);
    return node && { key, keyStart, node };
  }

  #item(index: number, depth: number): JsonEntry | null {
    const node = this.#value(depth + 1);
    return node && { key: String(index), keyStart: node.start, node };
  }

  /** What the string at the reader's place says. */
  #string(): string | null {
    const start = this.#at;
    let end = start + 1;
    while (end < this.#text.length && this.#text[end] !== '"') {
      if (this.#text[end] === '\n') break;
      end += escapeLength(this.#text, end);
    }
    if (this.#text[end] !== '"') return this.#refuse('The string that begins here has no end.');
    try {
      const said: unknown = JSON.parse(this.#text.slice(start, end + 1));
      this.#at = end + 1;
      return String(said);
    } catch {
      return this.#refuse('This string has an escape that JSON does not know.');
    }
  }

  #word(start: number): JsonNode | null {
    const [word] = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])/.exec(this.#text.slice(start, start + 400)) ?? [];
    if (word === undefined) return this.#refuse('A value is missing here.');
    this.#at += word.length;
    return { start, entries: null };
  }

  #takes(sign: string): boolean {
    if (this.#text[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  #skipBlanks(): void {
    while (' \t\r\n'.includes(this.#text[this.#at] ?? 'end')) this.#at += 1;
  }

  #refuse(message: string): null {
    this.fault ??= { at: this.#at, message };
    return null;
  }
}
