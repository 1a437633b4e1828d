import type { Env } from '../../env.ts';
import type { Item, ItemHeader } from '../../envelope/envelope.ts';
import type { Event } from '../../event/event.ts';
import type { Result } from '../../result.ts';
import { type AttachmentDescription, attachmentKey, putAttachment } from '../../storage/attachments.ts';
import { storedBytes } from '../../storage/stored-bytes.ts';
import { type CrashFile, type CrashFileType, crashFileType } from '../crash-payload.ts';
import type { Intake } from '../intake.ts';
import type { Limiter } from '../limiter.ts';
import type { CountedOutcome, Outcome } from '../outcomes.ts';
import { cascades, eventItemOf, recordEvent } from './event.ts';
import type { ItemHandler } from './handler.ts';

/** Of one envelope: each is an object of its own, and an invocation may ask storage a thousand times. As many as a form may have parts. */
const maxAttachments = 100;

/** Bytes that go to storage as they arrive. */
export const attachmentHandler: ItemHandler = {
  needsEventId: true,
  disposal: (intake, header, before) => ({
    kind: 'stream',
    to: async (payload, bytes) => {
      const { call, key, limiter, attachments } = intake;
      const isOneTooMany = attachments.size >= maxAttachments;
      const refused: Outcome | null = isOneTooMany
        ? { outcome: 'invalid', reason: 'too_many_attachments' }
        : await refusalOfAttachment(header, bytes, await intake.judge(before), limiter);
      if (refused) await payload.pipeTo(new WritableStream());
      const index = before.length;
      attachments.set(index, refused ?? (await keepAttachment(call.env, key.projectId, intake.eventIdOf(before), header, index, payload, bytes)));
    },
  }),
  async settle(intake, item, index, items) {
    const { bytes } = item;
    const judged = await intake.judge(items);
    const put = intake.attachments.get(index);
    const outcome: Outcome = judged && !judged.ok && cascades(judged.error) ? judged.error : put && 'outcome' in put ? put : { outcome: 'accepted' };
    const attachment: CountedOutcome = { outcome, category: 'attachment', quantity: bytes, bytes };
    if (!judged || makerOf(items) !== item) return [attachment];
    if (!judged.ok && cascades(judged.error)) intake.takeBack();
    return [{ outcome: judged.ok ? await recordEvent(intake.call.env, intake.key, judged.value) : judged.error, category: 'error', quantity: 1 }, attachment];
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

/** Why an attachment is not to be kept: its event is not, or attachments are limited. `judged` is its event's judgement, null where none came before it. */
async function refusalOfAttachment({ all }: ItemHeader, bytes: number, judged: Result<Event, Outcome> | null, limiter: Limiter): Promise<Outcome | null> {
  if (judged && !judged.ok && cascades(judged.error)) return judged.error;
  // What it points to is not here, and a pointer is no file.
  if (all.content_type === 'application/vnd.sentry.attachment-ref+json') return { outcome: 'invalid', reason: 'feature_disabled' };
  // What an event is made of counts as that: a limit on attachments does not hold it.
  const isCrash = crashFileType(all.attachment_type) !== null;
  const spent = isCrash && !judged ? limiter.refusal('error', 1) : null;
  if (spent !== null) return { outcome: 'rate_limited', reason: spent };
  if (isCrash) return null;
  const limited = await limiter.take('attachment', bytes);
  return limited === null ? null : { outcome: 'rate_limited', reason: limited };
}

/** Where an attachment was put, to take it back if the rest of its envelope turns out to be broken. */
export interface PutAttachment {
  key: string;
  bytes: number;
  /** False where it was there before: somebody was told that it is kept. */
  isNew: boolean;
}

/** When storage fails the attachment is lost, but nothing else of its envelope. What the client did wrong rejects, as ever. */
async function keepAttachment(
  ...[env, projectId, eventId, header, index, payload, bytes]: Parameters<typeof ingestAttachment>
): Promise<PutAttachment | Outcome> {
  try {
    return await ingestAttachment(env, projectId, eventId, header, index, payload, bytes);
  } catch (error) {
    // Reads what is left of it; where it was the payload that broke, this rejects just as before.
    await payload.pipeTo(new WritableStream());
    console.error(`an attachment of event ${eventId} of project ${projectId} is lost:`, error);
    return { outcome: 'invalid', reason: 'internal' };
  }
}

/** Streams an attachment into storage while it arrives. `index` is its position in the envelope. */
export async function ingestAttachment(
  env: Env,
  projectId: number,
  eventId: string,
  header: ItemHeader,
  index: number,
  payload: ReadableStream<Uint8Array>,
  bytes: number,
): Promise<PutAttachment> {
  const description = describe(header, index, bytes);
  const key = attachmentKey(projectId, eventId, description);
  const isNew = (await env.FILES.head(key)) === null;
  await putAttachment(env.FILES, key, payload, description);
  return { key, bytes, isNew };
}

const maxNameLength = 256;

function describe({ all }: ItemHeader, index: number, bytes: number): AttachmentDescription {
  return {
    name: text(all.filename) ?? 'Unnamed Attachment',
    type: text(all.attachment_type) ?? 'event.attachment',
    contentType: text(all.content_type) ?? 'application/octet-stream',
    bytes,
    index,
  };
}

/**
 * R2 keeps these as HTTP headers, so nothing but printable ASCII and well-formed text beyond it may pass. Nor may what turns the direction of the text, which makes
 * `gpj.exe` look like a picture once it is saved.
 */
function text(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const clean = value
    .toWellFormed()
    .replaceAll(/\p{Cc}|\p{Bidi_Control}/gu, '')
    .trim()
    .slice(0, maxNameLength);
  return clean === '' ? null : clean;
}
