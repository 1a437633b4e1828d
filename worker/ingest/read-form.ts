import { BodyTooLarge, BodyUnreadable, ByteReader } from '../envelope/byte-reader.ts';
import { maxEnvelopeBytes, maxEventBytes } from '../envelope/item-types.ts';
import { boundaryOf } from '../multipart/boundary.ts';
import { readParts } from '../multipart/read-parts.ts';
import { fail, ok, type Result } from '../result.ts';
import { type Spool, SpoolFull, type Spooled } from '../storage/spool.ts';
import { decodeBody } from './decode-body.ts';
import type { Refusal } from './refusal.ts';

/** A form with files, as crash reporters send it. */
export interface Form {
  files: FormFile[];
  /** In the order of the form. */
  fields: [name: string, value: string][];
}

export interface FormFile {
  /** Of the field. */
  name: string;
  filename: string | null;
  contentType: string | null;
  content: Spooled;
}

/** The request's body after decompression, which fails when more than an envelope may hold comes out of it. */
export function openBody(request: Request): Result<ReadableStream<Uint8Array>, Refusal> {
  const decoded = decodeBody(request.body, request.headers.get('content-encoding'));
  return decoded.ok ? ok(limited(decoded.value)) : decoded;
}

/** `isFile` says which fields are files though they have no file name. */
export async function readForm(
  body: ReadableStream<Uint8Array>,
  contentType: string | null,
  spool: Spool,
  isFile: (field: string) => boolean,
): Promise<Result<Form, Refusal>> {
  const boundary = boundaryOf(contentType);
  if (boundary === null) return fail({ reason: 'invalid_multipart', cause: 'no boundary in the content type' });
  const form: Form = { files: [], fields: [] };
  let fieldBytes = 0;
  const parts = await readable(() =>
    readParts(body, boundary, async ({ name, filename, contentType: type }, bytes) => {
      if (filename !== null || isFile(name)) {
        form.files.push({ name, filename, contentType: type, content: await spool.put(bytes) });
        return;
      }
      const value = await new ByteReader(bytes, maxEventBytes - fieldBytes).readAll(maxEventBytes);
      fieldBytes += value?.length ?? 0;
      form.fields.push([name, new TextDecoder().decode(value ?? undefined)]);
    }),
  );
  if (!parts.ok) return parts;
  return parts.value.ok ? ok(form) : fail({ reason: 'invalid_multipart', cause: parts.value.error.reason });
}

/** What the client did wrong to a body comes up while it is read, wherever that is. */
export async function readable<Value>(work: () => Promise<Value>): Promise<Result<Value, Refusal>> {
  try {
    return ok(await work());
  } catch (error) {
    if (error instanceof BodyTooLarge || error instanceof SpoolFull) return fail({ reason: 'body_too_large', maxBytes: error.maxBytes });
    if (error instanceof BodyUnreadable) return fail({ reason: 'body_unreadable', message: error.message });
    throw error;
  }
}

/** The same bytes, but its failures are those of a ByteReader. */
export function limited(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  return restOf(new ByteReader(body, maxEnvelopeBytes));
}

/** What the reader has not handed out. */
export function restOf(reader: ByteReader): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const chunk = await reader.readChunk();
        if (chunk) controller.enqueue(chunk);
        else controller.close();
      },
      cancel: () => reader.cancel(),
    },
    { highWaterMark: 0 },
  );
}
