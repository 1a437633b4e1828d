import { maxEventBytes } from '../../envelope/item-types.ts';
import { parseReports } from '../../event/reports/parse-reports.ts';
import { fail, ok, type Result } from '../../result.ts';
import { authenticate } from '../authenticate.ts';
import type { IngestCall } from '../call.ts';
import { Intake } from '../intake.ts';
import { recordNel, recordReports } from '../items/security.ts';
import { contentTypeOf, readBody } from '../read-body.ts';
import type { Receipt } from '../receipt.ts';
import type { Refused } from '../refusal.ts';
import type { Endpoint } from './endpoint.ts';

const types = ['json', 'csp-report', 'expect-ct-report', 'expect-ct-report+json', 'expect-staple-report', 'reports+json'].map((name) => `application/${name}`);
const nelTypes = ['application/json', 'application/reports+json'];

/** Where browsers report pages that break a rule of their own headers: `report-uri` and `report-to` of a content policy, Expect-CT, Expect-Staple, HPKP. */
export const securityEndpoint: Endpoint = {
  methods: ['POST'],
  receive: (call) =>
    receiveReports(call, types, async (intake, body) => {
      const { searchParams } = call.url;
      const facts = { release: searchParams.get('sentry_release'), environment: searchParams.get('sentry_environment') };
      const { outcomes } = await recordReports(intake, body, facts);
      return intake.finish(outcomes, null);
    }),
  acknowledge: () => new Response(null, { status: 200 }),
  tellsLimits: true,
};

/** Network error logging. Browsers look at the status only to see whether to stop reporting, so a limit is never told. */
export const nelEndpoint: Endpoint = {
  methods: ['POST'],
  receive: (call) => receiveReports(call, nelTypes, async (intake, body) => intake.finish(await recordNel(intake, body), null)),
  acknowledge: () => new Response(null, { status: 200 }),
  tellsLimits: false,
};

async function receiveReports(
  call: IngestCall,
  allowed: readonly string[],
  record: (intake: Intake, body: Uint8Array) => Promise<Receipt>,
): Promise<Result<Receipt, Refused>> {
  const sender = await authenticate(call);
  if (!sender.ok) return sender;
  const { key } = sender.value;
  const contentType = contentTypeOf(call.request);
  if (!allowed.includes(contentType)) return fail({ reason: 'unsupported_content_type', contentType, key });
  const body = await readBody(call.request, maxEventBytes);
  if (!body.ok) return fail({ ...body.error, key });
  if (body.value.length === 0) return fail({ reason: 'empty_body', key });
  if (!parseReports(body.value)) return fail({ reason: 'invalid_json', message: 'the body is no JSON', key });
  return ok(await record(new Intake(call, sender.value), body.value));
}
