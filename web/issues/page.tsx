import { type ReadonlySignal, useComputed, useModel, useSignal, useSignalEffect } from '@preact/signals';
import { For } from '@preact/signals/utils';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { JSX } from 'preact';
import { changeIssues, deleteIssues, type Failure, type IssueChoice, listHashes, listNamedIssues, unmergeHashes } from '../api.ts';
import { Screen } from '../frame/screen.tsx';
import type { Asking } from '../issue/actions/deed-dialogs.tsx';
import { deedKeys } from '../issue/actions/deed-keys.ts';
import { peopleOf } from '../issue/actions/people.ts';
import { issueLists, issues, lastList, prefetchIssue } from '../issue/store.ts';
import { LiveState } from '../live/live-state.tsx';
import { useLive } from '../live/use-live.ts';
import { issuePath, issuesPath } from '../places.ts';
import { projectsCache } from '../resources.ts';
import { arrival, navigate } from '../router.ts';
import { SearchBar } from '../search/search-bar.tsx';
import type { Fault } from '../search/search-model.ts';
import { announce } from '../ui/announce.ts';
import { Icon } from '../ui/icon.tsx';
import { useKeys } from '../ui/keyboard.ts';
import { lazily } from '../ui/lazy.tsx';
import { counted, exactCount } from '../ui/numbers.ts';
import { Empty, Failed } from '../ui/states.tsx';
import { showToast } from '../ui/toast.tsx';
import { FailureList } from './failure-list.tsx';
import { followIssues } from './follow.ts';
import { IssueRow } from './issue-row.tsx';
import { IssuesModel, issuesText } from './issues-model.ts';
import type { IssuesSource, Which } from './issues-model.ts';
import { ListHead } from './list-head.tsx';
import { NoIssues, RowSkeletons } from './list-states.tsx';
import { issueSearch } from './issue-search.ts';
import { keepScope, keptScope } from './scope/kept.ts';
import { ScopePickers } from './scope/scope-pickers.tsx';
import { SortMenu } from './sort-menu.tsx';
import { defaultQuery, viewSearch } from './view.ts';
import type { View } from './view.ts';
import { shownView, viewsOf } from './views/store.ts';
import { ViewTabs } from './views/view-tabs.tsx';
import './issues.css';

const DeedDialogs = lazily(async () => (await import('../issue/actions/deed-dialogs.tsx')).DeedDialogs);

/** A row is made ready once the cursor has rested on it this long. */
const restMs = 120;
/** Where the cursor was, for coming back from an issue. */
let lastAt: string | null = null;

