import type { Event } from '../event/event.ts';
import { isObject } from '../event/parse.ts';
import type { Application } from './classic.ts';
import type { Budget } from './pattern-machine.ts';
import { redactText, type Rule, ruleThatTakes } from './redact.ts';
import { RemarkBook } from './remarks.ts';
import { mayReach, selects, type Step, type ValueType } from './selector.ts';
import { type Kind, type Sensitivity, type Shape, shapeOf, shapeOfItem } from './shape.ts';

/** What a value becomes that is removed as a whole. */
export const removed = Symbol('removed');

/** Steps that patterns of people may take in one event: less than a second of CPU, and hundreds of times what an ordinary event needs. */
const maxPatternSteps = 10_000_000;
/** Searches of detectors beyond those that each text has free, in the units of the budget: some 100 ms. */
const maxSearches = 1_000_000;

/**
 * Goes down into an event once, and applies to each value on the way all rules that are for it. Texts and containers are replaced where they stand. What rules
 * removed is null in free data and absent where the protocol has a type; a text in a list of pairs becomes empty, so that it stays a list of pairs.
 */
export class Walk {
  readonly #applications: readonly Application[];
  readonly #remarks: RemarkBook | null;
  readonly #budget: Budget = { steps: maxPatternSteps, searches: maxSearches };
  /** From the event to where the walk is. */
  readonly #steps: Step[];
  /** The same in the mirror. */
  readonly #path: string[] = [];

  /** `event` gets the remarks; null for values that stand outside of it. `kind` is what selectors call the whole. */
  constructor(applications: readonly Application[], event: Event | null, kind: Kind = 'event') {
    this.#applications = applications;
    this.#remarks = event && new RemarkBook(event);
    this.#steps = [{ key: null, type: 'object', kind }];
  }

  /** Scrubs a value by itself, as it would be at the end of these steps. */
  scrubAt(steps: readonly Step[], value: unknown, shape: Shape = { sensitivity: 'yes' }): unknown {
    const last = steps.at(-1);
    const type = typeOf(value);
    if (!last || !type) return value;
    this.#steps.splice(0, this.#steps.length, ...steps.slice(0, -1));
    return this.#scrub(value, type, last.key, shape);
  }

  /** Whether a container there would be removed. */
  takesAt(steps: readonly Step[], sensitivity: Sensitivity = 'yes'): boolean {
    this.#steps.splice(0, this.#steps.length, ...steps);
    const key = steps.at(-1)?.key ?? null;
    return this.#ruleThatTakes(key, {}, sensitivity) !== null;
  }

  scrubInside(value: unknown, shape: Shape): void {
    if (Array.isArray(value)) {
      const isPairs = shape.isPairs === true || isListOfPairs(value);
      for (let index = 0; index < value.length; index += 1) {
        if (isPairs) this.#scrubPair(value[index], index, shape);
        else value[index] = this.#scrubChild(value[index], String(index), shapeOfItem(shape), null);
      }
    } else if (isObject(value)) {
      const isEvent = shape.kind === 'event';
      for (const key of Object.keys(value)) {
        // The mirror is for this walk to write; errors hold originals, which scrubOriginals has scrubbed.
        if (isEvent && (key === '_meta' || key === 'errors')) continue;
        const before = value[key];
        if (before === null || before === undefined || typeof before === 'boolean') continue;
        const after = this.#scrubChild(before, key, shapeOf(shape, key, before), shape.fields ? undefined : null);
        if (after === before) continue;
        if (after === undefined) delete value[key];
        else value[key] = after;
      }
    }
  }

  /** `absent` is what the value becomes when it is removed. */
  #scrubChild(value: unknown, key: string, shape: Shape, absent: unknown): unknown {
    const type = typeOf(value);
    if (!type || (shape.sensitivity === 'no' && type !== 'object' && type !== 'array')) return value;
    this.#path.push(key);
    const scrubbed = this.#scrub(value, type, key, shape);
    this.#path.pop();
    return scrubbed === removed ? absent : scrubbed;
  }

  #scrubPair(pair: unknown, index: number, shape: Shape): void {
    if (!Array.isArray(pair)) return;
    const [key, value]: unknown[] = pair;
    this.#path.push(String(index));
    const inner = shape.isPairs ? { sensitivity: shape.sensitivity } : shapeOfItem(shape);
    this.#path.push('1');
    const type = typeOf(value);
    const scrubbed = type ? this.#scrub(value, type, String(key), inner) : value;
    pair[1] = scrubbed === removed ? (shape.isPairs ? '' : null) : scrubbed;
    this.#path.pop();
    this.#path.pop();
  }

  #scrub(value: unknown, type: ValueType, key: string | null, shape: Shape): unknown {
    this.#steps.push({ key, type, kind: shape.kind });
    const scrubbed = typeof value === 'string' ? this.#scrubText(value, key, shape) : this.#scrubOther(value, key, shape);
    this.#steps.pop();
    return scrubbed;
  }

  #scrubOther(value: unknown, key: string | null, shape: Shape): unknown {
    const rule = shape.sensitivity === 'no' ? null : this.#ruleThatTakes(key, value, shape.sensitivity);
    if (rule) {
      this.#remarks?.note(this.#path, [[rule.id, 'x']], null);
      return removed;
    }
    this.scrubInside(value, shape);
    return value;
  }

  #ruleThatTakes(key: string | null, value: unknown, sensitivity: Sensitivity): Rule | null {
    const rules = this.#rulesFor(key, value, sensitivity);
    return rules.length === 0 ? null : ruleThatTakes(wordOf(key), rules, this.#budget);
  }

  #scrubText(text: string, key: string | null, shape: Shape): unknown {
    const rules = this.#rulesFor(key, text, shape.sensitivity);
    if (rules.length === 0) return text;
    // The base name tells which file it is.
    const directoryEnd = shape.isPath ? Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1 : text.length;
    const redacted = redactText(text.slice(0, directoryEnd), wordOf(key), rules, this.#budget);
    if (!redacted) return text;
    this.#remarks?.note(this.#path, redacted.remarks, redacted.text === null ? null : [...text].length);
    if (redacted.text !== null) return redacted.text + text.slice(directoryEnd);
    return shape.isPath ? text.slice(directoryEnd) : removed;
  }

  #rulesFor(key: string | null, value: unknown, sensitivity: Sensitivity): readonly Rule[] {
    let found: readonly Rule[] = none;
    for (const { selector, rules, mayFind } of this.#applications) {
      if (!mayReach(selector, sensitivity) || (mayFind && !mayFind(key, value))) continue;
      if (selects(selector, this.#steps, sensitivity)) found = found.length === 0 ? rules : [...found, ...rules];
    }
    return found;
  }
}

const none: readonly Rule[] = [];

/** What rules compare with words: an index is no name. */
function wordOf(key: string | null): string | null {
  return key === null || /^\d+$/.test(key) ? null : key;
}

/** Undefined for what is never scrubbed. */
export function typeOf(value: unknown): ValueType | undefined {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'number') return 'number';
  if (typeof value !== 'object' || value === null) return undefined;
  return Array.isArray(value) ? 'array' : 'object';
}

/** What is too long for a name, or has a quote in it, may be free text in itself: names are never changed. */
const name = /^[^"]{0,200}$/;

function isListOfPairs(list: readonly unknown[]): boolean {
  return list.length > 0 && list.every((entry) => Array.isArray(entry) && entry.length === 2 && typeof entry[0] === 'string' && name.test(entry[0]));
}
