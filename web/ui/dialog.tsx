import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { TextField } from './field.tsx';

interface DialogProps {
  title: string;
  /** Escape, a click outside, or a button. The parent then no longer renders the dialog; the focus goes back to where it was. */
  onClose: () => void;
  children: ComponentChildren;
  /** Buttons, the one that goes on last. */
  footer?: ComponentChildren;
  class?: string;
}

/** A modal dialog, open as long as it is rendered. */
export function Dialog({ title, onClose, children, footer, class: extra = '' }: DialogProps) {
  const dialog = useModal();
  const titleId = useId();
  return (
    <dialog
      class={`dialog ${extra}`}
      ref={dialog}
      aria-labelledby={titleId}
      onCancel={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <header>
        <h2 id={titleId}>{title}</h2>
      </header>
      <div class="body">{children}</div>
      {footer && <footer>{footer}</footer>}
    </dialog>
  );
}

/** A ref for a native dialog that is modal while it is rendered. */
export function useModal() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const focused = document.activeElement;
    dialog.current?.showModal();
    return () => {
      // The dialog is off the page by now, and its focus with it, unless something else has taken it.
      if (document.activeElement === document.body && focused instanceof HTMLElement) focused.focus();
    };
  }, []);
  return dialog;
}

interface TypedConfirmationProps {
  title: string;
  /** What happens, and that it cannot be undone. */
  consequence: ComponentChildren;
  /** What has to be typed. */
  word: string;
  /** Of the button that goes on: `Delete for good`. */
  action: string;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks for what cannot be undone. */
export function TypedConfirmation({ title, consequence, word, action, onConfirm, onClose }: TypedConfirmationProps) {
  const typed = useSignal('');
  const formId = useId();
  const confirm = (event: Event) => {
    event.preventDefault();
    if (typed.value.trim() === word) onConfirm();
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <>
          <button class="button quiet" type="button" onClick={onClose}>
            Keep it
          </button>
          <button class="button danger" type="submit" form={formId} disabled={typed.value.trim() !== word}>
            {action}
          </button>
        </>
      }
    >
      <p>{consequence}</p>
      <form id={formId} onSubmit={confirm}>
        <TextField
          label={`Type ${word} to go on`}
          value={typed}
          onInput={(event) => (typed.value = event.currentTarget.value)}
          autocomplete="off"
          spellcheck={false}
          autofocus
        />
      </form>
    </Dialog>
  );
}
