import { BodyTooLarge, BodyUnreadable, ByteReader } from '../envelope/byte-reader.ts';
import { fail, ok, type Result } from '../result.ts';
import { decodeBody } from './decode-body.ts';
import type { Refusal } from './refusal.ts';

/** All of a body that is no envelope, decompressed; it may be empty. */
export async function readBody(request: Request, maxBytes: number): Promise<Result<Uint8Array, Refusal>> {
  const decoded = decodeBody(request.body, request.headers.get('content-encoding'));
  if (!decoded.ok) return decoded;
  const body = new ByteReader(decoded.value, maxBytes);
  try {
    const bytes = await body.readAll(maxBytes);
    return bytes ? ok(bytes) : fail({ reason: 'body_too_large', maxBytes });
  } catch (error) {
    if (error instanceof BodyTooLarge) return fail({ reason: 'body_too_large', maxBytes });
    if (error instanceof BodyUnreadable) return fail({ reason: 'body_unreadable', message: error.message });
    throw error;
  }
}

/** The type of a body in lower case, without its parameters; empty where none is said. */
export function contentTypeOf(request: Request): string {
  return (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}
