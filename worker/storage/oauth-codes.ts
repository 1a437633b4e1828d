import { eq, lte } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import type { Env } from '../env.ts';
import { oauthCodes } from './schema.ts';

export type OauthCode = typeof oauthCodes.$inferSelect;

/** Codes that nobody came for go with the next one. */
export async function createOauthCode(env: Env, code: OauthCode, now: number): Promise<void> {
  const database = drizzle(env.DB);
  await database.batch([database.delete(oauthCodes).where(lte(oauthCodes.expiresAt, now)), database.insert(oauthCodes).values(code)]);
}

/** Not scoped: a code is what tells the organization. It is gone afterwards, whatever becomes of it: two who bring the same get one token at most. */
export async function takeOauthCode(env: Env, codeHash: string): Promise<OauthCode | null> {
  const rows = await drizzle(env.DB).delete(oauthCodes).where(eq(oauthCodes.codeHash, codeHash)).returning();
  return rows[0] ?? null;
}
