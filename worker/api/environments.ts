import { listTagValues } from '../storage/tags.ts';
import type { ScopedProject } from '../storage/scope.ts';
import type { OrganizationCall, ProjectCall } from './call.ts';
import { chosenProjects } from './chosen-projects.ts';
import type { Environment } from './contract/environment.ts';
import { badRequest } from './refusals.ts';

export async function listEnvironmentsOfOrganization(call: OrganizationCall): Promise<Response> {
  return answer(call, await chosenProjects(call));
}

export async function listEnvironmentsOfProject(call: ProjectCall): Promise<Response> {
  return answer(call, [call.project]);
}

/** Those that events named; nobody can hide one, so that none is hidden. */
async function answer({ url }: OrganizationCall, projects: readonly ScopedProject[]): Promise<Response> {
  const visibility = url.searchParams.get('visibility') ?? 'visible';
  if (!['visible', 'hidden', 'all'].includes(visibility)) throw badRequest(`Invalid value for 'visibility', valid values are: "all", "hidden", "visible"`);
  const names = visibility === 'hidden' ? [] : await namesOf(projects);
  return Response.json(names.map((name): Environment => ({ id: name, name, isHidden: false })));
}

/** By name, each once. */
async function namesOf(projects: readonly ScopedProject[]): Promise<string[]> {
  const values = await Promise.all(projects.map((project) => listTagValues({ project, issueId: null }, 'environment')));
  return [...new Set(values.flat().map(({ value }) => value))].toSorted();
}
