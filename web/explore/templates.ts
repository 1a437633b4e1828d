import { usualFields } from './view.ts';

/** Questions that most people come with. */
export const templates: readonly { name: string; about: string; search: Record<string, string | readonly string[]> }[] = [
  { name: 'All events', about: 'Newest first', search: { field: usualFields } },
  {
    name: 'Issues by events',
    about: 'What breaks most',
    search: { field: ['issue', 'title', 'count()', 'count_unique(user)', 'last_seen()'], sort: '-count()' },
  },
  {
    name: 'Users affected most',
    about: 'Who to write to',
    search: { field: ['user.display', 'count()', 'count_unique(issue)', 'last_seen()'], query: 'has:user', sort: '-count()' },
  },
  {
    name: 'Releases',
    about: 'Which version is bad',
    search: { field: ['release', 'count()', 'count_unique(issue)', 'count_unique(user)', 'first_seen()'], sort: '-count()' },
  },
  {
    name: 'Browsers',
    about: 'Where it breaks',
    search: { field: ['browser.name', 'count()', 'count_unique(user)'], query: 'has:browser.name', sort: '-count()' },
  },
  {
    name: 'Pages',
    about: 'URLs with most errors',
    search: { field: ['url', 'count()', 'count_unique(user)', 'last_seen()'], query: 'has:url', sort: '-count()' },
  },
  { name: 'Error types', about: 'Classes of errors', search: { field: ['error.type', 'count()', 'count_unique(issue)', 'last_seen()'], sort: '-count()' } },
];
