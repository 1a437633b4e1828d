import { BodyTooLarge, BodyUnreadable, ByteReader } from '../envelope/byte-reader.ts';
import type { Background, Env } from '../env.ts';
import { isAllowedOrigin } from '../ingest/allowed-origin.ts';
import { readDsn } from '../ingest/credentials.ts';
import { readEventId } from '../ingest/event-id.ts';
import { Intake } from '../ingest/intake.ts';
import type { Outcome } from '../ingest/outcomes.ts';
import { findProjectKey } from '../ingest/project-keys.ts';
import { recordDialogReport } from '../ingest/user-reports.ts';
import { fail, ok, type Result } from '../result.ts';
import type { IngestKey } from '../storage/ingest-keys.ts';
import { dialogScript } from './dialog-script.ts';
import { readForm } from './read-form.ts';
import { readTexts } from './texts.ts';

/** With its last slash or without, since a POST must never be answered by a redirect. */
export function isDialogPath(pathname: string): boolean {
  return /^\/+api\/+embed\/+error-page\/*$/.test(pathname);
}

/**
 * The crash-report dialog of `Sentry.showReportDialog()`: as a GET the script that draws it, as a POST what was written into it.
 *
 * Source: sentry/src/sentry/web/frontend/error_page_embed.py
 */
export async function serveDialog(env: Env, context: Background, request: Request, url: URL): Promise<Response> {
  try {
    return withCors(request, await answer(env, context, request, url));
  } catch (error) {
    console.error('the crash-report dialog failed:', error);
    return withCors(request, reply(request, 500, { detail: 'internal error' }));
  }
}

async function answer(env: Env, context: Background, request: Request, url: URL): Promise<Response> {
  if (request.method === 'OPTIONS') return reply(request, 200, {});
  const sender = await readSender(env, context, request, url);
  if (!sender.ok) return reply(request, sender.error.status, sender.error.body);
  const { key, eventId } = sender.value;
  switch (request.method) {
    case 'GET':
    case 'HEAD':
      return new Response(dialogScript({ endpoint: url.href, texts: readTexts(url.searchParams) }), { headers: scriptHeaders });
    case 'POST':
      return receive({ env, context, request, url, route: { endpoint: 'unknown', projectId: null, parameters: {} }, receivedAt: Date.now() }, key, eventId);
    default:
      return new Response(null, { status: 405, headers: { allow: 'GET, HEAD, POST, OPTIONS' } });
  }
}

const scriptHeaders = { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-store' };

interface Refusal {
  status: 400 | 403 | 404 | 503;
  body: Record<string, string>;
}

async function readSender(
  env: Env,
  context: Background,
  request: Request,
  { searchParams }: URL,
): Promise<Result<{ key: IngestKey; eventId: string }, Refusal>> {
  const eventId = readEventId(searchParams.get('eventId'));
  if (eventId === null) return fail({ status: 400, body: { eventId: missing } });
  const dsn = readDsn(searchParams.get('dsn'));
  if (!dsn.ok) return fail({ status: 404, body: { dsn: missing } });

  const { found: key } = await findProjectKey(env, context, dsn.value.credentials.publicKey, Date.now());
  if (key === 'unavailable') return fail({ status: 503, body: { detail: 'project state unavailable' } });
  if (!key?.isActive || key.projectId !== Number(dsn.value.projectId)) return fail({ status: 404, body: { dsn: missing } });
  if (!isAllowedOrigin(request.headers, key.options.allowedDomains)) return fail({ status: 403, body: { detail: 'origin not allowed' } });
  return ok({ key, eventId });
}

const missing = 'Missing or invalid parameter.';

async function receive(call: Intake['call'], key: IngestKey, eventId: string): Promise<Response> {
  const { request } = call;
  const body = await readBody(request);
  if (body === null) return reply(request, 413, { detail: 'request body too large' });
  const form = readForm(new URLSearchParams(body));
  if (!form.ok) return reply(request, 400, { errors: form.error });

  const intake = new Intake(call, { key, client: null });
  const outcome = await recordDialogReport(intake, { eventId, hash: null, ...form.value });
  const { limits } = intake.finish([{ outcome, category: 'feedback', quantity: 1, bytes: body.length }], eventId);
  const answered = answerOutcome(request, outcome);
  for (const [name, value] of Object.entries(limits.headers)) answered.headers.set(name, value);
  return answered;
}

function answerOutcome(request: Request, { outcome }: Outcome): Response {
  switch (outcome) {
    case 'accepted':
      return reply(request, 200, {});
    case 'rate_limited':
    case 'abuse':
      return reply(request, 429, { detail: 'too many reports' });
    case 'filtered':
    case 'invalid':
    case 'client_discard':
      return reply(request, 400, { errors: { comments: ['This field is required.'] } });
  }
}

/** Three short fields, percent-encoded. */
const maxBodyBytes = 100_000;

/** Null where it is too long; empty where it cannot be read. */
async function readBody({ body }: Request): Promise<string | null> {
  if (!body) return '';
  try {
    const bytes = await new ByteReader(body, maxBodyBytes).readAll(maxBodyBytes);
    return bytes && new TextDecoder().decode(bytes);
  } catch (error) {
    if (error instanceof BodyTooLarge) return null;
    if (error instanceof BodyUnreadable) return '';
    throw error;
  }
}

/** To who asks for a script, JSON would be one with errors in it: it goes into a header. */
function reply(request: Request, status: number, body: object): Response {
  if (!request.headers.get('accept')?.includes('text/javascript')) return Response.json(body, { status });
  const context = Object.keys(body).length > 0 ? { 'x-sentry-context': JSON.stringify(body) } : {};
  return new Response('', { status, headers: { 'content-type': 'text/javascript', ...context } });
}

function withCors(request: Request, response: Response): Response {
  const headers = {
    'access-control-allow-origin': request.headers.get('origin') ?? '*',
    'access-control-allow-methods': 'GET, POST, OPTIONS',
    'access-control-allow-headers': 'Content-Type, Authorization, X-Requested-With, baggage, sentry-trace',
    'access-control-expose-headers': 'x-sentry-context, retry-after',
    'access-control-max-age': '1000',
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
    vary: 'Accept, Origin',
  };
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}
