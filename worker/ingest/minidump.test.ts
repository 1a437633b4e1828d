import { env, exports } from 'cloudflare:workers';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { aDump } from '../minidump/minidump.fixture.ts';
import { pack } from '../msgpack/msgpack.fixture.ts';
import { listAttachments, openAttachment } from '../storage/attachments.ts';
import { anEventId, aProject, eventIdsOf, eventually, issuesOf, outcomesOf, storedEvent, type TestProject } from './ingest.fixture.ts';

const crash = aDump({ crash: { code: 11, flags: 1 } });

function post(project: TestProject, path: string, body: BodyInit, headers: Record<string, string> = {}): Promise<Response> {
  const url = `https://picket.example/api/${project.projectId}/${path}?sentry_key=${project.publicKey}`;
  return exports.default.fetch(new Request(url, { method: 'POST', body, headers }));
}

function aForm(fields: Record<string, string | Blob>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields))
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, value, value instanceof File ? value.name : 'crash.dmp');
  return form;
}

describe('a crash upload', () => {
  it('becomes an event that keeps the dump and what came with it', async () => {
    const project = await aProject();
    const eventId = anEventId();
    const form = aForm({
      upload_file_minidump: new Blob([crash]),
      sentry: JSON.stringify({ event_id: eventId, release: '1.2.3' }),
      'sentry[tags][a]': 'b',
      guid: 'x',
      log: new File(['hello'], 'shop.log'),
    });
    const answer = await post(project, 'minidump/', form);
    expect([answer.status, answer.headers.get('content-type'), (await answer.text()).replaceAll('-', '')]).toEqual([200, 'text/plain', eventId]);
    expect((await listAttachments(env.FILES, project.projectId, eventId)).map(({ name, type, bytes }) => [name, type, bytes]).toSorted()).toEqual([
      ['crash.dmp', 'event.minidump', crash.length],
      ['shop.log', 'event.attachment', 5],
    ]);
    await eventually(
      () => eventIdsOf(project),
      (ids) => ids.includes(eventId),
    );
    expect((await issuesOf(project))[0]?.title).toContain('SIGSEGV / SEGV_MAPERR');
    expect(await outcomesOf(project)).toEqual([
      { category: 'attachment', outcome: 'accepted', reason: '', quantity: crash.length + 5 },
      { category: 'error', outcome: 'accepted', reason: '', quantity: 1 },
    ]);
  });

  it('takes the event and the breadcrumbs that the crash handler kept in files', async () => {
    const project = await aProject();
    const eventId = anEventId();
    const form = aForm({
      upload_file_minidump: new Blob([crash]),
      guid: 'x',
      'sentry[release]': 'of the form',
      '__sentry-event': new File(
        [pack({ event_id: eventId, release: 'of the file', level: 'error', exception: { values: [{ type: 'Old' }] } })],
        '__sentry-event',
      ),
      '__sentry-breadcrumb2': new File([pack({ message: 'earlier', timestamp: 1_790_000_000 })], '__sentry-breadcrumb2'),
      '__sentry-breadcrumb1': new File([pack({ message: 'later', timestamp: '2026-11-24T00:00:00Z' })], '__sentry-breadcrumb1'),
    });
    expect((await (await post(project, 'minidump/', form)).text()).replaceAll('-', '')).toBe(eventId);
    expect(await storedEvent(project, eventId)).toMatchObject({
      release: 'of the file',
      level: 'error',
      extra: { guid: 'x' },
      exception: { values: [{ type: 'SIGSEGV / SEGV_MAPERR' }] },
      breadcrumbs: { values: [{ message: 'later' }] },
    });
    expect((await listAttachments(env.FILES, project.projectId, eventId)).map(({ name, type }) => [name, type]).toSorted()).toEqual([
      ['__sentry-breadcrumb1', 'event.breadcrumbs'],
      ['__sentry-breadcrumb2', 'event.breadcrumbs'],
      ['__sentry-event', 'event.payload'],
      ['crash.dmp', 'event.minidump'],
    ]);
  });

  it('whose dump says nothing is an event all the same', async () => {
    const project = await aProject();
    const answer = await post(project, 'minidump/', crash.slice(0, 40), { 'content-type': 'application/x-dmp' });
    expect(await storedEvent(project, (await answer.text()).replaceAll('-', ''))).toMatchObject({
      level: 'fatal',
      exception: { values: [{ type: 'Minidump', value: 'Invalid Minidump', mechanism: { type: 'minidump', handled: false } }] },
    });
  });

  it.each<[what: string, body: BodyInit, type: string]>([
    ['bare', crash, 'application/x-dmp'],
    ['bare and compressed', gzipSync(crash), 'application/octet-stream'],
    ['as a form within a form', nested(), 'multipart/form-data; boundary=outer'],
  ])('may come %s', async (_, body, type) => {
    const project = await aProject();
    const answer = await post(project, 'minidump', body, { 'content-type': type });
    const id = await answer.text();
    expect([answer.status, id]).toEqual([200, expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)]);
    expect(await listAttachments(env.FILES, project.projectId, id.replaceAll('-', ''))).toMatchObject([{ type: 'event.minidump', bytes: crash.length }]);
  });

  it('larger than what is held in memory is read from storage, and leaves nothing there', { timeout: 20_000 }, async () => {
    const project = await aProject();
    const large = new Uint8Array(14 * 1024 * 1024);
    large.set(crash);
    large.set([1, 2, 3], large.length - 3);
    const answer = await post(project, 'minidump/', aForm({ upload_file_minidump: new Blob([large]) }));
    const eventId = (await answer.text()).replaceAll('-', '');
    const [attachment] = await listAttachments(env.FILES, project.projectId, eventId);
    const opened = await openAttachment(env.FILES, project.projectId, eventId, attachment?.id ?? '');
    const kept = new Uint8Array(await new Response(opened?.body).arrayBuffer());
    expect(Buffer.from(kept).equals(Buffer.from(large))).toBe(true);
    await eventually(
      async () => (await env.FILES.list({ prefix: 'spool/' })).objects.length,
      (left) => left === 0,
    );
  });

  it.each<[what: string, body: BodyInit, type: string | null, detail: string, reason: string]>([
    ['without a dump', aForm({ a: 'b' }), null, 'missing minidump', 'missing_minidump_upload'],
    ['that is empty', '', 'application/x-dmp', 'missing minidump', 'missing_minidump_upload'],
    ['of something else', 'hello', 'application/x-dmp', 'invalid minidump', 'invalid_minidump'],
    ['of a cut compression', gzipSync(crash).subarray(0, 90), 'application/x-dmp', 'failed to read request body', 'invalid_compression'],
    ['without a boundary', 'x', 'multipart/form-data', 'invalid multipart data', 'invalid_multipart'],
    ['with another boundary', nested(), 'multipart/form-data; boundary=wrong', 'invalid multipart data', 'invalid_multipart'],
    ['that is cut', nested().subarray(0, 400), 'multipart/form-data; boundary=outer', 'invalid multipart data', 'invalid_multipart'],
  ])('%s is refused', async (_, body, type, detail, reason) => {
    const project = await aProject();
    const answer = await post(project, 'minidump/', body, type === null ? {} : { 'content-type': type });
    expect([answer.status, await answer.json()]).toEqual([400, expect.objectContaining({ detail })]);
    expect(await outcomesOf(project)).toEqual([expect.objectContaining({ outcome: 'invalid', reason })]);
  });

  it.each([
    ['xz', 'fd377a585a000004e6d6b446'],
    ['bzip2', '425a6839314159265359'],
  ])('under %s, which no reporter uses, is refused by name', async (encoding, hex) => {
    const project = await aProject();
    const answer = await post(project, 'minidump/', Buffer.from(hex, 'hex'), { 'content-type': 'application/x-dmp' });
    expect([answer.status, await answer.json()]).toEqual([415, { detail: 'unsupported content encoding', causes: [encoding] }]);
    expect(await outcomesOf(project)).toMatchObject([{ outcome: 'invalid', reason: 'invalid_compression' }]);
  });

  it('beyond a quota is dropped and counted, and answered 200', async () => {
    const project = await aProject();
    const quotas = [{ categories: ['error'], limit: 0, windowSeconds: 3600, reason: 'project_quota' }];
    await env.DB.prepare('update projects set options = ? where id = ?').bind(JSON.stringify({ quotas }), project.projectId).run();
    const answer = await post(project, 'minidump/', aForm({ upload_file_minidump: new Blob([crash]) }));
    const eventId = (await answer.text()).replaceAll('-', '');
    expect(answer.status).toBe(200);
    expect(await listAttachments(env.FILES, project.projectId, eventId)).toEqual([]);
    expect(await outcomesOf(project)).toEqual([
      { category: 'attachment', outcome: 'rate_limited', reason: 'project_quota', quantity: crash.length },
      { category: 'error', outcome: 'rate_limited', reason: 'project_quota', quantity: 1 },
    ]);
  });
});

describe('files for an event', () => {
  it('are kept with it', async () => {
    const project = await aProject();
    const eventId = anEventId();
    const answer = await post(project, `events/${eventId}/attachments/`, aForm({ a: new File(['hi'], 'a.txt'), field: 'no file' }));
    expect([answer.status, await answer.text()]).toEqual([201, '']);
    expect(await listAttachments(env.FILES, project.projectId, eventId)).toMatchObject([{ name: 'a.txt', type: 'event.attachment', bytes: 2 }]);
  });

  it('are refused where the id is none', async () => {
    expect((await post(await aProject(), 'events/nothing/attachments/', aForm({ a: new File(['hi'], 'a.txt') }))).status).toBe(404);
  });
});

/** As Electron on Linux sent it. */
function nested(): Buffer {
  const head = (boundary: string) => `--${boundary}\r\nContent-Disposition: form-data; name="upload_file_minidump"\r\n\r\n`;
  return Buffer.concat([Buffer.from(head('outer') + head('inner')), crash, Buffer.from('\r\n--inner--\r\n\r\n--outer--\r\n')]);
}
