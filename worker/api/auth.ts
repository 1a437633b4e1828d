import { isPassword } from '../identity/passwords.ts';
import { isFromElsewhere } from '../identity/same-origin.ts';
import { createSessionToken, hashToken } from '../identity/secrets.ts';
import { expiredSessionCookie, readSessionCookie, sessionCookie, sessionSeconds } from '../identity/session-cookie.ts';
import type { User } from '../storage/members.ts';
import { createSession, deleteSession } from '../storage/sessions.ts';
import { findUserByEmail } from '../storage/users.ts';
import type { Call, ViewerCall } from './call.ts';
import { SignIn, type User as SerializedUser } from './contract/organization.ts';
import { readBody } from './read-body.ts';
import { forbidden, invalidFields, tooMany } from './refusals.ts';

/** Begins a session of a browser. Wrong name and wrong password answer alike, in the same time. */
export async function signIn(call: Call): Promise<Response> {
  const { request, env, url, now } = call;
  if (isFromElsewhere(request)) throw forbidden();
  const { email, password } = await readBody(request, SignIn);
  const name = email.trim().toLowerCase();
  await limitAttempts(call, name);

  const user = await findUserByEmail(env, name);
  const isRight = await isPassword(password, user?.passwordHash ?? null);
  if (!user || !isRight) throw invalidFields({ non_field_errors: ['The email address or the password is wrong.'] });

  const token = createSessionToken();
  await createSession(env, { tokenHash: hashToken(token), userId: user.id, createdAt: now, expiresAt: now + sessionSeconds * 1000 });
  return Response.json(serializeUser(user), { headers: { 'set-cookie': sessionCookie(token, url) } });
}

export async function readSignedIn({ viewer }: ViewerCall): Promise<Response> {
  return Response.json(serializeUser(viewer.user));
}

/** Ends the session of this browser. A token has no session to end, and stays. */
export async function signOut({ request, env, url }: ViewerCall): Promise<Response> {
  const token = readSessionCookie(request.headers);
  if (token !== null) await deleteSession(env, hashToken(token));
  return new Response(null, { status: 204, headers: { 'set-cookie': expiredSessionCookie(url) } });
}

export function serializeUser({ id, name, email }: User): SerializedUser {
  return { id: String(id), name, email, username: email };
}

/** Counted per address and per account: neither one machine that tries many accounts nor many machines that try one get far. */
async function limitAttempts({ request, env }: Call, name: string): Promise<void> {
  const address = request.headers.get('cf-connecting-ip') ?? 'unknown';
  const counted = await Promise.all([env.SIGN_IN_LIMIT.limit({ key: `address ${address}` }), env.SIGN_IN_LIMIT.limit({ key: `account ${name}` })]);
  if (counted.some(({ success }) => !success)) throw tooMany('Too many attempts to sign in. Try again in a minute.');
}
