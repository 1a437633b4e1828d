import { runInDurableObject } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { drizzle } from 'drizzle-orm/d1';
import { eq } from 'drizzle-orm';
import { expect, it, vi } from 'vitest';
import { captureBounds, mirrorObjectName } from '../mirror/bounds.ts';
import type { CaptureHead } from '../mirror/capture-head.ts';
import { type CaptureOptions, firstCapture, type ProjectOptions } from '../settings/options.ts';
import { type CaptureRow, openCaptureBody, readCaptureHead, sweepCaptures } from '../storage/captures.ts';
import { captures } from '../storage/schema.ts';
import { anEventId, eventually, type TestProject } from './ingest.fixture.ts';
import { aProjectWith, origin } from './telemetry.fixture.ts';

function aCapturing(overrides: Partial<CaptureOptions> = {}, options: Partial<ProjectOptions> = {}): Promise<TestProject> {
  return aProjectWith({ capture: { ...firstCapture(Date.now()), ...overrides }, ...options });
}

const envelope = (event: object, eventId = anEventId()) =>
  new TextEncoder().encode(`${JSON.stringify({ event_id: eventId })}\n{"type":"event"}\n${JSON.stringify(event)}\n{"type":"hologram","length":2}\n{}\n`);

function send(project: TestProject, body: BodyInit, headers: Record<string, string> = {}, query = `sentry_key=${project.publicKey}`): Promise<Response> {
  return exports.default.fetch(new Request(`${origin}/api/${project.projectId}/envelope/?${query}`, { method: 'POST', body, headers }));
}

async function rowsOf({ organizationId, projectId }: TestProject, atLeast = 1): Promise<CaptureRow[]> {
  return eventually(
    async () => (await drizzle(env.DB).select().from(captures).where(eq(captures.organizationId, organizationId))).filter((row) => row.projectId === projectId),
    (rows) => rows.length >= atLeast,
  );
}

async function contentOf(row: CaptureRow | undefined): Promise<{ head: CaptureHead; body: Uint8Array; text: string }> {
  if (!row) throw new Error('nothing was captured');
  const head = await readCaptureHead(env, row);
  const stream = await openCaptureBody(env, row, { offset: 0, length: row.keptBytes });
  if (!head || !stream) throw new Error('the object is not there');
  const body = new Uint8Array(await new Response(stream).arrayBuffer());
  return { head, body, text: new TextDecoder().decode(body) };
}

const encodings: [string, (bytes: Uint8Array) => Uint8Array][] = [
  ['', (bytes) => bytes],
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
];

it.each(encodings)('keeps a body under %s byte by byte where it is raw, and answers as without', async (encoding, compress) => {
  const [plain, project] = [await aProjectWith(), await aCapturing({ isRaw: true })];
  const eventId = anEventId();
  const body = new Uint8Array(compress(envelope({ message: 'boom', extra: { password: 'hunter2' } }, eventId)));
  const headers: Record<string, string> = encoding === '' ? {} : { 'content-encoding': encoding };
  const [without, answer] = [await send(plain, body, headers), await send(project, body, headers)];
  expect([answer.status, await answer.json(), [...answer.headers]]).toEqual([without.status, await without.json(), [...without.headers]]);

  const [row] = await rowsOf(project);
  expect(row).toMatchObject({
    isRaw: true,
    isScrubbed: false,
    bytes: body.length,
    cutAt: null,
    status: 200,
    itemCount: 2,
    fate: 'partly',
    endpoint: 'envelope',
  });
  expect(row?.items).toMatchObject([{ type: 'event', outcome: 'accepted' }, { type: 'hologram' }]);
  const { head, body: kept } = await contentOf(row);
  expect(kept).toEqual(body);
  expect(head).toMatchObject({ eventId, encoding: encoding || null, answer: { status: 200, body: JSON.stringify({ id: eventId }) } });
});

