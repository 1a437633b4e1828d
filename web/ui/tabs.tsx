import type { ComponentChildren } from 'preact';
import { nextIndex } from './roving.ts';

export interface Choice<Value extends string> {
  value: Value;
  label: ComponentChildren;
  /** Stands beside the label, fainter. */
  count?: string;
}

interface Choices<Value extends string> {
  /** Names the whole to those who do not see it. */
  label: string;
  choices: readonly Choice<Value>[];
  selected: Value;
  onSelect: (value: Value) => void;
}

/** Tabs over one panel, whose id is `panelId`: one stop of the Tab key, arrows inside. None may be selected, where the panel shows something else. */
export function Tabs<Value extends string>({
  label,
  choices,
  selected,
  onSelect,
  panelId,
}: Omit<Choices<Value>, 'selected'> & { selected: Value | null; panelId: string }) {
  const stop = selected ?? choices[0]?.value;
  return (
    <div class="tabs" role="tablist" aria-label={label} onKeyDown={(event) => move(event, choices, selected, onSelect)}>
      {choices.map(({ value, label: text, count }) => (
        <button
          key={value}
          type="button"
          role="tab"
          id={`${panelId}-${value}`}
          aria-controls={panelId}
          aria-selected={value === selected}
          tabIndex={value === stop ? 0 : -1}
          onClick={() => onSelect(value)}
        >
          {text}
          {count !== undefined && <span class="count">{count}</span>}
        </button>
      ))}
    </div>
  );
}

/** The same thing seen one way or another. */
export function Segmented<Value extends string>({ label, choices, selected, onSelect }: Choices<Value>) {
  return (
    <div class="segmented" role="radiogroup" aria-label={label} onKeyDown={(event) => move(event, choices, selected, onSelect)}>
      {choices.map(({ value, label: text }) => (
        <button key={value} type="button" role="radio" aria-checked={value === selected} tabIndex={value === selected ? 0 : -1} onClick={() => onSelect(value)}>
          {text}
        </button>
      ))}
    </div>
  );
}

function move<Value extends string>(event: KeyboardEvent, choices: readonly Choice<Value>[], selected: Value | null, onSelect: (value: Value) => void): void {
  const current = choices.findIndex(({ value }) => value === selected);
  const next = nextIndex(event.key, current, choices.length, 'horizontal');
  const choice = next === null ? undefined : choices[next];
  if (next === null || !choice || !(event.currentTarget instanceof HTMLElement)) return;
  event.preventDefault();
  const button = event.currentTarget.children[next];
  if (button instanceof HTMLElement) button.focus();
  onSelect(choice.value);
}
