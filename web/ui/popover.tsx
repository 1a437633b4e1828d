import type { ComponentChildren, RefObject } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-names.ts';
import { Keys } from './keys.tsx';
import { nextIndex } from './roving.ts';

interface Trigger {
  /** What the button shows. */
  trigger: ComponentChildren;
  /** Says what the button does: its tooltip, and its name where it shows no words. It names what opens as well. */
  label?: string | undefined;
  /** Classes of the button. */
  class?: string | undefined;
}

/** A button that opens something beside it, and closes it on Escape, on a click elsewhere, and with `close`. */
export function Popover({ trigger, label, class: buttonClass = 'button small', children }: Trigger & { children: (close: () => void) => ComponentChildren }) {
  const popover = useRef<HTMLDivElement>(null);
  return (
    <Opener trigger={trigger} label={label} class={buttonClass} hasPopup="dialog" popover={popover}>
      {children(() => popover.current?.hidePopover())}
    </Opener>
  );
}

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

/** A button with a menu: arrows move, Enter takes, the first letter finds. `head` stands above the items. */
export function Menu({ trigger, label, class: buttonClass = 'button small', items, head }: Trigger & { items: readonly MenuItem[]; head?: ComponentChildren }) {
  const menu = useRef<HTMLDivElement>(null);

  const take = (item: MenuItem) => {
    menu.current?.hidePopover();
    item.run?.();
  };
  return (
    <Opener trigger={trigger} label={label} class={buttonClass} hasPopup="menu" popover={menu}>
      {head && <div class="menu-head">{head}</div>}
      <div class="menu" role="menu" aria-label={label} tabIndex={-1} onKeyDown={moveInMenu}>
        {items.map((item) => (
          <MenuLine key={item.label} item={item} onTake={() => take(item)} />
        ))}
      </div>
    </Opener>
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

interface OpenerProps extends Trigger {
  hasPopup: 'menu' | 'dialog';
  popover: RefObject<HTMLDivElement | null>;
  children: ComponentChildren;
}

function Opener({ trigger, label, class: buttonClass, hasPopup, popover, children }: OpenerProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const onToggle = ({ newState }: Pick<ToggleEvent, 'newState'>) => {
    if (!button.current || !popover.current || newState !== 'open') return;
    placeBeside(button.current, popover.current);
    itemsOf(popover.current)[0]?.focus();
  };
  return (
    <>
      <button ref={button} class={buttonClass} type="button" title={label} aria-haspopup={hasPopup} popovertarget={id}>
        {trigger}
      </button>
      <div
        class="popover"
        popover="auto"
        id={id}
        ref={popover}
        role={hasPopup === 'dialog' ? 'dialog' : undefined}
        aria-label={hasPopup === 'dialog' ? label : undefined}
        onBeforeToggle={unplace}
        onToggle={onToggle}
      >
        {children}
      </div>
    </>
  );
}

const gap = 4;

/** Below the button, or above where there is no room; at its start, or at its end where it would leave the window. */
function placeBeside(button: HTMLElement, popover: HTMLElement): void {
  const anchor = button.getBoundingClientRect();
  const { width, height } = popover.getBoundingClientRect();
  const top = anchor.bottom + gap + height <= innerHeight || anchor.top < height ? anchor.bottom + gap : anchor.top - gap - height;
  const left = anchor.left + width + gap <= innerWidth ? anchor.left : anchor.right - width;
  popover.style.setProperty('--top', `${Math.max(gap, top)}px`);
  popover.style.setProperty('--left', `${Math.max(gap, left)}px`);
  popover.style.setProperty('--visibility', 'visible');
}

/** Only an open popover has a size, so it opens unseen and is seen when it is in its place. */
function unplace({ currentTarget }: { currentTarget: HTMLElement }): void {
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
