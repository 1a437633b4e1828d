import { execFileSync } from 'node:child_process';
import { brotliCompressSync, constants, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Event } from '../api/contract/event.ts';
import { eventually } from '../commands/harness.ts';
import { dripText, post, type Reply, sendText } from './bad-input.fixture.ts';
import { envelopeUrl, type Instance, startInstance } from './instance.fixture.ts';

let instance: Instance;
let envelope: string;
let store: string;
let earlierId: string;
let bytesBefore: number;
let sampling: NodeJS.Timeout;
let bytesAtMost = 0;

beforeAll(async () => {
  instance = await startInstance();
  envelope = envelopeUrl(instance);
  store = envelope.replace('/envelope/', '/store/');
  const { id } = await accepted(post(store, '{"message":"sent before the bad input"}'));
  await readEvent(id);
  earlierId = id;
  bytesBefore = residentBytes();
  sampling = setInterval(() => (bytesAtMost = Math.max(bytesAtMost, residentBytes())), 200);
});
afterAll(async () => {
  clearInterval(sampling);
  await instance?.stop();
});

/** Whatever came in, the next request is served. */
afterEach(async () => {
  await accepted(post(store, '{"message":"sent after bad input"}'));
});

const encodings: [name: string, encode: (bytes: Uint8Array) => Buffer][] = [
  ['gzip', (bytes) => gzipSync(bytes, { level: 1 })],
  ['deflate', (bytes) => deflateSync(bytes, { level: 1 })],
  ['br', (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })],
  ['zstd', zstdCompressSync],
];

describe.each(encodings)('a body under %s', (name, encode) => {
  const send = (url: string, bytes: Uint8Array) => post(url, bytes, { 'content-encoding': name });

  it.each(['cut in the middle', 'without its last bytes', 'of another kind'])('is refused: %s', async (damage) => {
    const whole = encode(Buffer.from(`{}\n{"type":"event"}\n${JSON.stringify({ message: crypto.randomUUID() })}\n`));
    const bytes =
      { 'cut in the middle': whole.subarray(0, whole.length / 2), 'without its last bytes': whole.subarray(0, -3) }[damage] ?? Buffer.from('no such data');
    for (const url of [envelope, store]) expect(await send(url, bytes)).toMatchObject(refusal(400, 'failed to read request body'));
  });

  it('is refused while it inflates to something far too large', async () => {
    const filling = Buffer.alloc(220_000_000, 'a');
    const bombOf = (start: string) => encode(Buffer.concat([Buffer.from(start), filling]));
    expect(await send(envelope, bombOf('{}\n{"type":"event"}\n'))).toMatchObject(refusal(413, 'item too large'));
    expect(await send(envelope, bombOf('{}\n{"type":"attachment"}\n'))).toMatchObject(refusal(413, 'item too large'));
    const bomb = bombOf('');
    expect(await send(envelope, bomb)).toMatchObject(refusal(413, 'header too large'));
    expect(await send(store, bomb)).toMatchObject(refusal(413, 'request body too large'));
  });
});

describe('a body of 101 MB', () => {
  const filling = Buffer.alloc(101_000_000, 'a');
  it.each([
    ['as header', 'envelope', '', 'header too large'],
    ['as event', 'envelope', '{}\n{"type":"event"}\n', 'item too large'],
    ['as event that tells its length', 'envelope', '{}\n{"type":"event","length":101000000}\n', 'item too large'],
    ['for the store endpoint', 'store', '{"message":"', 'request body too large'],
    ['in base64 for the store endpoint', 'store', '', 'request body too large'],
  ])('is refused %s', async (_, endpoint, start, detail) => {
    expect(await post(endpoint === 'store' ? store : envelope, Buffer.concat([Buffer.from(start), filling]))).toMatchObject(refusal(413, detail));
  });
});

