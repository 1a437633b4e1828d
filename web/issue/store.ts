import { signal } from '@preact/signals';
import type { Event } from '../../worker/api/contract/event.ts';
import type { GroupingInfo } from '../../worker/api/contract/grouping.ts';
import type { Issue } from '../../worker/api/contract/issue.ts';
import type { IssueHash } from '../../worker/api/contract/issue-hash.ts';
import type { EventOwners } from '../../worker/api/contract/ownership.ts';
import type { SimilarIssues } from '../../worker/api/contract/similar-issue.ts';
import type { Tag } from '../../worker/api/contract/tag.ts';
import { getEvent, getEventOwners, getGroupingInfo, getIssue, listHashes, listIssues, listSimilarIssues, listTags } from '../api.ts';
import type { Page } from '../api.ts';
import { createCache } from '../cache.ts';
import type { Cache } from '../cache.ts';
import { readView } from '../issues/view.ts';

/** How many issues stand on a page of the list. */
const pageSize = 50;

/** What the list and the page of an issue both know, so that going from one to the other shows something at once. */
export const issueLists: Cache<[org: string, search: string], Page<Issue>> = createCache((org, search) => {
  const { query, projects, environments, times, sort, cursor } = readView(new URLSearchParams(search));
  return listIssues(org, { query, sort, cursor, projects, environments, times, limit: pageSize });
});

export const issues: Cache<[org: string, issueId: string], Issue> = createCache((org, issueId) => getIssue(org, issueId));

/** By event id, or by `latest`, `oldest` and `recommended`. */
export const events: Cache<[org: string, issueId: string, event: string], Event> = createCache((org, issueId, event) => getEvent(org, issueId, event));

/** How an event is grouped by the rules of now. */
export const groupings: Cache<[org: string, project: string, eventId: string], GroupingInfo> = createCache((org, project, eventId) =>
  getGroupingInfo(org, project, eventId),
);

/** Whom ownership rules name for an event. */
export const owners: Cache<[org: string, project: string, eventId: string], EventOwners> = createCache((org, project, eventId) =>
  getEventOwners(org, project, eventId),
);

export const tagsOfIssue: Cache<[org: string, issueId: string], Tag[]> = createCache((org, issueId) => listTags(org, issueId));

/** What an issue was merged of. */
export const hashesOfIssue: Cache<[org: string, issueId: string], IssueHash[]> = createCache((org, issueId) => listHashes(org, issueId));

export const similarIssues: Cache<[org: string, issueId: string], SimilarIssues> = createCache((org, issueId) => listSimilarIssues(org, issueId));

/** After events came in: which is the latest, what follows which, and what the tags add up to. Issues change too often to be forgotten by that. */
export function forgetEvents(): void {
  for (const cache of [events, tagsOfIssue]) cache.expire();
}

/** After issues became one, or one became two, everything that counts events has to be asked for again. */
export function forgetFamilies(): void {
  for (const cache of [issueLists, issues, events, groupings, tagsOfIssue, hashesOfIssue, similarIssues]) cache.expire();
}

/** The list that the reader came from, for the way back and the way to its next issue. */
export const lastList = signal<{ search: string; ids: readonly string[] }>({ search: '', ids: [] });

/** Loads what the page of an issue shows first. */
export function prefetchIssue(org: string, issueId: string): void {
  issues.visit(org, issueId);
  events.visit(org, issueId, 'recommended');
}
