import type { Env } from '../env.ts';
import { ByteReader } from '../envelope/byte-reader.ts';
import type { EnvelopeHeader, Item, ItemHeader } from '../envelope/envelope.ts';
import { itemTypes, maxEnvelopeBytes } from '../envelope/item-types.ts';
import { type Disposal, readEnvelopeHeader, readItems } from '../envelope/read-envelope.ts';
import type { Event } from '../event/event.ts';
import type { NormalizeContext } from '../event/normalize.ts';
import { parseEvent } from '../event/parse.ts';
import { fail, ok, type Result } from '../result.ts';
import type { IngestKey } from '../storage/ingest-keys.ts';
import { authenticate, type Sender } from './authenticate.ts';
import { decodeBody } from './decode-body.ts';
import { newEventId, readEventId } from './event-id.ts';
import { cascades, ingestAttachment, type PutAttachment, refusalOfAttachment } from './items/attachment.ts';
import { readClientReport } from './items/client-report.ts';
import { judgeEvent, recordEvent } from './items/event.ts';
import { handlingOf } from './items/table.ts';
import { Limiter } from './limiter.ts';
import { type CountedOutcome, countOutcomes, type Outcome } from './outcomes.ts';
import type { Receipt } from './receipt.ts';
import type { Refusal, Refused } from './refusal.ts';

/** Request → header → project → items → outcomes. The answer's event id is null where the envelope has none. */
export async function receiveEnvelope(
  env: Env,
  context: ExecutionContext,
  request: Request,
  url: URL,
  projectId: string | null,
): Promise<Result<Receipt, Refused>> {
  const receivedAt = Date.now();
  const decoded = decodeBody(request.body, request.headers.get('content-encoding'));
  // What cannot be read still belongs to the project whose key it came with.
  const refuse = async (refusal: Refusal): Promise<Result<Receipt, Refused>> => {
    const sender = await authenticate(env, context, request, url, projectId, {}, receivedAt);
    return fail(sender.ok ? { ...refusal, key: sender.value.key } : refusal);
  };
  if (!decoded.ok) return refuse(decoded.error);
  const body = new ByteReader(decoded.value, maxEnvelopeBytes);

  const header = await readEnvelopeHeader(body);
  if (!header.ok) return refuse(header.error);
  const sender = await authenticate(env, context, request, url, projectId, header.value, receivedAt);
  if (!sender.ok) {
    await body.cancel();
    return sender;
  }

  const { key, client } = sender.value;
  const idOf = eventIdOnce(header.value);
  const limiter = new Limiter(env, context, key);
  const intake: Intake = {
    env,
    key,
    idOf,
    limiter,
    judge: judgeOnce((items, payload) => judgeEvent(key, payload, contextOf(request, sender.value, header.value, idOf(items), receivedAt), limiter)),
    attachments: new Map(),
  };
  const items = await readItems(body, (item, before) => disposalOf(intake, item, before));
  if (!items.ok) {
    // An envelope is kept whole or not at all.
    takeBack(context, intake);
    return fail({ ...items.error, key });
  }

  const eventId = idOf(items.value);
  const outcomes = await ingestItems(context, intake, items.value, receivedAt);
  const needsId = items.value.some(({ header: { type } }) => type === 'event' || type === 'attachment');
  countOutcomes(env, context, key, outcomes, receivedAt, { eventId: needsId ? eventId : null, client });
  const limits = { hasRefused: limiter.hasRefused, headers: limiter.headers(Date.now()) };
  return ok({ eventId: needsId ? eventId : readEventId(header.value.event_id), limits });
}

/** What the items of one envelope have in common. */
interface Intake {
  env: Env;
  key: IngestKey;
  idOf: (before: readonly Item[]) => string;
  limiter: Limiter;
  /** Whether the event among these items is to be kept: judged when the first one needs to know. Null while there is none. */
  judge: (items: readonly Item[]) => Promise<Result<Event, Outcome>> | null;
  /** By place in the envelope: where an attachment was put, or why it was not. */
  attachments: Map<number, PutAttachment | Outcome>;
}

function judgeOnce(judge: (items: readonly Item[], payload: Uint8Array) => Promise<Result<Event, Outcome>>): Intake['judge'] {
  let judged: Promise<Result<Event, Outcome>> | null = null;
  return (items) => {
    const payload = items.find(({ header }) => header.type === 'event')?.payload;
    return payload ? (judged ??= judge(items, payload)) : null;
  };
}

