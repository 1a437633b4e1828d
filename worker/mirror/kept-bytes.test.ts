import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { BodyTap } from './body-tap.ts';
import { inflate } from './inflate.ts';
import { splitEnvelope } from './split-envelope.ts';

const text = (value: string) => new TextEncoder().encode(value);
const streamOf = (...chunks: string[]) => new Blob(chunks).stream();

describe('a tap', () => {
  it('passes all and keeps as much as it may', async () => {
    const tap = new BodyTap(streamOf('0123456789', 'abcdef'), 12, () => 5);
    expect(await new Response(tap.stream).text()).toBe('0123456789abcdef');
    expect(tap).toMatchObject({ bytes: 16, isWhole: true, firstByteAt: 5, endedAt: 5 });
    expect(tap.take()).toEqual({ bytes: text('0123456789ab'), cutAt: 12 });
  });

  it('says that a body is cut which was not read to its end, and keeps nothing once it is let go', async () => {
    const tap = new BodyTap(streamOf('0123456789'), 100, () => 5);
    const reader = tap.stream.getReader();
    await reader.read();
    await reader.cancel();
    expect(tap.take()).toEqual({ bytes: text('0123456789'), cutAt: 10 });
    const other = new BodyTap(streamOf('0123456789'), 100, () => 5);
    other.release();
    expect(await new Response(other.stream).text()).toBe('0123456789');
    expect(other.take().bytes).toHaveLength(0);
  });
});

describe('what was kept', () => {
  it('is inflated up to a bound and no further', async () => {
    const bomb = gzipSync(Buffer.alloc(30_000_000), { level: 9 });
    const { bytes, problem } = await inflate(bomb, 'gzip', 100_000);
    expect([bytes.length, problem]).toEqual([100_000, expect.stringContaining('longer than 100000 bytes')]);
  });

  it('is given up to where it is damaged', async () => {
    const { bytes, problem } = await inflate(gzipSync('hello'.repeat(1000)).subarray(0, -4), 'gzip', 100_000);
    expect([bytes.length, problem]).toEqual([5000, expect.stringContaining('cannot be decompressed')]);
    expect(await inflate(text('x'), 'lzma', 10)).toEqual({ bytes: text(''), problem: 'Its encoding is lzma, which cannot be read.' });
  });
});

describe('an envelope', () => {
  it('is split by bytes, with the place of each item', () => {
    const body = text('{"event_id":"1"}\n{"type":"attachment","length":5}\na\nbüb\n\n{"type":"event"}\n{}');
    expect(splitEnvelope(body)).toEqual({
      header: { event_id: '1' },
      headerBytes: 17,
      problem: 'A newline was expected at byte 55, behind an item.',
      items: [{ type: 'attachment', header: { type: 'attachment', length: 5 }, offset: 50, payload: text('a\nbü') }],
    });
  });

  it.each([
    ['no\n', null, null],
    ['{}\n{"type":"event"}\n{}\n', 1, null],
    ['{}\n{"type":"event"}\n{}\n{"typ":1}\n', 1, 'The item header at byte 23 has no type.'],
    ['{}\n{"type":"event","length":9}\n{}', 1, 'The item at byte 31 ends before its length of 9 bytes.'],
    ['{}\n{"type":"event","length":-9}\n{}', 0, 'The length in the item header at byte 3 is not a whole number.'],
    ['{}\nso\n', 0, 'The item header at byte 3 is not a JSON object.'],
  ])('%j is read as far as it goes', (body, items, problem) => {
    const envelope = splitEnvelope(text(body));
    expect([envelope?.items.length ?? null, envelope?.problem ?? null]).toEqual([items, problem]);
  });
});
