import { listIssues, maxHits } from '../storage/issues.ts';
import type { ScopedProject } from '../storage/scope.ts';
import { findStandings } from '../storage/standings.ts';
import { findPeople } from './assignees.ts';
import type { OrganizationCall, ProjectCall } from './call.ts';
import { readFilter, readOrder } from './chosen-issues.ts';
import { chosenProjects } from './chosen-projects.ts';
import { cutPage, linkHeader } from './cursor.ts';
import { pageSizeParameters, readCursor, readPageSize } from './paging.ts';
import { serializeIssue } from './serialize-issue.ts';

export async function listIssuesOfOrganization(call: OrganizationCall): Promise<Response> {
  return listIssuesOf(call, await chosenProjects(call));
}

export async function listIssuesOfProject(call: ProjectCall): Promise<Response> {
  return listIssuesOf(call, [call.project]);
}

const knownParameters = ['query', 'sort', 'project', ...pageSizeParameters];

async function listIssuesOf({ url, organization, access, viewer, now }: OrganizationCall, projects: readonly ScopedProject[]): Promise<Response> {
  const parameters = url.searchParams;
  const order = readOrder(parameters);
  const filter = readFilter(parameters);
  const cursor = readCursor(parameters, /^\d+$/);
  const limit = readPageSize(parameters);

  const position = cursor && { value: cursor.value, id: Number(cursor.id), isBefore: cursor.isBefore };
  const { issues, hits } = await listIssues(projects, { filter, order, position, limit: limit + 1 });
  const page = cutPage(issues, cursor, limit, (issue) => ({ value: issue[order], id: String(issue.id) }));

  const projectOf = new Map(projects.map((project) => [project.id, project]));
  const [people, standings] = await Promise.all([findPeople(organization, page.items), findStandings(projects, page.items, viewer.user.id)]);
  const items = page.items.map((issue, index) => {
    const project = projectOf.get(issue.projectId);
    const standing = standings[index];
    if (!project || !standing) throw new Error(`Issue ${issue.id} was listed for projects that it is not of`);
    return serializeIssue(issue, { standing, people }, project, access.organization, url, now);
  });
  return Response.json(items, { headers: { link: linkHeader(url, knownParameters, page), 'x-hits': String(hits), 'x-max-hits': String(maxHits) } });
}
