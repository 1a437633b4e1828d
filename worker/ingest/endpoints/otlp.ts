import { fail, ok, type Result } from '../../result.ts';
import { readOtlp } from '../../telemetry/otlp/read-otlp.ts';
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

/** Traces and logs of OpenTelemetry's own exporters. Source: https://opentelemetry.io/docs/specs/otlp/ */
export const otlpEndpoint: Endpoint = {
  methods: ['POST'],
  receive,
  acknowledge: () => new Response(null, { status: 200 }),
  tellsLimits: true,
};

async function receive(call: IngestCall): Promise<Result<Receipt, Refused>> {
  const { signal } = call.route.parameters;
  if (signal !== 'traces' && signal !== 'logs') return fail({ reason: 'not_found' });
  const sender = await authenticate(call);
  if (!sender.ok) return sender;
  const { key } = sender.value;
  const contentType = contentTypeOf(call.request);
  const encoding = contentType === 'application/json' ? 'json' : contentType === 'application/x-protobuf' ? 'protobuf' : null;
  if (!encoding) return fail({ reason: 'unsupported_content_type', contentType, key });
  const body = await readBody(call.request, maxBytes);
  if (!body.ok) return fail({ ...body.error, key });

  const intake = new Intake(call, sender.value);
  const judged = readOtlp(signal, encoding, body.value, telemetryContextOf(intake));
  if (!judged.ok) return fail({ reason: 'invalid_export', found: judged.error, key });
  const things = await limitTogether(intake, judged.value.map(preparedOf));
  return ok(intake.finish(await settleThings(intake, things, body.value.length), null));
}
