import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-names.ts';

/** A word in a box. `accent` for what is new or growing, `strong` for what came back. */
export function Badge({ tone, icon, children }: { tone?: 'accent' | 'strong'; icon?: IconName; children: ComponentChildren }) {
  return (
    <span class={tone ? `badge ${tone}` : 'badge'}>
      {icon && <Icon name={icon} />}
      {children}
    </span>
  );
}
