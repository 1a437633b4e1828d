import { createHash } from 'node:crypto';
import { putStream } from './put-stream.ts';

/**
 * Attachments need no row: the R2 key carries project and event, the object carries its own description, and one listing finds all of an event, whether they
 * came with it, before it or after it.
 */
export interface StoredAttachment {
  /** 32 hex digits, unique within the event. */
  id: string;
  name: string;
  /** Sentry's attachment type, e.g. `event.attachment`. */
  type: string;
  contentType: string;
  bytes: number;
  createdAt: number;
}

export interface AttachmentDescription {
  name: string;
  type: string;
  contentType: string;
  bytes: number;
  /** Position in its envelope: tells two attachments of one name apart, and gives a repeated request the same key again. */
  index: number;
}

export function attachmentKey(projectId: number, eventId: string, description: AttachmentDescription): string {
  const { name, type, contentType, bytes, index } = description;
  const id = createHash('md5')
    .update(JSON.stringify([name, type, contentType, bytes, index]))
    .digest('hex');
  return `${prefixOf(projectId, eventId)}${id}`;
}

/**
 * Streams an attachment into R2; resolves once it is durable. `payload` must have exactly `description.bytes` bytes. It is read to its end even when R2 fails,
 * since other items may stand behind it.
 */
export async function putAttachment(files: R2Bucket, key: string, payload: ReadableStream<Uint8Array>, description: AttachmentDescription): Promise<void> {
  const options = { httpMetadata: { contentType: description.contentType }, customMetadata: { name: description.name, type: description.type } };
  await putStream(files, key, payload, description.bytes, options);
}

/** All attachments of an event, oldest first. */
export async function listAttachments(files: R2Bucket, projectId: number, eventId: string): Promise<StoredAttachment[]> {
  const prefix = prefixOf(projectId, eventId);
  const objects: R2Object[] = [];
  let cursor: string | undefined;
  do {
    const page = await files.list({ prefix, include: ['httpMetadata', 'customMetadata'], ...(cursor ? { cursor } : {}) });
    objects.push(...page.objects);
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor);
  return objects.map((object) => describe(object, prefix)).sort((one, other) => one.createdAt - other.createdAt || one.name.localeCompare(other.name));
}

export async function openAttachment(
  files: R2Bucket,
  projectId: number,
  eventId: string,
  id: string,
): Promise<{ attachment: StoredAttachment; body: ReadableStream } | null> {
  const prefix = prefixOf(projectId, eventId);
  const object = await files.get(prefix + id);
  return object && { attachment: describe(object, prefix), body: object.body };
}

/** What R2 deletes in one call. */
const maxDeletedAtOnce = 1_000;

export async function deleteAttachments(files: R2Bucket, projectId: number, eventId: string): Promise<void> {
  const keys = (await listAttachments(files, projectId, eventId)).map(({ id }) => prefixOf(projectId, eventId) + id);
  for (let from = 0; from < keys.length; from += maxDeletedAtOnce) await files.delete(keys.slice(from, from + maxDeletedAtOnce));
}

/** Deletes attachments of a project from before then, page by page through all of them. Where to go on when there are more pages; null at the end. */
export async function deleteAttachmentsBefore(
  files: R2Bucket,
  projectId: number,
  before: number,
  startAfter: string | null,
  maxPages: number,
): Promise<string | null> {
  let after = startAfter;
  for (let page = 0; page < maxPages; page += 1) {
    const { objects, truncated } = await files.list({ prefix: `attachments/${projectId}/`, ...(after === null ? {} : { startAfter: after }) });
    const old = objects.filter(({ uploaded }) => uploaded.getTime() < before).map(({ key }) => key);
    if (old.length > 0) await files.delete(old);
    if (!truncated) return null;
    after = objects.at(-1)?.key ?? null;
  }
  return after;
}

function prefixOf(projectId: number, eventId: string): string {
  return `attachments/${projectId}/${eventId}/`;
}

function describe(object: R2Object, prefix: string): StoredAttachment {
  return {
    id: object.key.slice(prefix.length),
    name: object.customMetadata?.name ?? 'attachment',
    type: object.customMetadata?.type ?? 'event.attachment',
    contentType: object.httpMetadata?.contentType ?? 'application/octet-stream',
    bytes: object.size,
    createdAt: object.uploaded.getTime(),
  };
}
