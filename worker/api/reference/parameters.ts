import { IssueSort } from '../contract/issue.ts';
import type { Parameter } from './description.ts';

/* Parameters of queries that several routes have. */

export const pageSize = {
  limit: { text: 'How many a page holds, 100 at most and by default; more is cut.' },
  per_page: { text: 'The same as `limit`.' },
} satisfies Record<string, Parameter>;

/** The reply carries `Link`, with the cursors of the previous page and the next. */
export const paging = {
  cursor: { text: 'Where the page begins, from the `Link` header of another one. Absent or empty: the first page.' },
  ...pageSize,
} satisfies Record<string, Parameter>;

export const chosenProjects = {
  project: { text: 'Id or slug of a project; all where there is none.', repeats: true },
} satisfies Record<string, Parameter>;

export const issueSearch = {
  query: {
    text: 'Sentry’s search, with AND, OR and parentheses. Absent: `is:unresolved`. Empty: all. 400 says with `position` where it cannot be read.',
  },
  sort: { text: 'Descending by last seen, first seen, events, users, priority or growth.', values: IssueSort.options },
  environment: { text: 'Only what was seen in this environment; empty for none.', repeats: true },
  statsPeriod: { text: 'Only what was seen in this time up to now, such as `24h` or `14d`.' },
  start: { text: 'ISO 8601, with `end`, in place of `statsPeriod`.' },
  end: { text: 'ISO 8601.' },
} satisfies Record<string, Parameter>;

/** Among the events of one issue. */
export const eventSearch = {
  query: { text: 'Sentry’s search for events. Where it, a time or an environment is given, `X-Hits` counts what was found, up to `X-Max-Hits`.' },
  environment: { text: 'Only events of this environment; empty for those of none.', repeats: true },
  statsPeriod: { text: 'Only those of this time up to now, such as `24h` or `14d`.' },
  start: issueSearch.start,
  end: issueSearch.end,
} satisfies Record<string, Parameter>;

/** In lists alone. */
export const lookup = {
  group: { text: 'Id of an issue: these are listed, whatever became of them.', repeats: true },
  shortIdLookup: { text: 'A query that is but a short id finds its issue.', values: ['1'] },
} satisfies Record<string, Parameter>;

/** Which issues a change or a deletion is of. */
export const chosenIssues = {
  id: { text: 'Id of an issue. Without any, the issues that the search finds, 1,000 at most.', repeats: true },
  ...issueSearch,
  status: { text: 'Only those of this status.', values: ['unresolved', 'resolved', 'ignored', 'muted'] },
} satisfies Record<string, Parameter>;

/** Lists that are there as a whole where no page is asked for. */
export const shortPaging = {
  cursor: paging.cursor,
  per_page: { text: 'How many a page holds, 100 at most. Absent: all.' },
  limit: { text: 'The same as `per_page`.' },
} satisfies Record<string, Parameter>;

export const textSearch = {
  query: { text: 'Only those with this text in their names.' },
  ...shortPaging,
} satisfies Record<string, Parameter>;

export const keyStatus = {
  status: { text: 'Only those that are on, or off.', values: ['active', 'inactive'] },
} satisfies Record<string, Parameter>;

export const visibility = {
  visibility: { text: 'None can be hidden, so that `hidden` finds none.', values: ['visible', 'hidden', 'all'] },
} satisfies Record<string, Parameter>;
