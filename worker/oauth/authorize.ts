import type { Env } from '../env.ts';
import { authenticate, type Viewer } from '../identity/authenticate.ts';
import { createSessionToken, hashToken } from '../identity/secrets.ts';
import { createOauthCode } from '../storage/oauth-codes.ts';
import { answerAddress, type AuthorizationFault, type AuthorizationRequest, readAuthorizationRequest } from './authorization-request.ts';
import { renderConsent, renderFault } from './consent-page.ts';

/** The client comes at once, or not at all. */
const codeLifetimeMs = 5 * 60_000;

/** GET asks the user, POST is what they said. Only a session of a browser can consent, never a token: one that may read shall not make one that may write. */
export async function authorize(env: Env, request: Request, url: URL, now: number): Promise<Response> {
  const asked = readAuthorizationRequest(url);
  if (!asked.ok) return answerFault(asked.error, url);
  if (request.headers.has('authorization')) return renderFault('Consent takes somebody at a browser, not a token.', 403);
  const viewer = await authenticate(request, env, now);
  if (!viewer.ok) {
    if (viewer.error.reason === 'cross_site') return renderFault('Consent can be given only on this page.', 403);
    return Response.redirect(`${url.origin}/sign-in?next=${encodeURIComponent(url.pathname + url.search)}`, 302);
  }
  if (viewer.value.access.length === 0) return renderFault('You are in no organization.', 403);
  if (request.method === 'GET') return renderConsent(asked.value, viewer.value, url);
  return consent(env, request, url, asked.value, viewer.value, now);
}

async function consent(env: Env, request: Request, url: URL, asked: AuthorizationRequest, viewer: Viewer, now: number): Promise<Response> {
  const form = new URLSearchParams((await request.text()).slice(0, 10_000));
  const { clientId, redirectUri, state, challenge } = asked;
  if (form.get('answer') !== 'allow') return sendTo(answerAddress(redirectUri, url, { error: 'access_denied', state }));
  const access = viewer.access.find(({ organization }) => String(organization.id) === form.get('organization'));
  if (!access) return renderFault('Choose an organization that you are in.', 400);
  // What was not ticked is not given; what was not asked for cannot be.
  const scopes = asked.scopes.filter((scope) => scope !== 'event:write' || form.has('write'));
  const code = createSessionToken();
  const row = { codeHash: hashToken(code), organizationId: access.organization.id, userId: viewer.user.id, clientId, redirectUri, challenge, scopes };
  await createOauthCode(env, { ...row, expiresAt: now + codeLifetimeMs }, now);
  return sendTo(answerAddress(redirectUri, url, { code, state }));
}

async function answerFault(fault: AuthorizationFault, url: URL): Promise<Response> {
  if (fault.tell === 'user') return renderFault(fault.text, 400);
  const { redirectUri, state, error, text } = fault;
  return sendTo(answerAddress(redirectUri, url, { error, error_description: text, state }));
}

/** With 303, so that a browser does not post there what was posted here. The address of this page stays here: it may hold a code next time. */
function sendTo(address: string): Response {
  return new Response(null, { status: 303, headers: { location: address, 'referrer-policy': 'no-referrer' } });
}
