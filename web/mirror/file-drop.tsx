import { useSignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';

/** Takes a file that is dropped anywhere on it. */
export function FileDrop({ onFile, children }: { onFile: (file: File) => void; children: ComponentChildren }): JSX.Element {
  const isOver = useSignal(false);
  const hasFile = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;
  return (
    <div
      class={isOver.value ? 'panes dropping' : 'panes'}
      onDragOver={(event) => {
        if (!hasFile(event)) return;
        event.preventDefault();
        isOver.value = true;
      }}
      onDragLeave={(event) => {
        if (!(event.relatedTarget instanceof Node) || !event.currentTarget.contains(event.relatedTarget)) isOver.value = false;
      }}
      onDrop={(event) => {
        if (!hasFile(event)) return;
        event.preventDefault();
        isOver.value = false;
        const file = event.dataTransfer?.files[0];
        if (file) onFile(file);
      }}
    >
      {children}
      {isOver.value && <p class="drop-hint">Drop a .envelope file or a zipped folder to look at it. It is not sent and not kept.</p>}
    </div>
  );
}
