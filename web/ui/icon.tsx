import type { IconName } from './icon-names.ts';

/** An icon beside its word. Alone it says nothing to many: give the control around it a label. */
export function Icon({ name, small = false, class: extra = '' }: { name: IconName; small?: boolean; class?: string }) {
  return (
    <svg class={`icon${small ? ' small' : ''}${extra && ` ${extra}`}`} aria-hidden="true">
      <use href={`#i-${name}`} />
    </svg>
  );
}
