import type { Event } from '../event/event.ts';
import { isObject } from '../event/parse.ts';
import { safeKey } from '../event/repairs.ts';
import type { Remark } from './redact.ts';

/** An event can be made to hold a secret every few bytes: it is scrubbed all the same, but no longer written down. */
const maxNotes = 1_000;

/** Writes into `_meta` what was scrubbed where. */
export class RemarkBook {
  readonly #event: Event;
  #notes = 0;

  constructor(event: Event) {
    this.#event = event;
  }

  /** `path` is that of the mirror: indices for lists of pairs. `length` is the one before, in code points; null where that tells nothing. */
  note(path: readonly string[], remarks: readonly Remark[], length: number | null): void {
    if (this.#notes >= maxNotes) return;
    this.#notes += 1;
    this.#event._meta ??= {};
    const node = path.reduce((parent, key) => childOf(parent, safeKey(key)), this.#event._meta);
    const entry = childOf(node, '');
    entry.rem = [...(Array.isArray(entry.rem) ? entry.rem : []), ...remarks];
    // What was cut before was longer still.
    if (length !== null && entry.len === undefined) entry.len = length;
  }
}

function childOf(node: Record<string, unknown>, key: string): Record<string, unknown> {
  const known = Object.hasOwn(node, key) ? node[key] : undefined;
  if (isObject(known)) return known;
  const made: Record<string, unknown> = {};
  node[key] = made;
  return made;
}
