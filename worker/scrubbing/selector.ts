import { fail, ok, type Result } from '../result.ts';
import type { Kind, Sensitivity } from './shape.ts';

/* Which values an advanced rule is for: `$frame.vars.** && !(password || 'my key')`. Source: relay-pii/src/selector.pest */

export type Selector =
  | { kind: 'path'; items: readonly PathItem[] }
  | { kind: 'all'; selectors: readonly Selector[] }
  | { kind: 'any'; selectors: readonly Selector[] }
  | { kind: 'not'; selector: Selector };

export type PathItem =
  /** Lower case. */
  { kind: 'key'; key: string } | { kind: 'type'; type: ValueType | Kind | 'nothing' } | { kind: 'level' } | { kind: 'levels' };

export type ValueType = 'string' | 'number' | 'boolean' | 'array' | 'object' | 'binary';

export interface SelectorError {
  reason: 'selector';
  /** Offset into the selector, in UTF-16 units. */
  at: number;
  message: string;
}

/** A value on the way from the event down to the one that is looked at. */
export interface Step {
  /** Null for the event itself. An index is its digits. */
  key: string | null;
  /** Undefined for the attachments of an event, which are no value. */
  type: ValueType | undefined;
  kind: Kind | undefined;
}

/** Types by all their names. What no data holds is `nothing`: such a selector is valid all the same. */
const types: ReadonlyMap<string, ValueType | Kind | 'nothing'> = new Map([
  ...(['string', 'number', 'boolean', 'array', 'object', 'binary'] as const).map((type): [string, ValueType] => [type, type]),
  ...(['event', 'error', 'stack', 'frame', 'request', 'user', 'logentry', 'thread', 'breadcrumb', 'span', 'sdk', 'log', 'trace_metric', 'replay'] as const).map(
    (kind): [string, Kind] => [kind, kind],
  ),
  ...(['attachments', 'minidump', 'stack_memory', 'heap_memory'] as const).map((kind): [string, Kind] => [kind, kind]),
  ['exception', 'error'],
  ['stacktrace', 'stack'],
  ['http', 'request'],
  ['message', 'logentry'],
  ...['freeform', 'email', 'sensitive', 'text'].map((name): [string, ValueType] => [name, 'string']),
  ...['databag', 'container'].map((name): [string, ValueType] => [name, 'object']),
  ['datetime', 'nothing'],
]);

const valueTypes: ReadonlySet<string> = new Set(['string', 'number', 'boolean', 'array', 'object', 'binary', 'nothing']);
const maxLength = 4_000;
const maxNesting = 50;

export function parseSelector(text: string): Result<Selector, SelectorError> {
  if (text.length > maxLength) return fail({ reason: 'selector', at: 0, message: `A selector may have ${maxLength} characters.` });
  const parser = new SelectorParser(text);
  const selector = parser.parse();
  return selector ? ok(selector) : fail({ reason: 'selector', at: parser.at, message: parser.message });
}

