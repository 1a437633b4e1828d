import type { ItemHeader } from '../envelope/envelope.ts';
import type { Event } from '../event/event.ts';
import type { Result } from '../result.ts';
import { rulesOfAttachment } from '../scrubbing/attachment-rules.ts';
import { type AttachmentDescription, attachmentKey, putAttachment } from '../storage/attachments.ts';
import type { Upload } from '../storage/uploads.ts';
import { crashFileType } from './crash-payload.ts';
import type { Intake } from './intake.ts';
import { cascades } from './items/event.ts';
import type { Limiter } from './limiter.ts';
import type { Outcome } from './outcomes.ts';
import { putMinidump } from './put-minidump.ts';
import { putScrubbed } from './put-scrubbed.ts';
import { scrubberOf } from './scrubbers.ts';

/** Why an attachment is not to be kept: its event is not, or attachments are limited. `judged` is its event's judgement, null where none came before it. */
export async function refusalOfAttachment(
  { all }: ItemHeader,
  bytes: number,
  judged: Result<Event, Outcome> | null,
  limiter: Limiter,
): Promise<Outcome | null> {
  if (judged && !judged.ok && cascades(judged.error)) return judged.error;
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
  /** Where its bytes came from, if it was uploaded before. */
  upload?: Upload;
}

export interface RefusedAttachment {
  outcome: Outcome;
  /** What there was to keep. */
  bytes: number;
}

/** When storage fails the attachment is lost, but nothing else of its envelope. What the client did wrong rejects, as ever. */
export async function keepAttachment(
  ...[intake, eventId, header, index, payload, bytes]: Parameters<typeof ingestAttachment>
): Promise<PutAttachment | RefusedAttachment> {
  try {
    return await ingestAttachment(intake, eventId, header, index, payload, bytes);
  } catch (error) {
    // Reads what is left of it; where it was the payload that broke, this rejects just as before.
    await payload.pipeTo(new WritableStream());
    console.error(`an attachment of event ${eventId} of project ${intake.key.projectId} is lost:`, error);
    return { outcome: { outcome: 'invalid', reason: 'internal' }, bytes };
  }
}

/** Streams an attachment into storage while it arrives, scrubbed by the rules that are for it. `index` is its position in the envelope. */
export async function ingestAttachment(
  { call, key: ingestKey, scrubbingBudget }: Intake,
  eventId: string,
  header: ItemHeader,
  index: number,
  payload: ReadableStream<Uint8Array>,
  bytes: number,
): Promise<PutAttachment> {
  const { FILES: files } = call.env;
  const description = describe(header, index, bytes);
  const key = attachmentKey(ingestKey.projectId, eventId, description);
  const isNew = (await files.head(key)) === null;
  const scrubber = scrubberOf(ingestKey);
  const put = (scrubbed: ReadableStream<Uint8Array>) => putAttachment(files, key, scrubbed, description);
  if (description.type === 'event.minidump') await putMinidump(scrubber, description.name, scrubbingBudget, files, payload, bytes, put);
  else await putScrubbed(rulesOfAttachment(scrubber, description.name), scrubbingBudget, payload, bytes, put);
  return { key, bytes, isNew };
}

/** Where an attachment is put, or was. */
export function keyOfAttachment(projectId: number, eventId: string, header: ItemHeader, index: number, bytes: number): string {
  return attachmentKey(projectId, eventId, describe(header, index, bytes));
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
