import { signal } from '@preact/signals';

/** What lies over the screen: the command palette, the list of keys, or on a phone the navigation. */
export const overlay = signal<'palette' | 'keys' | 'menu' | null>(null);

export function closeOverlay(): void {
  overlay.value = null;
}
