import type { SearchView } from '../../../worker/api/contract/search-view.ts';
import type { View } from '../view.ts';

/** Ids of projects by their slugs, and back. */
export type ProjectNames = readonly { id: string; slug: string }[];

type Content = Pick<SearchView, 'query' | 'querySort' | 'projects' | 'environments' | 'timeFilters'>;

/** What a saved view keeps of a list: all that decides which issues are found and in which order, but no page. */
export function contentOf({ query, sort, projects, environments, times }: View, names: ProjectNames): Content {
  return {
    query,
    querySort: sort,
    projects: projects.flatMap((slug) => names.filter((project) => project.slug === slug).map(({ id }) => Number(id))),
    environments: [...environments],
    timeFilters: {
      period: times !== null && 'period' in times ? times.period : null,
      start: times !== null && 'start' in times ? times.start : null,
      end: times !== null && 'start' in times ? times.end : null,
      utc: null,
    },
  };
}

/** The list that a saved view shows. Projects that are gone are left out. */
export function viewOf(saved: SearchView, names: ProjectNames, period: View['period']): View {
  const { period: span, start, end } = saved.timeFilters;
  return {
    query: saved.query,
    projects: saved.projects.flatMap((id) => names.filter((project) => project.id === String(id)).map(({ slug }) => slug)),
    environments: saved.environments,
    times: start !== null && end !== null ? { start, end } : span === null ? null : { period: span },
    sort: saved.querySort,
    period,
    cursor: null,
    saved: saved.id,
  };
}

/** Whether a list shows just what a view keeps, in whatever order its projects and environments are named. */
export function isSame(view: View, saved: SearchView, names: ProjectNames): boolean {
  const { query, querySort, projects, environments, timeFilters } = contentOf(view, names);
  const known = names.map(({ id }) => Number(id));
  return (
    query.trim() === saved.query.trim() &&
    querySort === saved.querySort &&
    sameSet(
      projects,
      saved.projects.filter((id) => known.includes(id)),
    ) &&
    sameSet(environments, saved.environments) &&
    timeFilters.period === saved.timeFilters.period &&
    sameTime(timeFilters.start, saved.timeFilters.start) &&
    sameTime(timeFilters.end, saved.timeFilters.end)
  );
}

function sameSet<Item extends string | number>(one: readonly Item[], other: readonly Item[]): boolean {
  return one.length === other.length && one.every((item) => other.includes(item));
}

function sameTime(one: string | null | undefined, other: string | null): boolean {
  return one === other || (one != null && other !== null && Date.parse(one) === Date.parse(other));
}
