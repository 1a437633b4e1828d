import { Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';
import { fail, ok, type Result } from '../result.ts';

export type Decoding = { reason: 'unknown_encoding'; encoding: string };

/**
 * The body as it was before compression, as a stream: no more is inflated than is read. Old clients send an empty `Content-Encoding`, or the name of a
 * character set; both mean nothing. Damaged or cut data makes the stream fail while it is read.
 */
export function decodeBody(body: ReadableStream<Uint8Array> | null, contentEncoding: string | null): Result<ReadableStream<Uint8Array>, Decoding> {
  let decoded = body ?? new Blob([]).stream();
  const encodings = (contentEncoding ?? '')
    .toLowerCase()
    .split(',')
    .map((encoding) => encoding.trim())
    .filter((encoding) => encoding !== '' && encoding !== 'identity' && encoding !== 'utf-8');
  // Applied in the order of the header, so undone from its end. Three and more are nobody's habit and somebody's bomb.
  if (encodings.length > 2) return fail({ reason: 'unknown_encoding', encoding: encodings.join(', ') });
  for (const encoding of encodings.reverse()) {
    const transform = transformOf(encoding);
    if (!transform) return fail({ reason: 'unknown_encoding', encoding });
    decoded = through(decoded, transform);
  }
  return ok(decoded);
}

function transformOf(encoding: string): Transform | null {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    case 'zstd':
      return createZstdDecompress();
    default:
      return null;
  }
}

/** Compressed bytes that are inflated at a time. Of one byte gzip makes up to 1,032. */
const pieceBytes = 4096;
/** Inflated bytes that may wait for the reader. */
const maxWaitingBytes = 16 * 1024 * 1024;

/**
 * Node's transforms rather than DecompressionStream, which inflates all that it is given at once and holds it: a bomb of some hundred kilobytes would take the
 * memory of the isolate before the first byte of it is counted. Node's wait for their reader, but for the one of brotli, which inflates what it was given to
 * its end, 300 MB of 500 bytes if need be, and is stopped.
 */
function through(body: ReadableStream<Uint8Array>, transform: Transform): ReadableStream<Uint8Array> {
  const push = transform.push.bind(transform);
  transform.push = (chunk: unknown, encoding?: BufferEncoding) => {
    if (transform.readableLength <= maxWaitingBytes) return push(chunk, encoding);
    transform.destroy(new Error('the body inflates too much at once'));
    return false;
  };

  const source = body.getReader();
  const input = Readable.from(piecesOf(source), { objectMode: false, highWaterMark: pieceBytes });
  input.on('error', (error) => transform.destroy(error));
  // Whoever reads hears of errors by reading. One of work that was under way when the reader gave up is nobody's, and must not end the process.
  transform.on('error', () => undefined);
  const output = input.pipe(transform)[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await output.next();
      if (done) controller.close();
      else controller.enqueue(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    },
    async cancel() {
      input.destroy();
      transform.destroy();
      await source.cancel().catch(() => undefined);
    },
  });
}

async function* piecesOf(source: ReadableStreamDefaultReader<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (;;) {
    const { value, done } = await source.read();
    if (done) return;
    for (let at = 0; at < value.length; at += pieceBytes) yield value.subarray(at, at + pieceBytes);
  }
}
