/**
 * Streams exactly `bytes` bytes into R2; resolves once they are durable. `payload` is read to its end even when R2 fails, since other items may stand behind it, and
 * `see` is shown all that goes by.
 */
export async function putStream(
  files: R2Bucket,
  key: string,
  payload: ReadableStream<Uint8Array>,
  bytes: number,
  options: R2PutOptions,
  see?: (chunk: Uint8Array) => void,
): Promise<void> {
  const counted = new FixedLengthStream(bytes);
  let isTaken = true;
  const put = files.put(key, counted.readable, options).finally(() => {
    isTaken = false;
  });
  // Whoever is handed bytes once R2 is through with them never answers.
  const over = put.then(
    () => undefined,
    () => undefined,
  );
  const reader = payload.getReader();
  const writer = counted.writable.getWriter();
  const orOver = (work: Promise<void>): Promise<void> => Promise.race([work.catch(() => over), over]);
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      see?.(read.value);
      if (isTaken) await orOver(writer.write(read.value));
    }
    await orOver(writer.close());
  } catch (error) {
    await orOver(writer.abort(error));
    throw error;
  } finally {
    reader.releaseLock();
  }
  await put;
}
