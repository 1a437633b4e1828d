import { ByteReader } from '../../envelope/byte-reader.ts';
import type { Item } from '../../envelope/envelope.ts';
import { maxEnvelopeBytes } from '../../envelope/item-types.ts';
import { readEnvelopeHeader, readItems } from '../../envelope/read-envelope.ts';
import { fail, ok, type Result } from '../../result.ts';
import { authenticate } from '../authenticate.ts';
import type { IngestCall } from '../call.ts';
import { decodeBody } from '../decode-body.ts';
import { Intake } from '../intake.ts';
import { crashFilesOf } from '../items/attachment.ts';
import { handlerOf } from '../items/table.ts';
import type { CountedOutcome } from '../outcomes.ts';
import type { Receipt } from '../receipt.ts';
import type { Refusal, Refused } from '../refusal.ts';
import type { Endpoint } from './endpoint.ts';

export const envelopeEndpoint: Endpoint = {
  methods: ['POST'],
  receive: receiveEnvelope,
  acknowledge: ({ eventId }) => Response.json(eventId === null ? {} : { id: eventId }),
  tellsLimits: true,
};

/** Request → header → project → items → outcomes. The answer's event id is null where the envelope has none. */
export async function receiveEnvelope(call: IngestCall): Promise<Result<Receipt, Refused>> {
  const decoded = decodeBody(call.request.body, call.request.headers.get('content-encoding'));
  // What cannot be read still belongs to the project whose key it came with.
  const refuse = async (refusal: Refusal): Promise<Result<Receipt, Refused>> => {
    const sender = await authenticate(call);
    return fail(sender.ok ? { ...refusal, key: sender.value.key } : refusal);
  };
  if (!decoded.ok) return refuse(decoded.error);
  const body = new ByteReader(decoded.value, maxEnvelopeBytes);

  const header = await readEnvelopeHeader(body);
  if (!header.ok) return refuse(header.error);
  const sender = await authenticate(call, header.value);
  if (!sender.ok) {
    await body.cancel();
    return sender;
  }

  const intake = new Intake(call, sender.value, { eventId: header.value.event_id, sentAt: header.value.sent_at, trace: header.value.trace });
  const items = await readItems(body, (item, before) => handlerOf(item).disposal(intake, item, before));
  if (!items.ok) {
    intake.takeAllBack();
    return fail({ ...items.error, key: intake.key });
  }
  const crashFiles = crashFilesOf(items.value, intake);
  if (crashFiles.length > 0) await intake.judgeCrash(items.value, crashFiles);
  const outcomes = await settleItems(intake, items.value);
  const needsId = items.value.some(({ header: item }) => handlerOf(item).needsEventId);
  return ok(intake.finish(outcomes, needsId ? intake.eventIdOf(items.value) : null));
}

/** Every item in turn; each ends in its outcomes. */
async function settleItems(intake: Intake, items: readonly Item[]): Promise<CountedOutcome[]> {
  const outcomes: CountedOutcome[] = [];
  for (const [index, item] of items.entries()) {
    const ofItem = await handlerOf(item.header).settle(intake, item, index, items);
    intake.call.recorder?.noteItem(index, ofItem);
    outcomes.push(...ofItem);
  }
  return outcomes;
}
