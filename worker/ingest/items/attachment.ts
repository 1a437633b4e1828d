import type { Item, ItemHeader } from '../../envelope/envelope.ts';
import type { Intake } from '../intake.ts';
import { keepAttachment, type PutAttachment, refusalOfAttachment, type RefusedAttachment } from '../keep-attachment.ts';
import type { Outcome } from '../outcomes.ts';
import { isAttachmentRef, keepUploaded } from './attachment-ref.ts';
import { cascades } from './event.ts';
import type { ItemHandler } from './handler.ts';

/** Of one envelope: each is an object of its own, and an invocation may ask storage a thousand times. As many as a form may have parts. */
const maxAttachments = 100;

/** Bytes that go to storage as they arrive, or a pointer to some that were uploaded before. */
export const attachmentHandler: ItemHandler = {
  needsEventId: true,
  disposal: (intake, header, before) => ({
    kind: 'stream',
    to: async (payload, bytes) => {
      const isOneTooMany = intake.attachments.size >= maxAttachments;
      const keep = isOneTooMany ? passOver : isAttachmentRef(header) ? keepUploaded : keepSent;
      intake.attachments.set(before.length, await keep(intake, header, before, payload, bytes));
    },
  }),
  async settle(intake, { bytes: sent }, index, items) {
    const judged = await intake.judge(items);
    const put = intake.attachments.get(index);
    const bytes = put?.bytes ?? sent;
    const refused = put && 'outcome' in put ? put.outcome : null;
    const outcome: Outcome = judged && !judged.ok && cascades(judged.error) ? judged.error : (refused ?? { outcome: 'accepted' });
    return [{ outcome, category: 'attachment', quantity: bytes, bytes }];
  },
};

async function keepSent(
  intake: Intake,
  header: ItemHeader,
  before: readonly Item[],
  payload: ReadableStream<Uint8Array>,
  bytes: number,
): Promise<PutAttachment | RefusedAttachment> {
  const refused = await refusalOfAttachment(header, bytes, await intake.judge(before), intake.limiter);
  if (refused) await payload.pipeTo(new WritableStream());
  return refused ? { outcome: refused, bytes } : keepAttachment(intake, intake.eventIdOf(before), header, before.length, payload, bytes);
}

async function passOver(...[, , , payload, bytes]: Parameters<typeof keepSent>): Promise<RefusedAttachment> {
  await payload.pipeTo(new WritableStream());
  return { outcome: { outcome: 'invalid', reason: 'too_many_attachments' }, bytes };
}
