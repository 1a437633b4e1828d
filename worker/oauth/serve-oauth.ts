import { HTTPException } from 'hono/http-exception';
import type { Env } from '../env.ts';
import { authorize } from './authorize.ts';
import { oauthError } from './errors.ts';
import { metadataAt, paths } from './metadata.ts';
import { register } from './register.ts';
import { exchangeCode, revokeToken } from './token.ts';

export function isOauthPath({ pathname }: URL): boolean {
  return pathname.startsWith('/oauth/') || pathname.startsWith('/.well-known/oauth-');
}

/**
 * OAuth 2.1 for assistants, as MCP wants it: a client registers itself, the user consents in the browser that is signed in to the dashboard, and the client gets an API
 * token like any other. Source: https://modelcontextprotocol.io/specification/2025-11-25/basic/authorization
 */
export async function serveOauth(env: Env, request: Request, url: URL): Promise<Response> {
  if (url.pathname === paths.authorize) {
    if (request.method !== 'GET' && request.method !== 'POST') return notAllowed('GET, POST');
    return authorize(env, request, url, Date.now());
  }
  // These take no cookies, so pages elsewhere may ask as well.
  if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: { ...cors, ...preflight } });
  const reply = await answer(env, request, url);
  for (const [name, value] of Object.entries(cors)) reply.headers.set(name, value);
  return reply;
}

const cors = { 'access-control-allow-origin': '*', 'cache-control': 'no-store' };
const preflight = { 'access-control-allow-methods': 'GET, POST', 'access-control-allow-headers': 'Authorization, Content-Type, MCP-Protocol-Version' };

async function answer(env: Env, request: Request, url: URL): Promise<Response> {
  const metadata = metadataAt(url);
  if (metadata) return request.method === 'GET' ? Response.json(metadata) : notAllowed('GET');
  if (!Object.values(paths).includes(url.pathname)) return oauthError(404, 'not_found', 'There is nothing here.');
  if (request.method !== 'POST') return notAllowed('POST');
  try {
    return await answerPost(env, request, url.pathname);
  } catch (error) {
    if (error instanceof HTTPException) return oauthError(error.status, 'invalid_request', error.message);
    throw error;
  }
}

function answerPost(env: Env, request: Request, path: string): Promise<Response> {
  switch (path) {
    case paths.register:
      return register(request, Date.now());
    case paths.token:
      return exchangeCode(env, request, Date.now());
    default:
      return revokeToken(env, request);
  }
}

function notAllowed(allowed: string): Response {
  return new Response(null, { status: 405, headers: { allow: allowed } });
}
