import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { announce } from './announce.ts';
import { Icon } from './icon.tsx';
import { showToast } from './toast.tsx';

const shownMs = 1500;

/** Copies text; the icon turns into a check for a moment. `label` says what is copied: `Copy the DSN`. With `word` the button shows it. */
export function CopyButton({ text, label, word, plain = false }: { text: string | (() => string); label: string; word?: string; plain?: boolean }) {
  const isCopied = useSignal(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  async function copy() {
    const isDone = await copyText(typeof text === 'string' ? text : text());
    if (!isDone) return;
    isCopied.value = true;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => (isCopied.value = false), shownMs);
  }

  return (
    <button
      class={`button small${plain ? '' : ' quiet'}${word ? '' : ' square'}`}
      type="button"
      aria-label={word ? undefined : label}
      title={label}
      onClick={copy}
    >
      <Icon name={isCopied.value ? 'check' : 'copy'} small />
      {word}
    </button>
  );
}

/** Puts text on the clipboard and says so. False where the browser does not allow it, which is said as well. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    showToast({ icon: 'circle-alert', text: 'The browser did not allow copying. Select the text and copy it by hand.' });
    return false;
  }
  announce('Copied.');
  return true;
}
