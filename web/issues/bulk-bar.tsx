import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { Issue } from '../../worker/api/contract/issue.ts';
import type { Deed } from '../issue/actions/deed.ts';
import type { Asked, Asking } from '../issue/actions/deed-dialogs.tsx';
import { SplitButton } from '../issue/actions/split-button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';
import { exactCount } from '../ui/numbers.ts';
import { maxMatching, mergeFault } from './issues-model.ts';

interface BulkBarProps {
  /** The selected issues that stand on this page. */
  issues: readonly Issue[];
  /** How many are selected in all. */
  count: number;
  /** How many the query finds; null where that is not known. */
  hits: number | null;
  /** All of this page are selected, and the query finds more. */
  canMatchAll: boolean;
  isMatchAll: boolean;
  isMerging: boolean;
  asking: Signal<Asking | null>;
  onDeed: (deed: Deed) => void;
  onMerge: () => void;
  onMatchAll: () => void;
  onClear: () => void;
}

/** What can be done to the selected issues: only what would change one of them. */
export function BulkBar(props: BulkBarProps): JSX.Element {
  const { issues, count, hits, canMatchAll, isMatchAll, isMerging, asking, onDeed, onMerge, onMatchAll, onClear } = props;
  const ask = (what: Asked, anchor: HTMLElement | null = null): void => {
    asking.value = { what, anchor };
  };
  const some = (is: (issue: Issue) => boolean): boolean => issues.some(is);
  const fault = mergeFault(issues, isMatchAll);
  const areBookmarked = issues.every(({ isBookmarked }) => isBookmarked);
  const areSubscribed = issues.every(({ isSubscribed }) => isSubscribed);
  return (
    <div class="bulk" role="toolbar" aria-label="Actions for the selected issues">
      <strong class="bulk-count">
        {exactCount(count)}
        <span class="word"> selected</span>
      </strong>
      {some(({ status }) => status !== 'resolved') && (
        <SplitButton
          icon="check"
          word="Resolve"
          title="Resolve (e)"
          choices="Other ways to resolve"
          isPrimary
          onTake={() => onDeed({ type: 'resolve', how: {} })}
          onChoose={(anchor) => ask('resolve', anchor)}
        />
      )}
      {some(({ status }) => status !== 'ignored') && (
        <SplitButton
          icon="archive"
          word="Archive"
          title="Archive until they escalate (i)"
          choices="Other ways to archive"
          onTake={() => onDeed({ type: 'archive', until: null })}
          onChoose={(anchor) => ask('archive', anchor)}
        />
      )}
      {some(({ status }) => status !== 'unresolved') && (
        <button class="button small reopen" type="button" title="Reopen (r)" onClick={() => onDeed({ type: 'reopen' })}>
          <Icon name="rotate-ccw" small />
          Reopen
        </button>
      )}
      <button class="button small wide" type="button" title="Assign (a)" aria-haspopup="dialog" onClick={(event) => ask('assign', event.currentTarget)}>
        <Icon name="user-plus" small />
        Assign
      </button>
      <button class="button small wide" type="button" title="Priority (p)" aria-haspopup="dialog" onClick={(event) => ask('priority', event.currentTarget)}>
        <Icon name="signal-high" small />
        Priority
      </button>
      {/* Said rather than switched off: a button that does nothing says not why. */}
      <button class="button small wide" type="button" title={fault ?? 'Merge (m)'} aria-disabled={fault !== null || isMerging} onClick={onMerge}>
        <Icon name="merge" small />
        {isMerging ? 'Merging…' : 'Merge'}
      </button>
      <Menu
        class="button small square"
        label="More actions"
        trigger={<Icon name="ellipsis" small />}
        items={[
          { label: 'Assign…', icon: 'user-plus', keys: 'a', run: () => ask('assign') },
          { label: 'Priority…', icon: 'signal-high', keys: 'p', run: () => ask('priority') },
          ...(some(({ status }) => status !== 'unresolved')
            ? [{ label: 'Reopen', icon: 'rotate-ccw' as const, keys: 'r', run: () => onDeed({ type: 'reopen' }) }]
            : []),
          { label: 'Mark as reviewed', icon: 'eye', keys: 'v', run: () => onDeed({ type: 'review' }) },
          ...(isMatchAll
            ? []
            : [
                {
                  label: areBookmarked ? 'No longer bookmark' : 'Bookmark',
                  icon: 'bookmark' as const,
                  keys: 'b',
                  run: () => onDeed({ type: 'bookmark', is: !areBookmarked }),
                },
                {
                  label: areSubscribed ? 'No longer subscribe' : 'Subscribe',
                  icon: 'bell' as const,
                  keys: 's',
                  run: () => onDeed({ type: 'subscribe', is: !areSubscribed }),
                },
                { label: 'Merge', icon: 'merge' as const, keys: 'm', run: onMerge },
              ]),
          { label: 'Delete…', icon: 'trash-2', keys: '#', isDanger: true, run: () => ask('delete') },
          { label: 'Delete and discard…', icon: 'ban', keys: '!', isDanger: true, run: () => ask('discard') },
        ]}
      />
      {canMatchAll && (
        <button class="button small quiet match-all" type="button" title="Select all that match (shift+x)" onClick={onMatchAll}>
          {matchAllText(hits)}
        </button>
      )}
      <button class="button small quiet square" type="button" aria-label="Clear the selection" onClick={onClear}>
        <Icon name="x" small />
      </button>
    </div>
  );
}

/** `Select all 214 that match` */
function matchAllText(hits: number | null): string {
  return hits === null || hits >= maxMatching ? `Select the first ${exactCount(maxMatching)} that match` : `Select all ${exactCount(hits)} that match`;
}
