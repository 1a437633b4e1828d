import type { JSX } from 'preact';
import type { Event } from '../../worker/api/contract/event.ts';
import type { Issue } from '../../worker/api/contract/issue.ts';
import { Pairs } from './event/pairs.tsx';

/** Why these events are one issue. */
export function GroupingTab({ issue, event }: { issue: Issue; event: Event | null }): JSX.Element {
  const pairs: [string, unknown][] = [
    ['hash', issue.grouping?.hash ?? null],
    ['mechanism', issue.grouping?.mechanism ?? event?.groupingConfig.id ?? null],
    ['fingerprint of this event', event?.fingerprints.join(', ') ?? null],
  ];
  return (
    <section class="block" aria-labelledby="grouping-title">
      <header class="block-head">
        <h2 id="grouping-title">Why these events are one issue</h2>
      </header>
      <p class="quiet-text">
        Picket computes a hash from what an event says about its place: the fingerprint that the SDK set, else its stack trace, else its exception, else its
        message. Events with the same hash are one issue.
      </p>
      <Pairs pairs={pairs.filter(([, value]) => value !== null && value !== '')} isPlain />
    </section>
  );
}
