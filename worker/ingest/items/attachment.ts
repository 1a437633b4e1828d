import type { Env } from '../../env.ts';
import type { ItemHeader } from '../../envelope/envelope.ts';
import { type AttachmentDescription, attachmentKey, putAttachment } from '../../storage/attachments.ts';

/** Where an attachment was put, to take it back if the rest of its envelope turns out to be broken. */
export interface PutAttachment {
  key: string;
  bytes: number;
  /** False where it was there before: somebody was told that it is kept. */
  isNew: boolean;
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

/** R2 keeps these as HTTP headers, so nothing but printable ASCII and well-formed text beyond it may pass. */
function text(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const clean = value
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, '')
    .trim()
    .slice(0, maxNameLength);
  return clean === '' ? null : clean;
}
