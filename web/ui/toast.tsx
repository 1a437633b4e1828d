import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-names.ts';
import { useKeys } from './keyboard.ts';

export interface Toast {
  text: string;
  icon?: IconName;
  /** Takes back what was done. Stays possible, also by `z`, for as long as the toast is there. */
  undo?: () => void;
  /** Leads to what has come of it. */
  link?: { label: string; href: string };
}

const shownMs = 8000;

const shownToast = signal<Toast | null>(null);

/** Says what was done. There is one toast; a new one takes the place of the last. */
export function showToast(next: Toast): void {
  shownToast.value = next;
}

function dismissToast(): void {
  shownToast.value = null;
}

/** The place of the toast: once, at the end of the application. It waits while the pointer or the focus is on it. */
export function ToastPlace() {
  const shown = shownToast.value;
  return (
    <div class="toast-place" role="status">
      {shown && <ToastBox toast={shown} />}
    </div>
  );
}

function ToastBox({ toast: shown }: { toast: Toast }) {
  const { text, icon = 'check', undo, link } = shown;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const hold = () => clearTimeout(timer.current);
  const release = () => {
    hold();
    timer.current = setTimeout(dismissToast, shownMs);
  };
  useEffect(() => {
    release();
    return hold;
  }, [shown]);

  const takeBack = () => {
    dismissToast();
    undo?.();
  };
  useKeys('Everywhere', undo ? [{ keys: 'z', label: 'Undo', run: takeBack }] : []);

  return (
    <div class="toast" onPointerEnter={hold} onPointerLeave={release} onFocusIn={hold} onFocusOut={release}>
      <Icon name={icon} small />
      <span>{text}</span>
      {link && (
        <a class="button small quiet" href={link.href} onClick={dismissToast}>
          {link.label}
        </a>
      )}
      {undo && (
        <button class="button small quiet" type="button" onClick={takeBack}>
          Undo <kbd class="kbd">z</kbd>
        </button>
      )}
      <button class="button small quiet square" type="button" aria-label="Dismiss" onClick={dismissToast}>
        <Icon name="x" small />
      </button>
    </div>
  );
}
