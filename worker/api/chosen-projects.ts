import { listProjects } from '../storage/projects.ts';
import type { ScopedProject } from '../storage/scope.ts';
import { findProject, type OrganizationCall } from './call.ts';
import { notFound } from './refusals.ts';

/** `project` may repeat and takes ids and slugs; -1, like none at all, stands for every project. */
export async function chosenProjects({ organization, url }: OrganizationCall): Promise<ScopedProject[]> {
  const references = new Set(url.searchParams.getAll('project').filter((reference) => reference !== ''));
  if (references.size === 0 || references.has('-1')) return listProjects(organization);
  if (references.size === 1) {
    const [reference = ''] = references;
    const project = await findProject(organization, reference);
    if (!project) throw notFound();
    return [project];
  }
  const all = await listProjects(organization);
  return [...references].map((reference) => {
    const project = all.find(({ id, slug }) => slug === reference || String(id) === reference);
    if (!project) throw notFound();
    return project;
  });
}
