import { findCompanyOf } from '../storage/organization-releases.ts';
import { listProjects } from '../storage/projects.ts';
import type { ScopedProject } from '../storage/scope.ts';
import type { ReleaseCall } from './call.ts';

/** The projects that a release is of. */
export async function projectsOf({ organization, release }: Pick<ReleaseCall, 'organization' | 'release'>): Promise<ScopedProject[]> {
  const [[company], all] = await Promise.all([findCompanyOf(organization, [release]), listProjects(organization)]);
  return all.filter(({ id }) => company?.projectIds.includes(id));
}
