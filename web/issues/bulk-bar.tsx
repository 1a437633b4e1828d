import type { JSX } from 'preact';
import type { Issue } from '../../worker/api/contract/issue.ts';
import { Icon } from '../ui/icon.tsx';
import type { Status } from './issues-model.ts';

interface BulkBarProps {
  /** The selected issues. */
  issues: readonly Issue[];
  onStatus: (status: Status) => void;
  onDelete: () => void;
  onClear: () => void;
}

/** What can be done to the selected issues: only what would change one of them. */
export function BulkBar({ issues, onStatus, onDelete, onClear }: BulkBarProps): JSX.Element {
  const canBe = (status: Status): boolean => issues.some((issue) => issue.status !== status);
  return (
    <div class="bulk" role="toolbar" aria-label="Actions for the selected issues">
      <strong class="bulk-count">
        {issues.length.toLocaleString()}
        <span class="word"> selected</span>
      </strong>
      {canBe('resolved') && (
        <button class="button small primary" type="button" onClick={() => onStatus('resolved')}>
          <Icon name="check" small />
          Resolve
        </button>
      )}
      {canBe('ignored') && (
        <button class="button small" type="button" onClick={() => onStatus('ignored')}>
          <Icon name="archive" small />
          Archive
        </button>
      )}
      {canBe('unresolved') && (
        <button class="button small" type="button" onClick={() => onStatus('unresolved')}>
          <Icon name="rotate-ccw" small />
          Reopen
        </button>
      )}
      <button class="button small danger" type="button" onClick={onDelete}>
        <Icon name="trash-2" small />
        Delete
      </button>
      <button class="button small quiet square" type="button" aria-label="Clear the selection" onClick={onClear}>
        <Icon name="x" small />
      </button>
    </div>
  );
}
