import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PartReader } from '../storage/part-reader.ts';
import { maxUploadBytes, newUploadId, readUploadId, writeUploadId } from '../storage/uploads.ts';
import { readLocation } from './items/attachment-ref.ts';
import { refuse } from './refusal.ts';
import { checkBody, checkVersion, readContentLength, readNewLength, readUploadLength, readUploadOffset } from './upload-headers.ts';

const numRuns = Number(process.env.PICKET_FUZZ_RUNS ?? 10_000);
const mine = 17;
const id = writeUploadId(newUploadId(Date.now()));

const words = [
  '0',
  '1',
  '5',
  '-1',
  '1.5',
  '1e3',
  '0x10',
  '²',
  ' 7 ',
  '',
  '1,2',
  '9'.repeat(15),
  '9'.repeat(400),
  String(maxUploadBytes),
  String(maxUploadBytes + 1),
  'NaN',
  'identity',
];
const value = fc.oneof(
  fc.constantFrom(...words, '1.0.0', 'gzip', 'application/offset+octet-stream; a=b'),
  fc.string({ unit: 'binary-ascii' }).map((text) => text.replaceAll(/[^\x20-\x7e]/g, '')),
);
const names = ['tus-resumable', 'upload-length', 'upload-offset', 'upload-defer-length', 'content-length', 'content-type', 'content-encoding'] as const;
const headers = fc.dictionary(fc.constantFrom(...names), value).map((all) => new Headers(all));

describe('whatever a client says of an upload', () => {
  it('is a number of bytes that there may be, or is refused with a status of its own', () => {
    fc.assert(
      fc.property(headers, (all) => {
        for (const read of [readNewLength(all), readUploadLength(all), readUploadOffset(all)]) {
          const number = read.ok ? read.value : null;
          expect(number === null || (Number.isSafeInteger(number) && number >= 0)).toBe(true);
          expect(read.ok ? 0 : refuse(read.error).status).toSatisfy((status: number) => [0, 400, 413].includes(status));
        }
        const length = readNewLength(all);
        expect(length.ok && (length.value ?? 0) > maxUploadBytes).toBe(false);
        expect(readContentLength(all) ?? 0).toBeGreaterThanOrEqual(0);
        for (const check of [checkVersion(all), checkBody(all)])
          expect(check.ok ? 0 : refuse(check.error).status).toSatisfy((status: number) => [0, 412, 415].includes(status));
      }),
      { seed: 20261203, numRuns },
    );
  });

  it('is the place of an upload of the project itself, or none', () => {
    const part = fc.oneof(
      fc.constantFrom(
        '/',
        '//',
        'api',
        'upload',
        '..',
        '.',
        '%2f',
        '%2e%2e',
        '\\',
        '?',
        '#',
        '@',
        ':',
        'https://a.example',
        '16',
        '17',
        '017',
        '1e1',
        id,
        id.slice(11),
        `${id}/`,
        '\0',
        '\n',
        'é',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    );
    const written = fc.oneof(
      fc.array(part, { maxLength: 12 }).map((parts) => parts.join('')),
      fc.tuple(part, part, part).map(([one, two, three]) => `/api/${one}/upload/${two}${three}`),
      fc.constantFrom('17', '017', '16', '170', '0x11', '1٧').map((project) => `/api/${project}/upload/${id}/`),
      fc.anything(),
    );
    let found = 0;
    fc.assert(
      fc.property(written, (location) => {
        const read = readLocation(location, mine);
        if (!read) return;
        found += 1;
        expect(new URL(String(location), 'https://any.example').pathname).toMatch(/\/api\/0*17\/upload\/\d{10}-[0-9a-f]{32}\/?$/);
        expect(readUploadId(writeUploadId(read))).toEqual(read);
      }),
      { seed: 20261204, numRuns },
    );
    expect(found).toBeGreaterThan(numRuns / 20);
  });

  it('comes in parts of one size, however it was sent, and what had come is there when it breaks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 8 }),
        fc.integer({ min: 1, max: 50 }),
        fc.boolean(),
        async (chunks, size, isBroken) => {
          const left = [...chunks];
          const stream = new ReadableStream<Uint8Array>({
            pull(controller) {
              const chunk = left.shift();
              if (chunk) controller.enqueue(chunk);
              else if (isBroken) controller.error(new Error('broken'));
              else controller.close();
            },
          });
          const reader = new PartReader(stream, size);
          const parts: Uint8Array[] = [];
          for (let isOver = false; !isOver;) {
            const part = await reader.next().catch(() => {
              isOver = true;
              return reader.takeBegun();
            });
            isOver ||= part.length < size;
            parts.push(part);
          }
          expect(Buffer.concat(parts)).toEqual(Buffer.concat(chunks));
          expect(parts.slice(0, -1).every(({ length }) => length === size)).toBe(true);
        },
      ),
      { seed: 20261205, numRuns: numRuns / 10 },
    );
  });
});
