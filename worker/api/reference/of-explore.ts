import * as z from 'zod/mini';
import { SavedQuery, SavedQueryChange } from '../contract/saved-query.ts';
import { ExploreLines, ExploreTable } from '../contract/explore.ts';
import type { Descriptions, Parameter } from './description.ts';
import { chosenProjects, paging } from './parameters.ts';

const question = {
  query: { text: 'Sentry’s search of events, with conditions of functions such as `count():>5`. Absent or empty: all.' },
  environment: { text: 'Only events of this environment; empty for none.', repeats: true },
  statsPeriod: { text: 'The time up to now, such as `24h` or `14d`; 90 days by default.' },
  start: { text: 'ISO 8601, with `end`, in place of `statsPeriod`.' },
  end: { text: 'ISO 8601.' },
  ...chosenProjects,
} satisfies Record<string, Parameter>;

const table = {
  field: { text: 'A field, a tag, or a function of one: `title`, `tags[color]`, `count()`, `p95(x)`. 20 at most.', repeats: true, isRequired: true },
  sort: { text: 'One of the fields, with `-` before it for the highest first. By default the latest event, or the first function, highest first.' },
  dataset: { text: 'Errors are all there is.', values: ['errors', 'discover'] },
  ...question,
} satisfies Record<string, Parameter>;

const saved = { topic: 'Events', replies: { 200: SavedQuery } } as const;

export const ofExplore = {
  'GET /organizations/:org/discover/saved/': {
    topic: 'Events',
    summary: 'What was saved in Explore, by name.',
    query: { query: { text: 'Only those with this text in their names.' } },
    replies: { 200: z.array(SavedQuery) },
  },
  'POST /organizations/:org/discover/saved/': {
    topic: 'Events',
    summary: 'Saves a question of Explore.',
    body: SavedQueryChange,
    replies: { 201: SavedQuery },
  },
  'GET /organizations/:org/discover/saved/:query/': { ...saved, summary: 'A saved question.' },
  'PUT /organizations/:org/discover/saved/:query/': { ...saved, summary: 'Changes a saved question.', body: SavedQueryChange },
  'DELETE /organizations/:org/discover/saved/:query/': { topic: 'Events', summary: 'Forgets a saved question.', replies: { 204: null } },
  'GET /organizations/:org/events/': {
    topic: 'Events',
    summary: 'A table of events, or, with a function among the fields, of groups of events.',
    query: { ...table, ...paging },
    replies: { 200: ExploreTable },
  },
  'GET /organizations/:org/events/export/': {
    topic: 'Events',
    summary: 'The same table as CSV, up to 100,000 rows.',
    query: table,
    replies: { 200: null },
    textType: 'text/csv',
  },
  'GET /organizations/:org/events-stats/': {
    topic: 'Events',
    summary: 'A line over time for each axis, or for each of the groups that come first.',
    query: {
      yAxis: { text: 'A function, `count()` by default; 10 at most.', repeats: true },
      interval: { text: 'Such as `1h`, at least a minute; by default so that there are at most 120 points.' },
      topEvents: { text: 'How many groups, 10 at most; 0 for one line of all events.' },
      field: { text: 'With `topEvents`: what groups differ in.', repeats: true },
      sort: { text: 'With `topEvents`: by what the first are found.' },
      dataset: table.dataset,
      ...question,
    },
    replies: { 200: ExploreLines },
  },
} satisfies Descriptions;
