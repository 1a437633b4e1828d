import { batch, computed, signal } from '@preact/signals';
import type { Issue } from '../../worker/api/contract/issue.ts';
import type { Project } from '../../worker/api/contract/project.ts';
import type { Answer, Failure } from '../api.ts';

export interface Ports {
  getProject: () => Promise<Answer<Project>>;
  /** The newest issue of the project; null while there is none. */
  getNewestIssue: () => Promise<Answer<Issue | null>>;
  now: () => number;
  /** Whether somebody sees the page; unseen, it does not ask. */
  isSeen: () => boolean;
}

/** Asks quickly while somebody is likely to be trying, then gently. */
const quickMs = 2_000;
const gentleMs = 10_000;
const quickUntilMs = 10 * 60_000;

/** Waits for the first event of a project. */
export function createInstallModel({ getProject, getNewestIssue, now, isSeen }: Ports) {
  const startedAt = now();
  const project = signal<Project | null>(null);
  const issue = signal<Issue | null>(null);
  const failure = signal<Failure | null>(null);
  /** How long the last answer took. */
  const roundTripMs = signal<number | null>(null);
  const waitedMs = signal(0);
  /** True when the first event came before this page did: nothing to celebrate, but the guide is still of use. */
  const wasInUse = signal(false);
  const isReceived = computed(() => issue.value !== null);

  async function look(): Promise<void> {
    const askedAt = now();
    const answer = await getProject();
    if (!answer.ok) {
      if (answer.failure.reason !== 'cancelled') failure.value = answer.failure;
      return;
    }
    const isFirstLook = project.peek() === null;
    batch(() => {
      failure.value = null;
      roundTripMs.value = now() - askedAt;
      project.value = answer.value;
      if (isFirstLook) wasInUse.value = answer.value.firstEvent !== null;
    });
    if (answer.value.firstEvent === null) return;
    const newest = await getNewestIssue();
    if (newest.ok && newest.value) issue.value = newest.value;
  }

  /** Looks now and then again until the event is here. Answers how to stop. */
  function watch(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isStopped = false;
    const again = async () => {
      if (isSeen()) await look();
      if (isStopped || isReceived.peek()) return;
      timer = setTimeout(again, now() - startedAt < quickUntilMs ? quickMs : gentleMs);
    };
    const clock = setInterval(() => (waitedMs.value = now() - startedAt), 1_000);
    void again();
    return () => {
      isStopped = true;
      clearTimeout(timer);
      clearInterval(clock);
    };
  }

  return { project, issue, failure, roundTripMs, waitedMs, wasInUse, isReceived, look, watch };
}
