import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { JSX } from 'preact';
import { listIssues } from '../api.ts';
import { Empty } from '../ui/states.tsx';
import { issuesText } from './issues-model.ts';
import { type Restriction, restrictionsOf } from './restrictions.ts';
import { defaultQuery, readView, type View, viewSearch } from './view.ts';

interface NothingFoundProps {
  org: string;
  view: View;
  onView: (view: View) => void;
}

/** A search that finds nothing, and which part of it keeps how many issues out. */
export function NothingFound({ org, view, onView }: NothingFoundProps): JSX.Element {
  const drops = useSignal<readonly (Restriction & { hits: number })[]>([]);
  useEffect(() => {
    const asked = new AbortController();
    drops.value = [];
    void Promise.all(
      restrictionsOf(view).map(async (restriction) => {
        const { query, projects, environments, times } = restriction.without;
        const answer = await listIssues(org, { query, projects, environments, times, limit: 1 }, asked.signal);
        return { ...restriction, hits: answer.ok ? (answer.value.hits ?? answer.value.items.length) : 0 };
      }),
    ).then((counted) => {
      if (!asked.signal.aborted) drops.value = counted.filter(({ hits }) => hits > 0).sort((one, other) => other.hits - one.hits);
    });
    return () => asked.abort();
  }, [org, viewSearch(view)]);

  return (
    <Empty
      title="No issue matches"
      action={
        <button class="button" type="button" onClick={() => onView({ ...readView(new URLSearchParams()), query: defaultQuery, period: view.period })}>
          Clear the search
        </button>
      }
    >
      {['Nothing has all that is asked for.', 'This keeps everything out:'][drops.value.length] ?? 'Each of these keeps some out:'}
      {drops.value.length > 0 && (
        <span class="drops">
          {drops.value.map(({ label, without, hits }) => (
            <button class="button small" type="button" key={label} onClick={() => onView(without)}>
              <span>
                Without <bdi>{label}</bdi>
              </span>
              <span class="count">{issuesText(hits)}</span>
            </button>
          ))}
        </span>
      )}
    </Empty>
  );
}
