import type { EventOwners } from '../../../worker/api/contract/ownership.ts';
import type { Candidates } from './find-assignee.ts';

/** Owners in the order of their rules, with the rule that names them. */
export function suggestedBy(owners: EventOwners | null): Candidates['suggested'] {
  if (owners === null) return [];
  return owners.owners.map((assignee) => {
    const [[type, pattern] = []] = owners.rules.find(([, names]) => names.some(([kind, name]) => kind === assignee.type && isNamed(assignee, name))) ?? [];
    const [ownType, ownPattern] = owners.rule ?? [];
    const [what, which] = [type ?? ownType, pattern ?? ownPattern];
    return { assignee, why: what === undefined ? 'owns this code' : `${what === 'codeowners' ? 'code owner of' : `${what}:`} ${which ?? ''}` };
  });
}

function isNamed({ name, email }: EventOwners['owners'][number], spelled: string): boolean {
  return spelled === name || spelled === email;
}
