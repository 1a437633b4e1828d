import * as z from 'zod/mini';
import { describeIssueQueryError, parseIssueQuery } from '../search/issue-query.ts';
import { type IssueOrder, listIssues, maxHits } from '../storage/issues.ts';
import type { ScopedProject } from '../storage/scope.ts';
import { findStandings } from '../storage/standings.ts';
import type { OrganizationCall, ProjectCall } from './call.ts';
import { chosenProjects } from './chosen-projects.ts';
import { IssueListQuery, IssueSort } from './contract/issue.ts';
import { cutPage, linkHeader } from './cursor.ts';
import { pageSizeParameters, readCursor, readPageSize } from './paging.ts';
import { badRequest } from './refusals.ts';
import { serializeIssue } from './serialize-issue.ts';

export async function listIssuesOfOrganization(call: OrganizationCall): Promise<Response> {
  return listIssuesOf(call, await chosenProjects(call));
}

export async function listIssuesOfProject(call: ProjectCall): Promise<Response> {
  return listIssuesOf(call, [call.project]);
}

const orders: Record<IssueSort, IssueOrder> = { date: 'lastSeenAt', new: 'firstSeenAt', freq: 'eventCount', user: 'userCount' };

const knownParameters = ['query', 'sort', 'project', ...pageSizeParameters];

async function listIssuesOf({ url, access, viewer, now }: OrganizationCall, projects: readonly ScopedProject[]): Promise<Response> {
  const parameters = url.searchParams;
  const sort = z.safeParse(IssueSort, parameters.get('sort') ?? 'date');
  if (!sort.success) throw badRequest(`Sort key '${parameters.get('sort')}' not supported.`);
  const query = z.safeParse(IssueListQuery, { query: parameters.get('query') ?? undefined });
  if (!query.success) throw badRequest('The query is longer than 1,000 characters.');
  const filter = parseIssueQuery(query.data.query ?? 'is:unresolved');
  if (!filter.ok) throw badRequest(describeIssueQueryError(filter.error));
  const cursor = readCursor(parameters, /^\d+$/);
  const limit = readPageSize(parameters);

  const order = orders[sort.data];
  const position = cursor && { value: cursor.value, id: Number(cursor.id), isBefore: cursor.isBefore };
  const { issues, hits } = await listIssues(projects, { filter: filter.value, order, position, limit: limit + 1 });
  const page = cutPage(issues, cursor, limit, (issue) => ({ value: issue[order], id: String(issue.id) }));

  const projectOf = new Map(projects.map((project) => [project.id, project]));
  const standings = await findStandings(projects, page.items, viewer.user.id);
  const items = page.items.map((issue, index) => {
    const project = projectOf.get(issue.projectId);
    const standing = standings[index];
    if (!project || !standing) throw new Error(`Issue ${issue.id} was listed for projects that it is not of`);
    return serializeIssue(issue, standing, project, access.organization, url, now);
  });
  return Response.json(items, { headers: { link: linkHeader(url, knownParameters, page), 'x-hits': String(hits), 'x-max-hits': String(maxHits) } });
}
