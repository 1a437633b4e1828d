import { fail, ok, type Result } from '../../result.ts';
import { readVercelLogs } from '../../telemetry/vercel.ts';
import { authenticate } from '../authenticate.ts';
import type { IngestCall } from '../call.ts';
import { Intake } from '../intake.ts';
import { contentTypeOf, readBody } from '../read-body.ts';
import type { Receipt } from '../receipt.ts';
import type { Refused } from '../refusal.ts';
import { telemetryContextOf } from '../telemetry-context.ts';
import { limitTogether, preparedOf, settleThings } from '../telemetry-intake.ts';
import type { Endpoint } from './endpoint.ts';

const maxBytes = 12 * 1024 * 1024;
const contentTypes = ['application/json', 'application/x-ndjson'];

/** What a log drain of Vercel sends. */
export const vercelEndpoint: Endpoint = {
  methods: ['POST'],
  receive,
  acknowledge: () => new Response(null, { status: 202 }),
  tellsLimits: true,
};

async function receive(call: IngestCall): Promise<Result<Receipt, Refused>> {
  const sender = await authenticate(call);
  if (!sender.ok) return sender;
  const { key } = sender.value;
  const contentType = contentTypeOf(call.request);
  if (!contentTypes.includes(contentType)) return fail({ reason: 'unsupported_content_type', contentType, key });
  const body = await readBody(call.request, maxBytes);
  if (!body.ok) return fail({ ...body.error, key });

  const intake = new Intake(call, sender.value);
  const judged = readVercelLogs(body.value, telemetryContextOf(intake));
  if (!judged.ok) return fail({ reason: 'invalid_export', found: judged.error, key });
  const things = await limitTogether(intake, judged.value.map(preparedOf));
  return ok(intake.finish(await settleThings(intake, things, body.value.length), null));
}
