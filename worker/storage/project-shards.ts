import type { Database, ScopedProject } from './scope.ts';

/** Where some projects keep their issues, each database once, with the ids of those whose it is. */
export function shardsOf(projects: readonly ScopedProject[]): { data: Database; ids: number[] }[] {
  const shards = Map.groupBy(projects, ({ shard }) => shard);
  return [...shards.values()].flatMap(([first, ...others]) => (first ? [{ data: first.data, ids: [first, ...others].map(({ id }) => id) }] : []));
}
