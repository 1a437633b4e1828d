import { and, eq, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import type { Env } from '../env.ts';
import type { Membership, Role, User } from './members.ts';
import { apiTokens, members, organizations, users } from './schema.ts';

/**
 * Not scoped: a token is what tells the organization. A token is worth as much as the membership of the user who made it, so it is not found once that
 * user has left.
 */
export async function findToken(env: Env, tokenHash: string): Promise<{ user: User; membership: Membership; scopes: string[] } | null> {
  const rows = await drizzle(env.DB)
    .select({ user: { id: users.id, email: users.email, name: users.name }, organization: organizations, role: members.role, scopes: apiTokens.scopes })
    .from(apiTokens)
    .innerJoin(users, eq(users.id, apiTokens.userId))
    .innerJoin(members, and(eq(members.userId, apiTokens.userId), eq(members.organizationId, apiTokens.organizationId)))
    .innerJoin(organizations, eq(organizations.id, apiTokens.organizationId))
    .where(eq(apiTokens.tokenHash, tokenHash));
  const [found] = rows;
  return found ? { user: found.user, membership: { organization: found.organization, role: found.role }, scopes: found.scopes } : null;
}

/** Of these tokens, those of the organization whose users are still members. */
export async function findRolesOfTokens(
  env: Env,
  organizationId: number,
  tokenHashes: readonly string[],
): Promise<{ tokenHash: string; role: Role; scopes: string[] }[]> {
  if (tokenHashes.length === 0) return [];
  return drizzle(env.DB)
    .select({ tokenHash: apiTokens.tokenHash, role: members.role, scopes: apiTokens.scopes })
    .from(apiTokens)
    .innerJoin(members, and(eq(members.userId, apiTokens.userId), eq(members.organizationId, apiTokens.organizationId)))
    .where(and(sql`${apiTokens.tokenHash} in (select value from json_each(${JSON.stringify(tokenHashes)}))`, eq(apiTokens.organizationId, organizationId)));
}

export type NewToken = Omit<typeof apiTokens.$inferInsert, 'id'>;

export async function createToken(env: Env, token: NewToken): Promise<void> {
  await drizzle(env.DB).insert(apiTokens).values(token);
}

/** Not scoped: whoever has a token may give it up. */
export async function deleteToken(env: Env, tokenHash: string): Promise<void> {
  await drizzle(env.DB).delete(apiTokens).where(eq(apiTokens.tokenHash, tokenHash));
}
