import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import type { Env } from '../env.ts';
import type { User } from './members.ts';
import { users } from './schema.ts';

/** Not scoped: this is how somebody proves who they are, before any organization is known. `email` in lower case. */
export async function findUserByEmail(env: Env, email: string): Promise<(User & { passwordHash: string }) | null> {
  const rows = await drizzle(env.DB)
    .select({ id: users.id, email: users.email, name: users.name, passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.email, email));
  return rows[0] ?? null;
}
