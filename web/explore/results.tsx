import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { ExplorePage } from '../api.ts';
import type { Resource } from '../cache.ts';
import { spans, spanText } from '../issues/scope/spans.ts';
import { navigate } from '../router.ts';
import { Icon } from '../ui/icon.tsx';
import { useKeys } from '../ui/keyboard.ts';
import { exactCount } from '../ui/numbers.ts';
import { Bone, Empty, Failed, Loading } from '../ui/states.tsx';
import { ResultTable, rowHref } from './result-table.tsx';
import { timelineOf } from './lines.ts';
import { lineSets } from './store.ts';
import { type ExploreView, isGrouped, linesSearch, rangeOf, viewSearch } from './view.ts';

interface ResultsProps {
  org: string;
  view: ExploreView;
  table: Resource<ExplorePage>;
  hrefOf: (view: ExploreView) => string;
  go: (change: Partial<ExploreView>) => void;
}

/** The table in whichever of its states it is. While the next one is fetched, the last one stays, paler. */
export function Results({ org, view, table, hrefOf, go }: ResultsProps): JSX.Element {
  const last = useRef<{ page: ExplorePage; view: ExploreView } | null>(null);
  const page = table.value.value;
  const failure = table.failure.value;
  if (page) last.current = { page, view };
  const shown = page ? { page, view } : failure ? null : last.current;
  const at = useSignal<number | null>(null);
  const lines = useMemo(() => lineSets.visit(org, linesSearch(view, Date.now())), [view]).value.value;
  const labels = lines ? timelineOf(lines).lines.map(({ label }) => label) : [];
  useCursorOf(view, () => (at.value = null));
  const rows = shown?.page.data ?? [];

  const move = (by: number): void => {
    if (rows.length === 0) return;
    at.value = Math.min(rows.length - 1, Math.max(0, at.peek() === null ? 0 : (at.peek() ?? 0) + by));
    document.getElementById(`row-${at.peek()}`)?.scrollIntoView({ block: 'nearest' });
  };
  const open = (): void => {
    const row = rows[at.peek() ?? -1];
    const href = row && rowHref(org, view, row, hrefOf);
    if (href) navigate(href);
  };
  useKeys('Explore', [
    { keys: 'j', label: 'Next row', run: () => move(1) },
    { keys: 'k', label: 'Previous row', run: () => move(-1) },
    { keys: 'Enter', label: 'Open the event, or the events of the group', run: open },
    { keys: 'o', label: 'Open the event, or the events of the group', run: open },
  ]);

  if (failure?.reason === 'invalid' && !page) {
    return failure.position ? (
      <Empty title="The query cannot be read">What is wrong is marked in it.</Empty>
    ) : (
      <Empty title="This cannot be asked">{failure.message}</Empty>
    );
  }
  if (failure && !page)
    return <Failed title="The events could not be read" failure={failure} kept="What SDKs send is still taken in." retry={() => void table.refresh()} />;
  if (!shown) return <Bones />;
  if (rows.length === 0) return <NoEvents view={view} go={go} />;
  return (
    <div class={page ? undefined : 'outdated'} aria-busy={!page}>
      {failure && (
        <p class="note warning" role="alert">
          <Icon name="wifi-off" small />
          {failure.message} What is shown may be old.
          <button class="button small" type="button" onClick={() => void table.refresh()}>
            Try again
          </button>
        </p>
      )}
      {shown.page.meta.isPartial && (
        <p class="note warning" role="status">
          <Icon name="info" small />
          There are more groups than can be told apart, so those that came last are left out. Narrow the query or the time.
        </p>
      )}
      <ResultTable org={org} view={shown.view} page={shown.page} labels={labels} at={at} hrefOf={hrefOf} go={go} />
      <Pager view={shown.view} page={shown.page} hrefOf={hrefOf} />
    </div>
  );
}

/** Another question has another first row; another page begins at its top. */
function useCursorOf({ cursor, ...question }: ExploreView, reset: () => void): void {
  useEffect(reset, [viewSearch({ cursor, ...question })]);
  const shown = useRef(cursor);
  useEffect(() => {
    if (shown.current === cursor) return;
    shown.current = cursor;
    document.querySelector('.explore-scroll')?.scrollIntoView({ block: 'start' });
  }, [cursor]);
}

function Pager({ view, page, hrefOf }: { view: ExploreView; page: ExplorePage; hrefOf: ResultsProps['hrefOf'] }): JSX.Element {
  const noun = isGrouped(view) ? 'group' : 'event';
  const count = page.data.length;
  return (
    <footer class="explore-foot">
      <span class="faint-text">
        {exactCount(count)} {count === 1 ? noun : `${noun}s`}
        {page.next === null && view.cursor === null ? '' : ' on this page'}
      </span>
      {(page.previous !== null || page.next !== null) && (
        <nav class="button-group" aria-label="Pages">
          {page.previous !== null && (
            <a class="button small" href={hrefOf({ ...view, cursor: page.previous })}>
              Previous
            </a>
          )}
          {page.next !== null && (
            <a class="button small" href={hrefOf({ ...view, cursor: page.next })}>
              Next
            </a>
          )}
        </nav>
      )}
    </footer>
  );
}

/** What else there is to try: a longer time first, since most that is missing is older. */
function NoEvents({ view, go }: { view: ExploreView; go: ResultsProps['go'] }): JSX.Element {
  const longer = longerThan(view);
  const isNarrowed = view.query !== '' || view.projects.length > 0 || view.environments.length > 0;
  const action =
    longer !== null ? (
      <button class="button" type="button" onClick={() => go({ times: { period: longer } })}>
        Look at the {spanText(longer)?.toLowerCase()}
      </button>
    ) : isNarrowed ? (
      <button class="button" type="button" onClick={() => go({ query: '', projects: [], environments: [] })}>
        Look at all events
      </button>
    ) : null;
  return (
    <Empty title="No event matches" {...(action ? { action } : {})}>
      {isNarrowed ? 'Nothing in this time is what the query and the choices above ask for.' : 'Nothing arrived in this time.'}
    </Empty>
  );
}

function longerThan(view: ExploreView): string | null {
  const { from, before } = rangeOf(view.times, 0);
  return spans.find(({ period }) => lengthOf(period) > before - from)?.period ?? null;
}

function lengthOf(period: string): number {
  return -rangeOf({ period }, 0).from;
}

function Bones(): JSX.Element {
  return (
    <Loading label="Loading the events">
      <div class="explore-bones">
        {Array.from({ length: 12 }, (_, index) => (
          <Bone key={index} wide={`${45 + ((index * 19) % 50)}%`} />
        ))}
      </div>
    </Loading>
  );
}
