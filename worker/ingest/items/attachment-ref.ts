import { ByteReader } from '../../envelope/byte-reader.ts';
import type { Item, ItemHeader } from '../../envelope/envelope.ts';
import { isObject, parseJson } from '../../event/parse.ts';
import { fail, ok, type Result } from '../../result.ts';
import { claimUpload, emptyUpload, findUpload, readUploadId, streamUpload, type Upload, type UploadId, writeUploadId } from '../../storage/uploads.ts';
import type { Intake } from '../intake.ts';
import { ingestAttachment, keyOfAttachment, type PutAttachment, refusalOfAttachment, type RefusedAttachment } from '../keep-attachment.ts';

export function isAttachmentRef({ all }: ItemHeader): boolean {
  return all.content_type === 'application/vnd.sentry.attachment-ref+json';
}

/** Besides one for each part: to find the upload, to claim it, to look for the attachment, to put it, and to let the upload go. */
const callsOfUpload = 6;

/**
 * Makes an attachment of what was uploaded before. `payload` is a pointer, `{location, content_type}`; the size is that of what it points to, whatever the header
 * says. An upload becomes one attachment: a repeated envelope finds that it has, and is not counted twice.
 */
export async function keepUploaded(
  intake: Intake,
  header: ItemHeader,
  before: readonly Item[],
  payload: ReadableStream<Uint8Array>,
  bytes: number,
): Promise<PutAttachment | RefusedAttachment> {
  const { call, key, limiter } = intake;
  const invalid = (reason: string, quantity = bytes): RefusedAttachment => ({ outcome: { outcome: 'invalid', reason }, bytes: quantity });
  const pointer = await readPointer(payload, bytes, key.projectId);
  if (!pointer.ok) return invalid(pointer.error);
  intake.uploadCalls -= callsOfUpload;
  if (intake.uploadCalls < 0) return invalid('too_many_attachment_refs');
  const upload = await findUpload(call.env.FILES, key.projectId, pointer.value.id, call.receivedAt);
  if (!upload) return invalid('unknown_attachment_ref');
  if (upload.offset !== upload.length) return invalid('incomplete_attachment_ref', upload.offset);

  const described = { ...header, all: { ...header.all, content_type: pointer.value.contentType } };
  const place = keyOfAttachment(key.projectId, intake.eventIdOf(before), described, before.length, upload.length);
  if (upload.usedBy === place && upload.parts.length === 0) return { key: place, bytes: upload.length, isNew: false };
  if ((upload.usedBy !== null && upload.usedBy !== place) || isTaken(intake, upload)) return invalid('used_attachment_ref', upload.length);
  intake.uploadCalls -= upload.parts.length;
  if (intake.uploadCalls < 0) return invalid('too_many_attachment_refs', upload.length);

  const refused = await refusalOfAttachment(described, upload.length, await intake.judge(before), limiter);
  if (refused) return { outcome: refused, bytes: upload.length };
  // Another request may refer to it at the same time.
  if (!(await claimUpload(call.env.FILES, key.projectId, upload, place))) return invalid('used_attachment_ref', upload.length);
  return copyUpload(intake, described, before, upload, upload.length);
}

async function copyUpload(
  intake: Intake,
  header: ItemHeader,
  before: readonly Item[],
  upload: Upload,
  bytes: number,
): Promise<PutAttachment | RefusedAttachment> {
  const { call, key } = intake;
  const { FILES: files } = call.env;
  try {
    const put = await ingestAttachment(intake, intake.eventIdOf(before), header, before.length, streamUpload(files, upload), bytes);
    return { ...put, upload };
  } catch (error) {
    // The same envelope, sent twice at once, may have been quicker, and have let the upload go.
    const place = keyOfAttachment(key.projectId, intake.eventIdOf(before), header, before.length, bytes);
    if (await files.head(place).catch(() => null)) return { key: place, bytes, isNew: false };
    console.error(`an upload of project ${key.projectId} is lost:`, error);
    return { outcome: { outcome: 'invalid', reason: 'internal' }, bytes };
  }
}

/** By an item before in the same envelope. */
function isTaken({ attachments }: Intake, { id }: Upload): boolean {
  return [...attachments.values()].some((put) => 'upload' in put && put.upload && writeUploadId(put.upload.id) === writeUploadId(id));
}

/** Lets an upload go once its attachment is settled: before, the envelope may still break off, and the client comes again with the same reference. */
export async function letUploadGo({ call }: Intake, { upload }: PutAttachment): Promise<void> {
  if (upload) await emptyUpload(call.env.FILES, upload).catch((error: unknown) => console.warn('an upload waits to be swept:', error));
}

const maxPointerBytes = 4_096;

async function readPointer(
  payload: ReadableStream<Uint8Array>,
  bytes: number,
  projectId: number,
): Promise<Result<{ id: UploadId; contentType: unknown }, 'invalid_attachment_ref'>> {
  const reader = new ByteReader(payload, bytes);
  const read = bytes <= maxPointerBytes ? await reader.readBytes(bytes) : null;
  await reader.skipBytes(bytes);
  const parsed = parseJson(new TextDecoder().decode(read ?? undefined));
  const pointer = parsed.ok && isObject(parsed.value) ? parsed.value : {};
  const id = readLocation(pointer.location, projectId);
  return id ? ok({ id, contentType: pointer.content_type }) : fail('invalid_attachment_ref');
}

/** An address as the upload was given, with or without the host. Only of the project itself: where its bytes are is never read from here. */
export function readLocation(location: unknown, projectId: number): UploadId | null {
  if (typeof location !== 'string' || !URL.canParse(location, 'https://any.example')) return null;
  const { pathname } = new URL(location, 'https://any.example');
  const [, ofProject, id] = /\/api\/(\d{1,15})\/upload\/([\w-]+)\/?$/.exec(pathname) ?? [];
  return id !== undefined && Number(ofProject) === projectId ? readUploadId(id) : null;
}
