import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { QueryKind } from '../../worker/search/keys.ts';
import { rememberSearch, suggestValues } from '../api.ts';
import { membersCache, organizationTagsCache, projectsCache, recentSearchesCache, teamsCache } from '../resources.ts';
import { type Knowledge, knowsNothing } from './knowledge.ts';
import { createSearchModel, type SearchModel } from './search-model.ts';

/** As Sentry numbers what is searched. */
const searchTypes: Record<QueryKind, 0 | 1> = { issues: 0, events: 1 };

interface Resources {
  members: ReturnType<typeof membersCache.visit>;
  teams: ReturnType<typeof teamsCache.visit>;
  projects: ReturnType<typeof projectsCache.visit>;
  tags: ReturnType<typeof organizationTagsCache.visit>;
  recent: ReturnType<typeof recentSearchesCache.visit>;
}

interface SearchWishes {
  kind: QueryKind;
  query: ReadonlySignal<string>;
  /** Slugs of those that are chosen; none for all. */
  projects: ReadonlySignal<readonly string[]>;
  /** What an address without a query asks, which is not worth remembering. */
  usual: string;
  search: (query: string) => void;
}

/** The search field of a screen that knows its organization. What it suggests is asked for when it is first needed. */
export function organizationSearch(org: string, { kind, query, projects, usual, search }: SearchWishes): SearchModel {
  const type = searchTypes[kind];
  /** Null until somebody wants to search. */
  const resources = signal<Resources | null>(null);
  const prepare = (): void => {
    resources.value = {
      members: membersCache.visit(org),
      teams: teamsCache.visit(org),
      projects: projectsCache.visit(org),
      tags: organizationTagsCache.visit(org, ...projects.peek()),
      recent: recentSearchesCache.visit(org, String(type)),
    };
  };
  const knowledge = computed((): Knowledge => {
    if (resources.value === null) return knowsNothing;
    const { members, teams, projects: known, tags } = resources.value;
    return {
      members: (members.value.value ?? []).map(({ user: { name, email } }) => ({ name, email })),
      teams: (teams.value.value ?? []).map(({ slug }) => slug),
      projects: (known.value.value ?? []).map(({ slug }) => slug),
      tags: (tags.value.value ?? []).map(({ key, totalValues }) => ({ key, total: totalValues })),
    };
  });
  const remember = async (text: string): Promise<void> => {
    // Whether it could be remembered is nothing that the reader waits for.
    await rememberSearch(org, { type, query: text });
    await recentSearchesCache.visit(org, String(type)).refresh();
  };

  return createSearchModel({
    kind,
    query,
    knowledge,
    recent: computed(() => (resources.value?.recent.value.value ?? []).map(({ query: text }) => text)),
    prepare,
    findValues: async (key, text, asking) => {
      const answer = await suggestValues(org, projects.peek(), key, text, asking);
      return answer.ok ? { ok: true, value: answer.value.map(({ value, count }) => ({ value, count })) } : answer;
    },
    search: (text) => {
      if (text !== '' && text !== usual) void remember(text);
      search(text);
    },
    now: Date.now,
  });
}
