import type { LiveMessage } from '../../worker/api/contract/live.ts';
import type { LiveListener } from '../live/live.ts';
import { createPaced } from '../live/paced.ts';
import type { IssuesModel } from './issues-model.ts';

/** Rows are asked for anew at most this often, ms, and pages as well; but those cost more, and so they come less often the longer it goes on. */
const restMs = 1_000;
const maxPageRestMs = 10_000;
const maxAtOnce = 100;

/** Keeps a list up to date: its rows where they stand, and what it does not show yet for the reader to ask for. */
export function followIssues(model: Pick<InstanceType<typeof IssuesModel>, 'rows' | 'renew' | 'poll'>): LiveListener & { stop(): void } {
  const stale = new Set<string>();
  const rows = createPaced(async () => {
    const ids = [...stale].slice(0, maxAtOnce);
    if (ids.length === 0) return;
    for (const id of ids) stale.delete(id);
    const isDone = await model.renew(ids);
    if (!isDone) for (const id of ids) stale.add(id);
    if (stale.size > 0) rows.ask();
  }, restMs);
  const page = createPaced(
    async () => {
      if (!(await model.poll())) page.ask();
    },
    restMs,
    maxPageRestMs,
  );

  return {
    changed({ issues, projects, isEverywhere }: LiveMessage) {
      const shown = new Set(model.rows.peek().map(({ id }) => id));
      // Who looks at an issue, and who follows it, is for the page of the issue.
      const changed = issues.filter(({ kinds }) => kinds.some((kind) => kind !== 'participation'));
      for (const { id } of changed) if (shown.has(id)) stale.add(id);
      if (stale.size > 0) rows.ask();
      const isOther = changed.some(({ id, kinds }) => !shown.has(id) && kinds.some((kind) => kind !== 'deleted'));
      if (isOther || projects.length > 0 || isEverywhere) page.ask();
    },
    catchUp: () => page.ask(),
    stop() {
      rows.stop();
      page.stop();
    },
  };
}
