import { computed, type ReadonlySignal } from '@preact/signals';
import type { NewSearchView, SearchView, SearchViewChange } from '../../../worker/api/contract/search-view.ts';
import type { Answer } from '../../api.ts';
import type { Resource } from '../../cache.ts';
import type { Announce } from '../issues-model.ts';
import type { View } from '../view.ts';
import { type BuiltInView, builtInViews } from './built-in.ts';
import { contentOf, isSame, type ProjectNames, viewOf } from './content.ts';

/** What is asked of the API. */
export interface ViewsSource {
  create(body: NewSearchView): Promise<Answer<SearchView>>;
  change(id: string, body: SearchViewChange): Promise<Answer<SearchView>>;
  remove(id: string): Promise<Answer<null>>;
  restore(id: string): Promise<Answer<SearchView>>;
  star(id: string, starred: boolean): Promise<Answer<null>>;
  order(ids: readonly string[]): Promise<Answer<null>>;
}

interface ViewsPorts {
  source: ViewsSource;
  saved: Pick<Resource<SearchView[]>, 'value' | 'put' | 'refresh'>;
  view: ReadonlySignal<View>;
  projects: ReadonlySignal<ProjectNames>;
  go: (view: View) => void;
  announce: Announce;
}

/** A tab above the list. */
export type ViewTab = { key: string; name: string } & ({ builtIn: BuiltInView } | { saved: SearchView });

