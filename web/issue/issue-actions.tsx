import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { Issue } from '../../worker/api/contract/issue.ts';
import { Icon } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';
import { PriorityMark, priorityNames } from '../ui/priority.tsx';
import { assigneeName, AssigneeMark } from './actions/assignee-mark.tsx';
import type { Deed } from './actions/deed.ts';
import type { Asked, Asking } from './actions/deed-dialogs.tsx';
import { SplitButton } from './actions/split-button.tsx';

interface IssueActionsProps {
  issue: Issue;
  asking: Signal<Asking | null>;
  act: (deed: Deed) => void;
  onShare: () => void;
  onCopyLink: () => void;
  onCopyMarkdown: () => void;
}

/** What can be done to the issue. On a phone the less frequent ones are in the menu alone. */
export function IssueActions({ issue, asking, act, onShare, onCopyLink, onCopyMarkdown }: IssueActionsProps): JSX.Element {
  const ask = (what: Asked, anchor: HTMLElement | null = null): void => {
    asking.value = { what, anchor };
  };
  const { status, isBookmarked, isSubscribed, priority, assignedTo } = issue;
  return (
    <div class="actions" role="group" aria-label="Actions">
      {status !== 'unresolved' && (
        <button class="button small primary" type="button" title="Reopen (r)" onClick={() => act({ type: 'reopen' })}>
          <Icon name="rotate-ccw" small />
          Reopen
        </button>
      )}
      {status !== 'resolved' && (
        <SplitButton
          icon="check"
          word="Resolve"
          title="Resolve (e)"
          choices="Other ways to resolve"
          isPrimary={status === 'unresolved'}
          onTake={() => act({ type: 'resolve', how: {} })}
          onChoose={(anchor) => ask('resolve', anchor)}
        />
      )}
      {status !== 'ignored' && (
        <SplitButton
          icon="archive"
          word="Archive"
          title="Archive until it escalates (i)"
          choices="Other ways to archive"
          onTake={() => act({ type: 'archive', until: null })}
          onChoose={(anchor) => ask('archive', anchor)}
        />
      )}
      <button
        class="button small assign"
        type="button"
        title="Assign (a)"
        aria-haspopup="dialog"
        aria-label={`Assign, now ${assigneeName(assignedTo)}`}
        onClick={(event) => ask('assign', event.currentTarget)}
      >
        <AssigneeMark assignee={assignedTo} />
        <span class="who clip">{assignedTo === null ? 'Assign' : assigneeName(assignedTo)}</span>
        <Icon name="chevron-down" small />
      </button>
      <button
        class="button small square extra"
        type="button"
        title={`${priorityNames[priority]} priority (p)`}
        aria-haspopup="dialog"
        aria-label={`Priority, now ${priority}`}
        onClick={(event) => ask('priority', event.currentTarget)}
      >
        <PriorityMark priority={priority} />
      </button>
      <button
        class="button small square extra"
        type="button"
        title={isBookmarked ? 'No longer bookmark (b)' : 'Bookmark (b)'}
        aria-label="Bookmark"
        aria-pressed={isBookmarked}
        onClick={() => act({ type: 'bookmark', is: !isBookmarked })}
      >
        <Icon name="bookmark" small class={isBookmarked ? 'on' : ''} />
      </button>
      <button
        class="button small square extra"
        type="button"
        title={isSubscribed ? 'No longer subscribe (s)' : 'Subscribe: be told what happens (s)'}
        aria-label="Subscribe"
        aria-pressed={isSubscribed}
        onClick={() => act({ type: 'subscribe', is: !isSubscribed })}
      >
        <Icon name="bell" small class={isSubscribed ? 'on' : ''} />
      </button>
      <Menu
        class="button small square"
        label="More actions"
        trigger={<Icon name="ellipsis" small />}
        items={[
          { label: isBookmarked ? 'No longer bookmark' : 'Bookmark', icon: 'bookmark', keys: 'b', run: () => act({ type: 'bookmark', is: !isBookmarked }) },
          { label: isSubscribed ? 'No longer subscribe' : 'Subscribe', icon: 'bell', keys: 's', run: () => act({ type: 'subscribe', is: !isSubscribed }) },
          { label: 'Priority…', icon: 'signal-high', keys: 'p', run: () => ask('priority') },
          ...(status === 'unresolved' && issue.substatus !== 'ongoing'
            ? [{ label: 'Mark as reviewed', icon: 'eye' as const, keys: 'v', run: () => act({ type: 'review' }) }]
            : []),
          { label: 'Share…', icon: 'share-2', keys: 'shift+s', run: onShare },
          { label: 'Copy the link', icon: 'link', run: onCopyLink },
          { label: 'Copy as Markdown', icon: 'copy', keys: 'c', run: onCopyMarkdown },
          { label: 'Delete…', icon: 'trash-2', keys: '#', isDanger: true, run: () => ask('delete') },
          { label: 'Delete and discard…', icon: 'ban', keys: '!', isDanger: true, run: () => ask('discard') },
        ]}
      />
    </div>
  );
}
