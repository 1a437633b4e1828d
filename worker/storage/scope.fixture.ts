import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import type { Env } from '../env.ts';
import { organizations, projects } from './schema.ts';
import { openOrganization, type ScopedProject } from './scope.ts';

/** A project as questions want it. */
export async function scopedProject(env: Env, projectId: number): Promise<ScopedProject> {
  const [row] = await drizzle(env.DB)
    .select({ project: projects, organization: organizations })
    .from(projects)
    .innerJoin(organizations, eq(organizations.id, projects.organizationId))
    .where(eq(projects.id, projectId));
  if (!row) throw new Error(`there is no project ${projectId}`);
  return openOrganization(env, row.organization).admit(row.project);
}
