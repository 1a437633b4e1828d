import type { JSX } from 'preact';
import type { Issue } from '../../../worker/api/contract/issue.ts';
import { sharePath } from '../../places.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';

interface ShareDialogProps {
  issue: Pick<Issue, 'shortId' | 'isPublic' | 'shareId'>;
  onShare: (is: boolean) => void;
  onClose: () => void;
}

/** A link that anybody may open, on or off, and what they see. */
export function ShareDialog({ issue: { shortId, isPublic, shareId }, onShare, onClose }: ShareDialogProps): JSX.Element {
  const link = shareId === null ? null : location.origin + sharePath(shareId);
  return (
    <Dialog
      title={`Share ${shortId}`}
      onClose={onClose}
      footer={
        <button class="button" type="button" onClick={onClose}>
          Done
        </button>
      }
    >
      <label class="share-switch">
        <input type="checkbox" checked={isPublic} autofocus onChange={(event) => onShare(event.currentTarget.checked)} />
        <span>
          <strong>Public link</strong>
          Whoever has it sees the title, the counts and the stack trace of the newest event, without signing in. It shows no personal data: no users, requests,
          tags, variables or breadcrumbs.
        </span>
      </label>
      {isPublic && link !== null && (
        <div class="share-link">
          <TextField label="Link" readOnly value={link} onFocus={(event) => event.currentTarget.select()} />
          <CopyButton text={link} label="Copy the public link" word="Copy" plain />
        </div>
      )}
      <p class="faint-text">
        {isPublic ? 'Off takes the link back: it then leads nowhere, and on again makes another one.' : 'Nobody outside can see it now.'}
      </p>
    </Dialog>
  );
}
