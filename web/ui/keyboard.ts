import { computed, signal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { IconName } from './icon-names.ts';

/** A key, or a sequence of keys, and what it does. */
export interface KeyBinding {
  /** `j`, `Enter`, `?`, `shift+e`, `mod+k` (Ctrl or ⌘), or a sequence `g i`. */
  keys: string;
  /** What the list of keys says: `Resolve`. */
  label: string;
  run: () => void;
  /** With an icon the binding is also an action in the command palette. */
  icon?: IconName;
}

/** Bindings that stand together in the list of keys, such as those of a screen. */
export interface KeyGroup {
  name: string;
  bindings: readonly KeyBinding[];
}

export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

/** The second key of a sequence must follow within this time. */
const sequenceMs = 1000;

/** What keys do at the moment. Where two groups bind the same keys, the one that came last has them. */
export function createKeyboard() {
  const groups = signal<readonly (() => KeyGroup)[]>([]);
  /** Off: only combinations with Ctrl or ⌘, for those who speak or whose keys slip (WCAG 2.1.4). */
  const areSingleKeysOn = signal(true);
  let begun: { keys: string; at: number } | null = null;

  function register(group: () => KeyGroup): () => void {
    groups.value = [...groups.peek(), group];
    return () => {
      groups.value = groups.peek().filter((other) => other !== group);
    };
  }

  /** The binding that this press completes. `isTyping`: the focus is where text is written, so only Ctrl and ⌘ count. */
  function press(event: KeyPress, at: number, isTyping: boolean): KeyBinding | null {
    const name = nameOf(event);
    if (name === null) return null;
    if ((isTyping || !areSingleKeysOn.peek()) && !name.startsWith('mod+')) return null;

    const keys = begun && at - begun.at <= sequenceMs ? `${begun.keys} ${name}` : name;
    begun = null;
    const bindings = groups
      .peek()
      .toReversed()
      .flatMap((group) => group().bindings);
    const bound = bindings.find((binding) => binding.keys === keys) ?? bindings.find((binding) => binding.keys === name);
    if (!bound && bindings.some((binding) => binding.keys.startsWith(`${name} `))) begun = { keys: name, at };
    return bound ?? null;
  }

  /** All groups in the order they came; those of one name are one. */
  const list = computed(() => {
    const byName = new Map<string, KeyBinding[]>();
    for (const { name, bindings } of groups.value.map((group) => group())) byName.set(name, [...(byName.get(name) ?? []), ...bindings]);
    return [...byName].filter(([, bindings]) => bindings.length > 0).map(([name, bindings]): KeyGroup => ({ name, bindings }));
  });

  return { register, press, list, areSingleKeysOn };
}

/** Null for a press of a modifier alone, and with Alt, which makes characters on many keyboards. */
function nameOf({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyPress): string | null {
  if (altKey || key === 'Control' || key === 'Meta' || key === 'Shift') return null;
  const isLetter = /^\p{L}$/u.test(key);
  const isCharacter = key.length === 1 && !isLetter;
  const name = isLetter ? key.toLowerCase() : key;
  return `${ctrlKey || metaKey ? 'mod+' : ''}${shiftKey && !isCharacter ? 'shift+' : ''}${name}`;
}

/** The keyboard of the application. */
export const keyboard = createKeyboard();

/** Binds keys while the component is on the screen, from the moment it is: a layout effect, since what is seen may be typed at. */
export function useKeys(name: string, bindings: readonly KeyBinding[]): void {
  const latest = useRef(bindings);
  latest.current = bindings;
  useLayoutEffect(() => keyboard.register(() => ({ name, bindings: latest.current })), [name]);
}

const singleKeysItem = 'picket-single-keys';

/** Starts to listen. Once, when the application starts. */
export function startKeyboard(): void {
  keyboard.areSingleKeysOn.value = localStorage.getItem(singleKeysItem) !== 'off';
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || !(event.target instanceof Element)) return;
    if (hasOwnKeys(event.target, event.key)) return;
    const binding = keyboard.press(event, event.timeStamp, isTextField(event.target));
    if (!binding) return;
    event.preventDefault();
    binding.run();
  });
}

export function setSingleKeys(isOn: boolean): void {
  keyboard.areSingleKeysOn.value = isOn;
  localStorage.setItem(singleKeysItem, isOn ? 'on' : 'off');
}

/** Dialogs and menus have keys of their own, and Enter belongs to the link or button that has the focus. */
function hasOwnKeys(target: Element, key: string): boolean {
  if (target.closest('dialog, [popover], [role="menu"], [role="listbox"]')) return true;
  return (key === 'Enter' || key === ' ') && target.closest('a, button, summary, input, select') !== null;
}

function isTextField(target: Element): boolean {
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || (target instanceof HTMLElement && target.isContentEditable);
}
