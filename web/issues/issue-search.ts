import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { rememberSearch, suggestValues } from '../api.ts';
import { membersCache, organizationTagsCache, projectsCache, recentSearchesCache, teamsCache } from '../resources.ts';
import { type Knowledge, knowsNothing } from '../search/knowledge.ts';
import { createSearchModel, type SearchModel } from '../search/search-model.ts';
import { defaultQuery, type View } from './view.ts';

/** As Sentry numbers what is searched. */
const issueSearches = '0';

interface Resources {
  members: ReturnType<typeof membersCache.visit>;
  teams: ReturnType<typeof teamsCache.visit>;
  projects: ReturnType<typeof projectsCache.visit>;
  tags: ReturnType<typeof organizationTagsCache.visit>;
  recent: ReturnType<typeof recentSearchesCache.visit>;
}

/** The search field of the issue list. What it suggests is asked for when it is first needed. */
export function issueSearch(org: string, view: ReadonlySignal<View>, search: (query: string) => void): SearchModel {
  const chosen = computed(() => view.value.projects.join('\n'));
  const projectsOf = (): string[] => chosen.value.split('\n').filter((slug) => slug !== '');
  /** Null until somebody wants to search. */
  const resources = signal<Resources | null>(null);
  const prepare = (): void => {
    resources.value = {
      members: membersCache.visit(org),
      teams: teamsCache.visit(org),
      projects: projectsCache.visit(org),
      tags: organizationTagsCache.visit(org, ...projectsOf()),
      recent: recentSearchesCache.visit(org, issueSearches),
    };
  };
  const knowledge = computed((): Knowledge => {
    if (resources.value === null) return knowsNothing;
    const { members, teams, projects, tags } = resources.value;
    return {
      members: (members.value.value ?? []).map(({ user: { name, email } }) => ({ name, email })),
      teams: (teams.value.value ?? []).map(({ slug }) => slug),
      projects: (projects.value.value ?? []).map(({ slug }) => slug),
      tags: (tags.value.value ?? []).map(({ key, totalValues }) => ({ key, total: totalValues })),
    };
  });
  const recent = computed(() => (resources.value?.recent.value.value ?? []).map(({ query }) => query));

  return createSearchModel({
    kind: 'issues',
    query: computed(() => view.value.query),
    knowledge,
    recent,
    prepare,
    findValues: async (key, text, asking) => {
      const answer = await suggestValues(org, projectsOf(), key, text, asking);
      return answer.ok ? { ok: true, value: answer.value.map(({ value, count }) => ({ value, count })) } : answer;
    },
    search: (query) => {
      if (query !== '' && query !== defaultQuery) void remember(org, query);
      search(query);
    },
    now: Date.now,
  });
}

async function remember(org: string, query: string): Promise<void> {
  // Whether it could be remembered is nothing that the reader waits for.
  await rememberSearch(org, { type: 0, query });
  await recentSearchesCache.visit(org, issueSearches).refresh();
}
