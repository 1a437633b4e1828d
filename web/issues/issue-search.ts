import { computed, type ReadonlySignal } from '@preact/signals';
import { organizationSearch } from '../search/organization-search.ts';
import type { SearchModel } from '../search/search-model.ts';
import { defaultQuery, type View } from './view.ts';

/** The search field of the issue list. */
export function issueSearch(org: string, view: ReadonlySignal<View>, search: (query: string) => void): SearchModel {
  return organizationSearch(org, {
    kind: 'issues',
    query: computed(() => view.value.query),
    projects: computed(() => view.value.projects),
    usual: defaultQuery,
    search,
  });
}
