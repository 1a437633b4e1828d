import { hourOf } from './leftovers.ts';

/*
 * Files that come in parts, before an event says that they are its own. An upload is a folder in R2:
 *
 *     uploads/2026112414/17/0b9d…/head           what is known of it, as metadata of an empty object
 *     uploads/2026112414/17/0b9d…/part-000000000000
 *     uploads/2026112414/17/0b9d…/part-000006291456   each named for its offset, so that two writers cannot both write one
 *     uploads/2026112414/17/0b9d…/used                which attachment it becomes, as metadata as well: written once
 *
 * The hour comes first, so that the oldest are listed first when they are swept; then the project, which is never taken from what a client says. Objects of
 * their own rather than an R2 multipart upload: that one wants parts of one size, and a client may stop anywhere.
 *
 * Calls to R2: two to create, one to ask for the offset, one a part and one more a request to write, and one a part and five more to become an attachment.
 */

export const uploadsPrefix = 'uploads/';
const hourMs = 3_600_000;
/** So long an upload may be written to and referred to, ms. */
export const uploadLifetimeMs = 24 * hourMs;
export const maxUploadBytes = 1024 * 1024 * 1024;
/** Held in memory until it is whole. What a broken connection had brought of it is kept as well. */
export const uploadPartBytes = 6 * 1024 * 1024;
/** Of one upload, however small: each is a call to R2, of which a request may make a thousand. */
export const maxUploadParts = 500;

/** A place for an upload. */
export interface UploadId {
  hour: string;
  /** 32 hex digits, 122 bits of them random. */
  random: string;
}

export interface Upload {
  id: UploadId;
  /** Bytes; null while the client does not say. */
  length: number | null;
  /** Bytes that are there. */
  offset: number;
  /** Each with its number of bytes, in order. */
  parts: readonly { key: string; bytes: number }[];
  expiresAt: number;
  /** The attachment that is made of it: once that is settled, its parts are gone. */
  usedBy: string | null;
}

export function newUploadId(now: number): UploadId {
  return { hour: hourOf(now), random: crypto.randomUUID().replaceAll('-', '') };
}

/** As it stands in an address. */
export function writeUploadId({ hour, random }: UploadId): string {
  return `${hour}-${random}`;
}

export function readUploadId(text: string): UploadId | null {
  const [, hour, random] = /^(\d{10})-([0-9a-f]{32})$/.exec(text) ?? [];
  return hour && random ? { hour, random } : null;
}

/** How many uploads of a project began in the hour of this one; counts no further than a page of a listing. */
export async function countUploads(files: R2Bucket, projectId: number, { hour }: UploadId): Promise<number> {
  const { delimitedPrefixes } = await files.list({ prefix: `${uploadsPrefix}${hour}/${projectId}/`, delimiter: '/' });
  return delimitedPrefixes.length;
}

/** Makes an upload known, or what is known of it anew. */
export async function putUpload(files: R2Bucket, projectId: number, { id, length, expiresAt }: Upload): Promise<void> {
  const customMetadata = { expiresAt: String(expiresAt), ...(length === null ? {} : { length: String(length) }) };
  await files.put(headKey(projectId, id), '', { customMetadata });
}

/** Null where the project has no such upload, or not any more. */
export async function findUpload(files: R2Bucket, projectId: number, id: UploadId, now: number): Promise<Upload | null> {
  const objects = await listObjects(files, folderOf(projectId, id));
  const head = objects.find(({ key }) => key === headKey(projectId, id));
  const expiresAt = Number(head?.customMetadata?.expiresAt ?? 0);
  if (!head || expiresAt <= now) return null;
  const { length: written, usedBy: usedBefore } = head.customMetadata ?? {};
  // Before there was an object for it, the head said so.
  const usedBy = objects.find(({ key }) => key === usedKey(projectId, id))?.customMetadata?.usedBy ?? usedBefore ?? null;
  const length = written === undefined ? null : Number(written);
  const parts = contiguous(
    objects.filter((object) => object !== head),
    folderOf(projectId, id),
  );
  const there = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  return { id, length, offset: usedBy === null || parts.length > 0 ? there : (length ?? there), parts, expiresAt, usedBy };
}

/** In the order of their keys. */
async function listObjects(files: R2Bucket, folder: string): Promise<R2Object[]> {
  const objects: R2Object[] = [];
  let cursor: string | undefined;
  do {
    const page = await files.list({ prefix: folder, include: ['customMetadata'], ...(cursor ? { cursor } : {}) });
    objects.push(...page.objects);
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor);
  return objects;
}

/** From the beginning, as far as one follows the other. */
function contiguous(objects: readonly R2Object[], folder: string): { key: string; bytes: number }[] {
  const parts: { key: string; bytes: number }[] = [];
  let offset = 0;
  for (const { key, size } of objects) {
    if (key !== folder + partName(offset)) break;
    parts.push({ key, bytes: size });
    offset += size;
  }
  return parts;
}

/** False where somebody else has just written there. */
export async function putUploadPart(files: R2Bucket, projectId: number, id: UploadId, offset: number, bytes: Uint8Array): Promise<boolean> {
  const onlyIf = new Headers({ 'if-none-match': '*' });
  return (await files.put(folderOf(projectId, id) + partName(offset), bytes, { onlyIf })) !== null;
}

/** All of its bytes, one part after the other. */
export function streamUpload(files: R2Bucket, { parts }: Upload): ReadableStream<Uint8Array> {
  let nth = 0;
  let reader: ReadableStreamDefaultReader<Uint8Array> | null = null;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        for (;;) {
          const part = parts[nth];
          if (!part) return controller.close();
          reader ??= (await openPart(files, part.key)).getReader();
          const { value, done } = await reader.read();
          if (!done) return controller.enqueue(value);
          reader = null;
          nth += 1;
        }
      },
      cancel: async () => reader?.cancel(),
    },
    { highWaterMark: 0 },
  );
}

async function openPart(files: R2Bucket, key: string): Promise<ReadableStream<Uint8Array>> {
  const object = await files.get(key);
  if (!object) throw new Error(`${key} is gone`);
  return object.body;
}

/** Settles, before a byte is copied, which attachment becomes of it: the one that is asked for first. False where that is another one. */
export async function claimUpload(files: R2Bucket, projectId: number, { id, usedBy }: Upload, place: string): Promise<boolean> {
  if (usedBy !== null) return usedBy === place;
  const onlyIf = new Headers({ 'if-none-match': '*' });
  const key = usedKey(projectId, id);
  if (await files.put(key, '', { onlyIf, customMetadata: { usedBy: place } })) return true;
  return (await files.head(key))?.customMetadata?.usedBy === place;
}

/** Removes the bytes, which are somewhere else now. What is known of it stays, so that whoever asks again is told the same. */
export async function emptyUpload(files: R2Bucket, upload: Upload): Promise<void> {
  if (upload.parts.length > 0) await files.delete(upload.parts.map(({ key }) => key));
}

function folderOf(projectId: number, { hour, random }: UploadId): string {
  return `${uploadsPrefix}${hour}/${projectId}/${random}/`;
}

function headKey(projectId: number, id: UploadId): string {
  return `${folderOf(projectId, id)}head`;
}

function usedKey(projectId: number, id: UploadId): string {
  return `${folderOf(projectId, id)}used`;
}

function partName(offset: number): string {
  return `part-${String(offset).padStart(12, '0')}`;
}
