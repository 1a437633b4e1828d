import { fail, ok, type Result } from '../result.ts';
import { PartScanner, PartsBroken } from './part-scanner.ts';
import { readParameters } from './parameters.ts';

/** What stands above a part's bytes. */
export interface PartHeader {
  name: string;
  /** Null for a plain field. As sent: it may hold a path or anything else. */
  filename: string | null;
  contentType: string | null;
}

export type MultipartError =
  | { reason: 'no_boundary' } // nothing in the body begins a part
  | { reason: 'truncated' } // the body ends before its last boundary
  | { reason: 'header_too_large'; maxBytes: number }
  | { reason: 'header_malformed' } // no name, or what follows the boundary is no header
  | { reason: 'too_many_parts'; maxParts: number };

export const maxParts = 100;

/**
 * Reads multipart/form-data part by part while it arrives; nothing longer than a chunk is held. `take` gets each part with its bytes; what it leaves of them is
 * passed over. Text before the first and behind the last boundary counts for nothing. What `take` or the source throws passes through.
 *
 * Source: RFC 7578, RFC 2046 section 5.1
 */
export async function readParts(
  body: ReadableStream<Uint8Array>,
  boundary: string,
  take: (header: PartHeader, bytes: ReadableStream<Uint8Array>) => Promise<void>,
): Promise<Result<undefined, MultipartError>> {
  const scanner = new PartScanner(body, boundary);
  try {
    await scanner.skipPreamble();
    for (let parts = 0; await scanner.isAtPart(); parts += 1) {
      if (parts === maxParts) throw new PartsBroken({ reason: 'too_many_parts', maxParts });
      const header = readHeader(await scanner.readHeader());
      if (!header) throw new PartsBroken({ reason: 'header_malformed' });
      await take(header, scanner.streamBytes());
      await scanner.skipBytes();
    }
    await scanner.cancel();
    return ok(undefined);
  } catch (error) {
    await scanner.cancel();
    if (error instanceof PartsBroken) return fail(error.error);
    throw error;
  }
}

function readHeader(text: string): PartHeader | null {
  const headers = new Map<string, string>();
  for (const line of text.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  const parameters = readParameters(headers.get('content-disposition') ?? '');
  const name = parameters.get('name');
  return name === undefined ? null : { name, filename: parameters.get('filename') ?? null, contentType: headers.get('content-type') || null };
}