describe('an envelope', () => {
  it.each(['100', '3', '-1', '1.5', '"15"', '1e400', '9007199254740993', '[]'])('is refused whose item of 15 bytes has the length %s', async (length) => {
    const reply = await post(envelope, `{}\n{"type":"event","length":${length}}\n{"message":"x"}\n`);
    expect(reply).toMatchObject(refusal(400, 'invalid event envelope', [expect.any(String)]));
  });

  it.each([
    ['is empty', '', 400, 'empty request body'],
    ['is no JSON', 'hello', 400, 'invalid event envelope'],
    ['is null', 'null', 400, 'invalid event envelope'],
    ['is a NUL', '\0', 400, 'invalid event envelope'],
    ['has an item header that is none', '{}\n[]\n{}', 400, 'invalid event envelope'],
    ['has an item without a type', '{}\n{"typ":"event"}\n{}', 400, 'invalid event envelope'],
    ['has more items than anybody sends', `{}\n${'{"type":"x"}\n\n'.repeat(200_000)}`, 400, 'invalid event envelope'],
    ['nests brackets in its header', `${'['.repeat(100_000)}${']'.repeat(100_000)}\n`, 413, 'header too large'],
    ['nests brackets in its DSN', `{"dsn":${'['.repeat(20_000)}${']'.repeat(20_000)}}\n{"type":"event"}\n{}`, 400, 'bad DSN in the envelope header'],
    [
      'names the key of somebody else',
      `{"dsn":"http://${'0'.repeat(32)}@localhost/1"}\n{"type":"event"}\n{}`,
      400,
      'envelope header does not match the request',
    ],
  ])('is refused that %s', async (_, body, status, detail) => {
    expect(await post(envelope, body)).toMatchObject(refusal(status, detail));
  });

  it.each([
    ['compress', 415, 'unsupported content encoding'],
    ['gzip, gzip, gzip', 415, 'unsupported content encoding'],
  ])('is refused under the encoding %s', async (encoding, status, detail) => {
    expect(await post(envelope, '{}', { 'content-encoding': encoding })).toMatchObject(refusal(status, detail));
  });

  it('is refused without a key, with one that is none, and with an unknown one', async () => {
    const withKey = (key: string) => envelope.replace(/sentry_key=\w+/, key);
    expect(await post(withKey(''), '{}\n{"type":"event"}\n{}')).toMatchObject(refusal(401, 'missing authorization information'));
    expect(await post(withKey('sentry_key=__proto__'), '{}\n{"type":"event"}\n{}')).toMatchObject(refusal(400, 'bad sentry DSN public key'));
    expect(await post(withKey(`sentry_key=${'0'.repeat(32)}`), '{}\n{"type":"event"}\n{}')).toMatchObject(
      refusal(403, 'event submission rejected with_reason: ProjectId'),
    );
  });

  it('is accepted with items whose types are names of JavaScript', async () => {
    const reply = await post(envelope, '{}\n{"type":"__proto__"}\nx\n{"type":"constructor"}\nx\n{"type":"\\u0000"}\nx\n');
    expect(reply).toMatchObject({ status: 200, body: {} });
  });
});

