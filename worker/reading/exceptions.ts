import { readTrace } from './frames.ts';
import type { Trace } from './frames.ts';
import { asFields, asLabel, asList, asNumber, asPairs } from './value.ts';

/** How an exception came to be beside the one shown before it. */
export type Relation = 'first' | 'cause' | 'context' | 'member';

/** An exception as it is shown. */
export interface Exception {
  /** Position in the list as shown, from 1. */
  number: number;
  type: string;
  value: string | null;
  module: string | null;
  threadId: string | null;
  relation: Relation;
  /** How deep it stands inside exception groups: 0 outside of any. */
  depth: number;
  isGroup: boolean;
  /** Null where the SDK did not say. */
  isHandled: boolean | null;
  mechanism: string | null;
  /** Sentence of the mechanism, and a page about it. */
  description: string | null;
  helpLink: unknown;
  mechanismData: [name: string, value: unknown][];
  trace: Trace | null;
  /** The trace before source maps or symbols were applied, where it differs. */
  rawTrace: Trace | null;
}

/** Outermost first: what broke, then what caused it. On the wire the order is the other way round. */
export function readExceptions(data: unknown): Exception[] {
  const values = asList(asFields(data)['values']).map(asFields).reverse();
  const depthById = new Map<number, number>();
  return values.map((value, index) => {
    const mechanism = asFields(value['mechanism']);
    const id = asNumber(mechanism['exception_id']);
    const parentId = asNumber(mechanism['parent_id']);
    const source = asLabel(mechanism['source']) ?? '';
    const isMember = /^(exceptions|errors|InnerExceptions)\[/i.test(source);
    const parentDepth = parentId === null ? 0 : (depthById.get(parentId) ?? 0);
    const depth = isMember ? parentDepth + 1 : parentDepth;
    if (id !== null) depthById.set(id, depth);
    return {
      number: index + 1,
      type: asLabel(value['type']) ?? 'Error',
      value: asLabel(value['value']),
      module: asLabel(value['module']),
      threadId: asLabel(value['threadId']),
      relation: index === 0 ? 'first' : relationOf(source, isMember),
      depth,
      isGroup: mechanism['is_exception_group'] === true,
      isHandled: typeof mechanism['handled'] === 'boolean' ? mechanism['handled'] : null,
      mechanism: asLabel(mechanism['type']),
      description: asLabel(mechanism['description']),
      helpLink: mechanism['help_link'],
      mechanismData: [...asPairs(mechanism['data']), ...asPairs(mechanism['meta'])],
      trace: readTrace(value['stacktrace']),
      rawTrace: readTrace(value['rawStacktrace']),
    };
  });
}

/** What stands before an exception that is not the first. */
export function relationText(relation: Relation): string {
  switch (relation) {
    case 'first':
      return '';
    case 'cause':
      return 'caused by';
    case 'context':
      return 'while handling';
    case 'member':
      return 'one of the group';
  }
}

/** A thread with the stack it had when the event was made. */
export interface Thread {
  /** Position in the list as it came. */
  index: number;
  id: string | null;
  name: string | null;
  state: string | null;
  isCrashed: boolean;
  isCurrent: boolean;
  trace: Trace | null;
}

/** The crashed or current thread first, then as they came. */
export function readThreads(data: unknown): Thread[] {
  const threads = asList(asFields(data)['values']).map((value, index): Thread => {
    const thread = asFields(value);
    return {
      index,
      id: asLabel(thread['id']),
      name: asLabel(thread['name']),
      state: asLabel(thread['state']),
      isCrashed: thread['crashed'] === true,
      isCurrent: thread['current'] === true,
      trace: readTrace(thread['stacktrace']),
    };
  });
  const rank = (thread: Thread): number => (thread.isCrashed ? 0 : thread.isCurrent ? 1 : 2);
  return threads.toSorted((a, b) => rank(a) - rank(b));
}

/** Python names the attribute that held the other exception; all other SDKs speak of causes. */
function relationOf(source: string, isMember: boolean): Relation {
  if (isMember) return 'member';
  return source === '__context__' ? 'context' : 'cause';
}
