import * as z from 'zod/mini';
import { describeIssueQueryError, type IssueFilter, parseIssueQuery } from '../search/issue-query.ts';
import { findIssues, type Issue, type IssueOrder, listIssues } from '../storage/issues.ts';
import type { ScopedProject } from '../storage/scope.ts';
import { IssueListQuery, IssueSort } from './contract/issue.ts';
import { IssueStatus } from './contract/values.ts';
import { badRequest } from './refusals.ts';

export const maxIssuesAtOnce = 1_000;

/**
 * The issues that a change or a deletion is of: by `id`, which may repeat, or else what the list finds, those that stand first. Ids of nobody's and of somebody
 * else's issues are passed over alike.
 */
export async function chosenIssues(parameters: URLSearchParams, projects: readonly ScopedProject[]): Promise<Issue[]> {
  const ids = [...new Set(parameters.getAll('id'))];
  if (ids.length > maxIssuesAtOnce) throw badRequest('At most 1,000 issues at once.');
  if (!ids.every((id) => /^\d{1,15}$/.test(id))) throw badRequest('Invalid issue id.');
  if (ids.length > 0) return findIssues(projects, ids.map(Number));
  const { issues } = await listIssues(projects, { filter: filterOf(parameters), order: readOrder(parameters), position: null, limit: maxIssuesAtOnce });
  return issues;
}

const orders: Record<IssueSort, IssueOrder> = { date: 'lastSeenAt', new: 'firstSeenAt', freq: 'eventCount', user: 'userCount' };

export function readOrder(parameters: URLSearchParams): IssueOrder {
  const sort = z.safeParse(IssueSort, parameters.get('sort') ?? 'date');
  if (!sort.success) throw badRequest(`Sort key '${parameters.get('sort')}' not supported.`);
  return orders[sort.data];
}

/** Absent, the query is `is:unresolved`. */
export function readFilter(parameters: URLSearchParams): IssueFilter {
  const query = z.safeParse(IssueListQuery, { query: parameters.get('query') ?? undefined });
  if (!query.success) throw badRequest('The query is longer than 1,000 characters.');
  const filter = parseIssueQuery(query.data.query ?? 'is:unresolved');
  if (!filter.ok) throw badRequest(describeIssueQueryError(filter.error));
  return filter.value;
}

/** With `status`, as sentry-cli chooses issues. */
function filterOf(parameters: URLSearchParams): IssueFilter {
  const text = parameters.get('status');
  if (text === null) return readFilter(parameters);
  const status = z.safeParse(IssueStatus, text === 'muted' ? 'ignored' : text);
  if (!status.success) throw badRequest(`Invalid status '${text}'.`);
  const all = new URLSearchParams(parameters);
  all.set('query', `${parameters.get('query') ?? ''} is:${status.data}`);
  return readFilter(all);
}
