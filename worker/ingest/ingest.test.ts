import { env, exports } from 'cloudflare:workers';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { listAttachments } from '../storage/attachments.ts';
import { anEventId, aProject, eventually, issuesOf, storedEvent, type TestProject } from './ingest.fixture.ts';
import { flushOutcomes } from './outcomes.ts';

const origin = 'https://picket.example';

function post(path: string, body: BodyInit, headers: Record<string, string> = {}): Promise<Response> {
  return exports.default.fetch(new Request(origin + path, { method: 'POST', body, headers }));
}

function send(project: TestProject, body: BodyInit, headers: Record<string, string> = {}): Promise<Response> {
  return post(`/api/${project.projectId}/envelope/?sentry_key=${project.publicKey}&sentry_version=7`, body, headers);
}

function anEnvelope(eventId: string, event: unknown = { message: 'boom' }, ...more: string[]): string {
  return [JSON.stringify({ event_id: eventId }), '{"type":"event"}', JSON.stringify(event), ...more, ''].join('\n');
}

describe('the envelope endpoint', () => {
  it('accepts an event, answers its id, and shows it', async () => {
    const project = await aProject();
    const eventId = anEventId();
    const answer = await send(project, anEnvelope(eventId, { message: 'hello', level: 'warning' }));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ id: eventId });
    expect(await storedEvent(project, eventId)).toMatchObject({ event_id: eventId, level: 'warning' });
  });

  it.each([
    ['nothing', '', (bytes: Uint8Array) => bytes],
    ['gzip', 'gzip', gzipSync],
    ['deflate', 'deflate', deflateSync],
    ['br', 'br', brotliCompressSync],
    ['zstd', 'zstd', zstdCompressSync],
  ])('reads an envelope under %s', async (_, encoding, compress) => {
    const project = await aProject();
    const eventId = anEventId();
    const body = compress(new TextEncoder().encode(anEnvelope(eventId)));
    expect((await send(project, body, { 'content-encoding': encoding })).status).toBe(200);
    expect(await storedEvent(project, eventId)).toMatchObject({ event_id: eventId });
  });

  it('keeps nothing that is secret, neither in the event nor in how its issue is called', async () => {
    const project = await aProject();
    const eventId = anEventId();
    await send(project, anEnvelope(eventId, { message: 'card 4571234567890111', extra: { password: 'hunter2' } }));
    const event = await storedEvent(project, eventId);
    expect(event.extra).toEqual({ password: '[Filtered]' });
    expect(JSON.stringify([event, await issuesOf(project)])).not.toMatch(/hunter2|4571234567890111/);
  });

  it('finds the project by the DSN in the header alone, as through a tunnel', async () => {
    const project = await aProject();
    const eventId = anEventId();
    const header = { event_id: eventId, dsn: `https://${project.publicKey}@picket.example/${project.projectId}` };
    const body = `${JSON.stringify(header)}\n{"type":"event"}\n{"message":"boom"}\n`;
    for (const path of ['/tunnel', `/api/${project.projectId}/envelope/`]) expect((await post(path, body)).status).toBe(200);
    expect(await storedEvent(project, eventId)).toMatchObject({ event_id: eventId });
  });

  it('takes the id from the payload where the header has none, for attachments as well', async () => {
    const project = await aProject();
    const eventId = anEventId();
    const dashed = eventId.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5').toUpperCase();
    const body = `{}\n{"type":"event"}\n${JSON.stringify({ event_id: dashed, message: 'x' })}\n{"type":"attachment","length":2,"filename":"a"}\nhi\n`;
    expect(await (await send(project, body)).json()).toEqual({ id: eventId });
    expect(await listAttachments(env.FILES, project.projectId, eventId)).toMatchObject([{ name: 'a', bytes: 2 }]);
  });

  it('keeps at most a hundred attachments of an envelope, and counts the others', async () => {
    const project = await aProject();
    const eventId = anEventId();
    const items = Array.from({ length: 103 }, (_none, at) => [`{"type":"attachment","length":1,"filename":"${at}"}`, 'x']).flat();
    expect((await send(project, anEnvelope(eventId, { message: 'x' }, ...items))).status).toBe(200);
    expect(await listAttachments(env.FILES, project.projectId, eventId)).toHaveLength(100);
    await flushOutcomes(env);
    const refused = await env.DB.prepare("select quantity from outcomes where project_id = ? and reason = 'too_many_attachments'")
      .bind(project.projectId)
      .all();
    expect(refused.results).toEqual([{ quantity: 3 }]);
  });

  it('takes what turns the direction of a text out of names of attachments', async () => {
    const project = await aProject();
    const eventId = anEventId();
    const header = JSON.stringify({ type: 'attachment', length: 1, filename: 'bill_\u202egpj.exe\u2066' });
    await send(project, anEnvelope(eventId, { message: 'x' }, header, 'x'));
    expect(await listAttachments(env.FILES, project.projectId, eventId)).toMatchObject([{ name: 'bill_gpj.exe' }]);
  });

  it('streams attachments beside their event, whatever their names', async () => {
    const project = await aProject();
    const eventId = anEventId();
    const binary = Uint8Array.from({ length: 3000 }, (_, index) => index % 256);
    const head = anEnvelope(eventId, { message: 'x' }, '{"type":"attachment","length":0,"filename":"empty.log"}', '');
    const header = JSON.stringify({
      type: 'attachment',
      length: 3000,
      filename: 'ünï\u0000cødé 😀/../x.bin',
      content_type: 'image/png',
      attachment_type: 'event.minidump',
    });
    const body = new Blob([head, `${header}\n`, binary, '\n']);
    expect((await send(project, body)).status).toBe(200);
    // The same request again overwrites them.
    expect((await send(project, body)).status).toBe(200);
    const attachments = await listAttachments(env.FILES, project.projectId, eventId);
    expect(
      attachments.map(({ name, type, contentType, bytes }) => ({ name, type, contentType, bytes })).toSorted((one, other) => one.bytes - other.bytes),
    ).toEqual([
      { name: 'empty.log', type: 'event.attachment', contentType: 'application/octet-stream', bytes: 0 },
      { name: 'ünïcødé 😀/../x.bin', type: 'event.minidump', contentType: 'image/png', bytes: 3000 },
    ]);
  });

  it('records the same event three times as one', async () => {
    const project = await aProject();
    const eventId = anEventId();
    const answers = await Promise.all([1, 2, 3].map(() => send(project, anEnvelope(eventId))));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const [issue] = await eventually(
      () => issuesOf(project),
      (issues) => issues.length > 0,
    );
    expect(issue?.event_count).toBe(1);
  });

  it('counts every item with its outcome', async () => {
    const project = await aProject();
    const items: [header: string, payload: string][] = [
      ['{"type":"event"}', '{"message":"a second one"}'],
      ['{"type":"transaction"}', '{}'],
      ['{"type":"log","item_count":3,"content_type":"application/vnd.sentry.items.log+json"}', '{"items":[]}'],
      ['{"type":"hologram"}', '{}'],
      ['{"type":"client_report"}', '{}'],
      ['{"type":"attachment","length":5}', 'hello'],
    ];
    await send(project, anEnvelope(anEventId(), { message: 'first' }, ...items.flat()));
    await send(project, '{}\n{"type":"event"}\nnot json\n');
    const outcomes = async () => {
      const query = 'select category, outcome, reason, quantity from outcomes where project_id = ? order by category, outcome, reason';
      return (await env.DB.prepare(query).bind(project.projectId).all()).results;
    };
    expect(await eventually(outcomes, (rows) => rows.length > 0)).toEqual([
      { category: 'attachment', outcome: 'accepted', reason: '', quantity: 5 },
      { category: 'default', outcome: 'invalid', reason: 'unknown_item_type', quantity: 1 },
      { category: 'error', outcome: 'accepted', reason: '', quantity: 1 },
      { category: 'error', outcome: 'invalid', reason: 'duplicate_item', quantity: 1 },
      { category: 'error', outcome: 'invalid', reason: 'invalid_json', quantity: 1 },
      { category: 'log_item', outcome: 'invalid', reason: 'invalid_log', quantity: 3 },
      { category: 'span', outcome: 'invalid', reason: 'duplicate_item', quantity: 1 },
      { category: 'transaction', outcome: 'invalid', reason: 'duplicate_item', quantity: 1 },
    ]);
  });
});

