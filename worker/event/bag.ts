import type { Bag } from './event.ts';
import type { Place } from './repairs.ts';
import { cleanText } from './text.ts';

export interface BagLimits {
  /** Levels of objects and lists, the bag itself included. What is deeper becomes its own JSON text. */
  maxDepth: number;
  /** Roughly: texts count by their characters. */
  maxBytes: number;
}

export const KiB = 1024;
/** What most free data of an event is allowed. */
export const defaultLimits: BagLimits = { maxDepth: 7, maxBytes: 8 * KiB };

/** Copies free data: clean texts, no `__proto__`, no more than the limits allow. Undefined where nothing is left. */
export function copyValue(value: unknown, place: Place, limits: BagLimits = defaultLimits): unknown {
  return copy(value, place, 1, { maxDepth: limits.maxDepth, bytesLeft: limits.maxBytes });
}

export function copyBag(value: Readonly<Record<string, unknown>>, place: Place, limits: BagLimits = defaultLimits): Bag {
  return copyObject(value, place, 1, { maxDepth: limits.maxDepth, bytesLeft: limits.maxBytes });
}

/** The value as compact JSON, whatever its depth. */
export function jsonText(value: unknown): string {
  return JSON.stringify(prune(value, 1)) ?? 'null';
}

interface Budget {
  maxDepth: number;
  bytesLeft: number;
}

function copy(value: unknown, place: Place, depth: number, budget: Budget): unknown {
  if (typeof value === 'string') return copyText(cleanText(value), place, budget);
  if (typeof value === 'number') return copyNumber(value, place, budget);
  if (typeof value === 'boolean' || value === null) {
    budget.bytesLeft -= 5;
    return value;
  }
  if (typeof value !== 'object') return undefined;
  if (depth > budget.maxDepth) return flatten(value, place, budget);
  return Array.isArray(value) ? copyList(value, place, depth, budget) : copyObject(value, place, depth, budget);
}

function copyText(text: string, place: Place, budget: Budget): string {
  const allowed = Math.max(budget.bytesLeft, 3);
  budget.bytesLeft -= text.length + 2;
  return text.length <= allowed ? text : place.limitText(text, allowed);
}

function copyNumber(value: number, place: Place, budget: Budget): number | null {
  budget.bytesLeft -= 8;
  if (Number.isFinite(value)) return value;
  place.noteInvalid('expected a finite number', String(value));
  return null;
}

function flatten(value: object, place: Place, budget: Budget): string {
  const text = jsonText(value);
  place.noteSubstituted(0, text.length);
  return copyText(text, place, budget);
}

function copyList(list: readonly unknown[], place: Place, depth: number, budget: Budget): unknown[] {
  const kept: unknown[] = [];
  for (const [index, entry] of list.entries()) {
    if (budget.bytesLeft <= 0) {
      place.noteRemoved(list.length);
      break;
    }
    budget.bytesLeft -= 1;
    kept.push(copy(entry, place.at(index), depth + 1, budget) ?? null);
  }
  return kept;
}

function copyObject(object: object, place: Place, depth: number, budget: Budget): Bag {
  const kept: Bag = {};
  for (const [key, value] of Object.entries(object)) {
    // As an own key it is harmless, but whoever assigns it changes a prototype.
    if (key === '__proto__') continue;
    if (budget.bytesLeft <= 0) {
      place.at(key).noteRemoved();
      continue;
    }
    const name = cleanText(key);
    budget.bytesLeft -= name.length + 3;
    const copied = copy(value, place.at(key), depth + 1, budget);
    if (copied !== undefined) kept[name] = copied;
  }
  return kept;
}

/** `JSON.stringify` recurses: what is deeper than anyone reads would overflow the stack. */
const maxTextDepth = 50;

function prune(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > maxTextDepth) return '...';
  if (Array.isArray(value)) return value.map((entry) => prune(entry, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [cleanText(key), prune(entry, depth + 1)]));
}
