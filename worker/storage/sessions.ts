import { and, eq, gt, lte, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import type { Env } from '../env.ts';
import type { Membership, Role, User } from './members.ts';
import { members, organizations, sessions, users } from './schema.ts';

export type Session = typeof sessions.$inferSelect;

/** Sessions that have run out go with the next one that begins. */
export async function createSession(env: Env, session: Session): Promise<void> {
  const database = drizzle(env.DB);
  await database.batch([database.delete(sessions).where(lte(sessions.expiresAt, session.createdAt)), database.insert(sessions).values(session)]);
}

/** Not scoped: a session is what tells the organizations. One query, since every request of a browser begins with it. */
export async function findSession(env: Env, tokenHash: string, now: number): Promise<{ user: User; memberships: Membership[] } | null> {
  const rows = await drizzle(env.DB)
    .select({ user: { id: users.id, email: users.email, name: users.name }, organization: organizations, role: members.role })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .leftJoin(members, eq(members.userId, users.id))
    .leftJoin(organizations, eq(organizations.id, members.organizationId))
    .where(and(eq(sessions.tokenHash, tokenHash), gt(sessions.expiresAt, now)))
    .orderBy(organizations.name);
  const [first] = rows;
  if (!first) return null;
  const memberships = rows.flatMap(({ organization, role }) => (organization && role ? [{ organization, role }] : []));
  return { user: first.user, memberships };
}

/** Of these sessions, those that go on and whose users are members of the organization. */
export async function findRolesOfSessions(
  env: Env,
  organizationId: number,
  tokenHashes: readonly string[],
  now: number,
): Promise<{ tokenHash: string; role: Role }[]> {
  if (tokenHashes.length === 0) return [];
  return drizzle(env.DB)
    .select({ tokenHash: sessions.tokenHash, role: members.role })
    .from(sessions)
    .innerJoin(members, and(eq(members.userId, sessions.userId), eq(members.organizationId, organizationId)))
    .where(and(sql`${sessions.tokenHash} in (select value from json_each(${JSON.stringify(tokenHashes)}))`, gt(sessions.expiresAt, now)));
}

export async function deleteSession(env: Env, tokenHash: string): Promise<void> {
  await drizzle(env.DB).delete(sessions).where(eq(sessions.tokenHash, tokenHash));
}
