import type { Issue } from '../../../worker/api/contract/issue.ts';
import type { Assignee } from '../../../worker/api/contract/issue-change.ts';
import type { KeyBinding } from '../../ui/keyboard.ts';
import type { Deed } from './deed.ts';
import type { Asked } from './deed-dialogs.tsx';

interface DeedKeys {
  /** The issues that the keys act on. */
  issues: () => readonly Issue[];
  me: () => Assignee | null;
  act: (deed: Deed) => void;
  ask: (what: Asked) => void;
}

/** The keys for what is done to issues: the same on the list and on the page of one. */
export function deedKeys({ issues, me, act, ask }: DeedKeys): KeyBinding[] {
  const all = (is: (issue: Issue) => boolean): boolean => issues().length > 0 && issues().every(is);
  const askIfAny = (what: Asked) => (): void => {
    if (issues().length > 0) ask(what);
  };
  return [
    { keys: 'e', label: 'Resolve', icon: 'check', run: () => act({ type: 'resolve', how: {} }) },
    { keys: 'shift+e', label: 'Resolve in a release, by a commit…', icon: 'package-check', run: askIfAny('resolve') },
    { keys: 'i', label: 'Archive until it escalates', icon: 'archive', run: () => act({ type: 'archive', until: null }) },
    { keys: 'shift+i', label: 'Archive until…', icon: 'calendar-clock', run: askIfAny('archive') },
    { keys: 'r', label: 'Reopen', icon: 'rotate-ccw', run: () => act({ type: 'reopen' }) },
    { keys: 'v', label: 'Mark as reviewed', icon: 'eye', run: () => act({ type: 'review' }) },
    { keys: 'a', label: 'Assign…', icon: 'user-plus', run: askIfAny('assign') },
    {
      keys: 'shift+a',
      label: 'Assign to me',
      icon: 'user',
      run: () => {
        const mine = me();
        if (mine !== null) act({ type: 'assign', to: mine });
      },
    },
    { keys: 'p', label: 'Set the priority…', icon: 'signal-high', run: askIfAny('priority') },
    {
      keys: 'b',
      label: 'Bookmark, or no longer',
      icon: 'bookmark',
      run: () => act({ type: 'bookmark', is: !all(({ isBookmarked }) => isBookmarked) }),
    },
    {
      keys: 's',
      label: 'Subscribe, or no longer',
      icon: 'bell',
      run: () => act({ type: 'subscribe', is: !all(({ isSubscribed }) => isSubscribed) }),
    },
    { keys: '#', label: 'Delete…', icon: 'trash-2', run: askIfAny('delete') },
    { keys: '!', label: 'Delete and discard later events…', icon: 'ban', run: askIfAny('discard') },
  ];
}