describe('an event', () => {
  const brackets = '['.repeat(100_000) + ']'.repeat(100_000);
  const objects = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;

  it.each([
    ['that is none', brackets, 'neither JSON nor base64 of it'],
    ['of brackets that never close', '['.repeat(100_000), 'neither JSON nor base64 of it'],
    ['of objects that never close', '{"a":'.repeat(100_000), 'the event is not a JSON object'],
    ['in UTF-16', Buffer.from('{"message":"x"}', 'utf16le'), 'the event is not a JSON object'],
  ])('is refused %s', async (_, body, cause) => {
    expect(await post(store, body)).toMatchObject(refusal(400, 'invalid JSON data', [cause]));
  });

  it.each(['extra', 'contexts', 'tags', 'user', 'request', 'modules', 'exception', 'breadcrumbs', 'threads', 'fingerprint', 'release'])(
    'loses at most its %s when brackets are nested there, 100,000 deep',
    async (field) => {
      const nested = { arrays: brackets, 'an object of arrays': `{"a":${brackets}}`, objects };
      await Promise.all(
        Object.entries(nested).map(async ([name, value]) => {
          const message = `${name} in ${field}`;
          const event = await show(`{"message":"${message}","${field}":${value}}`);
          expect(event.entries.find(({ type }) => type === 'message')?.data).toMatchObject({ formatted: message });
        }),
      );
    },
  );

  it('keeps keys that are names of JavaScript to itself', async () => {
    // A release of all objects would be that of the next event, which has none.
    const polluting = '"__proto__":{"release":"polluted"},"constructor":{"prototype":{"release":"polluted"}}';
    const fields = ['extra', 'contexts', 'user', 'modules', 'tags', 'request'].map((field) => `"${field}":{${polluting}}`);
    expect((await show(`{"message":"hostile",${polluting},${fields.join(',')}}`)).title).toBe('hostile');
    expect((await show('{"message":"harmless"}')).release).toBeNull();
  });

  it('is repaired that holds NULs and halves of surrogate pairs', async () => {
    const bad = String.raw`a\ud800b\u0000c`;
    const fields = ['message', 'release', 'environment', 'transaction', 'logger', 'server_name', 'platform', 'level', 'dist'].map(
      (field) => `"${field}":"${bad}"`,
    );
    const event = await show(
      `{${fields.join(',')},"tags":{"shop":"${bad}","${bad}":"x"},"user":{"id":"${bad}"},"extra":{"${bad}":"${bad}"},"fingerprint":["${bad}"]}`,
    );
    expect(event).toMatchObject({ title: 'a\uFFFDb\uFFFDc', user: { id: 'a\uFFFDb\uFFFDc' } });
    expect(event.tags).toContainEqual({ key: 'shop', value: 'a\uFFFDb\uFFFDc' });
    expect(JSON.stringify(event).isWellFormed()).toBe(true);
  });

  it('is repaired whose text is no UTF-8', async () => {
    const event = await show(Buffer.from('7b226d657373616765223a2261ffc328eda08062227d', 'hex'));
    expect(event.title).toMatch(/^a\uFFFD+\(\uFFFD+b$/);
  });
});

describe('a client', () => {
  it('that never ends its request does not keep others waiting', async () => {
    const whole = await Promise.all(
      Array.from({ length: 30 }, () => sendText(envelope, `${requestHead(envelope)}Content-Length: 1000\r\n\r\n{}\n{"type":"event"}\n`)),
    );
    const heads = await Promise.all(Array.from({ length: 30 }, () => sendText(envelope, requestHead(envelope))));
    const startedAt = Date.now();
    await accepted(post(store, '{"message":"sent beside slow ones"}'));
    expect(Date.now() - startedAt).toBeLessThan(2000);
    for (const { hangUp } of [...whole, ...heads]) hangUp();
  });

  it('that drips an envelope is served, keeps nobody waiting, and leaves nothing when it hangs up before the end', async () => {
    const envelopeOf = (id: string) =>
      `{"event_id":"${id}"}\n{"type":"attachment","length":2,"filename":"a"}\nhi\n{"type":"event"}\n{"message":"dripped"}\n{"type":"attachment","length":2}\nho\n`;
    const dripped = (id: string, bytes: number) => {
      const body = envelopeOf(id);
      const head = `${requestHead(envelope)}Connection: close\r\nContent-Length: ${body.length}\r\n\r\n`;
      return dripText(envelope, head + body.slice(0, bytes));
    };
    const [whole, ...cut] = Array.from({ length: 21 }, () => crypto.randomUUID().replaceAll('-', ''));
    if (whole === undefined) throw new Error('No id was made');
    const dripping = Promise.all([dripped(whole, Infinity), ...cut.map((id) => dripped(id, -2))]);
    const startedAt = Date.now();
    await accepted(post(store, '{"message":"sent beside dripping ones"}'));
    expect(Date.now() - startedAt).toBeLessThan(2000);

    const [served, ...others] = await dripping;
    for (const { hangUp } of others) hangUp();
    expect(await served.answer).toMatch(/^HTTP\/1\.1 200 /);
    expect((await readEvent(whole)).title).toBe('dripped');
    const files = await instance.runtime.miniflare.getR2Bucket('FILES');
    const stored = async () => (await files.list({ prefix: 'attachments/' })).objects.map(({ key }) => key.split('/')[2]);
    await eventually(async () => expect(await stored()).toEqual([whole, whole]), 5000);
    const path = `/projects/${instance.org}/${instance.project}/events`;
    for (const id of cut) await expect(instance.api(`${path}/${id}/`)).rejects.toThrow('answered 404');
  });

  it('that floods a request with headers is served, or refused before it reaches the Worker', async () => {
    const headers = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`x-header-${index}`, 'short']));
    await accepted(post(store, '{"message":"x"}', headers));
    const { answer } = await sendText(store, `${requestHead(store)}${'x-header: flood\r\n'.repeat(200_000)}\r\n`);
    expect(await answer).toMatch(/^(HTTP\/1\.1 431 |$)/);
  });
});

it('leaves what was acknowledged before, and memory in bounds', async () => {
  expect((await readEvent(earlierId)).title).toBe('sent before the bad input');
  expect(bytesAtMost).toBeGreaterThan(bytesBefore);
  expect(bytesAtMost - bytesBefore).toBeLessThan(400_000_000);
});

async function accepted(sent: Promise<Reply>): Promise<{ id: string }> {
  const { status, body } = await sent;
  expect({ status, ...body }).toEqual({ status: 200, id: expect.stringMatching(/^[0-9a-f]{32}$/) });
  return { id: body.id ?? '' };
}

/** What a refusal looks like: JSON that says why, which pages of other origins may read, too. */
function refusal(status: number, detail: string, causes?: string[]) {
  return {
    status,
    body: causes ? { detail, causes } : { detail },
    headers: { 'access-control-allow-origin': '*', 'content-type': expect.stringContaining('application/json') },
  };
}

/** Sends an event that must be accepted, and reads it. */
async function show(event: string | Uint8Array): Promise<Event> {
  return readEvent((await accepted(post(store, event))).id);
}

function readEvent(id: string): Promise<Event> {
  return eventually(() => instance.api<Event>(`/projects/${instance.org}/${instance.project}/events/${id}/`), 5000);
}

/** A request up to its last header. */
function requestHead(url: string): string {
  const { pathname, search, host } = new URL(url);
  return `POST ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\n`;
}

/** Memory of the runtime. */
function residentBytes(): number {
  return 1024 * Number(execFileSync('ps', ['-o', 'rss=', '-p', String(instance.runtime.pid())], { encoding: 'utf8' }));
}
