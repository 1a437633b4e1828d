import { useMemo } from 'preact/hooks';
import type { JSX } from 'preact';
import type { Assignee } from '../../../worker/api/contract/issue-change.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Picker, type PickerOption } from '../../ui/picker.tsx';
import { owners } from '../store.ts';
import { type AssigneeOption, findAssignees, keyOf } from './find-assignee.ts';
import type { People } from './people.ts';
import { suggestedBy } from './suggested.ts';

interface AssigneePickerProps {
  org: string;
  title: string;
  /** Slug; its ownership rules make suggestions for the event. */
  project: string;
  eventId: string | null;
  /** Who has it now; undefined where several have it. */
  assigned: Assignee | null | undefined;
  people: People;
  anchor: HTMLElement | null;
  onPick: (assignee: Assignee | null) => void;
  onClose: () => void;
}

/** Members, teams and nobody; those whom ownership rules name come first. */
export function AssigneePicker({ org, title, project, eventId, assigned, people, anchor, onPick, onClose }: AssigneePickerProps): JSX.Element {
  const found = useMemo(() => (eventId === null ? null : owners.visit(org, project, eventId)), [org, project, eventId]);
  const suggested = suggestedBy(found?.value.value ?? null);
  const { me, members, teams } = people;
  const find = (text: string): PickerOption[] =>
    findAssignees({ me, members, teams, suggested }, text).map((option) => ({
      key: option.assignee === null ? 'nobody' : `${option.group} ${keyOf(option.assignee)}`,
      group: option.group === 'Nobody' ? '' : option.group,
      picture: pictureOf(option.assignee),
      label: option.pieces.map((piece, index) => (piece.isMatch ? <mark key={index}>{piece.text}</mark> : piece.text)),
      ...(option.sub !== null && { sub: option.sub }),
      ...keysOf(option, me),
      isChecked: isSame(option.assignee, assigned),
      run: () => onPick(option.assignee),
    }));
  return <Picker title={title} placeholder="Member or team" none={people.fault ?? 'Nobody of that name.'} anchor={anchor} find={find} onClose={onClose} />;
}

function pictureOf(assignee: Assignee | null): JSX.Element {
  if (assignee !== null) return <Avatar name={assignee.name || (assignee.email ?? '')} isTeam={assignee.type === 'team'} />;
  return (
    <span class="avatar nobody">
      <Icon name="user" small />
    </span>
  );
}

function keysOf({ assignee }: AssigneeOption, me: Assignee | null): { keys?: string } {
  return assignee !== null && me !== null && isSame(assignee, me) ? { keys: 'shift+a' } : {};
}

function isSame(one: Assignee | null, other: Assignee | null | undefined): boolean {
  return one === null || other == null ? one === other : keyOf(one) === keyOf(other);
}
