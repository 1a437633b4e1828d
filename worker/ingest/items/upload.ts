import type { DataCategory } from '../../envelope/data-category.ts';
import type { Spooled } from '../../storage/spool.ts';
import type { Intake } from '../intake.ts';
import type { CountedOutcome, Outcome } from '../outcomes.ts';
import { ingestAttachment } from '../keep-attachment.ts';

/** A file that came by itself or in a form, not in an envelope. */
export interface Upload {
  name: string | null;
  /** Sentry's attachment type, e.g. `event.minidump`. */
  type: string;
  contentType: string | null;
  content: Spooled;
}

/** Keeps a file with its event. `exempt` says that limits on attachments do not hold it, as with the crash reports that events are made of. */
export async function keepUpload(intake: Intake, eventId: string, upload: Upload, index: number, exempt: boolean): Promise<CountedOutcome> {
  const { bytes } = upload.content;
  const category: DataCategory = 'attachment';
  const limited = exempt ? null : await intake.limiter.take(category, bytes);
  const outcome: Outcome = limited === null ? { outcome: 'accepted' } : { outcome: 'rate_limited', reason: limited };
  if (limited === null) {
    const { name: filename, type: attachmentType, contentType } = upload;
    const header = { type: 'attachment', length: bytes, all: { filename, attachment_type: attachmentType, content_type: contentType } };
    intake.attachments.set(index, await ingestAttachment(intake, eventId, header, index, await upload.content.stream(), bytes));
  }
  return { outcome, category, quantity: bytes, bytes };
}
