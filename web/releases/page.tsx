import './releases.css';
import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
import type { JSX } from 'preact';
import { Screen } from '../frame/screen.tsx';
import { projectsCache } from '../resources.ts';
import { query, setQuery } from '../router.ts';
import { Icon } from '../ui/icon.tsx';
import { useKeys } from '../ui/keyboard.ts';
import { Bone, Empty, Failed, Loading } from '../ui/states.tsx';
import { ReleaseTable } from './release-table.tsx';
import { releaseLists } from './store.ts';
import { readView, viewSearch } from './view.ts';

/** Typing on within this time asks only once. */
const restMs = 150;

/** The versions of an organization, the newest first. What is shown stands in the address. */
export function ReleasesPage({ org }: { org: string }): JSX.Element {
  const view = useComputed(() => readView(query.value));
  const search = useComputed(() => viewSearch(view.value)).value;
  const resource = useMemo(() => releaseLists.visit(org, search), [org, search]);
  const projects = useMemo(() => projectsCache.visit(org), [org]).value.value ?? [];
  const field = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const [page, failure] = [resource.value.value, resource.failure.value];
  useKeys('Releases', [{ keys: '/', label: 'Find a release', run: () => field.current?.select() }]);

  const text = useSignal(view.peek().query);
  // As the address says, where that is not what was typed.
  useSignalEffect(() => {
    if (view.value.query !== text.peek().trim()) text.value = view.value.query;
  });
  const type = (typed: string): void => {
    text.value = typed;
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = setTimeout(() => setQuery({ query: typed.trim() || null, cursor: null }, { replace: true }), restMs);
  };

  return (
    <Screen
      title="Releases"
      class="releases-page"
      top={
        <>
          <h1>Releases</h1>
          <span class="spacer" />
          <select
            class="select small quiet"
            aria-label="Project"
            value={view.value.project ?? ''}
            onChange={(event) => setQuery({ project: event.currentTarget.value || null, cursor: null })}
          >
            <option value="">All projects</option>
            {projects.map(({ slug }) => (
              <option key={slug}>{slug}</option>
            ))}
          </select>
        </>
      }
    >
      <search class="release-search">
        <Icon name="search" small />
        <input
          class="input"
          type="search"
          ref={field}
          aria-label="Find a release"
          placeholder="Part of a version"
          autocomplete="off"
          spellcheck={false}
          maxLength={200}
          value={text.value}
          onInput={(event) => type(event.currentTarget.value)}
        />
      </search>
      {failure && !page && <Failed title="The releases did not load" failure={failure} retry={() => void resource.refresh()} />}
      {!page && !failure && <ReleaseBones />}
      {page?.items.length === 0 && <NoReleases isNarrowed={view.value.query !== '' || view.value.project !== null} />}
      {page && page.items.length > 0 && <ReleaseTable org={org} releases={page.items} />}
      {page && (page.previous !== null || page.next !== null) && (
        <nav class="button-group release-pages" aria-label="Pages of releases">
          <button class="button small" type="button" disabled={page.previous === null} onClick={() => setQuery({ cursor: page.previous })}>
            Newer
          </button>
          <button class="button small" type="button" disabled={page.next === null} onClick={() => setQuery({ cursor: page.next })}>
            Older
          </button>
        </nav>
      )}
    </Screen>
  );
}

function NoReleases({ isNarrowed }: { isNarrowed: boolean }): JSX.Element {
  if (!isNarrowed) {
    return (
      <Empty title="No release yet">
        Set <code>release</code> in the SDK, or announce one from CI with <code>sentry-cli releases new</code>. Then every issue says in which version it began.
      </Empty>
    );
  }
  return (
    <Empty
      title="No release like that"
      action={
        <button class="button" type="button" onClick={() => setQuery({ query: null, project: null, cursor: null })}>
          Show all releases
        </button>
      }
    >
      Neither an event nor CI has named one.
    </Empty>
  );
}

function ReleaseBones(): JSX.Element {
  return (
    <Loading label="Loading the releases">
      <div class="release-bones">
        {['11rem', '14rem', '9rem', '12rem', '10rem'].map((wide) => (
          <Bone key={wide} wide={wide} />
        ))}
      </div>
    </Loading>
  );
}
