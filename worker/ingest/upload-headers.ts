import { fail, ok, type Result } from '../result.ts';
import { maxUploadBytes } from '../storage/uploads.ts';
import type { Refusal } from './refusal.ts';

/** What this server can do of tus. Source: https://tus.io/protocols/resumable-upload */
export const tusHeaders = {
  'tus-resumable': '1.0.0',
  'tus-version': '1.0.0',
  'tus-extension': 'creation,creation-with-upload,creation-defer-length,expiration',
  'tus-max-size': String(maxUploadBytes),
} as const;

/** The media type of bytes for an upload. */
const uploadType = 'application/offset+octet-stream';

export function checkVersion(headers: Headers): Result<null, Refusal> {
  const supported = tusHeaders['tus-resumable'];
  return headers.get('tus-resumable')?.trim() === supported ? ok(null) : fail({ reason: 'tus_version', supported });
}

/** Whether the body is bytes of an upload, which are sent as they are. */
export function checkBody(headers: Headers): Result<null, Refusal> {
  if (!isUploadType(headers)) return fail({ reason: 'unsupported_content_type', contentType: headers.get('content-type') ?? 'none' });
  const encoding = headers.get('content-encoding')?.trim() ?? '';
  return encoding === '' || encoding === 'identity' ? ok(null) : fail({ reason: 'unknown_encoding', encoding });
}

export function isUploadType(headers: Headers): boolean {
  return headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() === uploadType;
}

/** The length of the whole; null where the client will say it later, or has said it before. */
export function readUploadLength(headers: Headers): Result<number | null, Refusal> {
  const written = headers.get('upload-length');
  if (written === null) return ok(null);
  const length = wholeNumber(written);
  if (length === null) return fail({ reason: 'upload_header', header: 'Upload-Length', problem: 'this must be a number of bytes' });
  return length > maxUploadBytes ? fail({ reason: 'upload_too_large', maxBytes: maxUploadBytes }) : ok(length);
}

/** Of a new upload: either its length, or that it comes later. */
export function readNewLength(headers: Headers): Result<number | null, Refusal> {
  const isDeferred = headers.get('upload-defer-length');
  if (isDeferred !== null && isDeferred.trim() !== '1') return fail({ reason: 'upload_header', header: 'Upload-Defer-Length', problem: 'this can only be 1' });
  const length = readUploadLength(headers);
  if (!length.ok || (length.value === null) === (isDeferred !== null)) return length;
  return fail({ reason: 'upload_header', header: 'Upload-Length', problem: 'either this or Upload-Defer-Length is needed' });
}

export function readUploadOffset(headers: Headers): Result<number, Refusal> {
  const offset = wholeNumber(headers.get('upload-offset') ?? '');
  return offset === null ? fail({ reason: 'upload_header', header: 'Upload-Offset', problem: 'this must be a number of bytes' }) : ok(offset);
}

/** Null where the body comes without its length. */
export function readContentLength(headers: Headers): number | null {
  return wholeNumber(headers.get('content-length') ?? '');
}

function wholeNumber(text: string): number | null {
  const number = /^\d{1,15}$/.test(text.trim()) ? Number(text) : null;
  return number;
}