/** The issues of an organization. What is shown stands in the address. */
export function IssuesPage({ org }: { org: string }): JSX.Element {
  const { view, named } = useMemo(() => shownView(org), [org]);
  const model = useModel(() => new IssuesModel(sourceOf(org), view, (text, undo) => showToast(undo === null ? { text } : { text, undo }), lastAt));
  const projects = useMemo(() => projectsCache.visit(org), [org]);
  const people = useMemo(() => peopleOf(org), [org]);
  const asking = useSignal<Asking | null>(null);
  const go = (change: Partial<View>): void => navigate(issuesPath(org) + viewSearch({ ...view.peek(), cursor: null, ...change }));
  const search = useMemo(() => issueSearch(org, view, (next) => go({ query: next })), [org]);
  const views = useMemo(() => viewsOf(org, view), [org]);
  const changeScope = (change: Partial<View>): void => {
    keepScope(org, { ...view.peek(), ...change });
    go(change);
  };
  useKeptScope(org, view);
  useSignalEffect(() => {
    // So that a copied address says all that is shown, to whoever does not see the view as well.
    if (named.value !== null) navigate(issuesPath(org) + viewSearch(view.value), { replace: true });
  });

  useSignalEffect(() => {
    lastAt = model.at.value;
    lastList.value = { search: viewSearch(view.value), ids: model.rows.value.map((issue) => issue.id) };
  });
  const isReady = useComputed(() => model.page.value !== null);
  useLive(org, isReady.value, () => followIssues(model), [model]);
  const fresh = useComputed(() => model.fresh.value);
  useSignalEffect(() => {
    if (fresh.value > 0) announce(`${counted(fresh.value, 'new issue')}. Press n to show them.`);
  });
  useSignalEffect(() => {
    const page = model.page.value;
    if (page !== null) announce(page.hits === null ? issuesText(model.rows.peek().length) : `${issuesText(page.hits)} found`);
  });

  const { cursor } = view.value;
  const shownCursor = useRef(cursor);
  useEffect(() => {
    if (shownCursor.current === cursor) return;
    shownCursor.current = cursor;
    document.scrollingElement?.scrollTo({ top: 0 });
    document.getElementById('issues-title')?.focus({ preventScroll: true });
  }, [cursor]);

  const rest = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(rest.current), []);
  const move = (by: number): void => {
    model.move(by);
    const id = model.at.peek();
    if (id === null) return;
    document.getElementById(`issue-${id}`)?.scrollIntoView({ block: 'nearest' });
    // A cursor that only passes over a row must not ask the server anything.
    clearTimeout(rest.current);
    rest.current = setTimeout(() => prefetchIssue(org, id), restMs);
  };
  const open = (): void => {
    const id = model.at.peek();
    if (id !== null) navigate(issuePath(org, id));
  };
  const toggle = (): void => {
    const id = model.at.peek();
    if (id !== null) model.toggle(id);
  };
  useKeys('Issues', [
    { keys: 'j', label: 'Next row', run: () => move(1) },
    { keys: 'k', label: 'Previous row', run: () => move(-1) },
    { keys: 'Enter', label: 'Open', run: open },
    { keys: 'o', label: 'Open', run: open },
    { keys: 'x', label: 'Select', run: toggle },
    { keys: 'shift+j', label: 'Select downwards', run: () => extendBy(1) },
    { keys: 'shift+k', label: 'Select upwards', run: () => extendBy(-1) },
    { keys: 'shift+x', label: 'Select all that match', icon: 'check-check', run: () => model.selectMatching() },
    ...deedKeys({
      issues: () => model.targets.peek(),
      me: () => people.peek().me,
      act: (deed) => void model.act(deed),
      ask: (what) => (asking.value = { what, anchor: null }),
    }),
    { keys: 'm', label: 'Merge the selected', icon: 'merge', run: () => void model.merge() },
    { keys: 'Escape', label: 'Clear the selection', run: () => model.clearSelection() },
    { keys: 'n', label: 'Show new issues', run: () => model.showFresh() },
  ]);
  const extendBy = (by: number): void => {
    if (model.selection.peek().ids.size === 0) toggle();
    move(by);
    const id = model.at.peek();
    if (id !== null) model.extend(id);
  };

  const known = projects.value.value ?? [];
  const text = view.value.query;
  const top = (
    <>
      <h1 id="issues-title" tabIndex={-1}>
        Issues
      </h1>
      <span class="spacer" />
      <LiveState />
      <ScopePickers org={org} view={view.value} projects={known.map(({ slug }) => slug)} onChange={changeScope} />
    </>
  );
  return (
    <Screen title="Issues" class="issues" top={top}>
      <SearchBar model={search} label="Search issues" placeholder="is:unresolved, or words of a title" refused={refusedQuery(model.failure.value, text)} />
      <div class="views">
        <ViewTabs model={views} hits={hitsOf(model)} suggested={text === defaultQuery ? '' : text.slice(0, 60)} />
        <SortMenu sort={view.value.sort} onSort={(sort) => go({ sort })} />
      </div>
      <div id="issue-list" role="tabpanel" aria-labelledby={views.selected.value === null ? 'issues-title' : `issue-list-${views.selected.value}`}>
        <h2 class="visually-hidden">Found issues</h2>
        <ListHead model={model} period={view.value.period} onPeriod={(period) => go({ period, cursor: view.peek().cursor })} asking={asking} />
        {model.failures.value !== null && <FailureList org={org} failures={model.failures.value} onDismiss={() => model.dismissFailures()} />}
        <Rows org={org} model={model} view={view.value} onView={(next) => changeScope(next)} projects={known} />
      </div>
      <Pager org={org} model={model} view={view.value} />
      <DeedDialogs
        org={org}
        asking={asking}
        issues={model.targets.value}
        count={model.targetCount.value}
        people={people.value}
        eventId={null}
        onDeed={(deed) => void model.act(deed)}
        onDelete={(isDiscard) => void model.remove(isDiscard)}
      />
    </Screen>
  );
}

interface RowsProps {
  org: string;
  model: InstanceType<typeof IssuesModel>;
  view: View;
  projects: readonly { slug: string; firstEvent: string | null }[];
  onView: (view: View) => void;
}

