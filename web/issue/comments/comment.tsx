import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { JSX } from 'preact';
import type { Activity, Issue } from '../../../worker/api/contract/issue.ts';
import { changeNote, createNote, deleteNote } from '../../api.ts';
import type { Resource } from '../../cache.ts';
import { Icon } from '../../ui/icon.tsx';
import { Menu } from '../../ui/menu.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { showToast } from '../../ui/toast.tsx';
import type { People } from '../actions/people.ts';
import { asText } from '../../../worker/reading/value.ts';
import { CutText } from '../event/text.tsx';
import { Composer } from './composer.tsx';
import { Markdown } from './markdown.tsx';
import { withChangedNote, withNote, withoutNote } from './notes.ts';

interface CommentProps {
  org: string;
  issueId: string;
  /** Of type `note`. */
  act: Activity;
  people: People;
  resource: Pick<Resource<Issue>, 'value' | 'put'>;
}

/** What somebody wrote. Its author may change it and take it away. */
export function Comment({ org, issueId, act, people, resource }: CommentProps): JSX.Element {
  const isEditing = useSignal(false);
  const box = useRef<HTMLElement>(null);
  const text = asText(act.data['text']);
  const isMine = people.me !== null && act.user?.id === people.me.id;
  const put = (change: (issue: Issue) => Issue): void => {
    const issue = resource.value.peek();
    if (issue !== null) resource.put(change(issue));
  };

  const save = async (written: string) => {
    const answer = await changeNote(org, issueId, act.id, { text: written });
    if (answer.ok) {
      put((issue) => withChangedNote(issue, answer.value));
      isEditing.value = false;
      box.current?.querySelector('button')?.focus();
    }
    return answer;
  };
  const remove = async (): Promise<void> => {
    const before = resource.value.peek();
    put((issue) => withoutNote(issue, act.id));
    const answer = await deleteNote(org, issueId, act.id);
    if (answer.ok) {
      showToast({ text: 'Comment deleted', undo: () => void writeAgain() });
      return;
    }
    if (before !== null) resource.put(before);
    showToast({ icon: 'circle-alert', text: `The comment was not deleted. ${answer.failure.message}` });
  };
  const writeAgain = async (): Promise<void> => {
    const answer = await createNote(org, issueId, { text });
    if (answer.ok) put((issue) => withNote(issue, answer.value));
    showToast(
      answer.ok ? { text: 'Comment written again' } : { icon: 'circle-alert', text: `The comment could not be written again. ${answer.failure.message}` },
    );
  };

  return (
    <article class="comment" ref={box} aria-label={`Comment of ${act.user?.name || (act.user?.email ?? 'somebody who has left')}`}>
      <header>
        <strong>
          <CutText value={act.user?.name || (act.user?.email ?? 'Somebody who has left')} max={100} />
        </strong>
        <TimeAgo at={act.dateCreated} />
        {isMine && !isEditing.value && (
          <Menu
            class="button small quiet square"
            label="Change this comment"
            trigger={<Icon name="ellipsis" small />}
            items={[
              { label: 'Edit', icon: 'pencil', run: () => (isEditing.value = true) },
              { label: 'Delete', icon: 'trash-2', run: () => void remove() },
            ]}
          />
        )}
      </header>
      {isEditing.value ? (
        <Composer label="Edit the comment" action="Save" persons={people.persons} text={text} send={save} onCancel={() => (isEditing.value = false)} />
      ) : (
        <Markdown text={text} persons={people.persons} />
      )}
    </article>
  );
}
