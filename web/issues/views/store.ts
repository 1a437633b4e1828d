import { computed, type ReadonlySignal } from '@preact/signals';
import { changeSearchView, createSearchView, deleteSearchView, orderSearchViews, restoreSearchView, starSearchView } from '../../api.ts';
import { issuesPath } from '../../places.ts';
import { projectsCache, searchViewsCache } from '../../resources.ts';
import { navigate } from '../../router.ts';
import { showToast } from '../../ui/toast.tsx';
import { type View, viewSearch } from '../view.ts';
import { createViewsModel, type ViewsModel } from './views-model.ts';

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
