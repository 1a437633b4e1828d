import type { SavedQuery, SavedQueryChange } from '../../worker/api/contract/saved-query.ts';
import { addsUp } from './lines.ts';
import { type ExploreView, isGrouped, readView, viewSearch } from './view.ts';

/** A project by both of its names. */
export interface KnownProject {
  id: string;
  slug: string;
}

/** What a saved query shows; projects that are gone are left out. */
export function viewOfSaved(saved: SavedQuery, projects: readonly KnownProject[]): ExploreView {
  const params = new URLSearchParams();
  for (const field of saved.fields) params.append('field', field);
  for (const { id, slug } of projects) if (saved.projects.includes(Number(id))) params.append('project', slug);
  for (const environment of saved.environment) params.append('environment', environment);
  const values: Record<string, string | null | undefined> = {
    query: saved.query,
    sort: saved.orderby,
    yAxis: saved.yAxis[0],
    statsPeriod: saved.range,
    start: saved.start,
    end: saved.end,
    saved: saved.id,
  };
  for (const [name, value] of Object.entries(values)) if (value) params.set(name, value);
  return readView(params);
}

export function savedOfView(view: ExploreView, name: string, projects: readonly KnownProject[]): SavedQueryChange {
  const { times } = view;
  return {
    name,
    fields: [...view.fields],
    query: view.query,
    orderby: view.sort ?? '',
    yAxis: [view.axis],
    display: isGrouped(view) && addsUp(view.axis) ? 'top5' : 'default',
    topEvents: 5,
    projects: projects.flatMap(({ id, slug }) => (view.projects.includes(slug) ? [Number(id)] : [])),
    environment: [...view.environments],
    range: 'period' in times ? times.period : null,
    start: 'period' in times ? null : times.start,
    end: 'period' in times ? null : times.end,
    interval: null,
  };
}

/** Whether the view is no longer what was saved. */
export function isChanged(view: ExploreView, saved: SavedQuery, projects: readonly KnownProject[]): boolean {
  const comparable = (one: ExploreView) => viewSearch({ ...one, projects: one.projects.toSorted(), cursor: null });
  return comparable(view) !== comparable(viewOfSaved(saved, projects));
}
