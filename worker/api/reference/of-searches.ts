import * as z from 'zod/mini';
import { NewRecentSearch, RecentSearch } from '../contract/recent-search.ts';
import { NewSearchView, SearchView, SearchViewChange, ViewOrder, ViewStarring } from '../contract/search-view.ts';
import type { Descriptions } from './description.ts';
import { pageSize } from './parameters.ts';

const view = { topic: 'Issues', replies: { 200: SearchView } } as const;

export const ofSearches = {
  'GET /organizations/:org/group-search-views/': {
    topic: 'Issues',
    summary: 'The saved views of the issue list: one’s own and those of the organization, those that one has starred first.',
    replies: { 200: z.array(SearchView) },
  },
  'POST /organizations/:org/group-search-views/': {
    topic: 'Issues',
    summary: 'Saves a view of the issue list, starred.',
    body: NewSearchView,
    replies: { 201: SearchView },
  },
  'PUT /organizations/:org/group-search-views/starred/order/': {
    topic: 'Issues',
    summary: 'Orders the views that one has starred. Those that are not named come behind.',
    body: ViewOrder,
    replies: { 204: null },
  },
  'GET /organizations/:org/group-search-views/:view/': { ...view, summary: 'A saved view.' },
  'PUT /organizations/:org/group-search-views/:view/': { ...view, summary: 'Changes a saved view.', body: SearchViewChange },
  'DELETE /organizations/:org/group-search-views/:view/': {
    topic: 'Issues',
    summary: 'Deletes a saved view. For a day it can be brought back.',
    replies: { 204: null },
  },
  'POST /organizations/:org/group-search-views/:view/restore/': { ...view, summary: 'Brings back a view that was deleted.' },
  'POST /organizations/:org/group-search-views/:view/starred/': {
    topic: 'Issues',
    summary: 'Keeps a view at hand, or no longer.',
    body: ViewStarring,
    replies: { 204: null },
  },
  'GET /organizations/:org/recent-searches/': {
    topic: 'Issues',
    summary: 'What one searched for, the last first, 30 at most.',
    query: {
      type: { text: 'What was searched: 0 issues, 1 events.', values: ['0', '1'] },
      query: { text: 'Only those with this text in them.' },
      ...pageSize,
    },
    replies: { 200: z.array(RecentSearch) },
  },
  'POST /organizations/:org/recent-searches/': {
    topic: 'Issues',
    summary: 'Remembers a search. 204 where it was searched for before.',
    body: NewRecentSearch,
    replies: { 201: RecentSearch, 204: null },
  },
} satisfies Descriptions;
