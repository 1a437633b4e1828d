import { defaultQuery } from '../view.ts';

export interface BuiltInView {
  id: string;
  name: string;
  query: string;
}

/** What everybody has, before the views that they saved. */
export const builtInViews: readonly BuiltInView[] = [
  { id: 'unresolved', name: 'Unresolved', query: defaultQuery },
  { id: 'review', name: 'For review', query: 'is:unresolved is:for_review' },
  { id: 'mine', name: 'Assigned to me', query: 'is:unresolved assigned:[me, my_teams]' },
  { id: 'resolved', name: 'Resolved', query: 'is:resolved' },
  { id: 'archived', name: 'Archived', query: 'is:archived' },
];
