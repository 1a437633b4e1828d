import { Component } from 'preact';
import type { ComponentChildren, JSX } from 'preact';
import { Icon } from '../../ui/icon.tsx';

interface PartProps {
  /** Part of the ids in it, unique on the page. */
  id: string;
  title: string;
  /** Stands faint behind the title. */
  note?: ComponentChildren;
  /** Controls at the end of its head. */
  controls?: ComponentChildren;
  children: ComponentChildren;
}

/** A part of the event with its head. Whatever goes wrong inside costs this part only. */
export function Part({ id, title, note, controls, children }: PartProps): JSX.Element {
  return (
    <section class="block" aria-labelledby={`${id}-title`}>
      <header class="block-head">
        <h2 id={`${id}-title`}>{title}</h2>
        {note !== undefined && note !== false && <span class="count">{note}</span>}
        <span class="spacer" />
        {controls}
      </header>
      <Guard>{children}</Guard>
    </section>
  );
}

/** A part that one opens: what is long and seldom asked for. */
export function FoldedPart({ id, title, note, children, onToggle }: Omit<PartProps, 'controls'> & { onToggle?: (isOpen: boolean) => void }): JSX.Element {
  return (
    <section class="block" aria-labelledby={`${id}-title`}>
      <details class="disclosure" onToggle={(event) => onToggle?.(event.currentTarget.open)}>
        <summary>
          <Icon name="chevron-right" small />
          <h2 id={`${id}-title`}>{title}</h2>
          {note !== undefined && <span class="count">{note}</span>}
        </summary>
        <Guard>{children}</Guard>
      </details>
    </section>
  );
}

/** Keeps a failure inside: an event may hold what no reader foresaw, and its other parts still answer. */
export class Guard extends Component<{ children: ComponentChildren }, { failure: unknown }> {
  override state = { failure: null };

  static override getDerivedStateFromError(failure: unknown): { failure: unknown } {
    return { failure };
  }

  override componentDidCatch(failure: unknown): void {
    console.error(failure);
  }

  override render(): ComponentChildren {
    if (this.state.failure === null) return this.props.children;
    return (
      <p class="broken-part" role="alert">
        <Icon name="triangle-alert" small />
        This part could not be shown. The raw JSON below has all of it.
      </p>
    );
  }
}
