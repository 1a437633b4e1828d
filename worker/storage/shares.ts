import { randomBytes } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import type { Env } from '../env.ts';
import { findProjectById } from './projects.ts';
import { organizations, projects, shares } from './schema.ts';
import { openOrganization, type OrganizationScope, type ScopedProject } from './scope.ts';

export type Share = typeof shares.$inferSelect;

/** Whoever has the link of an issue is let in to its project, to see this one issue. Not scoped: nobody is signed in. */
export async function findSharedIssue(env: Env, shareId: string): Promise<{ project: ScopedProject; issueId: number } | null> {
  const [found] = await drizzle(env.DB)
    .select({ share: shares, organization: organizations })
    .from(shares)
    .innerJoin(projects, eq(projects.id, shares.projectId))
    .innerJoin(organizations, eq(organizations.id, projects.organizationId))
    .where(eq(shares.id, shareId));
  const project = found && (await findProjectById(openOrganization(env, found.organization), found.share.projectId));
  return project ? { project, issueId: found.share.issueId } : null;
}

/** Those of these issues that are shared. */
export async function listShares(projectsOfIssues: readonly ScopedProject[], issueIds: readonly number[]): Promise<Pick<Share, 'id' | 'issueId'>[]> {
  const [project] = projectsOfIssues;
  if (!project || issueIds.length === 0) return [];
  return project.configuration
    .select({ id: shares.id, issueId: shares.issueId })
    .from(shares)
    .where(sql`${shares.issueId} in (select value from json_each(${JSON.stringify(issueIds)}))`);
}

/** Gives each issue a link that nobody can guess, a new one every time. Answers with those that had none. */
export async function share(scope: OrganizationScope, issues: readonly { id: number; projectId: number }[], userId: number, at: number): Promise<number[]> {
  const rows = JSON.stringify(issues.map(({ id, projectId }) => [randomBytes(16).toString('hex'), projectId, id]));
  const isOwn = sql`exists (select 1 from projects p where p.id = j.value ->> 1 and p.organization_id = ${scope.id})`;
  const made = await scope.database
    .insert(shares)
    .select(sql`select j.value ->> 0, j.value ->> 1, j.value ->> 2, ${userId}, ${at} from json_each(${rows}) j where ${isOwn}`)
    .onConflictDoNothing()
    .returning({ issueId: shares.issueId });
  return made.map(({ issueId }) => issueId);
}

/** The links lead nowhere from now on. Answers with the issues that had one. */
export async function unshare(scope: OrganizationScope, issueIds: readonly number[]): Promise<number[]> {
  const gone = await scope.database
    .delete(shares)
    .where(
      sql`${shares.issueId} in (select value from json_each(${JSON.stringify(issueIds)})) and ${shares.projectId} in (select id from projects where organization_id = ${scope.id})`,
    )
    .returning({ issueId: shares.issueId });
  return gone.map(({ issueId }) => issueId);
}

/** Of an issue that is deleted. */
export async function removeShare(db: D1Database, issueId: number): Promise<void> {
  await db.prepare('delete from shares where issue_id = ?').bind(issueId).run();
}
