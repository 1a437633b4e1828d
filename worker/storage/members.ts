import { and, eq, or, type SQL, sql } from 'drizzle-orm';
import { members, teamMembers, teams, users } from './schema.ts';
import type { Organization, OrganizationScope } from './scope.ts';

export type Role = (typeof members.$inferSelect)['role'];

export interface User {
  id: number;
  email: string;
  name: string;
}

/** A user's place in an organization. */
export interface Membership {
  organization: Organization;
  role: Role;
}

/** The named users, as far as they are members: nobody learns the name of someone outside. */
export async function findMembers(scope: OrganizationScope, userIds: readonly number[]): Promise<User[]> {
  if (userIds.length === 0) return [];
  return scope.database
    .select({ id: users.id, email: users.email, name: users.name })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.organizationId, scope.id), sql`${users.id} in (select value from json_each(${JSON.stringify(userIds)}))`));
}

/** Somebody of an organization. `id` is that of the membership. */
export interface Member {
  id: number;
  user: User;
  role: Role;
  createdAt: number;
  /** By slug. */
  teams: readonly { id: number; slug: string }[];
}

/** By name. */
export async function listMembers(scope: OrganizationScope): Promise<Member[]> {
  const { database } = scope;
  const [rows, places] = await Promise.all([
    database
      .select({ id: members.id, role: members.role, createdAt: members.createdAt, user: { id: users.id, email: users.email, name: users.name } })
      .from(members)
      .innerJoin(users, eq(users.id, members.userId))
      .where(eq(members.organizationId, scope.id))
      .orderBy(users.name, members.id),
    database
      .select({ memberId: teamMembers.memberId, id: teams.id, slug: teams.slug })
      .from(teamMembers)
      .innerJoin(teams, eq(teams.id, teamMembers.teamId))
      .where(eq(teams.organizationId, scope.id))
      .orderBy(teams.slug),
  ]);
  const teamsOf = Map.groupBy(places, ({ memberId }) => memberId);
  return rows.map((row) => ({ ...row, teams: (teamsOf.get(row.id) ?? []).map(({ id, slug }) => ({ id, slug })) }));
}

export async function findMember(scope: OrganizationScope, id: number): Promise<Member | null> {
  return (await listMembers(scope)).find((member) => member.id === id) ?? null;
}

/** The membership of a user. */
export async function findMemberOfUser(scope: OrganizationScope, userId: number): Promise<Member | null> {
  return (await listMembers(scope)).find(({ user }) => user.id === userId) ?? null;
}

/** The members that somebody means by an email or a name; by a name there may be several. */
export async function findMembersCalled(scope: OrganizationScope, name: string): Promise<User[]> {
  return scope.database
    .select({ id: users.id, email: users.email, name: users.name })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.organizationId, scope.id), or(eq(users.email, name.toLowerCase()), eq(sql`lower(${users.name})`, name.toLowerCase()))))
    .limit(2);
}

/** Ids of those users among members who have one of the addresses, by address in lower case. */
export async function findMembersByEmail(scope: OrganizationScope, emails: readonly string[]): Promise<Map<string, number>> {
  if (emails.length === 0) return new Map();
  const wanted = JSON.stringify(emails.map((email) => email.toLowerCase()));
  const rows = await scope.database
    .select({ id: users.id, email: users.email })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.organizationId, scope.id), sql`${users.email} in (select value from json_each(${wanted}))`));
  return new Map(rows.map(({ id, email }) => [email, id]));
}

/** Members whose name or address follows an `@` somewhere in the text. ASCII letters match in both cases. */
export async function findMentioned(scope: OrganizationScope, text: string): Promise<User[]> {
  if (!text.includes('@')) return [];
  const isIn = (column: SQL) => sql`instr(lower(${text}), '@' || lower(${column})) > 0`;
  return scope.database
    .select({ id: users.id, email: users.email, name: users.name })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.organizationId, scope.id), or(isIn(sql`${users.name}`), isIn(sql`${users.email}`))));
}