/** The views of the issue list: those that everybody has, then those that one saved and keeps at hand. */
export function createViewsModel({ source, saved, view, projects, go, announce }: ViewsPorts) {
  const all = computed(() => saved.value.value ?? []);
  const starred = computed(() => all.value.filter((one) => one.starred));
  /** The saved view that the list came from. */
  const current = computed(() => all.value.find(({ id }) => id === view.value.saved) ?? null);
  const tabs = computed((): readonly ViewTab[] => [
    ...builtInViews.map((builtIn): ViewTab => ({ key: builtIn.id, name: builtIn.name, builtIn })),
    ...starred.value.map((one): ViewTab => ({ key: `view-${one.id}`, name: one.name, saved: one })),
    // One that is no tab is one for as long as it is shown.
    ...(current.value && !current.value.starred ? [{ key: `view-${current.value.id}`, name: current.value.name, saved: current.value }] : []),
  ]);
  /** Null where the list shows what no view keeps. Projects, times and the like may be chosen beside a view that everybody has. */
  const selected = computed((): string | null => {
    if (current.value) return `view-${current.value.id}`;
    return builtInViews.find(({ query }) => query === view.value.query.trim())?.id ?? null;
  });
  const isChanged = computed(() => current.value !== null && !isSame(view.value, current.value, projects.value));
  /** Whether there is something to save that no view keeps. */
  const isUnsaved = computed(() => {
    if (current.value) return isChanged.value;
    const { projects: chosen, environments, times, sort } = view.value;
    return selected.value === null || chosen.length > 0 || environments.length > 0 || times !== null || sort !== 'date';
  });

  function put(views: readonly SearchView[]): void {
    saved.put([...views]);
  }

  /** Shows a change at once, and takes it back where the API refuses. */
  async function optimistically<Value>(
    foresee: (views: readonly SearchView[]) => SearchView[],
    ask: () => Promise<Answer<Value>>,
    what: string,
  ): Promise<boolean> {
    const before = all.peek();
    put(foresee(before));
    const answer = await ask();
    if (!answer.ok) {
      put(before);
      announce(`${what} ${answer.failure.message}`, null);
    }
    return answer.ok;
  }

  const replaced = (views: readonly SearchView[], next: SearchView) => views.map((one) => (one.id === next.id ? next : one));

  async function save(name: string, visibility: SearchView['visibility']): Promise<Answer<SearchView>> {
    const shown = view.peek();
    const answer = await source.create({ ...contentOf(shown, projects.peek()), name, visibility });
    if (!answer.ok) return answer;
    put([...all.peek(), answer.value]);
    go({ ...shown, saved: answer.value.id, cursor: null });
    announce(`View “${answer.value.name}” saved`, () => void remove(answer.value));
    return answer;
  }

  /** Keeps in the view what the list shows now. */
  async function update(): Promise<void> {
    const [mine, shown] = [current.peek(), view.peek()];
    if (mine === null || !isChanged.peek()) return;
    await change(mine, contentOf(shown, projects.peek()), 'saved');
  }

  async function change(mine: SearchView, body: SearchViewChange, done: string): Promise<Answer<SearchView>> {
    const answer = await source.change(mine.id, body);
    if (answer.ok) {
      put(replaced(all.peek(), answer.value));
      const { name, query, querySort, projects: ids, environments, timeFilters, visibility } = mine;
      const before = { name, query, querySort, projects: ids, environments, timeFilters, ...(visibility === answer.value.visibility ? {} : { visibility }) };
      announce(`View “${answer.value.name}” ${done}`, () => void undoChange(mine, before));
    } else announce(`The view was not changed. ${answer.failure.message}`, null);
    return answer;
  }

  async function undoChange(mine: SearchView, before: SearchViewChange): Promise<void> {
    const answer = await source.change(mine.id, before);
    if (answer.ok) put(replaced(all.peek(), answer.value));
    announce(answer.ok ? 'Undone' : `This could not be undone. ${answer.failure.message}`, null);
  }

  async function remove(gone: SearchView): Promise<void> {
    const shown = view.peek();
    const wasShown = shown.saved === gone.id;
    const before = all.peek();
    const isGone = await optimistically(
      (views) => views.filter(({ id }) => id !== gone.id),
      () => source.remove(gone.id),
      'The view was not deleted.',
    );
    if (!isGone) return;
    if (wasShown) go({ ...shown, saved: null });
    announce(`View “${gone.name}” deleted`, () => void restore(gone, before, wasShown ? shown : null));
  }

  async function restore(gone: SearchView, before: readonly SearchView[], shown: View | null): Promise<void> {
    const answer = await source.restore(gone.id);
    if (!answer.ok) {
      announce(`This could not be undone. ${answer.failure.message}`, null);
      return;
    }
    const others = all.peek();
    put([
      ...before.flatMap((one) => (one.id === gone.id ? [answer.value] : (others.find(({ id }) => id === one.id) ?? []))),
      ...others.filter(({ id }) => before.every((one) => one.id !== id)),
    ]);
    if (shown !== null) go(shown);
    announce('Undone', null);
  }

  async function star(one: SearchView, isStarred: boolean): Promise<void> {
    const position = isStarred ? starred.peek().length : null;
    await optimistically(
      (views) => sorted(replaced(views, { ...one, starred: isStarred, position })),
      () => source.star(one.id, isStarred),
      'The tabs were not changed.',
    );
  }

  /** Moves a tab by places among those that one saved. */
  async function move(one: SearchView, by: number): Promise<void> {
    const ids = starred.peek().map(({ id }) => id);
    const from = ids.indexOf(one.id);
    const to = Math.min(ids.length - 1, Math.max(0, from + by));
    if (from < 0 || to === from) return;
    ids.splice(to, 0, ...ids.splice(from, 1));
    await optimistically(
      (views) => sorted(views.map((each) => (each.starred ? { ...each, position: ids.indexOf(each.id) } : each))),
      () => source.order(ids),
      'The tabs were not moved.',
    );
  }

  function show(tab: ViewTab): void {
    const { period } = view.peek();
    if ('saved' in tab) go(viewOf(tab.saved, projects.peek(), period));
    else {
      // From a saved view nothing is left over; what was chosen beside a view that everybody has stays.
      const { projects: chosen, environments, times, sort, saved: from } = view.peek();
      const kept = from === null ? { projects: chosen, environments, times, sort } : { projects: [], environments: [], times: null, sort: 'date' as const };
      go({ ...kept, query: tab.builtIn.query, period, cursor: null, saved: null });
    }
  }

  return {
    all,
    tabs,
    selected,
    current,
    isChanged,
    isUnsaved,
    save,
    update,
    rename: (one: SearchView, name: string, visibility: SearchView['visibility']) => change(one, { name, visibility }, 'changed'),
    /** Shows again what the view keeps. */
    discard(): void {
      const mine = current.peek();
      if (mine) go(viewOf(mine, projects.peek(), view.peek().period));
    },
    remove,
    star,
    move,
    show,
  };
}

export type ViewsModel = ReturnType<typeof createViewsModel>;

/** As the API lists them. */
function sorted(views: readonly SearchView[]): SearchView[] {
  const place = ({ position }: SearchView) => position ?? Number.MAX_SAFE_INTEGER;
  return [...views].sort((one, other) => place(one) - place(other) || one.name.localeCompare(other.name));
}
