import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { BodyTooLarge, BodyUnreadable, ByteReader } from '../envelope/byte-reader.ts';
import { decodeBody } from './decode-body.ts';

const plain = new TextEncoder().encode('{"message":"ünïcode"}\n'.repeat(2000));

async function decode(bytes: Uint8Array, encoding: string | null, maxBytes = 10_000_000): Promise<Uint8Array | null> {
  const decoded = decodeBody(new Blob([bytes]).stream(), encoding);
  if (!decoded.ok) throw new Error(decoded.error.reason);
  return new ByteReader(decoded.value, maxBytes).readAll(maxBytes);
}

describe('decodeBody', () => {
  it.each([
    ['nothing', null, plain],
    ['an empty name', '', plain],
    ['identity', 'identity', plain],
    ['the name of a character set', 'UTF-8', plain],
    ['gzip', 'gzip', gzipSync(plain)],
    ['GZIP', 'GZIP', gzipSync(plain)],
    ['x-gzip', 'x-gzip', gzipSync(plain)],
    ['deflate', 'deflate', deflateSync(plain)],
    ['br', 'br', brotliCompressSync(plain)],
    ['zstd', 'zstd', zstdCompressSync(plain)],
    ['two encodings', 'br, gzip', gzipSync(brotliCompressSync(plain))],
  ])('undoes %s', async (_, encoding, bytes) => {
    expect(await decode(bytes, encoding)).toEqual(plain);
  });

  it('reads a missing body as an empty one', async () => {
    const decoded = decodeBody(null, null);
    expect(decoded.ok && (await new Response(decoded.value).text())).toBe('');
  });

  it.each(['compress', 'gzip, gzip, gzip', 'none'])('refuses the encoding %j', (encoding) => {
    expect(decodeBody(null, encoding)).toMatchObject({ ok: false, error: { reason: 'unknown_encoding' } });
  });

  it.each([
    ['gzip', gzipSync(plain)],
    ['deflate', deflateSync(plain)],
    ['br', brotliCompressSync(plain)],
    ['zstd', zstdCompressSync(plain)],
  ])('fails while reading when %s data is cut', async (encoding, bytes) => {
    await expect(decode(bytes.subarray(0, Math.floor(bytes.length / 2)), encoding)).rejects.toThrow(BodyUnreadable);
  });

  it.each(['gzip', 'deflate', 'br', 'zstd'])('fails while reading when %s data is nothing of the kind', async (encoding) => {
    await expect(decode(plain, encoding)).rejects.toThrow(BodyUnreadable);
  });

  it('fails while reading when deflate data lacks its zlib header', async () => {
    await expect(decode(deflateRawSync(plain), 'deflate')).rejects.toThrow(BodyUnreadable);
  });

  it.each([
    ['gzip', gzipSync(new Uint8Array(50_000_000))],
    ['deflate', deflateSync(new Uint8Array(50_000_000))],
    ['zstd', zstdCompressSync(new Uint8Array(50_000_000))],
  ])('stops inflating a bomb of %s at the limit', async (encoding, bomb) => {
    expect(bomb.length).toBeLessThan(60_000);
    await expect(decode(bomb, encoding, 100_000)).rejects.toThrow(BodyTooLarge);
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
  ])('takes no more of %s than the reader asks for', async (encoding, compress) => {
    const bytes = compress(Buffer.concat(Array.from({ length: 32 }, () => crypto.getRandomValues(new Uint8Array(32_768)))));
    let taken = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(bytes.subarray(taken, taken + 1_000));
        taken += 1_000;
        if (taken >= bytes.length) controller.close();
      },
    });
    const decoded = decodeBody(body, encoding);
    if (!decoded.ok) throw new Error(decoded.error.reason);
    await decoded.value.getReader().read();
    await scheduler.wait(100);
    expect(taken).toBeLessThan(bytes.length / 4);
  });

  it('refuses brotli that inflates by more than the memory of an isolate can hold', async () => {
    const bomb = brotliCompressSync(new Uint8Array(100_000_000), { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
    await expect(decode(bomb, 'br', 200_000_000)).rejects.toThrow('the body inflates too much at once');
  });
});
