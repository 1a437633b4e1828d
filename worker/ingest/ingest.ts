import type { Env } from '../env.ts';
import { fail, type Result } from '../result.ts';
import { answerPreflight, corsHeaders } from './cors.ts';
import { receiveEnvelope } from './envelope-endpoint.ts';
import { type Refusal, refuse } from './refusal.ts';
import type { IngestRoute } from './route.ts';
import { receiveStore } from './store-endpoint.ts';

/** The face for SDKs. Answers 200 only when everything accepted is durable; whatever a client sends, the answer is never a 5xx because of it. */
export async function handleIngest(env: Env, context: ExecutionContext, request: Request, url: URL, route: IngestRoute): Promise<Response> {
  if (request.method === 'OPTIONS') return answerPreflight();
  const result = await receive(env, context, request, url, route);
  if (!result.ok) return refuse(result.error);
  return Response.json(result.value.eventId === null ? {} : { id: result.value.eventId }, { headers: corsHeaders });
}

async function receive(
  env: Env,
  context: ExecutionContext,
  request: Request,
  url: URL,
  route: IngestRoute,
): Promise<Result<{ eventId: string | null }, Refusal>> {
  if (route.endpoint === 'unknown') return fail({ reason: 'not_found' });
  if (request.method !== 'POST') return fail({ reason: 'method_not_allowed' });
  const isEnvelope = route.endpoint === 'envelope' || request.headers.get('content-type')?.startsWith('application/x-sentry-envelope');
  return isEnvelope ? receiveEnvelope(env, context, request, url, route.projectId) : receiveStore(env, context, request, url, route.projectId);
}