describe('the store endpoint', () => {
  const event = JSON.stringify({ event_id: 'fc6d8c0c43fc4630ad850ee518f1b9d0', message: 'from long ago' });
  const zlib = deflateSync(new TextEncoder().encode(event));
  it.each([
    ['JSON', event],
    ['JSON behind white space', ` \n${event}`],
    ['base64 of zlib', zlib.toString('base64')],
    ['base64 of JSON', btoa(event)],
  ])('reads %s', async (_, body) => {
    const project = await aProject();
    const answer = await post('/api/store/', body, { 'x-sentry-auth': `Sentry sentry_version=5, sentry_key=${project.publicKey}, sentry_secret=abc` });
    expect(await answer.json()).toEqual({ id: 'fc6d8c0c43fc4630ad850ee518f1b9d0' });
    expect(await storedEvent(project, 'fc6d8c0c43fc4630ad850ee518f1b9d0')).toMatchObject({ logentry: { formatted: 'from long ago' } });
  });

  it('reads deflated JSON, and an envelope under its content type', async () => {
    const project = await aProject();
    const path = `/api/${project.projectId}/store/?sentry_key=${project.publicKey}`;
    expect((await post(path, zlib, { 'content-encoding': 'deflate' })).status).toBe(200);
    const eventId = anEventId();
    expect(await (await post(path, anEnvelope(eventId), { 'content-type': 'application/x-sentry-envelope' })).json()).toEqual({ id: eventId });
  });
});

