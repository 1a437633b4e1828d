import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { Icon } from '../ui/icon.tsx';
import { overlay } from './overlay.ts';

interface ScreenProps {
  /** Of the document, `Issues`; the name of the product follows it. */
  title: string;
  /** The class that the screen's own sheet begins with. */
  class: string;
  /** What stands in the bar at the top: the heading or the path, then actions. */
  top: ComponentChildren;
  children: ComponentChildren;
}

/** The main part of a page: a bar that stays at the top, and what is below. It names the document. */
export function Screen({ title, class: name, top, children }: ScreenProps) {
  useTitle(title);
  return (
    <main class={`main ${name}`} id="content" tabIndex={-1}>
      <header class="top">
        <button
          class="button quiet square menu-button"
          type="button"
          aria-label="Menu"
          aria-expanded={overlay.value === 'menu'}
          onClick={() => (overlay.value = 'menu')}
        >
          <Icon name="menu" />
        </button>
        {top}
      </header>
      {children}
    </main>
  );
}

/** Names the document after the screen. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Picket`;
  }, [title]);
}

/** The way to a screen, from the whole to the part. The last one is where the reader is. */
export function Crumbs({ path, here }: { path: readonly { label: string; href: string }[]; here: string }) {
  return (
    <nav aria-label="Path" class="crumb-path">
      <ol class="crumbs">
        {path.map(({ label, href }) => (
          <li key={href} class="far">
            <a class="clip" href={href}>
              {label}
            </a>
          </li>
        ))}
        <li>
          <span class="clip" aria-current="page">
            {here}
          </span>
        </li>
      </ol>
    </nav>
  );
}