/** Removes what this envelope brought. What an earlier one brought stays: this may be a second attempt, cut short. */
function takeBack(context: ExecutionContext, { env, attachments }: Intake): void {
  const keys = [...attachments.values()].flatMap((attachment) => ('key' in attachment && attachment.isNew ? [attachment.key] : []));
  if (keys.length > 0) context.waitUntil(env.FILES.delete(keys));
}

/**
 * The id of the envelope's event: from its header, else from the payload of the event, if that came before anything that needs the id, else made up. Asked
 * twice it answers the same.
 */
function eventIdOnce(header: EnvelopeHeader): (before: readonly Item[]) => string {
  let known = readEventId(header.event_id);
  return (before) => (known ??= idInPayload(before) ?? newEventId());
}

function idInPayload(items: readonly Item[]): string | null {
  const payload = items.find(({ header }) => header.type === 'event')?.payload;
  const parsed = payload && parseEvent(payload);
  return parsed?.ok ? readEventId(parsed.value.event_id) : null;
}

function disposalOf(intake: Intake, header: ItemHeader, before: readonly Item[]): Disposal {
  switch (handlingOf(header.type).kind) {
    case 'event':
    case 'client_report':
      return { kind: 'keep' };
    case 'attachment': {
      const index = before.length;
      return {
        kind: 'stream',
        to: async (payload, bytes) => {
          const { env, key, idOf, limiter, attachments } = intake;
          const refused = await refusalOfAttachment(header, bytes, await intake.judge(before), limiter);
          if (refused) await payload.pipeTo(new WritableStream());
          attachments.set(index, refused ?? (await ingestAttachment(env, key.projectId, idOf(before), header, index, payload, bytes)));
        },
      };
    }
    case 'skipped':
    case 'ignored':
      return { kind: 'skip' };
  }
}

/** Every item in turn; each ends in one outcome. Only the first event of an envelope counts: a second one would claim the same id. */
async function ingestItems(context: ExecutionContext, intake: Intake, items: readonly Item[], receivedAt: number): Promise<CountedOutcome[]> {
  const { env, key, limiter, attachments } = intake;
  const judged = await intake.judge(items);
  // Attachments that came before their event are taken back when it is not kept.
  const refused = judged && !judged.ok && cascades(judged.error) ? judged.error : null;
  if (refused) takeBack(context, intake);

  const outcomes: CountedOutcome[] = [];
  let isEventTaken = false;
  for (const [index, { header, payload, bytes }] of items.entries()) {
    const handling = handlingOf(header.type);
    if (handling.kind === 'event') {
      const outcome: Outcome =
        isEventTaken || !judged ? { outcome: 'invalid', reason: 'duplicate_item' } : judged.ok ? await recordEvent(env, key, judged.value) : judged.error;
      outcomes.push({ outcome, category: 'error', quantity: 1, bytes });
      isEventTaken = true;
    } else if (handling.kind === 'attachment') {
      const put = attachments.get(index);
      const outcome: Outcome = refused ?? (put && 'outcome' in put ? put : { outcome: 'accepted' });
      outcomes.push({ outcome, category: 'attachment', quantity: bytes, bytes });
    } else if (handling.kind === 'client_report') {
      outcomes.push(...readClientReport(payload ?? new Uint8Array(), receivedAt));
    } else if (handling.kind === 'skipped') {
      const quantity = quantityOf(header);
      const limited = await limiter.take(handling.category, quantity);
      const outcome: Outcome = limited === null ? { outcome: 'invalid', reason: handling.reason } : { outcome: 'rate_limited', reason: limited };
      outcomes.push({ outcome, category: handling.category, quantity, bytes });
    }
  }
  return outcomes;
}

/** Things in an item: containers say how many, all others are one. */
function quantityOf({ type, all }: ItemHeader): number {
  const count = all.item_count;
  return itemTypes.get(type)?.isContainer && typeof count === 'number' && Number.isSafeInteger(count) && count > 0 && count <= 1_000_000 ? count : 1;
}

function contextOf(request: Request, sender: Sender, header: EnvelopeHeader, eventId: string, receivedAt: number): NormalizeContext {
  const sentAt = typeof header.sent_at === 'string' ? Date.parse(header.sent_at) : Number.NaN;
  return {
    eventId,
    receivedAt,
    sentAt: Number.isNaN(sentAt) ? null : sentAt,
    clientIp: request.headers.get('cf-connecting-ip'),
    userAgent: request.headers.get('user-agent'),
    client: sender.client,
  };
}
