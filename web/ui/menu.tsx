import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-names.ts';
import { Keys } from './keys.tsx';
import { nextIndex } from './roving.ts';

export interface MenuItem {
  label: string;
  icon?: IconName;
  /** Keys that do the same, as bound on the keyboard. */
  keys?: string;
  /** For what cannot be undone. */
  isDanger?: boolean;
  /** For one of several states: whether it is the one at the moment. */
  isChecked?: boolean;
  /** Goes somewhere, or does something. */
  href?: string;
  run?: () => void;
}

interface MenuProps {
  /** What the button shows. */
  trigger: ComponentChildren;
  /** Says what the button does: its tooltip, and its name where it shows no words. It names the menu as well. */
  label: string;
  /** Classes of the button. */
  class?: string;
  items: readonly MenuItem[];
  /** Stands above the items. */
  head?: ComponentChildren;
}

/** A button with a menu: arrows move, Enter takes, the first letter finds. Escape and a click elsewhere close it. */
export function Menu({ trigger, label, class: buttonClass = 'button small', items, head }: MenuProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const popover = useRef<HTMLDivElement>(null);

  const onToggle = ({ newState }: Pick<ToggleEvent, 'newState'>) => {
    if (!button.current || !popover.current || newState !== 'open') return;
    placeBeside(button.current, popover.current);
    itemsOf(popover.current)[0]?.focus();
  };
  const take = (item: MenuItem) => {
    popover.current?.hidePopover();
    item.run?.();
  };

  return (
    <>
      <button ref={button} class={buttonClass} type="button" title={label} aria-haspopup="menu" popovertarget={id}>
        {trigger}
      </button>
      <div class="popover" popover="auto" id={id} ref={popover} onBeforeToggle={unplace} onToggle={onToggle}>
        {head && <div class="menu-head">{head}</div>}
        <div class="menu" role="menu" aria-label={label} tabIndex={-1} onKeyDown={moveInMenu}>
          {items.map((item) => (
            <MenuLine key={item.label} item={item} onTake={() => take(item)} />
          ))}
        </div>
      </div>
    </>
  );
}

function MenuLine({ item, onTake }: { item: MenuItem; onTake: () => void }) {
  const { href, isDanger, isChecked } = item;
  if (href !== undefined) {
    return (
      <a class="menu-item" href={href} role="menuitem" tabIndex={-1} onClick={onTake}>
        <MenuItemContent item={item} />
      </a>
    );
  }
  return (
    <button
      class={isDanger ? 'menu-item danger' : 'menu-item'}
      type="button"
      role={isChecked === undefined ? 'menuitem' : 'menuitemradio'}
      aria-checked={isChecked}
      tabIndex={-1}
      onClick={onTake}
    >
      <MenuItemContent item={item} />
    </button>
  );
}

function MenuItemContent({ item: { icon, label, keys, isChecked } }: { item: MenuItem }) {
  return (
    <>
      {icon && <Icon name={icon} small />}
      <span>{label}</span>
      {isChecked && <Icon name="check" small class="end" />}
      {keys && (
        <span class="end">
          <Keys keys={keys} />
        </span>
      )}
    </>
  );
}

const gap = 4;

/** Below the button, or above where there is no room; at its start, or at its end where it would leave the window. */
export function placeBeside(button: HTMLElement, popover: HTMLElement): void {
  const anchor = button.getBoundingClientRect();
  const { width, height } = popover.getBoundingClientRect();
  const top = anchor.bottom + gap + height <= innerHeight || anchor.top < height ? anchor.bottom + gap : anchor.top - gap - height;
  const left = anchor.left + width + gap <= innerWidth ? anchor.left : anchor.right - width;
  popover.style.setProperty('--top', `${Math.max(gap, top)}px`);
  popover.style.setProperty('--left', `${Math.max(gap, left)}px`);
  popover.style.setProperty('--visibility', 'visible');
}

/** Only an open popover has a size, so it opens unseen and is seen when it is in its place. */
export function unplace({ currentTarget }: { currentTarget: HTMLElement }): void {
  currentTarget.style.setProperty('--visibility', 'hidden');
}

function itemsOf(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]')];
}

function moveInMenu(event: KeyboardEvent): void {
  if (!(event.currentTarget instanceof HTMLElement)) return;
  const items = itemsOf(event.currentTarget);
  const current = items.findIndex((item) => item === document.activeElement);
  const isLetter = event.key.length === 1 && !event.ctrlKey && !event.metaKey && event.key !== ' ';
  const found = isLetter ? items.findIndex((item) => item.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase())) : -1;
  const next = found >= 0 ? found : nextIndex(event.key, current, items.length, 'vertical');
  if (next === null) {
    if (event.key === 'Tab') event.currentTarget.closest<HTMLElement>('[popover]')?.hidePopover();
    return;
  }
  event.preventDefault();
  items[next]?.focus();
}
