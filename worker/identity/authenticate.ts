import type { Env } from '../env.ts';
import { fail, ok, type Result } from '../result.ts';
import type { Membership, User } from '../storage/members.ts';
import { findSession } from '../storage/sessions.ts';
import { findToken } from '../storage/tokens.ts';
import { type Credential, credentialOf } from './credential.ts';
import { isFromOwnPage } from './same-origin.ts';
import { allows, readScopes, type Scope, scopesOf } from './scopes.ts';
import { readSessionCookie } from './session-cookie.ts';

/** Who asks, and what they may see. */
export interface Viewer {
  user: User;
  /** A browser's session reaches all organizations of its user, a token only the one it was made in. */
  how: 'session' | 'token';
  /** To look up later whether it is still good. */
  credential: Credential;
  access: readonly Access[];
}

/** What a viewer may do in one organization. */
export interface Access extends Membership {
  scopes: readonly Scope[];
}

export type AuthenticationError =
  | { reason: 'missing' } // no credentials, or a session that has ended
  | { reason: 'invalid_token' }
  | { reason: 'cross_site' }; // a session's cookie on a request that another site may have made

/** A token in the header goes before a cookie. */
export async function authenticate(request: Request, env: Env, now: number): Promise<Result<Viewer, AuthenticationError>> {
  const authorization = request.headers.get('authorization');
  if (authorization !== null) return authenticateToken(authorization, env);

  const cookie = readSessionCookie(request.headers);
  const credential = cookie === null ? null : credentialOf('session', cookie);
  const session = credential && (await findSession(env, credential.hash, now));
  if (!session) return fail({ reason: 'missing' });
  if (changesSomething(request) && !isFromOwnPage(request)) return fail({ reason: 'cross_site' });
  const access = session.memberships.map((membership) => ({ ...membership, scopes: scopesOf(membership.role) }));
  return ok({ user: session.user, how: 'session', credential, access });
}

/** A token never does more than its user may do by now. */
async function authenticateToken(authorization: string, env: Env): Promise<Result<Viewer, AuthenticationError>> {
  const token = /^bearer\s+(\S+)\s*$/i.exec(authorization)?.[1];
  const credential = token === undefined ? null : credentialOf('token', token);
  const found = credential && (await findToken(env, credential.hash));
  if (!found) return fail({ reason: 'invalid_token' });
  const allowed = scopesOf(found.membership.role);
  const scopes = readScopes(found.scopes).filter((scope) => allows(allowed, scope));
  return ok({ user: found.user, how: 'token', credential, access: [{ ...found.membership, scopes }] });
}

function changesSomething(request: Request): boolean {
  return request.method !== 'GET' && request.method !== 'HEAD';
}
