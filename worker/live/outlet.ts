import { type Changes, nothing, together } from './changes.ts';

/** Between two messages, ms. */
const everyMs = 1_000;

/** Hands on what changes: at once after a quiet time, and then at most once a second what gathered meanwhile. */
export class Outlet {
  readonly #send: (changes: Changes) => void;
  #waiting: Changes | null = null;
  #isBusy = false;

  constructor(send: (changes: Changes) => void) {
    this.#send = send;
  }

  add(changes: Changes): void {
    this.#waiting = together(this.#waiting ?? nothing, changes);
    if (this.#isBusy) return;
    this.#isBusy = true;
    // What comes with it goes with it.
    queueMicrotask(() => this.#flush());
  }

  #flush(): void {
    const changes = this.#waiting;
    this.#waiting = null;
    this.#isBusy = changes !== null;
    if (!changes) return;
    setTimeout(() => this.#flush(), everyMs);
    this.#send(changes);
  }
}
