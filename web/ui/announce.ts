import { signal, type ReadonlySignal } from '@preact/signals';

const announcementSignal = signal('');

/** What the live region of the application says at the moment. */
export const announcement: ReadonlySignal<string> = announcementSignal;

/** Says something to those who do not see the page change. */
export function announce(text: string): void {
  // The same words twice are no change to a live region, so the space that nobody hears makes them one.
  announcementSignal.value = announcementSignal.peek() === text ? `${text}\u00a0` : text;
}
