import { parseEvent } from '../../event/parse.ts';
import { ok, type Result } from '../../result.ts';
import { judgeItem } from '../../telemetry/judge-item.ts';
import { authenticate } from '../authenticate.ts';
import type { IngestCall } from '../call.ts';
import { Intake } from '../intake.ts';
import { contentTypeOf, readBody } from '../read-body.ts';
import type { Receipt } from '../receipt.ts';
import type { Refused } from '../refusal.ts';
import { telemetryContextOf } from '../telemetry-context.ts';
import { limitTogether, preparedOf, settleThings } from '../telemetry-intake.ts';
import type { Endpoint } from './endpoint.ts';

const maxBytes = 100 * 1024;

/** A check-in by address alone, as scripts send it with curl or wget: they look at the exit code at most, so a limit is no error to them. */
export const cronEndpoint: Endpoint = {
  methods: ['GET', 'HEAD', 'POST'],
  receive,
  acknowledge: () => new Response(null, { status: 202 }),
  tellsLimits: false,
};

async function receive(call: IngestCall): Promise<Result<Receipt, Refused>> {
  const sender = await authenticate(call);
  if (!sender.ok) return sender;
  const item = call.request.method === 'POST' && contentTypeOf(call.request) === 'application/json' ? await readItem(call.request) : ok(itemOf(call.url));
  if (!item.ok) return { ok: false, error: { ...item.error, key: sender.value.key } };

  const intake = new Intake(call, sender.value);
  const payload = new TextEncoder().encode(JSON.stringify({ ...item.value, monitor_slug: call.route.parameters.slug }));
  const judged = judgeItem({ type: 'check_in', length: payload.length, all: {} }, payload, telemetryContextOf(intake));
  const things = await limitTogether(intake, judged.map(preparedOf));
  return ok(intake.finish(await settleThings(intake, things, payload.length), null));
}

async function readItem(request: Request): Promise<Result<Record<string, unknown>, Refused>> {
  const body = await readBody(request, maxBytes);
  if (!body.ok) return body;
  const parsed = parseEvent(body.value);
  return parsed.ok ? parsed : { ok: false, error: { reason: 'invalid_export', found: 'invalid_json' } };
}

function itemOf({ searchParams }: URL): Record<string, unknown> {
  const get = (name: string) => searchParams.get(name) ?? undefined;
  const duration = Number(get('duration') ?? Number.NaN);
  return {
    status: get('status'),
    check_in_id: get('check_in_id'),
    environment: get('environment'),
    duration: Number.isFinite(duration) ? duration : undefined,
  };
}
