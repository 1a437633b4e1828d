import { putStream } from '../storage/put-stream.ts';

/**
 * Streams an item into storage. When storage fails the item is lost, but nothing else of its envelope; what the client did wrong rejects. Resolves with whether it
 * is kept.
 */
export async function keepStream(...[files, key, payload, bytes, options, see]: Parameters<typeof putStream>): Promise<boolean> {
  try {
    await putStream(files, key, payload, bytes, options, see);
    return true;
  } catch (error) {
    // Reads what is left of it; where it was the payload that broke, this rejects just as before.
    await payload.pipeTo(new WritableStream());
    console.error(`${key} is lost:`, error);
    return false;
  }
}
