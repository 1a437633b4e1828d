import { decodeBody } from '../ingest/decode-body.ts';

export interface Inflated {
  bytes: Uint8Array;
  /** Why that is not all of it, as a sentence; null where it is. */
  problem: string | null;
}

/** A kept body as it was before compression, up to `maxBytes`: a bomb is never inflated further. What came before damage is given, too. */
export async function inflate(body: Uint8Array, encoding: string | null, maxBytes: number): Promise<Inflated> {
  const decoded = decodeBody(new Blob([body]).stream(), encoding);
  if (!decoded.ok) return { bytes: new Uint8Array(), problem: `Its encoding is ${decoded.error.encoding}, which cannot be read.` };
  const reader = decoded.value.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  let problem: string | null = null;
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      const part = value.subarray(0, maxBytes - bytes);
      chunks.push(part);
      bytes += part.length;
      if (part.length === value.length) continue;
      problem = `It is longer than ${maxBytes} bytes after decompression; the rest is not inflated.`;
      await reader.cancel();
      break;
    }
  } catch (error) {
    problem = `It cannot be decompressed: ${error instanceof Error ? error.message : 'it is damaged'}.`;
  }
  const all = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return { bytes: all, problem };
}
