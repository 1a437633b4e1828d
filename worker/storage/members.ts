import { and, eq, sql } from 'drizzle-orm';
import { members, users } from './schema.ts';
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
