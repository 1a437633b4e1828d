import type { Item, ItemHeader } from '../../envelope/envelope.ts';
import { storedBytes } from '../../storage/stored-bytes.ts';
import { type CrashFile, type CrashFileType, crashFileType } from '../crash-payload.ts';
import type { Intake } from '../intake.ts';
import { keepAttachment, type PutAttachment, refusalOfAttachment, type RefusedAttachment } from '../keep-attachment.ts';
import type { CountedOutcome, Outcome } from '../outcomes.ts';
import { isAttachmentRef, keepUploaded, letUploadGo } from './attachment-ref.ts';
import { cascades, eventItemOf, recordEvent } from './event.ts';
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
  async settle(intake, item, index, items) {
    const judged = await intake.judge(items);
    const put = intake.attachments.get(index);
    const bytes = put?.bytes ?? item.bytes;
    const refused = put && 'outcome' in put ? put.outcome : null;
    const outcome: Outcome = judged && !judged.ok && cascades(judged.error) ? judged.error : (refused ?? { outcome: 'accepted' });
    if (put && 'key' in put && outcome.outcome === 'accepted') await letUploadGo(intake, put);
    const attachment: CountedOutcome = { outcome, category: 'attachment', quantity: bytes, bytes };
    if (!judged || makerOf(items) !== item) return [attachment];
    const recorded = judged.ok ? await recordEvent(intake.call.env, intake.key, judged.value) : judged.error;
    if (cascades(recorded)) intake.takeBack();
    return [{ outcome: recorded, category: 'error', quantity: 1 }, attachment];
  },
};

/** The attachment that an event is made of, in an envelope without one. */
function makerOf(items: readonly Item[]): Item | undefined {
  return items.some((item) => eventItemOf(item)) ? undefined : items.find((item) => typeOfCrashFile(item, items) !== null);
}

/** With a transaction a crash file is an attachment like any other: an event would claim the same id. */
function typeOfCrashFile({ header }: Item, items: readonly Item[]): CrashFileType | null {
  const isOfEvent = header.type === 'attachment' && !items.some((item) => item.header.type === 'transaction');
  return isOfEvent ? crashFileType(header.all.attachment_type) : null;
}

/** The files of an envelope that tell of a crash, where they were put. */
export function crashFilesOf(items: readonly Item[], { call, attachments }: Intake): CrashFile[] {
  return items.flatMap((item, index) => {
    const type = typeOfCrashFile(item, items);
    const put = attachments.get(index);
    return type ? [{ type, content: put && 'key' in put ? storedBytes(call.env.FILES, put.key, put.bytes) : null }] : [];
  });
}

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
