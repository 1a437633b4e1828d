import { type Signal, useComputed } from '@preact/signals';
import type { JSX } from 'preact';
import type { Issue } from '../../../worker/api/contract/issue.ts';
import type { Assignee } from '../../../worker/api/contract/issue-change.ts';
import { TypedConfirmation } from '../../ui/dialog.tsx';
import { counted } from '../../ui/numbers.ts';
import { Picker, type PickerOption } from '../../ui/picker.tsx';
import { matchWords } from '../../palette/match.ts';
import { AssigneePicker } from './assignee-picker.tsx';
import { archiveChoices, type Choice, priorityChoices, type Question, resolveChoices } from './choices.ts';
import { CommitDialog } from './resolve-dialogs.tsx';
import { type Deed, isAlready } from './deed.ts';
import { keyOf } from './find-assignee.ts';
import type { People } from './people.ts';
import { ReleasePicker } from './release-picker.tsx';
import { UntilDialog } from './until-dialog.tsx';

/** What is being asked before something is done. */
export type Asked = 'resolve' | 'archive' | 'assign' | 'priority' | 'delete' | 'discard' | Question;

export interface Asking {
  what: Asked;
  /** The button that asks; null for a key. */
  anchor: HTMLElement | null;
}

interface DeedDialogsProps {
  org: string;
  /** Null: nothing is asked. */
  asking: Signal<Asking | null>;
  /** The issues that it is about, as far as they are known; `count` may be more. */
  issues: readonly Issue[];
  count: number;
  people: People;
  /** The event whose owners are suggested; null for none. */
  eventId: string | null;
  onDeed: (deed: Deed) => void;
  onDelete: (isDiscard: boolean) => void;
}

/** Whatever has to be asked about what is done to issues. */
export function DeedDialogs({ org, asking, issues, count, people, eventId, onDeed, onDelete }: DeedDialogsProps): JSX.Element | null {
  const close = (): void => {
    asking.value = null;
  };
  const asked = asking.value;
  const of = count === 1 ? (issues[0]?.shortId ?? '1 issue') : counted(count, 'issue');
  const what = useComputed(() => asking.value?.what ?? null);
  if (asked === null || what.value === null) return null;
  const { anchor } = asked;
  const done = (deed: Deed): void => {
    close();
    onDeed(deed);
  };
  const find =
    (choices: readonly Choice[]) =>
    (text: string): PickerOption[] =>
      choices.flatMap((choice) => option(choice, text, issues, (next) => ('deed' in next ? onDeed(next.deed) : (asking.value = { what: next.ask, anchor }))));
  switch (what.value) {
    case 'resolve':
      return <Picker title={`Resolve ${of}`} anchor={anchor} find={find(resolveChoices(issues))} onClose={close} />;
    case 'archive':
      return <Picker title={`Archive ${of}`} anchor={anchor} find={find(archiveChoices())} onClose={close} />;
    case 'priority':
      return <Picker title={`Priority of ${of}`} anchor={anchor} find={find(priorityChoices())} onClose={close} />;
    case 'assign':
      return (
        <AssigneePicker
          org={org}
          title={`Assign ${of}`}
          project={issues[0]?.project.slug ?? ''}
          eventId={eventId}
          assigned={assignedOf(issues)}
          people={people}
          anchor={anchor}
          onPick={(to) => onDeed({ type: 'assign', to })}
          onClose={close}
        />
      );
    case 'release':
      return (
        <ReleasePicker
          org={org}
          title={`Resolve ${of} in a release`}
          project={issues[0]?.project.slug ?? ''}
          anchor={anchor}
          onResolve={(how) => onDeed({ type: 'resolve', how })}
          onClose={close}
        />
      );
    case 'commit':
      return <CommitDialog title={`Resolve ${of} by a commit`} onResolve={(how) => done({ type: 'resolve', how })} onClose={close} />;
    case 'until':
      return <UntilDialog title={`Archive ${of} until…`} onArchive={(until) => done({ type: 'archive', until })} onClose={close} />;
    case 'delete':
    case 'discard':
      return (
        <TypedConfirmation
          title={what.value === 'delete' ? `Delete ${of}` : `Delete ${of} and discard later events`}
          consequence={consequenceOf(what.value, count)}
          word={count === 1 ? (issues[0]?.shortId ?? 'delete') : what.value}
          action={what.value === 'delete' ? 'Delete for good' : 'Delete and discard'}
          onConfirm={() => {
            const isDiscard = what.value === 'discard';
            close();
            onDelete(isDiscard);
          }}
          onClose={close}
        />
      );
  }
}

function option(choice: Choice, text: string, issues: readonly Issue[], run: (choice: Choice) => void): PickerOption[] {
  const pieces = matchWords(choice.label, text);
  if (pieces === null) return [];
  const label = pieces.map((piece, index) => (piece.isMatch ? <mark key={index}>{piece.text}</mark> : piece.text));
  const { icon, sub, keys } = choice;
  const isChecked = 'deed' in choice && issues.length > 0 && issues.every((issue) => isAlready(issue, choice.deed));
  return [{ key: choice.label, icon, label, isChecked, ...(sub !== undefined && { sub }), ...(keys !== undefined && { keys }), run: () => run(choice) }];
}

function consequenceOf(what: 'delete' | 'discard', count: number): string {
  const gone = `${count === 1 ? 'The issue, its' : 'The issues, their'} events and their attachments are deleted for good. This cannot be undone.`;
  return what === 'delete'
    ? `${gone} If the error comes back it becomes a new issue.`
    : `${gone} If the error comes back its events are turned away: they count as discarded, and nobody hears of them.`;
}

/** Who has them all; undefined where that is not one. */
function assignedOf(issues: readonly Issue[]): Assignee | null | undefined {
  const [first, ...others] = issues;
  const keyIn = ({ assignedTo }: Issue): string => (assignedTo === null ? '' : keyOf(assignedTo));
  return first && others.every((issue) => keyIn(issue) === keyIn(first)) ? first.assignedTo : undefined;
}
