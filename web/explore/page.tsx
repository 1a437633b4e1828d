import './explore.css';
import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { exportUrl, type Failure } from '../api.ts';
import { Screen } from '../frame/screen.tsx';
import { ScopePickers } from '../issues/scope/scope-pickers.tsx';
import { explorePath } from '../places.ts';
import { projectsCache } from '../resources.ts';
import { navigate, query } from '../router.ts';
import { SearchBar } from '../search/search-bar.tsx';
import type { Fault } from '../search/search-model.ts';
import { announce } from '../ui/announce.ts';
import { Icon } from '../ui/icon.tsx';
import { useKeys } from '../ui/keyboard.ts';
import { lazily } from '../ui/lazy.tsx';
import { counted } from '../ui/numbers.ts';
import { Segmented } from '../ui/tabs.tsx';
import { eventSearch } from './event-search.ts';
import { FieldBar } from './field-bar.tsx';
import { FieldPicker, type Picking } from './field-picker.tsx';
import { Results } from './results.tsx';
import { SavedQueries } from './saved-queries.tsx';
import { tables } from './store.ts';
import {
  asEvents,
  asGroups,
  exportSearch,
  type ExploreView,
  isGrouped,
  longestPeriod,
  readView,
  tableSearch,
  viewSearch,
  withField,
  withoutField,
} from './view.ts';

const ChartPanel = lazily(async () => (await import('./chart-panel.tsx')).ChartPanel);

/** Any question about any event: a query, columns or groups, a chart of them over time. The address is its state. */
export function ExplorePage({ org }: { org: string }): JSX.Element {
  const view = useComputed(() => readView(query.value));
  const shown = view.value;
  const picking = useSignal<Picking | null>(null);
  const question = tableSearch(shown);
  const table = useMemo(() => tables.visit(org, question), [org, question]);
  const projects = useMemo(() => projectsCache.visit(org), [org]).value.value ?? [];

  const hrefOf = (next: ExploreView): string => explorePath(org) + viewSearch(next);
  const go = (change: Partial<ExploreView>): void => navigate(hrefOf({ ...view.peek(), cursor: null, ...change }));
  const search = useMemo(() => eventSearch(org, view, (text) => go({ query: text })), [org]);
  const pick = (what: Picking['what'], anchor: HTMLElement | null): void => void (picking.value = { what, anchor });

  useSignalEffect(() => {
    const page = table.value.value;
    if (page) announce(`${counted(page.data.length, isGrouped(view.peek()) ? 'group' : 'event')}${page.next === null ? '' : ', and more'}`);
  });
  useKeys('Explore', [
    { keys: 'c', label: 'Add a column', icon: 'columns-3', run: () => pick('field', null) },
    { keys: 'a', label: 'Add a function', icon: 'plus', run: () => pick('function', null) },
    { keys: 'v', label: 'Events or groups', icon: 'layers', run: () => go(isGrouped(view.peek()) ? asEvents(view.peek()) : asGroups(view.peek())) },
    { keys: 'd', label: 'Download as CSV', icon: 'download', run: () => download(exportUrl(org, exportSearch(view.peek()))) },
  ]);

  return (
    <Screen
      title="Explore"
      class="explore"
      top={
        <>
          <h1 id="explore-title" tabIndex={-1}>
            Explore
          </h1>
          <span class="spacer" />
          <ScopePickers
            org={org}
            view={shown}
            projects={projects.map(({ slug }) => slug)}
            onChange={({ times, ...change }) => go({ ...change, ...(times === undefined ? {} : { times: times ?? { period: longestPeriod } }) })}
          />
        </>
      }
    >
      <SearchBar
        model={search}
        label="Search events"
        placeholder="browser.name:Firefox !release:1.* count():>10, or words"
        refused={refusedQuery(table.failure.value, shown.query)}
      />
      <div class="explore-bar">
        <Segmented
          label="Rows"
          choices={[
            { value: 'events', label: 'Events' },
            { value: 'groups', label: 'Groups' },
          ]}
          selected={isGrouped(shown) ? 'groups' : 'events'}
          onSelect={(kind) => go(kind === 'groups' ? asGroups(view.peek()) : asEvents(view.peek()))}
        />
        <FieldBar view={shown} onPick={pick} onRemove={(field) => go(withoutField(view.peek(), field))} />
        <span class="explore-actions">
          <SavedQueries org={org} view={shown} onShow={(next) => navigate(hrefOf(next))} />
          <a class="button small" href={exportUrl(org, exportSearch(shown))} download="events.csv" title="Up to 100,000 rows (d)">
            <Icon name="download" small />
            <span class="word">CSV</span>
          </a>
        </span>
      </div>
      <ChartPanel org={org} view={shown} onAxis={(axis) => go({ axis })} onTimes={(times) => go({ times })} />
      <Results org={org} view={shown} table={table} hrefOf={hrefOf} go={go} />
      {picking.value && (
        <FieldPicker
          org={org}
          view={shown}
          picking={picking.value}
          onNext={(next) => (picking.value = next)}
          onTake={(field) => go({ fields: withField(view.peek(), field) })}
          onClose={() => (picking.value = null)}
        />
      )}
    </Screen>
  );
}

function refusedQuery(failure: Failure | null, text: string): Fault | null {
  if (failure?.reason !== 'invalid' || !failure.position) return null;
  return { ...failure.position, start: Math.min(failure.position.start, text.length), message: failure.message };
}

function download(href: string): void {
  const link = document.createElement('a');
  link.href = href;
  link.download = 'events.csv';
  link.click();
}
