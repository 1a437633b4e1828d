import { type ReadonlySignal, signal } from '@preact/signals';
import type { Issue } from '../../worker/api/contract/issue.ts';
import type { Resource } from '../cache.ts';
import type { LiveListener } from '../live/live.ts';
import { createPaced } from '../live/paced.ts';

/** An issue of which events pour in is asked for at most this often, ms. */
const restMs = 1_000;

export interface IssueFollower extends LiveListener {
  /** Events came in since the one that is shown was asked for. */
  readonly hasNewer: ReadonlySignal<boolean>;
  /** Another event is shown: what came before it is not newer. */
  forget(): void;
  stop(): void;
}

/** Keeps an issue up to date. `outdated` is called when events came in, for what is known of those that were there. */
export function followIssue(issue: Pick<Resource<Issue>, 'value' | 'isLoading' | 'refresh'>, outdated: () => void): IssueFollower {
  const hasNewer = signal(false);
  const paced = createPaced(() => issue.refresh(), restMs);
  let events = eventsOf(issue.value.peek());
  /** What is shown first may be old; the event beside it is not. */
  let isOld = issue.isLoading.peek();

  /** Figures change for other reasons as well, so that the count tells. */
  const compare = issue.value.subscribe((now) => {
    const count = eventsOf(now);
    if (count <= events) return;
    events = count;
    if (!isOld) {
      hasNewer.value = true;
      outdated();
    }
  });
  const settle = issue.isLoading.subscribe((isLoading) => {
    // Not before the answer itself was compared.
    if (!isLoading) queueMicrotask(() => (isOld = false));
  });

  return {
    hasNewer,
    forget: () => void (hasNewer.value = false),
    changed({ issues, projects, isEverywhere }) {
      const shown = issue.value.peek();
      if (shown === null) return;
      if (isEverywhere || projects.includes(shown.project.id) || issues.some(({ id }) => id === shown.id)) paced.ask();
    },
    catchUp: () => paced.ask(),
    stop() {
      compare();
      settle();
      paced.stop();
    },
  };
}

function eventsOf(issue: Issue | null): number {
  return Number(issue?.count ?? 0);
}
