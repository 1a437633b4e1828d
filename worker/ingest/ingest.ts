import type { Env } from '../env.ts';
import { fail, type Result } from '../result.ts';
import { findFlood, noteBadRequest } from './abuse.ts';
import { answerPreflight, corsHeaders } from './cors.ts';
import { receiveEnvelope } from './envelope-endpoint.ts';
import { countOutcomes } from './outcomes.ts';
import type { Receipt } from './receipt.ts';
import { type Refused, refuse } from './refusal.ts';
import { outcomeOfRefusal } from './refused-outcome.ts';
import type { IngestRoute } from './route.ts';
import { receiveStore } from './store-endpoint.ts';

/** The face for SDKs. Answers 200 only when everything accepted is durable; whatever a client sends, the answer is never a 5xx because of it. */
export async function handleIngest(env: Env, context: ExecutionContext, request: Request, url: URL, route: IngestRoute): Promise<Response> {
  if (request.method === 'OPTIONS') return answerPreflight();
  const flooded = refuseFlood(env, context, request, url);
  if (flooded) return flooded;
  const result = await receive(env, context, request, url, route);
  if (!result.ok) {
    noteRefusal(env, context, request, url, result.error);
    return refuse(result.error);
  }
  return acknowledge(result.value);
}

async function receive(env: Env, context: ExecutionContext, request: Request, url: URL, route: IngestRoute): Promise<Result<Receipt, Refused>> {
  if (route.endpoint === 'unknown') return fail({ reason: 'not_found' });
  if (request.method !== 'POST') return fail({ reason: 'method_not_allowed' });
  const isEnvelope = route.endpoint === 'envelope' || request.headers.get('content-type')?.startsWith('application/x-sentry-envelope');
  return isEnvelope ? receiveEnvelope(env, context, request, url, route.projectId) : receiveStore(env, context, request, url, route.projectId);
}

/** A 429 has no body: the PHP SDK reads its headers only then. */
function acknowledge({ eventId, limits }: Receipt): Response {
  const headers = { ...corsHeaders, ...limits?.headers };
  if (limits?.hasRefused) return new Response(null, { status: 429, headers });
  return Response.json(eventId === null ? {} : { id: eventId }, { headers });
}

/** Turns a flood of bad requests away without reading them. */
function refuseFlood(env: Env, context: ExecutionContext, request: Request, url: URL): Response | null {
  const now = Date.now();
  const flood = findFlood(addressOf(request), url.pathname, now);
  if (!flood) return null;
  if (flood.key) countOutcomes(env, context, flood.key, [{ outcome: { outcome: 'abuse', reason: 'bad_requests' }, category: 'default', quantity: 1 }], now);
  const seconds = Math.max(1, Math.ceil((flood.until - now) / 1000));
  return new Response(null, {
    status: 429,
    headers: { ...corsHeaders, 'retry-after': String(seconds), 'x-sentry-rate-limits': `${seconds}::key:bad_requests` },
  });
}

function noteRefusal(env: Env, context: ExecutionContext, request: Request, url: URL, refused: Refused): void {
  const outcome = outcomeOfRefusal(refused);
  if (!outcome) return;
  const now = Date.now();
  noteBadRequest(addressOf(request), url.pathname, refused.key ?? null, now);
  if (refused.key) countOutcomes(env, context, refused.key, [outcome], now, { eventId: null, client: request.headers.get('user-agent') });
}

function addressOf(request: Request): string {
  return request.headers.get('cf-connecting-ip') ?? '';
}
