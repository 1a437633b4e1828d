import { signal } from '@preact/signals';

/** The API token that the set-up answered. It is known nowhere else, so the page after the set-up shows it, once; a reload forgets it. */
export const freshToken = signal<string | null>(null);
