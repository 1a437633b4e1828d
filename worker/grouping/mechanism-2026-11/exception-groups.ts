import type { Event, Exception } from '../../event/event.ts';

/**
 * Which exceptions of an event count. Where the client numbered them, so that they make a tree, a group of equal exceptions is like one of them, and its wrapper
 * says nothing: Group[Da, Da] is Da. Groups of different ones count with one of each, and the wrapper. Everything else counts as it is listed.
 *
 * `hashOf` tells which exceptions are equal.
 *
 * Sources: sentry/src/sentry/grouping/strategies/newstyle.py, getsentry/rfcs text/0079-exception-groups.md
 */
export function chooseExceptions(
  { exception, platform, sdk }: Pick<Event, 'exception' | 'platform' | 'sdk'>,
  hashOf: (exception: Exception) => string,
): { exceptions: readonly Exception[]; main: Exception | null } {
  const listed = exception?.values ?? [];
  const asListed = { exceptions: listed, main: null };
  // The third generation of the Python SDK numbers them in another order.
  if (listed.length < 2 || (platform === 'python' && sdk?.version.startsWith('3'))) return asListed;
  const tree = readTree(listed);
  if (!tree) return asListed;

  const topLevel = topLevelOf(tree.root, tree.childrenOf).sort(byTypeDescending);
  const distinct = topLevel.filter((one, index) => index === 0 || hashOf(one) !== hashOf(topLevel[index - 1] ?? one));
  const [main] = distinct;
  return main && distinct.length === 1 ? { exceptions: firstPath(main, tree.childrenOf), main } : { exceptions: [...distinct, tree.root], main: null };
}

type ChildrenOf = (exception: Exception) => readonly Exception[];

/** Null where not every exception has a number of its own, one is its own parent, or none is the first. */
function readTree(listed: readonly Exception[]): { root: Exception; childrenOf: ChildrenOf } | null {
  const byId = new Map<number, Exception>();
  const children = new Map<number, Exception[]>();
  // The root comes last, and so its first child comes after it.
  for (const exception of listed.toReversed()) {
    const { exception_id: id, parent_id: parent } = exception.mechanism ?? {};
    if (id === undefined || id === parent || byId.has(id)) return null;
    byId.set(id, exception);
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), exception]);
  }
  const root = byId.get(0);
  return root ? { root, childrenOf: ({ mechanism }) => children.get(mechanism?.exception_id ?? -1) ?? [] } : null;
}

/** The first ones below the root that are no groups themselves. Clients may send circles. */
function topLevelOf(root: Exception, childrenOf: ChildrenOf): Exception[] {
  const found: Exception[] = [];
  const seen = new Set<Exception>();
  const visit = (exception: Exception) => {
    if (seen.has(exception)) return;
    seen.add(exception);
    if (exception.mechanism?.is_exception_group) childrenOf(exception).forEach(visit);
    else found.push(exception);
  };
  visit(root);
  return found;
}

function byTypeDescending(one: Exception, other: Exception): number {
  const [first, second] = [one.type ?? '', other.type ?? ''];
  return first < second ? 1 : first > second ? -1 : 0;
}

function firstPath(from: Exception, childrenOf: ChildrenOf): Exception[] {
  const path = new Set<Exception>();
  for (let next: Exception | undefined = from; next && !path.has(next); [next] = childrenOf(next)) path.add(next);
  return [...path];
}
