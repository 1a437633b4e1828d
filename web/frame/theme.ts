import { signal, type ReadonlySignal } from '@preact/signals';

export type Theme = 'system' | 'light' | 'dark';

/** Also read by `public/theme.js`, before the first paint. */
const themeItem = 'picket-theme';

const themeSignal = signal<Theme>('system');

export const theme: ReadonlySignal<Theme> = themeSignal;

/** Takes up the theme that was chosen on this device. */
export function loadTheme(): void {
  const chosen = localStorage.getItem(themeItem);
  themeSignal.value = chosen === 'light' || chosen === 'dark' ? chosen : 'system';
}

export function chooseTheme(next: Theme): void {
  themeSignal.value = next;
  if (next === 'system') {
    localStorage.removeItem(themeItem);
    delete document.documentElement.dataset.theme;
  } else {
    localStorage.setItem(themeItem, next);
    document.documentElement.dataset.theme = next;
  }
}
