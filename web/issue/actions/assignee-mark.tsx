import type { JSX } from 'preact';
import type { Assignee } from '../../../worker/api/contract/issue-change.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Icon } from '../../ui/icon.tsx';
import './actions.css';

/** Who has an issue, as a picture; the name is on hover and for those who do not see it. */
export function AssigneeMark({ assignee }: { assignee: Assignee | null }): JSX.Element {
  const name = assigneeName(assignee);
  return (
    <span class="assignee" title={assignee === null ? 'Nobody has it' : `Assigned to ${name}`}>
      {assignee === null ? (
        <span class="avatar nobody" aria-hidden="true">
          <Icon name="user" small />
        </span>
      ) : (
        <Avatar name={assignee.name || (assignee.email ?? '')} isTeam={assignee.type === 'team'} />
      )}
      <span class="visually-hidden">{assignee === null ? 'nobody has it' : `assigned to ${name}`}</span>
    </span>
  );
}

/** `Mara Lindqvist`, `#payments`, `Nobody` */
export function assigneeName(assignee: Assignee | null): string {
  if (assignee === null) return 'Nobody';
  const name = assignee.name || (assignee.email ?? assignee.id);
  return assignee.type === 'team' ? `#${name}` : name;
}