it('masks what lets one in, and scrubs what the project scrubs, in every form it is sent in', async () => {
  const project = await aCapturing();
  const secret = 'f'.repeat(32);
  const event = {
    message: 'boom',
    exception: [{ type: 'Error', value: 'it broke', stacktrace: { frames: [{ vars: { api_key: 'hunter3' } }] } }],
    request: {
      cookies: 'sessionid=hunter4; token=hunter5',
      query_string: 'token=hunter6',
      data: '{"password":"hunter7"}',
      headers: { Authorization: 'hunter8' },
    },
    extra: { password: 'hunter9', card: 'card 4571234567890111', kept: 'hello' },
  };
  const sent = new Blob([
    envelope(event),
    '{"type":"log","item_count":1}\n{"items":[{"body":"x","attributes":{"password":{"value":"hunter10","type":"string"}}}]}\n',
  ]);
  const headers = {
    authorization: 'Bearer hunter11',
    cookie: 'a=hunter12',
    'x-forwarded-token': 'hunter13',
    referer: `https://x.example/?sentry_secret=${secret}`,
  };
  await send(project, sent, headers, `sentry_key=${project.publicKey}&sentry_secret=${secret}&password=hunter14`);
  const [row] = await rowsOf(project);
  const { head, text } = await contentOf(row);
  expect(text).toContain('hello');
  expect(text).toContain('"type":"log"');
  expect(row).toMatchObject({ isScrubbed: true, isRaw: false, keyEnd: project.publicKey.slice(-4) });
  const everything = JSON.stringify([row, head]) + text;
  expect(everything).not.toMatch(/hunter\d|4571234567890111/);
  expect(everything).not.toContain(secret);
  expect(everything).not.toContain(project.publicKey);
});

it('captures what is refused, with the reason', async () => {
  const project = await aCapturing({ mode: 'refused' });
  await send(project, '{}\n{"type":"session"}\n{"sid":"not one"}\n');
  await rowsOf(project);
  await send(project, 'no envelope\n');
  const rows = await rowsOf(project, 2);
  expect(rows.map(({ fate, status }) => [fate, status])).toEqual([
    ['refused', 200],
    ['refused', 400],
  ]);
  const { head, body } = await contentOf(rows[1]);
  expect(head.outcomes).toMatchObject([{ outcome: 'invalid', reason: 'invalid_envelope' }]);
  expect(head.answer.body).toContain('invalid event envelope');
  // It cannot be scrubbed.
  expect([body.length, head.problem]).toEqual([0, expect.stringContaining('cannot be scrubbed')]);
});

it('passes over what is kept where only what is refused is wanted, over other clients and other keys', async () => {
  const projects = [await aCapturing({ mode: 'refused' }), await aCapturing({ sdk: 'sentry.python' }), await aCapturing({ key: '0'.repeat(32) })];
  const until = await aCapturing({ until: Date.now() - 1 });
  for (const project of [...projects, until])
    await send(project, `{}\n{"type":"event"}\n{"message":"a"}\n`, {}, `sentry_key=${project.publicKey}&sentry_client=sentry.node/1`);
  const last = await aCapturing({ sdk: 'sentry.node' });
  await send(last, `{}\n{"type":"event"}\n{"message":"a"}\n`, {}, `sentry_key=${last.publicKey}&sentry_client=sentry.node/1`);
  expect(await rowsOf(last)).toMatchObject([{ fate: 'kept', client: 'sentry.node/1' }]);
  for (const project of [...projects, until]) expect(await rowsOf(project, 0)).toEqual([]);
});

