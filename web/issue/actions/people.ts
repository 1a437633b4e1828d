import { computed, type ReadonlySignal } from '@preact/signals';
import type { Assignee } from '../../../worker/api/contract/issue-change.ts';
import type { Person } from '../../../worker/api/contract/participation.ts';
import { indexCache, membersCache, teamsCache } from '../../resources.ts';
import type { NameOf } from '../activity-words.ts';

/** Who is there: whom an issue can be assigned to, and who can be mentioned. */
export interface People {
  me: Assignee | null;
  persons: readonly Person[];
  members: readonly Assignee[];
  teams: readonly Assignee[];
  nameOf: NameOf;
  /** Members and teams could not be read. */
  fault: string | null;
}

/** The members and teams of an organization; those who see it ask for them once. */
export function peopleOf(org: string): ReadonlySignal<People> {
  const members = membersCache.visit(org);
  const teams = teamsCache.visit(org);
  const index = indexCache.visit();
  return computed(() => {
    const persons = (members.value.value ?? []).map(({ user: { id, name, email } }): Person => ({ id, name, email }));
    const named = persons.map(({ id, name, email }): Assignee => ({ type: 'user', id, name, email }));
    const known = (teams.value.value ?? []).map(({ id, slug }): Assignee => ({ type: 'team', id, name: slug }));
    const user = index.value.value?.user;
    return {
      me: user ? { type: 'user', id: user.id, name: user.name, email: user.email } : null,
      persons,
      members: named,
      teams: known,
      nameOf: (type, id) => {
        const found = [...named, ...known].find((one) => one.type === type && one.id === id);
        return found ? found.name || (found.email ?? null) : null;
      },
      fault: (members.failure.value ?? teams.failure.value)?.message ?? null,
    };
  });
}
