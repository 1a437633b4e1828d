import * as z from 'zod/mini';
import type { IssueOrder } from '../storage/issue-search.ts';
import { findIssues, type Issue, listIssues } from '../storage/issues.ts';
import type { ScopedProject } from '../storage/scope.ts';
import type { OrganizationCall } from './call.ts';
import { IssueSort } from './contract/issue.ts';
import { IssueStatus } from './contract/values.ts';
import { readIssueQuery } from './issue-query.ts';
import { badRequest } from './refusals.ts';

export const maxIssuesAtOnce = 1_000;

/**
 * The issues that a change or a deletion is of: by `id`, which may repeat, or else what the list finds, those that stand first. Ids of nobody's and of somebody
 * else's issues are passed over alike.
 */
export async function chosenIssues(call: OrganizationCall, projects: readonly ScopedProject[]): Promise<Issue[]> {
  const parameters = call.url.searchParams;
  const ids = readIds(parameters, 'id', maxIssuesAtOnce);
  if (ids.length > 0) return findIssues(projects, ids);
  const plan = await readIssueQuery(call, projects, { status: ofStatus(parameters) });
  const { issues } = await listIssues(projects, { plan, order: readOrder(parameters), position: null, limit: maxIssuesAtOnce });
  return issues;
}

/** What is named by a parameter that may repeat; each once. */
export function readIds(parameters: URLSearchParams, name: string, max: number): number[] {
  const ids = [...new Set(parameters.getAll(name))];
  if (ids.length > max) throw badRequest(`At most ${max.toLocaleString('en')} issues at once.`);
  if (!ids.every((id) => /^\d{1,15}$/.test(id))) throw badRequest('Invalid issue id.');
  return ids.map(Number);
}

const orders: Record<Exclude<IssueSort, 'trends'>, IssueOrder> = {
  date: 'lastSeenAt',
  new: 'firstSeenAt',
  freq: 'eventCount',
  user: 'userCount',
  priority: 'priority',
};

/** What is chosen by trend is as well chosen by when it was seen: the order tells which stand first, and these are all. */
export function readOrder(parameters: URLSearchParams): IssueOrder {
  const sort = readSort(parameters);
  return sort === 'trends' ? 'lastSeenAt' : orders[sort];
}

export function readSort(parameters: URLSearchParams): IssueSort {
  const sort = z.safeParse(IssueSort, parameters.get('sort') ?? 'date');
  if (!sort.success) throw badRequest(`Sort key '${parameters.get('sort')}' not supported.`);
  return sort.data;
}

/** `status`, as sentry-cli chooses issues, in the words of a query. */
function ofStatus(parameters: URLSearchParams): string {
  const text = parameters.get('status');
  if (text === null) return '';
  const status = z.safeParse(IssueStatus, text === 'muted' ? 'ignored' : text);
  if (!status.success) throw badRequest(`Invalid status '${text}'.`);
  return `is:${status.data}`;
}
