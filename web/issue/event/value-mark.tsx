import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';
import { placeBeside, unplace } from '../../ui/menu.tsx';
import { marksOf, markText, type Mark, type Meta } from './meta.ts';

/** What happened to a value, behind it: nothing is drawn where nothing did. */
export function ValueMarks({ meta }: { meta: Meta }): JSX.Element | null {
  const marks = marksOf(meta);
  return marks.length === 0 ? null : <ValueMark marks={marks} />;
}

const icons = { scrubbed: 'eye-off', trimmed: 'scissors', invalid: 'triangle-alert' } as const;

/**
 * A button that says what happened to a value: to those who listen at once, to others when they point at it or press it. `word` stands in the place of a value of
 * which nothing is left.
 */
export function ValueMark({ marks, word }: { marks: readonly Mark[]; word?: string }): JSX.Element | null {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const isOpen = useSignal(false);
  const [first] = marks;
  if (!first) return null;
  const text = marks.map((mark) => `${markText(mark)}.`).join(' ');
  return (
    <>
      <button
        class={`value-mark ${first.kind}`}
        type="button"
        ref={button}
        popovertarget={id}
        title={text}
        aria-label={word === undefined ? text : `${word}: ${text}`}
      >
        <Icon name={icons[first.kind]} small />
        {word}
      </button>
      <span
        class="popover mark-note"
        id={id}
        popover="auto"
        onBeforeToggle={unplace}
        onToggle={({ newState, currentTarget }) => {
          isOpen.value = newState === 'open';
          if (isOpen.value && button.current) placeBeside(button.current, currentTarget);
        }}
      >
        {isOpen.value && marks.map((mark, index) => <bdi key={index}>{markText(mark)}.</bdi>)}
      </span>
    </>
  );
}

/** The word for a value of which nothing is left; undefined where there is something to show. */
export function wordFor(value: unknown, marks: readonly Mark[], scrubbedText: string): string | undefined {
  if (value === scrubbedText) return 'scrubbed';
  if (value !== null && value !== undefined && value !== '') return undefined;
  const kinds = new Set(marks.map(({ kind }) => kind));
  if (kinds.has('invalid')) return 'invalid';
  return kinds.has('scrubbed') ? 'removed' : 'left out';
}
