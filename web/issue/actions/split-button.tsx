import type { JSX } from 'preact';
import { Icon } from '../../ui/icon.tsx';
import type { IconName } from '../../ui/icon-names.ts';

interface SplitButtonProps {
  icon: IconName;
  word: string;
  /** Says what the word does at once, and its key. */
  title: string;
  /** Of the part that shows the choices: `Other ways to resolve`. */
  choices: string;
  isPrimary?: boolean;
  onTake: () => void;
  onChoose: (anchor: HTMLElement) => void;
}

/** What is done most, at once; and beside it all the ways to do it. */
export function SplitButton({ icon, word, title, choices, isPrimary = false, onTake, onChoose }: SplitButtonProps): JSX.Element {
  const tone = isPrimary ? ' primary' : '';
  return (
    <span class="button-group">
      <button class={`button small${tone}`} type="button" title={title} onClick={onTake}>
        <Icon name={icon} small />
        {word}
      </button>
      <button
        class={`button small square${tone}`}
        type="button"
        aria-label={choices}
        title={choices}
        aria-haspopup="dialog"
        onClick={(event) => onChoose(event.currentTarget)}
      >
        <Icon name="chevron-down" small />
      </button>
    </span>
  );
}