/** The list in whichever of its states it is. */
function Rows({ org, model, view, projects, onView }: RowsProps): JSX.Element {
  const failure = model.failure.value;
  const isEmpty = useComputed(() => model.rows.value.length === 0);
  if (isEmpty.value) {
    if (failure?.reason === 'invalid') return <Empty title="This cannot be searched for">{failure.message}</Empty>;
    if (failure !== null)
      return (
        <Failed
          title="The issues could not be read"
          failure={failure}
          {...(failure.reason === 'failed' ? { kept: 'What SDKs send is still taken in.' } : {})}
          retry={() => void model.retry()}
        />
      );
    if (model.page.value === null) return <RowSkeletons />;
    return <NoIssues org={org} view={view} projects={projects} onView={onView} />;
  }
  return (
    <>
      {failure !== null && (
        <p class="stale" role="alert">
          <Icon name="wifi-off" small />
          {failure.message} What is shown may be old.
          <button class="button small" type="button" onClick={() => void model.retry()}>
            Try again
          </button>
        </p>
      )}
      <ol class="issue-list" aria-label="Issues">
        <For each={model.rows} getKey={(issue) => issue.id}>
          {(issue) => <IssueRow org={org} issue={issue} model={model} period={view.period} />}
        </For>
      </ol>
    </>
  );
}

function Pager({ org, model, view }: { org: string; model: InstanceType<typeof IssuesModel>; view: View }): JSX.Element | null {
  const page = model.page.value;
  if (page === null || model.rows.value.length === 0) return null;
  const linkTo = (cursor: string): string => issuesPath(org) + viewSearch({ ...view, cursor });
  return (
    <footer class="list-foot">
      <span class="faint-text">
        {exactCount(model.rows.value.length)}
        {page.hits !== null && ` of ${exactCount(page.hits)}`}
      </span>
      {(page.previous !== null || page.next !== null) && (
        <nav class="button-group" aria-label="Pages">
          {page.previous !== null && view.cursor !== null && (
            <a class="button small" href={linkTo(page.previous)}>
              Previous
            </a>
          )}
          {page.next !== null && (
            <a class="button small" href={linkTo(page.next)}>
              Next
            </a>
          )}
        </nav>
      )}
    </footer>
  );
}

function hitsOf(model: InstanceType<typeof IssuesModel>): number | null {
  return model.page.value?.hits ?? null;
}

function sourceOf(org: string): IssuesSource {
  return {
    peek: (view) => issueLists.peek(org, viewSearch(view)),
    list: async (view) => {
      const list = issueLists.visit(org, viewSearch(view));
      await list.refresh();
      const [value, failure] = [list.value.peek(), list.failure.peek()];
      if (failure !== null) return { ok: false, failure };
      return value === null ? { ok: false, failure: { reason: 'cancelled', message: '' } } : { ok: true, value };
    },
    named: (ids) => listNamedIssues(org, ids),
    change: async (which, body) => {
      const answer = await changeIssues(org, choiceOf(which), body);
      forget();
      return answer;
    },
    remove: async (which) => {
      const answer = await deleteIssues(org, choiceOf(which));
      forget();
      return answer;
    },
    hashesOf: async (id) => {
      const answer = await listHashes(org, id);
      return answer.ok ? { ok: true, value: answer.value.map((hash) => hash.id) } : answer;
    },
    unmerge: async (id, hashes) => {
      const answer = await unmergeHashes(org, id, hashes);
      forget();
      return answer;
    },
  };
}

function choiceOf(which: Which): IssueChoice {
  if ('ids' in which) return which;
  const { query: wanted, projects, environments, times, sort } = which.view;
  return { query: wanted, sort, projects, environments, times };
}

/** Whoever comes by a link that says nothing finds what they chose last; a link that was opened by itself shows what it says. */
function useKeptScope(org: string, view: ReadonlySignal<View>): void {
  useEffect(() => {
    if (viewSearch(view.peek()) !== '' || arrival.peek().kind !== 'forward') return;
    const search = viewSearch({ ...view.peek(), ...keptScope(org) });
    if (search !== '') navigate(issuesPath(org) + search, { replace: true });
  }, [org]);
}

/** What the API says is wrong with a query, if it says where. */
function refusedQuery(failure: Failure | null, text: string): Fault | null {
  if (failure?.reason !== 'invalid' || !failure.position) return null;
  return { ...failure.position, start: Math.min(failure.position.start, text.length), message: failure.message };
}

/** After a change every list and every issue has to be asked for again. */
function forget(): void {
  issueLists.expire();
  issues.expire();
}
