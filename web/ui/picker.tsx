import './picker.css';
import { useSignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId } from 'preact/hooks';
import { useModal } from './dialog.tsx';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-names.ts';
import { Keys } from './keys.tsx';

export interface PickerOption {
  /** Unique in the picker. */
  key: string;
  group?: string;
  icon?: IconName;
  /** Instead of an icon. */
  picture?: ComponentChildren;
  label: ComponentChildren;
  /** At the end of the line, fainter. */
  sub?: ComponentChildren;
  keys?: string;
  isChecked?: boolean;
  /** One of several that may be chosen: the picker stays for the next. */
  stays?: boolean;
  isDanger?: boolean;
  run: () => void;
}

interface PickerProps {
  /** `Assign 3 issues` */
  title: string;
  /** The options that a text finds, those of a group together. */
  find: (text: string) => readonly PickerOption[];
  /** What it stands beside; null for the middle of the window. */
  anchor: HTMLElement | null;
  placeholder?: string;
  /** Instead of options, while there are none to show. */
  none?: ComponentChildren;
  /** For what has to be looked up elsewhere: `find` may read signals, and is asked again when they change. */
  onType?: (text: string) => void;
  /** After a choice as well; the focus then goes back to where it was. */
  onClose: () => void;
}

/** One of many: typing finds, arrows move, Enter takes, Escape and a click elsewhere close it. */
export function Picker({ title, find, anchor, placeholder = 'Type to find', none = 'Nothing like that.', onType, onClose }: PickerProps): JSX.Element {
  const dialog = useModal();
  const id = useId();
  const text = useSignal('');
  const at = useSignal(0);
  const options = find(text.value);
  const current = Math.min(at.value, options.length - 1);

  useEffect(() => {
    if (dialog.current && anchor) placeBeside(anchor, dialog.current);
  }, []);
  useEffect(() => {
    dialog.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [current]);

  const take = (option: PickerOption | undefined): void => {
    if (option === undefined) return;
    if (option.stays) {
      option.run();
      return;
    }
    onClose();
    // What it runs may move the focus or open a dialog, which can only be once this one is gone.
    setTimeout(option.run);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === 'ArrowDown') at.value = (current + 1) % Math.max(1, options.length);
    else if (event.key === 'ArrowUp') at.value = (Math.max(0, current) + options.length - 1) % Math.max(1, options.length);
    else if (event.key === 'Enter') take(options[current]);
    else return;
    event.preventDefault();
  };

  return (
    <dialog
      class={anchor ? 'picker' : 'picker centred'}
      ref={dialog}
      aria-labelledby={`${id}-title`}
      onCancel={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <h2 id={`${id}-title`}>{title}</h2>
      <input
        type="text"
        role="combobox"
        aria-label={placeholder}
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={options[current] && `${id}-${current}`}
        aria-autocomplete="list"
        autocomplete="off"
        spellcheck={false}
        placeholder={placeholder}
        autofocus
        value={text.value}
        onInput={(event) => {
          text.value = event.currentTarget.value;
          at.value = 0;
          onType?.(text.value);
        }}
        onKeyDown={onKeyDown}
      />
      {options.length === 0 && <p class="none">{none}</p>}
      <div class="menu" id={`${id}-list`} role="listbox" aria-label={title}>
        {groupsOf(options).map(({ group, members }) => (
          <div key={group} {...(group === '' ? { role: 'presentation' as const } : { role: 'group' as const, 'aria-label': group })}>
            {group !== '' && (
              <div class="menu-head" aria-hidden="true">
                {group}
              </div>
            )}
            {members.map(({ option, index }) => (
              <OptionLine key={option.key} id={`${id}-${index}`} option={option} isCurrent={index === current} onTake={() => take(option)} />
            ))}
          </div>
        ))}
      </div>
      <p class="visually-hidden" role="status">
        {options.length === 1 ? '1 choice' : `${options.length} choices`}
      </p>
    </dialog>
  );
}

interface OptionLineProps {
  id: string;
  option: PickerOption;
  isCurrent: boolean;
  onTake: () => void;
}

function OptionLine({ id, option: { icon, picture, label, sub, keys, isChecked, isDanger }, isCurrent, onTake }: OptionLineProps): JSX.Element {
  return (
    <div role="option" id={id} class={isDanger ? 'danger' : undefined} aria-selected={isCurrent} onClick={onTake}>
      {picture ?? (icon && <Icon name={icon} small />)}
      <span class="name clip">{label}</span>
      {isChecked && (
        <>
          <Icon name="check" small />
          <span class="visually-hidden">(as it is now)</span>
        </>
      )}
      {sub && <span class="sub clip">{sub}</span>}
      {keys && (
        <span class="end">
          <Keys keys={keys} />
        </span>
      )}
    </div>
  );
}

function groupsOf(options: readonly PickerOption[]): { group: string; members: { option: PickerOption; index: number }[] }[] {
  const groups = new Map<string, { option: PickerOption; index: number }[]>();
  for (const [index, option] of options.entries()) {
    const group = option.group ?? '';
    groups.set(group, [...(groups.get(group) ?? []), { option, index }]);
  }
  return [...groups].map(([group, members]) => ({ group, members }));
}

const gap = 4;
/** Less room than this below the button is too little to choose in. */
const leastHeight = 240;

/** Below the button, at its end where it would leave the window; higher where there is no room. */
function placeBeside(anchor: HTMLElement, dialog: HTMLElement): void {
  const button = anchor.getBoundingClientRect();
  const { width } = dialog.getBoundingClientRect();
  const left = button.left + width + gap <= innerWidth ? button.left : button.right - width;
  dialog.style.setProperty('--top', `${Math.max(gap, Math.min(button.bottom + gap, innerHeight - leastHeight))}px`);
  dialog.style.setProperty('--left', `${Math.max(gap, left)}px`);
}
