import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundaryOf } from './boundary.ts';
import { maxParts, type PartHeader, readParts } from './read-parts.ts';

const numRuns = Number(process.env.PICKET_FUZZ_RUNS ?? 10_000);

interface Part extends PartHeader {
  bytes: Uint8Array;
}

describe('a multipart body', () => {
  it.each<[what: string, body: string, parts: unknown]>([
    ['a field', '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nhi\r\n--b--\r\n', [['a', null, null, 'hi']]],
    ['a file', '--b\r\ncontent-disposition:form-data;name=f;filename="x y.dmp"\r\nContent-Type: a/b\r\n\r\n1\r\n--b--', [['f', 'x y.dmp', 'a/b', '1']]],
    ['text around', 'hello\r\n--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--b--\r\nbye', [['a', null, null, '1']]],
    ['white space behind the boundary', '--b \t\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--b--', [['a', null, null, '1']]],
    ['an empty part', '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n--b--', [['a', null, null, '']]],
    ['an empty part without its line break', '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n--b--', [['a', null, null, '']]],
    ['bytes like a boundary', '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n-\r\n--c\n--b\r\n--b--', [['a', null, null, '\r\n-\r\n--c\n--b']]],
    ['an escaped quote', '--b\r\nContent-Disposition: form-data; name="a"; filename="\\"C:\\x\\%22y"\r\n\r\n\r\n--b--', [['a', '"C:\\x\\"y', null, '']]],
    [
      'an RFC 5987 name',
      "--b\r\nContent-Disposition: form-data; name=a; filename=e; filename*=UTF-8''%e2%82%ac%20x\r\n\r\n\r\n--b--",
      [['a', '€ x', null, '']],
    ],
    ['a bad RFC 5987 name', "--b\r\nContent-Disposition: form-data; name=a; filename=e; filename*=UTF-8''%e2%\r\n\r\n\r\n--b--", [['a', 'e', null, '']]],
    ['a folded header', '--b\r\nContent-Disposition: form-data;\r\n name="a"\r\n\r\n1\r\n--b--', [['a', null, null, '1']]],
    ['no parts', '--b--', []],
    ['nothing', '', { reason: 'no_boundary' }],
    ['another boundary', '--c\r\n\r\n--c--', { reason: 'no_boundary' }],
    ['an end in the bytes', '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--', { reason: 'truncated' }],
    ['an end in the header', '--b\r\nContent-Dispo', { reason: 'truncated' }],
    ['no name', '--b\r\nContent-Type: a/b\r\n\r\n1\r\n--b--', { reason: 'header_malformed' }],
    ['no line break behind a boundary', '--bc\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--b--', { reason: 'header_malformed' }],
    ['a header without end', `--b\r\nx: ${'y'.repeat(20_000)}`, { reason: 'header_too_large', maxBytes: 16_384 }],
    ['too many parts', `${'--b\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n'.repeat(maxParts + 1)}--b--`, { reason: 'too_many_parts', maxParts }],
  ])('with %s is read, however it is cut', async (_, body, expected) => {
    for (const size of [1, 2, 7, 100_000]) {
      const read = await partsOf(Buffer.from(body), 'b', size);
      expect(
        'reason' in read ? read : read.map(({ name, filename, contentType, bytes }) => [name, filename, contentType, Buffer.from(bytes).toString()]),
      ).toEqual(expected);
    }
  });

  it('passes over what its reader leaves', async () => {
    const names: string[] = [];
    const body = '--b\r\nContent-Disposition: form-data; name=a\r\n\r\n12345\r\n--b\r\nContent-Disposition: form-data; name=c\r\n\r\n2\r\n--b--';
    await readParts(chunked(Buffer.from(body), 3), 'b', async ({ name }) => {
      names.push(name);
    });
    expect(names).toEqual(['a', 'c']);
  });

  it('never holds a part whole', async () => {
    const chunk = new Uint8Array(64 * 1024);
    let left = 400;
    let largest = 0;
    let bytes = 0;
    const source = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(Buffer.from('--b\r\nContent-Disposition: form-data; name=a\r\n\r\n')),
      pull(controller) {
        left -= 1;
        if (left > 0) return controller.enqueue(chunk);
        controller.enqueue(Buffer.from('\r\n--b--'));
        controller.close();
      },
    });
    await readParts(source, 'b', async (_, part) => {
      for await (const piece of part) {
        largest = Math.max(largest, piece.buffer.byteLength);
        bytes += piece.length;
      }
    });
    expect(bytes).toBe(399 * chunk.length);
    expect(largest).toBeLessThan(3 * chunk.length);
  });

  it('gives back any bytes that were put in it', async () => {
    const part = fc.record({
      name: fc.stringMatching(/^[a-z_[\]]{1,8}$/),
      bytes: fc.oneof(
        fc.uint8Array({ maxLength: 40 }),
        fc.stringMatching(/^[\r\n-b]{0,20}$/).map((text) => new Uint8Array(Buffer.from(text))),
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 4 }), fc.integer({ min: 1, max: 50 }), async (parts, size) => {
        const safe = parts.filter(({ bytes }) => !Buffer.concat([Buffer.from('\r\n'), bytes, Buffer.from('\r\n')]).includes('\r\n--bound'));
        const body = safe.flatMap(({ name, bytes }) => [
          Buffer.from(`--bound\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n`),
          bytes,
          Buffer.from('\r\n'),
        ]);
        const read = await partsOf(Buffer.concat([...body, Buffer.from('--bound--\r\n')]), 'bound', size);
        expect('reason' in read ? read : read.map(({ name, bytes }) => [name, [...bytes]])).toEqual(safe.map(({ name, bytes }) => [name, [...bytes]]));
      }),
      { seed: 20261124, numRuns },
    );
  });

  it('is read or refused, whatever the bytes', async () => {
    const piece = fc.oneof(
      fc
        .constantFrom('--b', '\r\n', '\r\n\r\n', '--', 'Content-Disposition: form-data; name=', '"', "filename*=UTF-8''%", ';', '\\', ':')
        .map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 20 }), fc.integer({ min: 1, max: 20 }), async (pieces, size) => {
        const read = await partsOf(Buffer.concat(pieces), 'b', size);
        expect(await partsOf(Buffer.concat(pieces), 'b', 1_000)).toEqual(read);
      }),
      { seed: 20261125, numRuns },
    );
  });
});

describe('a boundary', () => {
  it.each([
    ['multipart/form-data; boundary=abc', 'abc'],
    ['Multipart/Form-Data;charset=utf-8; Boundary="a b;c"', 'a b;c'],
    ['multipart/form-data', null],
    ['multipart/form-data; boundary=', null],
    ['multipart/mixed; boundary=abc', null],
    [null, null],
  ])('of %s is %s', (contentType, boundary) => {
    expect(boundaryOf(contentType)).toBe(boundary);
  });
});

async function partsOf(body: Uint8Array, boundary: string, chunkBytes: number) {
  const parts: Part[] = [];
  const result = await readParts(chunked(body, chunkBytes), boundary, async (header, stream) => {
    const pieces: Uint8Array[] = [];
    for await (const piece of stream) pieces.push(piece);
    parts.push({ ...header, bytes: new Uint8Array(Buffer.concat(pieces)) });
  });
  return result.ok ? parts : result.error;
}

function chunked(body: Uint8Array, bytes: number): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= body.length) return controller.close();
      controller.enqueue(body.slice(at, at + bytes));
      at += bytes;
    },
  });
}
