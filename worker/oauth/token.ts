import { createHash } from 'node:crypto';
import type { Env } from '../env.ts';
import { createApiToken, hashToken, isSameSecret } from '../identity/secrets.ts';
import { takeOauthCode } from '../storage/oauth-codes.ts';
import { createToken, deleteToken } from '../storage/tokens.ts';
import { readClientId } from './client.ts';
import { oauthError } from './errors.ts';

/** A code for a token. The code is gone whatever the answer is, so that nobody can try a second time. */
export async function exchangeCode(env: Env, request: Request, now: number): Promise<Response> {
  const form = await readForm(request);
  if (form.get('grant_type') !== 'authorization_code') return oauthError(400, 'unsupported_grant_type', 'grant_type has to be authorization_code');
  const code = await takeOauthCode(env, hashToken(form.get('code') ?? ''));
  const isRight =
    code !== null &&
    code.expiresAt > now &&
    code.clientId === form.get('client_id') &&
    // It may be left out where there was but one.
    code.redirectUri === (form.get('redirect_uri') ?? code.redirectUri) &&
    isSameSecret(challengeOf(form.get('code_verifier') ?? ''), code.challenge);
  if (!isRight) return oauthError(400, 'invalid_grant', 'The code is used up, too old, or of somebody else.');

  const token = createApiToken();
  await createToken(env, {
    organizationId: code.organizationId,
    userId: code.userId,
    name: `App: ${readClientId(code.clientId)?.name ?? ''}`,
    tokenHash: hashToken(token),
    lastCharacters: token.slice(-4),
    scopes: code.scopes,
    createdAt: now,
  });
  return Response.json({ access_token: token, token_type: 'Bearer', scope: code.scopes.join(' ') });
}

/** RFC 7009: a client gives its token up. One that is not known is given up already. */
export async function revokeToken(env: Env, request: Request): Promise<Response> {
  const token = (await readForm(request)).get('token');
  if (!token) return oauthError(400, 'invalid_request', 'token has to be there');
  await deleteToken(env, hashToken(token));
  return new Response(null, { status: 200 });
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

async function readForm(request: Request): Promise<URLSearchParams> {
  return new URLSearchParams((await request.text()).slice(0, 10_000));
}
