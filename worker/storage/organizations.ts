import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import type { Env } from '../env.ts';
import type { OrganizationOptions, ProjectOptions } from '../settings/options.ts';
import { patchOf } from './options.ts';
import { apiTokens, members, organizations, projectKeys, projects, sessions, users } from './schema.ts';
import type { Organization, OrganizationScope } from './scope.ts';

/** Options that are not named stay. */
export async function changeOrganizationOptions(
  scope: OrganizationScope,
  options: { [Name in keyof OrganizationOptions]?: OrganizationOptions[Name] | undefined },
): Promise<Organization> {
  const [row] = await scope.database
    .update(organizations)
    .set({ options: patchOf(organizations.options, options) })
    .where(eq(organizations.id, scope.id))
    .returning();
  if (!row) throw new Error(`Organization ${scope.id} is gone while it is changed`);
  return row;
}

/** Not scoped: tells only whether the installation has been set up. */
export async function hasOrganization(env: Env): Promise<boolean> {
  const rows = await drizzle(env.DB).select({ id: organizations.id }).from(organizations).limit(1);
  return rows.length > 0;
}

/** All that the first set-up makes. Secrets come as hashes. */
export interface Installation {
  organization: { name: string; slug: string };
  owner: { name: string; email: string; passwordHash: string };
  project: { name: string; slug: string; platform: string | null; shard: number; options: Partial<ProjectOptions> };
  key: { publicKey: string; secretKey: string };
  apiToken: { tokenHash: string; lastCharacters: string; scopes: string[] };
  session: { tokenHash: string; expiresAt: number };
  createdAt: number;
}

/** What the first of each kind is called. Fixed, so that of two racing set-ups one breaks on the primary key, as a whole. */
const first = 1;

/** Makes the first organization with its owner and project, all or nothing. Null where another call was faster. */
export async function createInstallation(env: Env, installation: Installation): Promise<{ organizationId: number; userId: number; projectId: number } | null> {
  const { organization, owner, project, key, apiToken, session, createdAt } = installation;
  const database = drizzle(env.DB);
  try {
    await database.batch([
      database.insert(organizations).values({ id: first, ...organization, createdAt }),
      database.insert(users).values({ id: first, ...owner, createdAt }),
      database.insert(members).values({ organizationId: first, userId: first, role: 'owner', createdAt }),
      database.insert(projects).values({ id: first, organizationId: first, ...project, createdAt }),
      database.insert(projectKeys).values({ projectId: first, ...key, name: 'Default', createdAt }),
      database.insert(apiTokens).values({ organizationId: first, userId: first, name: 'Set-up', ...apiToken, createdAt }),
      database.insert(sessions).values({ userId: first, ...session, createdAt }),
    ]);
  } catch (error) {
    if (await hasOrganization(env)) return null;
    throw error;
  }
  return { organizationId: first, userId: first, projectId: first };
}
