import { describe, expect, it } from 'vitest';
import { ByteReader } from './byte-reader.ts';
import { type Disposal, readEnvelopeHeader, readItems } from './read-envelope.ts';

const text = new TextEncoder();
const keep = (): Disposal => ({ kind: 'keep' });

/** A body that arrives in pieces of `pieceBytes`, since every cut can fall inside a line, a number of bytes or a character. */
function bodyOf(bytes: Uint8Array | string, pieceBytes = 7, maxBytes = 1e9): ByteReader {
  const all = typeof bytes === 'string' ? text.encode(bytes) : bytes;
  let at = 0;
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= all.length) return controller.close();
      controller.enqueue(all.slice(at, at + pieceBytes));
      at += pieceBytes;
    },
  });
  return new ByteReader(stream, maxBytes);
}

async function read(bytes: Uint8Array | string, pieceBytes?: number, choose: () => Disposal = keep) {
  const body = bodyOf(bytes, pieceBytes);
  const header = await readEnvelopeHeader(body);
  return header.ok ? await readItems(body, choose) : header;
}

async function payloads(bytes: Uint8Array | string, pieceBytes?: number): Promise<string[]> {
  const items = await read(bytes, pieceBytes);
  if (!items.ok) throw new Error(items.error.reason);
  return items.value.map(({ payload }) => new TextDecoder().decode(payload ?? undefined));
}

describe('readItems', () => {
  it.each([1, 2, 3, 5, 8, 1000])('gives the same items whatever the pieces, here of %i bytes', async (pieceBytes) => {
    const envelope = '{}\n{"type":"attachment","length":7}\nä\nö\n\u0000\n{"type":"event"}\n{"message":"ü"}\n';
    expect(await payloads(envelope, pieceBytes)).toEqual(['ä\nö\n\u0000', '{"message":"ü"}']);
  });

  it.each([
    ['no items', '{}', []],
    ['no items but a newline', '{}\n', []],
    ['no newline at the end', '{}\n{"type":"event"}\n{"a":1}', ['{"a":1}']],
    ['a length and no newline at the end', '{}\n{"type":"event","length":7}\n{"a":1}', ['{"a":1}']],
    ['blank lines between and behind items', '{}\n\n{"type":"event"}\n{}\n\n\n{"type":"session"}\n{}\n\n\n', ['{}', '{}']],
    ['a header as the last thing', '{}\n{"type":"event"}', ['']],
    ['an empty payload with a length', '{}\n{"type":"attachment","length":0}\n\n{"type":"event"}\n{}', ['', '{}']],
    ['a null length', '{}\n{"type":"event","length":null}\n{"a":1}\n', ['{"a":1}']],
    ['a carriage return before the end of a payload, which belongs to it', '{}\n{"type":"event"}\n{}\r\n', ['{}\r']],
    ['a type nobody knows', '{}\n{"type":"hologram","length":3}\nabc\n{"type":"event"}\n{}\n', ['abc', '{}']],
    ['prototype keys in headers', '{"__proto__":{"dsn":1}}\n{"type":"event","__proto__":{"length":99}}\n{}\n', ['{}']],
  ])('reads %s', async (_, envelope, expected) => {
    expect(await payloads(envelope)).toEqual(expected);
  });

  it.each([
    ['', { reason: 'empty_body' }],
    ['nonsense\n', { reason: 'header_not_json', at: 0 }],
    ['[]\n', { reason: 'header_not_json', at: 0 }],
    ['{}\n{"type":"event"\n{}', { reason: 'item_header_not_json', at: 3 }],
    ['{}\n{"length":2}\n{}', { reason: 'item_without_type', at: 3 }],
    ['{}\n{"type":"event","length":-1}\n{}', { reason: 'item_length_invalid', at: 3 }],
    ['{}\n{"type":"event","length":1.5}\n{}', { reason: 'item_length_invalid', at: 3 }],
    ['{}\n{"type":"event","length":"2"}\n{}', { reason: 'item_length_invalid', at: 3 }],
    ['{}\n{"type":"event","length":9}\n{}', { reason: 'item_truncated', at: 31, expectedBytes: 9 }],
    ['{}\n{"type":"event","length":2}\n{}x', { reason: 'item_not_ended', at: 33 }],
  ])('refuses %j', async (envelope, error) => {
    expect(await read(envelope)).toEqual({ ok: false, error });
  });

  it('refuses an item over the limit of its type, without holding it', async () => {
    expect(await read(`{}\n{"type":"event","length":2000000}\n`)).toMatchObject({ error: { reason: 'item_too_large', type: 'event', maxBytes: 1_048_576 } });
    expect(await read(`{}\n{"type":"client_report"}\n${'x'.repeat(5000)}\n`, 512)).toMatchObject({ error: { reason: 'item_too_large', maxBytes: 4096 } });
  });

  it('adds up the sizes of everything like an event', async () => {
    const half = `{"type":"feedback"}\n"${'x'.repeat(600_000)}"\n`;
    expect(await read(`{}\n${half}`, 65_536)).toMatchObject({ ok: true });
    expect(await read(`{}\n${half}${half}`, 65_536)).toMatchObject({ error: { reason: 'item_too_large' } });
  });

  it('refuses more items than an envelope can mean', async () => {
    expect(await read(`{}\n${'{"type":"session"}\n{}\n'.repeat(1001)}`, 4096)).toMatchObject({ error: { reason: 'too_many_items' } });
  });

  it('refuses a header line that does not end', async () => {
    expect(await read(`{"a":"${'x'.repeat(100_000)}"}`, 4096)).toMatchObject({ error: { reason: 'header_too_large' } });
  });

  it('hands a streamed payload on in full and goes on behind it', async () => {
    const got: Uint8Array[] = [];
    const stream = (): Disposal => ({
      kind: 'stream',
      to: async (payload, bytes) => {
        const all = new Uint8Array(await new Response(payload).arrayBuffer());
        expect(all.length).toBe(bytes);
        got.push(all);
      },
    });
    const binary = Uint8Array.from({ length: 1000 }, (_, index) => index % 256);
    const body = Buffer.concat([text.encode('{}\n{"type":"attachment","length":1000}\n'), binary, text.encode('\n{"type":"attachment"}\nabc\n')]);
    const items = await read(body, 13, stream);
    expect(items).toMatchObject({
      ok: true,
      value: [
        { bytes: 1000, payload: null },
        { bytes: 3, payload: null },
      ],
    });
    expect(got.map((payload) => [...payload])).toEqual([[...binary], [...text.encode('abc')]]);
  });

  it('reports a stream that is cut, and one whose source breaks', async () => {
    const drain: Disposal = { kind: 'stream', to: async (payload) => void (await new Response(payload).arrayBuffer()) };
    expect(await read('{}\n{"type":"attachment","length":10}\nabc', 5, () => drain)).toEqual({
      ok: false,
      error: { reason: 'item_truncated', at: 37, expectedBytes: 10 },
    });

    const broken = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('connection lost')) });
    expect(await readEnvelopeHeader(new ByteReader(broken, 100))).toEqual({ ok: false, error: { reason: 'body_unreadable', message: 'connection lost' } });
  });

  it('stops at the limit of the whole body', async () => {
    const body = bodyOf(`{}\n{"type":"attachment","length":5000}\n${'x'.repeat(5000)}`, 100, 1000);
    await readEnvelopeHeader(body);
    expect(await readItems(body, keep)).toEqual({ ok: false, error: { reason: 'body_too_large', maxBytes: 1000 } });
  });
});