it('ends when so many are captured, and then costs nothing', async () => {
  const project = await aCapturing({ left: 2 });
  for (let nth = 0; nth < 2; nth += 1) await send(project, envelope({ message: 'boom' }));
  await rowsOf(project, 2);
  await eventually(
    async () => env.DB.prepare('select options from projects where id = ?').bind(project.projectId).first<{ options: string }>(),
    (row) => row?.options === '{}',
  );
  const objects = vi.spyOn(env.MIRRORS, 'getByName');
  await send(project, envelope({ message: 'boom' }));
  expect(await rowsOf(project, 2)).toHaveLength(2);
  expect(objects).not.toHaveBeenCalled();
});

it('keeps requests with a key that nobody knows for the organization of the project, away from the project', async () => {
  const project = await aCapturing();
  const answer = await send(project, envelope({ message: 'lost', extra: { password: 'hunter2' } }), {}, `sentry_key=${'a'.repeat(32)}`);
  expect(answer.status).toBe(403);
  const [row] = await rowsOf({ ...project, projectId: 0 });
  expect(row).toMatchObject({ status: 403, fate: 'refused', keyEnd: 'aaaa' });
  const { text, head } = await contentOf(row);
  expect(head.outcomes).toMatchObject([{ reason: 'project_id' }]);
  expect(text).toContain('lost');
  expect(text).not.toContain('hunter2');
  expect(await rowsOf(project, 0)).toEqual([]);
});

it('makes room for newer captures, oldest first', async () => {
  const object = env.MIRRORS.getByName(mirrorObjectName(999_999, 1));
  const turn = { startedAt: 1, left: 5 };
  const now = Date.now();
  expect(await object.take(turn, captureBounds.bytes / 2, now)).toEqual({ id: 1, left: 4, dropped: [] });
  expect(await object.take(turn, captureBounds.bytes / 2, now)).toEqual({ id: 2, left: 3, dropped: [] });
  expect(await object.take(turn, 1, now)).toEqual({ id: 3, left: 2, dropped: [1] });
  expect(await object.used(turn)).toEqual({ left: 2, count: 2, bytes: captureBounds.bytes / 2 + 1 });
  expect(await object.take(turn, 1, now + 8 * 86_400_000)).toEqual({ id: 4, left: 1, dropped: [2, 3] });
  expect(await object.take({ startedAt: 0, left: 9 }, 1, now)).toBeNull();
});

it('goes after a week, with its object, and from what the bounds count', async () => {
  const project = await aCapturing();
  await send(project, envelope({ message: 'boom' }));
  const [row] = await rowsOf(project);
  const { projectId: id, organizationId, shard } = project;
  const weekMs = captureBounds.days * 86_400_000;
  await sweepCaptures(env, { id, organizationId, shard }, (row?.capturedAt ?? 0) + weekMs);
  expect(await rowsOf(project)).toHaveLength(1);
  await sweepCaptures(env, { id, organizationId, shard }, (row?.capturedAt ?? 0) + weekMs + 1);
  expect(await rowsOf(project, 0)).toEqual([]);
  expect((await env.FILES.list({ prefix: `captures/${organizationId}/` })).objects).toEqual([]);
  expect(await env.MIRRORS.getByName(mirrorObjectName(organizationId, id)).used(null)).toEqual({ left: 0, count: 0, bytes: 0 });
});

it('costs a row in the object and one in the database', async () => {
  const project = await aCapturing();
  await send(project, envelope({ message: 'boom' }));
  const [row] = await rowsOf(project);
  if (!row) throw new Error('nothing was captured');
  const insert = drizzle(env.DB)
    .insert(captures)
    .values({ ...row, id: 2 })
    .toSQL();
  const { meta } = await env.DB.prepare(insert.sql)
    .bind(...insert.params)
    .run();
  expect(meta.rows_written).toBe(1);
  const written = await runInDurableObject(env.MIRRORS.getByName(mirrorObjectName(project.organizationId, project.projectId)), (object, state) => {
    const taken = object.take({ startedAt: Date.now() + 1, left: 1 }, 1, Date.now());
    return [taken?.id, [...state.storage.kv.list()].length];
  });
  expect(written).toEqual([2, 1]);
});