describe('what is refused', () => {
  const unknown = 'f'.repeat(32);

  it.each([
    ['no credentials', '', {}, 401, 'missing authorization information'],
    ['two sets of credentials', '?sentry_key=KEY', { 'x-sentry-auth': 'Sentry sentry_key=KEY' }, 401, 'multiple authorization payloads detected'],
    ['an unknown key', `?sentry_key=${unknown}`, {}, 403, 'event submission rejected with_reason: ProjectId'],
    ['a malformed key', '?sentry_key=abc', {}, 400, 'bad sentry DSN public key'],
    ['a version of the future', '?sentry_key=KEY&sentry_version=8', {}, 400, 'unsupported protocol version'],
    ['an unknown encoding', '?sentry_key=KEY', { 'content-encoding': 'compress' }, 415, 'unsupported content encoding'],
  ])('%s', async (_, query, headers: Record<string, string>, status, detail) => {
    const project = await aProject();
    const withKey = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.replace('KEY', project.publicKey)]));
    const answer = await post(`/api/${project.projectId}/envelope/${query.replace('KEY', project.publicKey)}`, anEnvelope(anEventId()), withKey);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ detail });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-expose-headers')).toContain('x-sentry-rate-limits');
  });

  it('a disabled key, and the key of another project', async () => {
    const [disabled, one, other] = [await aProject({ isActive: false }), await aProject(), await aProject()];
    expect((await send(disabled, anEnvelope(anEventId()))).status).toBe(403);
    expect((await send({ ...one, publicKey: other.publicKey }, anEnvelope(anEventId()))).status).toBe(403);
    expect(await issuesOf(one)).toEqual([]);
  });

  it('a header DSN that names another project than the request', async () => {
    const [one, other] = [await aProject(), await aProject()];
    const header = (key: string, project: number) => `${JSON.stringify({ dsn: `https://${key}@x/${project}` })}\n`;
    expect((await send(one, header(other.publicKey, one.projectId))).status).toBe(400);
    expect((await send(one, header(one.publicKey, other.projectId))).status).toBe(400);
    expect((await send(one, header(one.publicKey, one.projectId))).status).toBe(200);
  });

  it.each([
    ['', 400],
    ['garbage', 400],
    ['{}\n{"type":"event","length":100}\n{}', 400],
    [`{}\n{"type":"event"}\n"${'x'.repeat(1_100_000)}"\n`, 413],
    [`{}\n{"type":"event"}\n${'['.repeat(100_000)}\n`, 200],
    ['{}\n{"type":"event"}\n{"__proto__":{"level":"fatal"},"message":"a\\u0000b\\ud800c"}\n', 200],
  ])('a bad body: %.60s', async (body, status) => {
    const project = await aProject();
    const answer = await send(project, body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/json');
  });

  it('an envelope that breaks behind its attachment, of which nothing stays', async () => {
    const project = await aProject();
    const eventId = anEventId();
    const answer = await send(project, anEnvelope(eventId, {}, '{"type":"attachment","length":5}', 'hello', '{"type":"attachment","length":50}', 'cut'));
    expect(answer.status).toBe(400);
    expect(
      await eventually(
        () => listAttachments(env.FILES, project.projectId, eventId),
        (left) => left.length === 0,
      ),
    ).toEqual([]);
    expect(await issuesOf(project)).toEqual([]);
  });

  it('a second attempt that is cut, which takes nothing back of the first', async () => {
    const project = await aProject();
    const eventId = anEventId();
    const whole = anEnvelope(eventId, { message: 'x' }, '{"type":"attachment","length":5}', 'hello');
    expect((await send(project, whole)).status).toBe(200);
    expect((await send(project, `${whole}{"type":"attachment","length":50}\ncut`)).status).toBe(400);
    // Taking back happens behind the answer.
    await scheduler.wait(200);
    expect(await listAttachments(env.FILES, project.projectId, eventId)).toMatchObject([{ bytes: 5 }]);
  });

  it('damaged compression and bombs', async () => {
    const project = await aProject();
    const cut = gzipSync(anEnvelope(anEventId())).subarray(0, 40);
    expect((await send(project, cut, { 'content-encoding': 'gzip' })).status).toBe(400);
    const bomb = gzipSync(Buffer.concat([Buffer.from('{}\n{"type":"event"}\n'), Buffer.alloc(20_000_000, 0x20)]));
    expect((await send(project, bomb, { 'content-encoding': 'gzip' })).status).toBe(413);
  });

  it('what is not an endpoint, and other methods', async () => {
    const project = await aProject();
    expect((await post(`/api/${project.projectId}/hologram/`, '')).status).toBe(404);
    const get = await exports.default.fetch(`${origin}/api/${project.projectId}/envelope/?sentry_key=${project.publicKey}`);
    expect(get.status).toBe(405);
  });
});

it('answers a preflight with everything that browsers ask for', async () => {
  const answer = await exports.default.fetch(new Request(`${origin}/api/1/envelope/`, { method: 'OPTIONS' }));
  expect(answer.status).toBe(200);
  expect(answer.headers.get('access-control-allow-headers')).toContain('content-encoding');
  expect(answer.headers.get('access-control-allow-methods')).toContain('POST');
});
