import type { Env } from '../env.ts';
import { ByteReader } from '../envelope/byte-reader.ts';
import type { EnvelopeHeader, Item, ItemHeader } from '../envelope/envelope.ts';
import { itemTypes, maxEnvelopeBytes } from '../envelope/item-types.ts';
import { type Disposal, readEnvelopeHeader, readItems } from '../envelope/read-envelope.ts';
import type { NormalizeContext } from '../event/normalize.ts';
import { parseEvent } from '../event/parse.ts';
import { ok, type Result } from '../result.ts';
import type { IngestKey } from '../storage/ingest-keys.ts';
import { authenticate, type Sender } from './authenticate.ts';
import { decodeBody } from './decode-body.ts';
import { newEventId, readEventId } from './event-id.ts';
import { ingestAttachment, type PutAttachment } from './items/attachment.ts';
import { ingestEvent } from './items/event.ts';
import { handlingOf } from './items/table.ts';
import { type CountedOutcome, countOutcomes, type Outcome } from './outcomes.ts';
import type { Refusal } from './refusal.ts';

/** Request → header → project → items → outcomes. The answer's event id is null where the envelope has none. */
export async function receiveEnvelope(
  env: Env,
  context: ExecutionContext,
  request: Request,
  url: URL,
  projectId: string | null,
): Promise<Result<{ eventId: string | null }, Refusal>> {
  const receivedAt = Date.now();
  const decoded = decodeBody(request.body, request.headers.get('content-encoding'));
  if (!decoded.ok) return decoded;
  const body = new ByteReader(decoded.value, maxEnvelopeBytes);

  const header = await readEnvelopeHeader(body);
  if (!header.ok) return header;
  const sender = await authenticate(env, context, request, url, projectId, header.value, receivedAt);
  if (!sender.ok) {
    await body.cancel();
    return sender;
  }

  const key = sender.value.key;
  const idOf = eventIdOnce(header.value);
  const put: PutAttachment[] = [];
  const items = await readItems(body, (item, before) => disposalOf(env, key, idOf, item, before, put));
  if (!items.ok) {
    // An envelope is kept whole or not at all. What an earlier one brought stays: this may be a second attempt, cut short.
    const added = put.filter(({ isNew }) => isNew).map(({ key: name }) => name);
    if (added.length > 0) context.waitUntil(env.FILES.delete(added));
    return items;
  }

  const eventId = idOf(items.value);
  const outcomes = await ingestItems(env, key, items.value, contextOf(request, sender.value, header.value, eventId, receivedAt));
  countOutcomes(env, context, key, outcomes, receivedAt);
  const needsId = items.value.some(({ header: { type } }) => type === 'event' || type === 'attachment');
  return ok({ eventId: needsId ? eventId : readEventId(header.value.event_id) });
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

function disposalOf(
  env: Env,
  key: IngestKey,
  idOf: (before: readonly Item[]) => string,
  header: ItemHeader,
  before: readonly Item[],
  put: PutAttachment[],
): Disposal {
  switch (handlingOf(header.type).kind) {
    case 'event':
      return { kind: 'keep' };
    case 'attachment':
      return {
        kind: 'stream',
        to: async (payload, bytes) => {
          put.push(await ingestAttachment(env, key.projectId, idOf(before), header, before.length, payload, bytes));
        },
      };
    case 'skipped':
    case 'ignored':
      return { kind: 'skip' };
  }
}

/** Every item in turn; each ends in one outcome. Only the first event of an envelope counts: a second one would claim the same id. */
async function ingestItems(env: Env, key: IngestKey, items: readonly Item[], context: NormalizeContext): Promise<CountedOutcome[]> {
  const outcomes: CountedOutcome[] = [];
  let isEventTaken = false;
  for (const { header, payload, bytes } of items) {
    const handling = handlingOf(header.type);
    if (handling.kind === 'event') {
      const outcome: Outcome = isEventTaken
        ? { outcome: 'invalid', reason: 'duplicate_item' }
        : await ingestEvent(env, key, payload ?? new Uint8Array(), context);
      outcomes.push({ outcome, category: 'error', quantity: 1 });
      isEventTaken = true;
    } else if (handling.kind === 'attachment') {
      outcomes.push({ outcome: { outcome: 'accepted' }, category: 'attachment', quantity: bytes });
    } else if (handling.kind === 'skipped') {
      outcomes.push({ outcome: { outcome: 'invalid', reason: handling.reason }, category: handling.category, quantity: quantityOf(header) });
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
