import { computed, type ReadonlySignal } from '@preact/signals';
import type { SearchView } from '../../../worker/api/contract/search-view.ts';
import { changeSearchView, createSearchView, deleteSearchView, orderSearchViews, restoreSearchView, starSearchView } from '../../api.ts';
import { issuesPath } from '../../places.ts';
import { projectsCache, searchViewsCache } from '../../resources.ts';
import { navigate, query } from '../../router.ts';
import { showToast } from '../../ui/toast.tsx';
import { readView, type View, viewSearch } from '../view.ts';
import { viewOf } from './content.ts';
import { createViewsModel, type ViewsModel } from './views-model.ts';

/** What the address asks for. Where it but names a view, that is all that the view keeps, as soon as it is known; `named` is that view. */
export function shownView(org: string): { view: ReadonlySignal<View>; named: ReadonlySignal<SearchView | null> } {
  const [saved, projects] = [searchViewsCache.visit(org), projectsCache.visit(org)];
  const named = computed(() => {
    const id = query.value.has('query') ? null : query.value.get('view');
    if (id === null || projects.value.value === null) return null;
    return saved.value.value?.find((one) => one.id === id) ?? null;
  });
  const view = computed(() => {
    const read = readView(query.value);
    return named.value === null ? read : viewOf(named.value, projects.value.value ?? [], read.period);
  });
  return { view, named };
}

/** The views of an organization's issue list, for the list that is shown. */
export function viewsOf(org: string, view: ReadonlySignal<View>): ViewsModel {
  const projects = projectsCache.visit(org);
  return createViewsModel({
    source: {
      create: (body) => createSearchView(org, body),
      change: (id, body) => changeSearchView(org, id, body),
      remove: (id) => deleteSearchView(org, id),
      restore: (id) => restoreSearchView(org, id),
      star: (id, starred) => starSearchView(org, id, starred),
      order: (ids) => orderSearchViews(org, ids),
    },
    saved: searchViewsCache.visit(org),
    view,
    projects: computed(() => projects.value.value ?? []),
    go: (next) => navigate(issuesPath(org) + viewSearch(next)),
    announce: (text, undo) => showToast(undo === null ? { text } : { text, undo }),
  });
}