/** Each rule gives null where the text does not go on as it must; `message` then says why. */
class SelectorParser {
  readonly #text: string;
  at = 0;
  message = '';
  #nesting = 0;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): Selector | null {
    const selector = this.#any();
    this.#skipSpace();
    return selector && this.at < this.#text.length ? this.#fail('unknown value') : selector;
  }

  #any(): Selector | null {
    return this.#list('any', /^\|\|?/, () => this.#list('all', /^&&?/, () => this.#not()));
  }

  #list(kind: 'any' | 'all', operator: RegExp, readOne: () => Selector | null): Selector | null {
    const selectors: Selector[] = [];
    do {
      const selector = readOne();
      if (!selector) return null;
      selectors.push(selector);
    } while (this.#take(operator) !== undefined);
    const [only] = selectors;
    return only && selectors.length === 1 ? only : { kind, selectors };
  }

  #not(): Selector | null {
    this.#nesting += 1;
    if (this.#nesting > maxNesting) return this.#fail('nested too deeply');
    const selector = this.#take(/^[!~]/) === undefined ? this.#primary() : this.#negated();
    this.#nesting -= 1;
    return selector;
  }

  #negated(): Selector | null {
    const selector = this.#not();
    return selector && { kind: 'not', selector };
  }

  #primary(): Selector | null {
    if (this.#take(/^\(/) === undefined) return this.#path();
    const selector = this.#any();
    if (!selector) return null;
    return this.#take(/^\)/) === undefined ? this.#fail('a ( has no )') : selector;
  }

  #path(): Selector | null {
    const startsAt = this.at;
    const items: PathItem[] = [];
    do {
      const item = this.#item();
      if (!item) return null;
      items.push(item);
    } while (this.#takeHere(/^\./) !== undefined);
    if (items.filter(({ kind }) => kind === 'levels').length > 1) return this.#fail('deep wildcard used more than once', startsAt);
    if (items.every(({ kind }) => kind === 'level')) return this.#fail('wildcard must be part of a path', startsAt);
    return { kind: 'path', items };
  }

  #item(): PathItem | null {
    if (this.#take(/^\*\*/) !== undefined) return { kind: 'levels' };
    if (this.#take(/^\*/) !== undefined) return { kind: 'level' };
    const quoted = this.#take(/^'(?:[^']|'')*'/);
    if (quoted !== undefined) return { kind: 'key', key: quoted.slice(1, -1).replaceAll("''", "'").toLowerCase() };
    const typeAt = this.at;
    const typed = this.#take(/^\$[a-zA-Z_]+/);
    if (typed !== undefined) {
      const type = types.get(typed.slice(1).toLowerCase());
      return type ? { kind: 'type', type } : this.#fail(`unknown value ${typed}`, typeAt);
    }
    const key = this.#take(/^(?:[a-zA-Z_][a-zA-Z0-9_-]*|\d+)/);
    return key === undefined ? this.#fail('unknown value') : { kind: 'key', key: key.toLowerCase() };
  }

  #take(pattern: RegExp): string | undefined {
    this.#skipSpace();
    return this.#takeHere(pattern);
  }

  #takeHere(pattern: RegExp): string | undefined {
    const [found] = pattern.exec(this.#text.slice(this.at)) ?? [];
    this.at += found?.length ?? 0;
    return found;
  }

  #skipSpace(): void {
    while (/\s/.test(this.#text[this.at] ?? '')) this.at += 1;
  }

  #fail(message: string, at = this.at): null {
    this.message = message;
    this.at = at;
    return null;
  }
}

/** Whether the last of the steps is meant. `steps` begins with the event. */
export function selects(selector: Selector, steps: readonly Step[], sensitivity: Sensitivity): boolean {
  if (sensitivity === 'no') return false;
  switch (selector.kind) {
    case 'path':
      return (sensitivity === 'yes' || isSpecific(selector)) && endsWith(steps, selector.items);
    case 'all':
      return selector.selectors.every((inner) => selects(inner, steps, sensitivity));
    case 'any':
      return selector.selectors.some((inner) => selects(inner, steps, sensitivity));
    case 'not':
      return !selects(selector.selector, steps, sensitivity);
  }
}

/** Whether a selector may reach at all into what only those that name it may touch. */
export function mayReach(selector: Selector, sensitivity: Sensitivity): boolean {
  return sensitivity === 'yes' || (sensitivity === 'maybe' && isSpecific(selector));
}

function isSpecific(selector: Selector): boolean {
  switch (selector.kind) {
    case 'path': {
      const [first] = selector.items;
      return selector.items.some(({ kind }) => kind === 'key') || (first?.kind === 'type' && !valueTypes.has(first.type));
    }
    case 'all':
      return selector.selectors.some(isSpecific);
    case 'any':
      return selector.selectors.some(isSpecific);
    case 'not':
      return false;
  }
}

/** A path is for what stands at its end, wherever it begins. */
function endsWith(steps: readonly Step[], items: readonly PathItem[]): boolean {
  const deep = items.findIndex(({ kind }) => kind === 'levels');
  if (deep === -1) return matchesAt(steps, items, steps.length - items.length);
  const before = items.slice(0, deep);
  const after = items.slice(deep + 1);
  const tailAt = steps.length - after.length;
  if (!matchesAt(steps, after, tailAt)) return false;
  // At the end, `**` is what is inside, not the thing itself.
  const lastHeadEnd = after.length === 0 ? tailAt - 1 : tailAt;
  for (let headEnd = before.length; headEnd <= lastHeadEnd; headEnd += 1) {
    if (matchesAt(steps, before, headEnd - before.length)) return true;
  }
  return false;
}

function matchesAt(steps: readonly Step[], items: readonly PathItem[], at: number): boolean {
  return at >= 0 && items.every((item, index) => matches(item, steps[at + index]));
}

function matches(item: PathItem, step: Step | undefined): boolean {
  if (!step) return false;
  switch (item.kind) {
    case 'key':
      return step.key !== null && step.key.toLowerCase() === item.key;
    case 'type':
      return step.type === item.type || step.kind === item.type;
    case 'level':
      return step.key !== null;
    case 'levels':
      return true;
  }
}
