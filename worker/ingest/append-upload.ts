import { fail, ok, type Result } from '../result.ts';
import { PartReader } from '../storage/part-reader.ts';
import { maxUploadBytes, maxUploadParts, putUploadPart, type Upload, uploadPartBytes } from '../storage/uploads.ts';
import type { Refusal } from './refusal.ts';

/**
 * Adds a body to an upload, part by part, and gives its offset then. Whatever was stored before something went wrong stays, and so does what had come when the
 * connection broke: the client goes on from there.
 */
export async function appendToUpload(files: R2Bucket, projectId: number, upload: Upload, body: ReadableStream<Uint8Array>): Promise<Result<number, Refusal>> {
  const maxBytes = upload.length ?? maxUploadBytes;
  const reader = new PartReader(body, uploadPartBytes);
  let { offset } = upload;
  for (let nth = upload.parts.length; ; nth += 1) {
    const { part, problem } = await readPart(reader);
    if (part.length > 0) {
      if (offset + part.length > maxBytes) return fail({ reason: 'upload_too_large', maxBytes });
      if (nth === maxUploadParts) return fail({ reason: 'upload_too_fragmented', maxParts: maxUploadParts });
      if (!(await putUploadPart(files, projectId, upload.id, offset, part))) return fail({ reason: 'upload_offset', offset });
      offset += part.length;
    }
    if (problem) return fail(problem);
    if (part.length < uploadPartBytes) return ok(offset);
  }
}

async function readPart(reader: PartReader): Promise<{ part: Uint8Array; problem?: Refusal }> {
  try {
    return { part: await reader.next() };
  } catch (error) {
    return { part: reader.takeBegun(), problem: { reason: 'body_unreadable', message: error instanceof Error ? error.message : 'The body cannot be read' } };
  }
}
