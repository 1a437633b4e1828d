import { cleanText, shortenText } from './text.ts';

/**
 * Mirrors the event: under a key stands the tree of that key, under `""` what became of the value itself, as
 * `{rem: [[rule, type, start, end]], err: [[kind, details]], len, val}`. Rem types are x (removed) and s (substituted); `len` is the length before, in
 * characters or entries; `val` the value before, if small. Source: relay-protocol/src/meta.rs
 */
export type MetaTree = Record<string, unknown>;

/** An entry of the event's `errors`: `name` is the dotted path of the field. */
export interface Repair {
  type: string;
  name: string;
  value?: unknown;
}

/** A payload can hold a bad value every few bytes. What is over this is repaired all the same, but no longer written down. */
const maxNotes = 200;
const maxOriginalLength = 500;
/** As deep as a client's own tree is read. */
const maxDepth = 40;

interface MetaEntry {
  rem?: unknown[];
  err?: unknown[];
  len?: unknown;
  val?: unknown;
}

class MetaNode {
  entry: MetaEntry | undefined;
  readonly children = new Map<string, MetaNode>();

  child(key: string): MetaNode {
    const known = this.children.get(key);
    if (known) return known;
    const made = new MetaNode();
    this.children.set(key, made);
    return made;
  }

  toTree(): MetaTree {
    const tree: MetaTree = {};
    if (this.entry) tree[''] = this.entry;
    for (const [key, child] of this.children) tree[key] = child.toTree();
    return tree;
  }
}

/** All that had to be repaired in one event. */
export class Repairs {
  readonly errors: Repair[] = [];
  readonly root = new Place(this, null, '');
  readonly #tree = new MetaNode();
  #notes = 0;

  /** The place's entry, made at need; undefined when enough has been written down. */
  entryAt(path: readonly string[]): MetaEntry | undefined {
    if (this.#notes >= maxNotes) return undefined;
    this.#notes += 1;
    const node = path.reduce((parent, key) => parent.child(key), this.#tree);
    node.entry ??= {};
    return node.entry;
  }

  /** Takes over what the client noted itself: an SDK or a relay may have scrubbed or cut already. `tree` must be clean and small. */
  adopt(tree: MetaTree): void {
    adoptInto(this.#tree, tree, maxDepth);
  }

  /** Undefined where nothing was repaired. */
  toTree(): MetaTree | undefined {
    const tree = this.#tree.toTree();
    return Object.keys(tree).length === 0 ? undefined : tree;
  }
}

function adoptInto(node: MetaNode, tree: MetaTree, depth: number): void {
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || depth === 0) continue;
    if (key === '') node.entry = readEntry({ ...value });
    else adoptInto(node.child(safeKey(key)), { ...value }, depth - 1);
  }
}

function readEntry({ rem, err, len, val }: MetaTree): MetaEntry {
  return {
    ...(Array.isArray(rem) ? { rem } : {}),
    ...(Array.isArray(err) ? { err } : {}),
    ...(len === undefined ? {} : { len }),
    ...(val === undefined ? {} : { val }),
  };
}

/** Where in the event a value stands; what is repaired there is noted here. Cheap, because a path is spelt out for a note only. */
export class Place {
  readonly #repairs: Repairs;
  readonly #parent: Place | null;
  readonly #key: string | number;

  constructor(repairs: Repairs, parent: Place | null, key: string | number) {
    this.#repairs = repairs;
    this.#parent = parent;
    this.#key = key;
  }

  at(key: string | number): Place {
    return new Place(this.#repairs, this, key);
  }

  /** A value that is not what the protocol wants, and was dropped. */
  noteInvalid(reason: string, original: unknown): void {
    this.noteError('invalid_data', { reason }, original);
  }

  noteError(kind: string, details: Record<string, unknown>, original?: unknown): void {
    const path = this.#path();
    const entry = this.#repairs.entryAt(path);
    if (!entry) return;

    const kept = smallOriginal(original);
    entry.err = [...(entry.err ?? []), [kind, details]];
    if (kept !== undefined) entry.val = kept;
    this.#repairs.errors.push({ type: kind, name: path.join('.'), value: kept });
  }

  /** Something too big or too deep that is gone, as a whole or from some entry on; `originalLength` counts entries. */
  noteRemoved(originalLength?: number): void {
    this.#noteRemark(['!limit', 'x'], originalLength);
  }

  /** A text that stands for something else: its characters from `start` to `end` do. */
  noteSubstituted(start: number, end: number, originalLength?: number): void {
    this.#noteRemark(['!limit', 's', start, end], originalLength);
  }

  /** Cuts a text that is too long, three dots included, and notes it. */
  limitText(text: string, maxCharacters: number): string {
    const shortened = shortenText(text, maxCharacters);
    if (shortened !== text) this.noteSubstituted(maxCharacters - 3, maxCharacters, text.length);
    return shortened;
  }

  #noteRemark(remark: unknown[], originalLength: number | undefined): void {
    const entry = this.#repairs.entryAt(this.#path());
    if (!entry) return;
    entry.rem = [...(entry.rem ?? []), remark];
    if (originalLength !== undefined) entry.len = originalLength;
  }

  /** The root has no key. */
  #path(): string[] {
    return this.#parent === null ? [] : [...this.#parent.#path(), safeKey(String(this.#key))];
  }
}

/** Assigning to `__proto__` would change the tree's prototype, and an empty key would hit the entry. */
export function safeKey(key: string): string {
  if (key === '') return '(empty)';
  return key === '__proto__' ? '(__proto__)' : shortenText(cleanText(key), 200);
}

function smallOriginal(original: unknown): unknown {
  if (typeof original === 'string') return original.length <= maxOriginalLength ? cleanText(original) : undefined;
  return typeof original === 'boolean' || Number.isFinite(original) ? original : undefined;
}
