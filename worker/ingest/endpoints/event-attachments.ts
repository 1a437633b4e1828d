import { fail, ok, type Result } from '../../result.ts';
import { Spool } from '../../storage/spool.ts';
import { authenticate } from '../authenticate.ts';
import type { IngestCall } from '../call.ts';
import { readEventId } from '../event-id.ts';
import { Intake } from '../intake.ts';
import { keepUpload } from '../items/upload.ts';
import type { CountedOutcome } from '../outcomes.ts';
import { openBody, readForm } from '../read-form.ts';
import type { Receipt } from '../receipt.ts';
import type { Refused } from '../refusal.ts';
import type { Endpoint } from './endpoint.ts';

/** Files for an event that was sent before, or will be. Every part with a file name is one. */
export const eventAttachmentsEndpoint: Endpoint = {
  methods: ['POST'],
  receive: receiveAttachments,
  acknowledge: () => new Response(null, { status: 201 }),
  tellsLimits: true,
};

async function receiveAttachments(call: IngestCall): Promise<Result<Receipt, Refused>> {
  const eventId = readEventId(call.route.parameters.eventId);
  if (eventId === null) return fail({ reason: 'not_found' });
  const sender = await authenticate(call);
  if (!sender.ok) return sender;
  const { key } = sender.value;
  const body = openBody(call.request);
  if (!body.ok) return fail({ ...body.error, key });

  const spool = new Spool(call.env.FILES);
  try {
    const form = await readForm(body.value, call.request.headers.get('content-type'), spool, () => false);
    if (!form.ok) return fail({ ...form.error, key });
    const intake = new Intake(call, sender.value, { eventId });
    const outcomes: CountedOutcome[] = [];
    for (const [index, { filename, contentType, content }] of form.value.files.entries())
      outcomes.push(await keepUpload(intake, eventId, { name: filename, type: 'event.attachment', contentType, content }, index, false));
    return ok(intake.finish(outcomes, eventId));
  } finally {
    call.context.waitUntil(spool.clear());
  }
}
