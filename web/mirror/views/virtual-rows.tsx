import { useSignal } from '@preact/signals';
import type { ComponentChildren, JSX, RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { type RowWindow, scrollTopFor, windowAt } from './window.ts';

/** In px; the style sheet has the same. Rows do not wrap. */
const rowHeight = 20;

export interface Virtual {
  box: RefObject<HTMLDivElement | null>;
  shown: RowWindow;
  /** Of the rows to draw. */
  indices: readonly number[];
  onScroll: (scrollTop: number) => void;
}

/** Which of many rows of one height to draw. `at` is brought into view when it changes; null for none. */
export function useVirtual(count: number, at: number | null): Virtual {
  const box = useRef<HTMLDivElement>(null);
  const scrollTop = useSignal(0);
  const viewHeight = useSignal(0);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const measure = (): void => {
      viewHeight.value = element.clientHeight;
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const element = box.current;
    if (!element || at === null) return;
    element.scrollTop = scrollTopFor(at, element.scrollTop, element.clientHeight, rowHeight, count);
  }, [at, count]);

  const shown = windowAt(scrollTop.value, viewHeight.value, rowHeight, count);
  return {
    box,
    shown,
    indices: Array.from({ length: shown.end - shown.first }, (_, index) => shown.first + index),
    onScroll: (top) => (scrollTop.value = top),
  };
}

interface VirtualRowsProps {
  virtual: Virtual;
  /** What scrolls: a region or a tree. */
  role: 'region' | 'tree';
  label: string;
  class: string;
  /** The rows of `virtual.indices`. */
  children: ComponentChildren;
  /** The id of the row with the cursor, for those who do not see it. */
  activeId?: string;
  onKeyDown?: (event: KeyboardEvent) => void;
}

/** What scrolls over rows of which only those in view are on the page. */
export function VirtualRows({ virtual, role, label, class: extra, children, activeId, onKeyDown }: VirtualRowsProps): JSX.Element {
  const { box, shown, onScroll } = virtual;
  return (
    <div
      class={`rows ${extra}`}
      ref={box}
      role={role}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- Scrolled by the arrow keys.
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={activeId}
      onScroll={(event) => onScroll(event.currentTarget.scrollTop)}
      onKeyDown={onKeyDown}
    >
      <div class="rows-space" role="presentation" style={{ '--rows-height': `${shown.height}px` }}>
        <div class="rows-seen" role="presentation" style={{ '--rows-top': `${shown.top}px` }}>
          {children}
        </div>
      </div>
    </div>
  );
}
