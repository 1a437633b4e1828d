import type { Env } from '../env.ts';
import { fail, type Result } from '../result.ts';
import { findFlood, noteBadRequest } from './abuse.ts';
import type { IngestCall } from './call.ts';
import { answerPreflight, corsHeaders } from './cors.ts';
import type { Endpoint } from './endpoints/endpoint.ts';
import { endpoints } from './endpoints/table.ts';
import { countOutcomes } from './outcomes.ts';
import type { Receipt } from './receipt.ts';
import { openRecorder } from './recorder.ts';
import { refuse, type Refused } from './refusal.ts';
import { outcomeOfRefusal } from './refused-outcome.ts';
import type { IngestRoute } from './route.ts';

/** The face for SDKs. Answers 200 only when everything accepted is durable; whatever a client sends, the answer is never a 5xx because of it. */
export async function handleIngest(env: Env, context: ExecutionContext, request: Request, url: URL, route: IngestRoute): Promise<Response> {
  const response = request.method === 'OPTIONS' ? answerPreflight() : await answerSafely({ env, context, request, url, route, receivedAt: Date.now() });
  for (const [name, value] of Object.entries(endpointOf(route)?.headers ?? {})) response.headers.set(name, value);
  return response;
}

async function answerSafely(call: IngestCall): Promise<Response> {
  try {
    return await answer(call);
  } catch (error) {
    // Pages of other origins read this answer, too, and clients expect JSON of every one.
    const requestId = call.request.headers.get('cf-ray') ?? crypto.randomUUID();
    console.error(`ingest failed, request ${requestId}:`, error);
    return refuse({ reason: 'internal', requestId });
  }
}

async function answer(call: IngestCall): Promise<Response> {
  const flooded = refuseFlood(call);
  if (flooded) return flooded;

  const recorder = await openRecorder(call);
  const response = await answerOf(recorder?.call ?? call);
  return recorder ? recorder.finish(response, Date.now()) : response;
}

async function answerOf(call: IngestCall): Promise<Response> {
  const endpoint = endpointOf(call.route);
  const result = endpoint ? await receive(endpoint, call) : fail<Refused>({ reason: 'not_found' });
  if (!result.ok) {
    noteRefusal(call, result.error);
    call.recorder?.noteRefusal(result.error);
    return refuse(result.error);
  }
  return endpoint ? acknowledge(endpoint, result.value, call) : refuse({ reason: 'not_found' });
}

function endpointOf({ endpoint }: IngestRoute): Endpoint | null {
  return endpoint === 'unknown' ? null : endpoints[endpoint];
}

async function receive(endpoint: Endpoint, call: IngestCall): Promise<Result<Receipt, Refused>> {
  const isAllowed = endpoint.methods.some((method) => method === call.request.method);
  return isAllowed ? endpoint.receive(call) : fail({ reason: 'method_not_allowed' });
}

/** A 429 has no body: the PHP SDK reads its headers only then. */
function acknowledge(endpoint: Endpoint, receipt: Receipt, call: IngestCall): Response {
  const isLimited = endpoint.tellsLimits && receipt.limits.hasRefused;
  const response = isLimited ? new Response(null, { status: 429 }) : endpoint.acknowledge(receipt, call);
  const headers = { ...corsHeaders, ...(endpoint.tellsLimits ? receipt.limits.headers : {}) };
  for (const [name, value] of Object.entries(headers)) if (!response.headers.has(name)) response.headers.set(name, value);
  return response;
}

/** Turns a flood of bad requests away without reading them. */
function refuseFlood({ env, context, request, url, receivedAt }: IngestCall): Response | null {
  const flood = findFlood(addressOf(request), url.pathname, receivedAt);
  if (!flood) return null;
  if (flood.key) {
    countOutcomes(env, context, flood.key, [{ outcome: { outcome: 'abuse', reason: 'bad_requests' }, category: 'default', quantity: 1 }], receivedAt);
  }
  const seconds = Math.max(1, Math.ceil((flood.until - receivedAt) / 1000));
  return new Response(null, {
    status: 429,
    headers: { ...corsHeaders, 'retry-after': String(seconds), 'x-sentry-rate-limits': `${seconds}::key:bad_requests` },
  });
}

function noteRefusal({ env, context, request, url }: IngestCall, refused: Refused): void {
  const outcome = outcomeOfRefusal(refused);
  if (!outcome) return;
  const now = Date.now();
  noteBadRequest(addressOf(request), url.pathname, refused.key ?? null, now);
  if (refused.key) countOutcomes(env, context, refused.key, [outcome], now, { eventId: null, client: request.headers.get('user-agent') });
}

function addressOf(request: Request): string {
  return request.headers.get('cf-connecting-ip') ?? '';
}
