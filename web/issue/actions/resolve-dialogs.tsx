import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { ComponentChildren, JSX } from 'preact';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import type { Resolution } from './deed.ts';

interface ResolveDialogProps {
  title: string;
  onResolve: (how: Resolution) => void;
  onClose: () => void;
}

export function CommitDialog({ title, onResolve, onClose }: ResolveDialogProps): JSX.Element {
  const commit = useSignal('');
  const repository = useSignal('');
  const inCommit = { commit: commit.value.trim(), repository: repository.value.trim() };
  return (
    <FormDialog
      title={title}
      action="Resolve"
      canGoOn={inCommit.commit !== '' && inCommit.repository !== ''}
      onGo={() => onResolve({ inCommit })}
      onClose={onClose}
    >
      <TextField
        label="Commit"
        value={commit}
        onInput={(event) => (commit.value = event.currentTarget.value)}
        placeholder="4be19c7"
        maxLength={64}
        autocomplete="off"
        spellcheck={false}
        autofocus
      />
      <TextField
        label="Repository"
        hint="As releases name it. The first release that has the commit is the one that solved it."
        value={repository}
        onInput={(event) => (repository.value = event.currentTarget.value)}
        placeholder="acme/shop"
        maxLength={200}
        autocomplete="off"
        spellcheck={false}
      />
    </FormDialog>
  );
}

interface FormDialogProps {
  title: string;
  /** Of the button that goes on. */
  action: string;
  canGoOn?: boolean;
  onGo: () => void;
  onClose: () => void;
  children: ComponentChildren;
}

/** A dialog whose fields Enter sends. */
export function FormDialog({ title, action, canGoOn = true, onGo, onClose, children }: FormDialogProps): JSX.Element {
  const formId = useId();
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <>
          <button class="button quiet" type="button" onClick={onClose}>
            Cancel
          </button>
          <button class="button primary" type="submit" form={formId} disabled={!canGoOn}>
            {action}
          </button>
        </>
      }
    >
      <form
        id={formId}
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (canGoOn) onGo();
        }}
      >
        {children}
      </form>
    </Dialog>
  );
}
