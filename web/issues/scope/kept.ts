import { readView, type View, viewSearch } from '../view.ts';

/** What of a list goes with the reader from one visit to the next, as far as it is chosen at all. */
export type Scope = Pick<View, 'projects' | 'environments' | 'times'>;

const itemOf = (org: string): string => `picket-scope:${org}`;

/** Keeps in this browser which projects, environments and times were chosen last. */
export function keepScope(org: string, { projects, environments, times }: Scope, storage: Storage = localStorage): void {
  const search = viewSearch({ ...readView(new URLSearchParams()), projects, environments, times });
  if (search === '') storage.removeItem(itemOf(org));
  else storage.setItem(itemOf(org), search);
}

/** What was chosen last. */
export function keptScope(org: string, storage: Storage = localStorage): Scope {
  const { projects, environments, times } = readView(new URLSearchParams(storage.getItem(itemOf(org)) ?? ''));
  return { projects, environments, times };
}
