import type { Event } from '../event/event.ts';
import { isObject } from '../event/parse.ts';
import type { Application } from './classic.ts';
import type { Step } from './selector.ts';
import { eventShape, type Shape, shapeOf, shapeOfItem } from './shape.ts';
import { removed, typeOf, Walk } from './walk.ts';

/**
 * What normalization drops or repairs, it remembers: in `errors`, and as `val` in `_meta`. These are scrubbed by the rules of the place they came from, and as if
 * every field could be scrubbed, since a client may have put anything there.
 */
export function scrubOriginals(event: Event, applications: readonly Application[]): void {
  if (event.errors.length === 0 && event._meta === undefined) return;
  const walk = new Walk(applications, null);
  for (const error of event.errors) {
    if ('value' in error) error.value = scrubOriginal(walk, placeOf(error.name.split('.')), error.value);
  }
  if (event._meta) scrubTree(walk, event._meta, []);
}

/** Where an original stood. */
interface Place {
  steps: readonly Step[];
  /** Originals in lists of names and values came without their name, so no rule could find it. */
  isNameless: boolean;
  /** The keys together: a name with dots in it reads like several. */
  names: readonly string[];
}

function placeOf(path: readonly string[]): Place {
  const steps: Step[] = [{ key: null, type: 'object', kind: 'event' }];
  let shape: Shape = eventShape;
  let isNameless = false;
  for (const key of path) {
    isNameless ||= shape.isPairs === true;
    shape = /^\d+$/.test(key) ? shapeOfItem(shape) : shapeOf(shape, key, undefined);
    steps.push({ key, type: 'object', kind: shape.kind });
  }
  return { steps, isNameless, names: path };
}

/** Undefined where it may not be kept. */
function scrubOriginal(walk: Walk, { steps, isNameless, names }: Place, value: unknown): unknown {
  const type = typeOf(value);
  if (!type) return value;
  if (isNameless || isInsideTaken(walk, steps) || isNamedTaken(walk, names)) return undefined;
  const scrubbed = walk.scrubAt(steps, value);
  return scrubbed === removed ? undefined : scrubbed;
}

/** Whether something that holds it would have been removed. */
function isInsideTaken(walk: Walk, steps: readonly Step[]): boolean {
  return steps.some((_, index) => index > 0 && walk.takesAt(steps.slice(0, index + 1)));
}

function isNamedTaken(walk: Walk, names: readonly string[]): boolean {
  const key = names.slice(1).join('.');
  return (
    names.length > 2 &&
    walk.takesAt([
      { key: null, type: 'object', kind: 'event' },
      { key, type: 'object', kind: undefined },
    ])
  );
}

/** As deep as normalization lets it be. */
function scrubTree(walk: Walk, tree: Record<string, unknown>, path: readonly string[]): void {
  for (const [key, node] of Object.entries(tree)) {
    if (!isObject(node)) continue;
    if (key === '') scrubEntry(walk, placeOf(path), node);
    else scrubTree(walk, node, [...path, key]);
  }
}

function scrubEntry(walk: Walk, place: Place, entry: Record<string, unknown>): void {
  if ('val' in entry) {
    const val = scrubOriginal(walk, place, entry.val);
    if (val === undefined) delete entry.val;
    else entry.val = val;
  }
  // What went wrong may quote the original; the kind of error comes first and says nothing about it.
  if (Array.isArray(entry.err)) entry.err = entry.err.map((error: unknown) => (Array.isArray(error) ? scrubError(walk, place, error) : error));
}

function scrubError(walk: Walk, place: Place, [kind, ...details]: unknown[]): unknown[] {
  return [kind, ...details.map((detail) => scrubOriginal(walk, place, detail)).filter((detail) => detail !== undefined)];
}
