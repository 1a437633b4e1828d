import { HTTPException } from 'hono/http-exception';
import * as z from 'zod/mini';
import { readJson } from '../api/read-body.ts';
import type { Env } from '../env.ts';
import { authenticate } from '../identity/authenticate.ts';
import { resourceMetadataAddress } from '../oauth/metadata.ts';
import { answerMessage } from './answer-message.ts';
import { createApiCaller } from './api-caller.ts';
import { invalidRequest, Message, parseError, refuse } from './json-rpc.ts';
import { readVersion } from './protocol-versions.ts';

export function isMcpPath(path: string): boolean {
  return path === '/mcp' || path === '/mcp/';
}

/** Of one request, in the revision of MCP that has them. */
const maxMessages = 20;

/**
 * MCP by streamable HTTP without sessions: each message is answered by itself, as JSON, so that there is nothing to keep between two of them. Source:
 * https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#streamable-http
 *
 * Only a token in the header lets anybody in, never a cookie: there is nothing that a page elsewhere could do in somebody's name, wherever it is from.
 */
export async function serveMcp(env: Env, context: ExecutionContext, request: Request): Promise<Response> {
  if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: { ...cors, ...preflight } });
  const reply = await answer(env, context, request);
  for (const [name, value] of Object.entries(cors)) reply.headers.set(name, value);
  reply.headers.set('cache-control', 'no-store');
  return reply;
}

const cors = { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'WWW-Authenticate' };
const preflight = {
  'access-control-allow-methods': 'POST, GET, DELETE',
  'access-control-allow-headers': 'Authorization, Content-Type, Accept, MCP-Protocol-Version, Mcp-Session-Id, Last-Event-ID',
  'access-control-max-age': '3600',
};

async function answer(env: Env, context: ExecutionContext, request: Request): Promise<Response> {
  // Without sessions there is no stream to open, and nothing to end.
  if (request.method !== 'POST') return new Response(null, { status: 405, headers: { allow: 'POST' } });
  if (!(await isKnown(env, request))) return unauthorized(new URL(request.url));
  const version = readVersion(request.headers.get('mcp-protocol-version'));
  if (!version) return Response.json(refuse(null, { ...invalidRequest, message: 'Unsupported protocol version' }), { status: 400 });

  const body = await readBody(request);
  if (body === notJson) return Response.json(refuse(null, parseError), { status: 400 });
  const messages = version === '2025-03-26' && Array.isArray(body) ? body : [body];
  const read = z.safeParse(z.array(Message).check(z.minLength(1), z.maxLength(maxMessages)), messages);
  if (!read.success) return Response.json(refuse(null, invalidRequest), { status: 400 });

  const api = createApiCaller(env, context, request);
  const replies = (await Promise.all(read.data.map((message) => answerMessage(api, message)))).filter((reply) => reply !== null);
  if (replies.length === 0) return new Response(null, { status: 202 });
  return Response.json(Array.isArray(body) ? replies : replies[0]);
}

async function isKnown(env: Env, request: Request): Promise<boolean> {
  return request.headers.has('authorization') && (await authenticate(request, env, Date.now())).ok;
}

/** Says how to come by a token as well. */
function unauthorized(url: URL): Response {
  const detail = 'Send an API token: Authorization: Bearer <token>';
  const challenge = `Bearer realm="Picket", resource_metadata="${resourceMetadataAddress(url)}"`;
  return Response.json({ error: 'invalid_token', error_description: detail }, { status: 401, headers: { 'www-authenticate': challenge } });
}

const notJson = Symbol('not JSON');

async function readBody(request: Request): Promise<unknown> {
  try {
    return await readJson(request);
  } catch (error) {
    if (error instanceof HTTPException) return notJson;
    throw error;
  }
}
