import { Readable } from 'node:stream';
import { fail, ok, type Result } from '../result.ts';

export type Decoding = { reason: 'unknown_encoding'; encoding: string };

/**
 * The body as it was before compression, as a stream: no more is inflated than is read. Old clients send an empty `Content-Encoding`, or the name of a
 * character set; both mean nothing. Damaged or cut data makes the stream fail while it is read.
 */
export async function decodeBody(
  body: ReadableStream<Uint8Array> | null,
  contentEncoding: string | null,
): Promise<Result<ReadableStream<Uint8Array>, Decoding>> {
  let decoded = body ?? new Blob([]).stream();
  const encodings = (contentEncoding ?? '')
    .toLowerCase()
    .split(',')
    .map((encoding) => encoding.trim())
    .filter((encoding) => encoding !== '' && encoding !== 'identity' && encoding !== 'utf-8');
  // Applied in the order of the header, so undone from its end. Three and more are nobody's habit and somebody's bomb.
  if (encodings.length > 2) return fail({ reason: 'unknown_encoding', encoding: encodings.join(', ') });
  for (const encoding of encodings.reverse()) {
    const step = await decodeOne(decoded, encoding);
    if (!step) return fail({ reason: 'unknown_encoding', encoding });
    decoded = step;
  }
  return ok(decoded);
}

async function decodeOne(body: ReadableStream<Uint8Array>, encoding: string): Promise<ReadableStream<Uint8Array> | null> {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return body.pipeThrough(new DecompressionStream('gzip'));
    case 'deflate':
      return body.pipeThrough(new DecompressionStream('deflate'));
    case 'br': {
      const { createBrotliDecompress } = await import('node:zlib');
      return throughNode(body, createBrotliDecompress());
    }
    case 'zstd': {
      const { createZstdDecompress } = await import('node:zlib');
      return throughNode(body, createZstdDecompress());
    }
    default:
      return null;
  }
}

/** DecompressionStream knows neither brotli nor zstd; Node's transforms do. Chunks are pulled, so nothing is inflated ahead of the reader. */
function throughNode(body: ReadableStream<Uint8Array>, transform: NodeJS.ReadWriteStream): ReadableStream<Uint8Array> {
  const source = body.getReader();
  const input = Readable.from(chunksOf(source), { objectMode: false });
  input.on('error', (error) => transform.emit('error', error));
  const output = input.pipe(transform)[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await output.next();
      if (done) controller.close();
      else controller.enqueue(typeof value === 'string' ? Buffer.from(value) : new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    },
    async cancel() {
      input.destroy();
      await source.cancel().catch(() => undefined);
    },
  });
}

async function* chunksOf(source: ReadableStreamDefaultReader<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (;;) {
    const { value, done } = await source.read();
    if (done) return;
    yield value;
  }
}
