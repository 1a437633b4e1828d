import { computed, type ReadonlySignal } from '@preact/signals';
import { organizationSearch } from '../search/organization-search.ts';
import type { SearchModel } from '../search/search-model.ts';
import type { ExploreView } from './view.ts';

/** The search field of Explore. */
export function eventSearch(org: string, view: ReadonlySignal<ExploreView>, search: (query: string) => void): SearchModel {
  return organizationSearch(org, {
    kind: 'events',
    query: computed(() => view.value.query),
    projects: computed(() => view.value.projects),
    usual: '',
    search,
  });
}
