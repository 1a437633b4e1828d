import type { Env } from '../env.ts';
import { findRolesOfSessions } from '../storage/sessions.ts';
import { findRolesOfTokens } from '../storage/tokens.ts';
import type { Credential } from './credential.ts';
import { allows, readScopes, type Scope, scopesOf } from './scopes.ts';

/** The hashes of those credentials that still allow it in the organization: sessions end, tokens are revoked, and members leave. Two queries, however many there are. */
export async function stillAllowed(env: Env, organizationId: number, credentials: readonly Credential[], scope: Scope, now: number): Promise<Set<string>> {
  const hashesOf = (kind: Credential['kind']) => [...new Set(credentials.filter((each) => each.kind === kind).map(({ hash }) => hash))];
  const [sessions, tokens] = await Promise.all([
    findRolesOfSessions(env, organizationId, hashesOf('session'), now),
    findRolesOfTokens(env, organizationId, hashesOf('token')),
  ]);
  const allowed = [
    ...sessions.filter(({ role }) => allows(scopesOf(role), scope)),
    ...tokens.filter(({ role, scopes }) => allows(scopesOf(role), scope) && allows(readScopes(scopes), scope)),
  ];
  return new Set(allowed.map(({ tokenHash }) => tokenHash));
}
