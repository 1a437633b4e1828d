import { env, exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { listAttachments, openAttachment } from '../storage/attachments.ts';
import { readUploadId } from '../storage/uploads.ts';
import { anEventId, type TestProject } from './ingest.fixture.ts';
import { aProjectWith, envelopeOf, origin, outcomesOf, sendItems, sendTo, type TestItem } from './telemetry.fixture.ts';

const bytesType = { 'content-type': 'application/offset+octet-stream' };

/** To a path of the project's uploads, with its key in a header, as SDKs send it. */
function tus({ projectId, publicKey }: TestProject, method: string, path: string, headers: Record<string, string> = {}, body?: BodyInit): Promise<Response> {
  const all = { 'tus-resumable': '1.0.0', 'x-sentry-auth': `Sentry sentry_key=${publicKey}`, ...headers };
  const url = new URL(path, `${origin}/api/${projectId}/upload/`);
  return exports.default.fetch(new Request(url, { method, headers: all, ...(body === undefined ? {} : { body }) }));
}

async function anUpload(project: TestProject, length: number | null = null): Promise<string> {
  const answer = await tus(project, 'POST', '', length === null ? { 'upload-defer-length': '1' } : { 'upload-length': String(length) });
  expect(answer.status).toBe(201);
  return answer.headers.get('location') ?? '';
}

function patch(project: TestProject, location: string, offset: number, body: BodyInit, headers: Record<string, string> = {}): Promise<Response> {
  return tus(project, 'PATCH', location, { ...bytesType, 'upload-offset': String(offset), ...headers }, body);
}

async function aFinishedUpload(project: TestProject, content: string): Promise<string> {
  const location = await anUpload(project, content.length);
  expect((await patch(project, location, 0, content)).status).toBe(204);
  return location;
}

function aReference(location: unknown, header: Record<string, unknown> = {}, contentType = 'text/plain'): TestItem {
  return [
    { type: 'attachment', filename: 'a.log', content_type: 'application/vnd.sentry.attachment-ref+json', ...header },
    { location, content_type: contentType },
  ];
}

async function attachmentsOf({ projectId }: TestProject, eventId: string) {
  const found: { name: string; contentType: string; type: string; text: string }[] = [];
  for (const { id, name, contentType, type } of await listAttachments(env.FILES, projectId, eventId)) {
    const opened = await openAttachment(env.FILES, projectId, eventId, id);
    found.push({ name, contentType, type, text: await new Response(opened?.body).text() });
  }
  return found;
}

/** A HEAD has no body to say it in. */
function detailOf(body: string): unknown {
  return body === '' ? '' : JSON.parse(body).detail;
}

describe('an upload', () => {
  it('is created, written in pieces, and says where it goes on', async () => {
    const project = await aProjectWith();
    const created = await tus(project, 'POST', '', { 'upload-length': '11' });
    expect([created.status, await created.text()]).toEqual([201, '']);
    const location = created.headers.get('location') ?? '';
    expect(location).toMatch(new RegExp(`^/api/${project.projectId}/upload/\\d{10}-[0-9a-f]{32}/$`));
    expect(Object.fromEntries(created.headers)).toMatchObject({ 'upload-offset': '0', 'tus-resumable': '1.0.0', 'access-control-allow-origin': '*' });
    expect(Date.parse(created.headers.get('upload-expires') ?? '')).toBeGreaterThan(Date.now() + 86_000_000);

    const first = await patch(project, location, 0, 'hello ');
    expect([first.status, first.headers.get('upload-offset')]).toEqual([204, '6']);
    const asked = await tus(project, 'HEAD', location);
    expect([asked.status, asked.headers.get('upload-offset'), asked.headers.get('upload-length')]).toEqual([200, '6', '11']);
    expect(asked.headers.get('cache-control')).toBe('no-store');
    expect((await patch(project, location, 6, 'world')).headers.get('upload-offset')).toBe('11');
  });

  it('is larger than what is held of it, and may say its length last', async () => {
    const project = await aProjectWith();
    const location = await anUpload(project);
    const part = 'x'.repeat(7 * 1024 * 1024);
    expect((await patch(project, location, 0, part)).headers.get('upload-offset')).toBe(String(part.length));
    const asked = await tus(project, 'HEAD', location);
    expect([asked.headers.get('upload-defer-length'), asked.headers.get('upload-length')]).toEqual(['1', null]);
    const last = await patch(project, location, part.length, 'y', { 'upload-length': String(part.length + 1) });
    expect([last.status, last.headers.get('upload-length')]).toEqual([204, String(part.length + 1)]);
    const eventId = anEventId();
    await sendItems(project, [aReference(location)], { event_id: eventId });
    const [attachment] = await attachmentsOf(project, eventId);
    expect(attachment?.text === `${part}y`).toBe(true);
  });

  it('can bring its bytes at once, come by other methods, and carry its key in the query', async () => {
    const project = await aProjectWith();
    const whole = await tus(project, 'POST', '', { ...bytesType, 'upload-length': '5' }, 'hello');
    expect([whole.status, whole.headers.get('upload-offset')]).toEqual([201, '5']);
    const location = await anUpload(project, 5);
    const override = await tus(project, 'POST', location, { ...bytesType, 'upload-offset': '0', 'x-http-method-override': 'PATCH' }, 'hello');
    expect([override.status, override.headers.get('upload-offset')]).toEqual([204, '5']);

    const url = `${origin}/api/${project.projectId}/upload?sentry_key=${project.publicKey}`;
    const created = await exports.default.fetch(new Request(url, { method: 'POST', headers: { 'tus-resumable': '1.0.0', 'upload-length': '2' } }));
    const next = new URL(created.headers.get('location') ?? '', url);
    const headers = { 'tus-resumable': '1.0.0', 'upload-offset': '0', ...bytesType };
    expect((await exports.default.fetch(new Request(next, { method: 'PATCH', headers, body: 'ok' }))).status).toBe(204);
  });

  it('goes on from what had come when the connection broke', async () => {
    const project = await aProjectWith();
    const location = await anUpload(project, 10);
    const broken = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(new TextEncoder().encode('hello'));
        controller.error(new Error('the connection broke'));
      },
    });
    await patch(project, location, 0, broken).catch(() => undefined);
    const asked = await tus(project, 'HEAD', location);
    const offset = Number(asked.headers.get('upload-offset'));
    expect((await patch(project, location, offset, 'helloworld'.slice(offset))).headers.get('upload-offset')).toBe('10');
  });

  it('has one writer at a time', async () => {
    const project = await aProjectWith();
    const location = await anUpload(project, 5);
    const statuses = (await Promise.all(['hello', 'HELLO', 'world'].map((text) => patch(project, location, 0, text)))).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([204, 409, 409]);
  });

  it.each<[string, (project: TestProject, location: string) => Promise<Response>, number, string]>([
    ['another version of tus', (project) => tus(project, 'POST', '', { 'upload-length': '1', 'tus-resumable': '0.2.2' }), 412, 'unsupported tus version'],
    ['no length', (project) => tus(project, 'POST', ''), 400, 'invalid header Upload-Length'],
    ['a length that is none', (project) => tus(project, 'POST', '', { 'upload-length': '-1' }), 400, 'invalid header Upload-Length'],
    ['a length twice', (project) => tus(project, 'POST', '', { 'upload-length': '1', 'upload-defer-length': '1' }), 400, 'invalid header Upload-Length'],
    ['more than there may be', (project) => tus(project, 'POST', '', { 'upload-length': String(2 ** 30 + 1) }), 413, 'upload too large'],
    ['an upload that is unknown', (project) => tus(project, 'HEAD', `2026112414-${'0'.repeat(32)}/`), 404, ''],
    ['no upload at all', (project) => patch(project, 'x%2f..%2fy/', 0, 'a'), 404, 'not found'],
    ['another method', (project, location) => tus(project, 'POST', location), 405, 'method not allowed'],
    ['another offset', (project, location) => patch(project, location, 3, 'a'), 409, 'upload offset does not match'],
    ['no offset', (project, location) => tus(project, 'PATCH', location, bytesType, 'a'), 400, 'invalid header Upload-Offset'],
    ['another content type', (project, location) => patch(project, location, 0, 'a', { 'content-type': 'text/plain' }), 415, 'unsupported content type'],
    ['compressed bytes', (project, location) => patch(project, location, 0, 'a', { 'content-encoding': 'gzip' }), 415, 'unsupported content encoding'],
    ['more than it said', (project, location) => patch(project, location, 0, 'x'.repeat(11)), 413, 'upload too large'],
    [
      'more than it said, with no length before it',
      (project, location) => patch(project, location, 0, new Blob(['x'.repeat(11)]).stream()),
      413,
      'upload too large',
    ],
    ['another length than before', (project, location) => patch(project, location, 0, 'a', { 'upload-length': '11' }), 400, 'invalid header Upload-Length'],
    ['no key', (project) => tus(project, 'POST', '', { 'upload-length': '1', 'x-sentry-auth': '' }), 401, 'missing authorization information'],
    [
      'an unknown key',
      (project) => tus({ ...project, publicKey: 'f'.repeat(32) }, 'POST', '', { 'upload-length': '1' }),
      403,
      'event submission rejected with_reason: ProjectId',
    ],
  ])('with %s is refused in JSON', async (_name, ask, status, detail) => {
    const project = await aProjectWith();
    const answer = await ask(project, await anUpload(project, 10));
    expect(answer.headers.get('tus-version')).toBe('1.0.0');
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect([answer.status, detailOf(await answer.text())]).toEqual([status, detail]);
  });

  it('belongs to its project alone', async () => {
    const [owner, other] = [await aProjectWith(), await aProjectWith()];
    const location = await anUpload(owner, 5);
    const id = location.split('/').at(-2) ?? '';
    expect((await tus(other, 'HEAD', `${id}/`)).status).toBe(404);
    expect((await patch(other, `${id}/`, 0, 'hello')).status).toBe(404);
    expect((await tus(other, 'HEAD', location)).status).toBe(403);
    expect((await tus(owner, 'HEAD', location)).headers.get('upload-offset')).toBe('0');
  });

  it('tells pages of other origins what it can do, and what they may read', async () => {
    const project = await aProjectWith();
    const answer = await tus(project, 'OPTIONS', 'x/');
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'tus-version': '1.0.0',
      'tus-max-size': String(2 ** 30),
      'tus-extension': 'creation,creation-with-upload,creation-defer-length,expiration',
      'access-control-allow-methods': expect.stringMatching(/HEAD.*PATCH/),
      'access-control-allow-headers': expect.stringContaining('upload-offset'),
      'access-control-expose-headers': expect.stringMatching(/location.*upload-offset/),
    });
  });

  it('is refused where the project has begun too many in an hour', async () => {
    const project = await aProjectWith();
    const id = readUploadId((await anUpload(project, 1)).split('/').at(-2) ?? '');
    await Promise.all(Array.from({ length: 499 }, (_, nth) => env.FILES.put(`uploads/${id?.hour}/${project.projectId}/${nth}/head`, '')));
    const answer = await tus(project, 'POST', '', { 'upload-length': '1' });
    expect([answer.status, Number(answer.headers.get('retry-after')) > 0]).toEqual([429, true]);
  }, 20_000);
});

describe('a reference to an upload', () => {
  it('becomes an attachment of its event, at its real size, once', async () => {
    const project = await aProjectWith();
    const eventId = anEventId();
    const location = await aFinishedUpload(project, 'hello world');
    const items: TestItem[] = [[{ type: 'event' }, {}], aReference(location, { attachment_length: 999_999, attachment_type: 'event.view_hierarchy' })];
    expect((await sendItems(project, items, { event_id: eventId })).status).toBe(200);
    // The same envelope again, since the client did not hear the answer.
    expect((await sendItems(project, items, { event_id: eventId })).status).toBe(200);
    expect(await attachmentsOf(project, eventId)).toEqual([{ name: 'a.log', contentType: 'text/plain', type: 'event.view_hierarchy', text: 'hello world' }]);
    const other = anEventId();
    await sendItems(project, [aReference(`${origin}${location}`)], { event_id: other });
    expect(await attachmentsOf(project, other)).toEqual([]);
    expect(await outcomesOf(project, (counts) => 'attachment invalid used_attachment_ref' in counts)).toMatchObject({
      'attachment accepted': 22,
      'attachment invalid used_attachment_ref': 11,
    });
    const asked = await tus(project, 'HEAD', location);
    expect([asked.headers.get('upload-offset'), asked.headers.get('upload-length')]).toEqual(['11', '11']);
  });

  it('becomes one attachment where envelopes of several events refer to it at once, and each of them twice', async () => {
    const project = await aProjectWith();
    const eventIds = Array.from({ length: 5 }, anEventId);
    const location = await aFinishedUpload(project, 'hello world');
    const answers = await Promise.all([...eventIds, ...eventIds].map((eventId) => sendItems(project, [aReference(location)], { event_id: eventId })));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const found = (await Promise.all(eventIds.map((eventId) => attachmentsOf(project, eventId)))).flat();
    expect(found.map(({ text }) => text)).toEqual(['hello world']);
    const counts = await outcomesOf(project, (all) => Object.values(all).reduce((sum, quantity) => sum + quantity, 0) === 110);
    expect(counts).toEqual({ 'attachment accepted': 22, 'attachment invalid used_attachment_ref': 88 });
  });

  it('is good for another try when its envelope broke off', async () => {
    const project = await aProjectWith();
    const eventId = anEventId();
    const location = await aFinishedUpload(project, 'hello world');
    const whole = envelopeOf([aReference(location), [{ type: 'event' }, { message: 'boom' }]], { event_id: eventId });
    expect((await sendTo(project, 'envelope/', whole.slice(0, -10))).status).toBe(400);
    expect((await sendTo(project, 'envelope/', whole)).status).toBe(200);
    expect((await attachmentsOf(project, eventId)).map(({ text }) => text)).toEqual(['hello world']);
  });

  it('becomes no second attachment of the same envelope', async () => {
    const project = await aProjectWith();
    const eventId = anEventId();
    const location = await aFinishedUpload(project, 'hello world');
    await sendItems(project, [aReference(location), aReference(location, { filename: 'b.log' })], { event_id: eventId });
    expect((await attachmentsOf(project, eventId)).map(({ name }) => name)).toEqual(['a.log']);
    expect(await outcomesOf(project, (counts) => Object.keys(counts).length >= 2)).toEqual({
      'attachment accepted': 11,
      'attachment invalid used_attachment_ref': 11,
    });
  });

  it('never reaches the upload of another project', async () => {
    const [owner, other] = [await aProjectWith(), await aProjectWith()];
    const location = await aFinishedUpload(owner, 'secret');
    const id = location.split('/').at(-2) ?? '';
    const eventId = anEventId();
    const tries = [
      location,
      `${origin}${location}`,
      `/api/${other.projectId}/upload/${id}/`,
      `/api/${other.projectId}/upload/../../${owner.projectId}/upload/${id}/`,
      `/api/${other.projectId}/upload/${id.slice(0, 10)}/../${owner.projectId}/${id.slice(11)}/`,
      `/api/${other.projectId}/upload/..%2f${owner.projectId}%2f${id}/`,
      `uploads/${id.slice(0, 10)}/${owner.projectId}/${id.slice(11)}/`,
    ];
    await sendItems(other, [[{ type: 'event' }, {}], ...tries.map((attempt) => aReference(attempt))], { event_id: eventId });
    expect(await attachmentsOf(other, eventId)).toEqual([]);
    const counts = await outcomesOf(other, (found) => Object.keys(found).length >= 3);
    expect(Object.keys(counts)).toEqual(['attachment invalid invalid_attachment_ref', 'attachment invalid unknown_attachment_ref', 'error accepted']);
    // The owner's is still there.
    const own = anEventId();
    await sendItems(owner, [aReference(location)], { event_id: own });
    expect(await attachmentsOf(owner, own)).toMatchObject([{ text: 'secret' }]);
  });

  it.each<[string, (location: string) => unknown, string]>([
    ['that is no JSON', () => new TextEncoder().encode('{"location'), 'invalid_attachment_ref'],
    ['without a place', () => ({ content_type: 'text/plain' }), 'invalid_attachment_ref'],
    ['to an upload of another project', (location) => ({ location: location.replace(/api\/\d+/, 'api/999999') }), 'invalid_attachment_ref'],
    ['to somewhere else', () => ({ location: 'https://example.com/file' }), 'invalid_attachment_ref'],
    ['that is too long', (location) => ({ location, padding: 'x'.repeat(5_000) }), 'invalid_attachment_ref'],
    ['to nothing', (location) => ({ location: location.replace(/[0-9a-f]{8}\/$/, '00000000/') }), 'unknown_attachment_ref'],
    ['to an upload that is not complete', (location) => ({ location }), 'incomplete_attachment_ref'],
  ])('%s is an invalid attachment, and nothing else of its envelope', async (_name, payload, reason) => {
    const project = await aProjectWith();
    const location = await anUpload(project, 10);
    await patch(project, location, 0, 'hello');
    const [header] = aReference('');
    const eventId = anEventId();
    const answer = await sendItems(
      project,
      [
        [header, payload(location)],
        [{ type: 'attachment', filename: 'b' }, new Uint8Array(3)],
        [{ type: 'event' }, {}],
      ],
      { event_id: eventId },
    );
    expect(answer.status).toBe(200);
    const counts = await outcomesOf(project, (found) => Object.keys(found).length >= 3);
    expect(counts).toMatchObject({ 'attachment accepted': 3, 'error accepted': 1 });
    expect(Object.keys(counts)).toContain(`attachment invalid ${reason}`);
  });

  it('counts against the quota once, and then refuses uploads as well', async () => {
    const hour = 3_600;
    const project = await aProjectWith({ quotas: [{ categories: ['attachment'], limit: 15, windowSeconds: hour, reason: 'too_many_files' }] });
    const [first, second] = [await aFinishedUpload(project, 'x'.repeat(10)), await aFinishedUpload(project, 'y'.repeat(10))];
    const eventId = anEventId();
    for (let attempt = 0; attempt < 2; attempt += 1) expect((await sendItems(project, [aReference(first)], { event_id: eventId })).status).toBe(200);
    const refused = await sendItems(project, [aReference(second)], { event_id: eventId });
    expect([refused.status, refused.headers.get('x-sentry-rate-limits')]).toEqual([429, expect.stringContaining('attachment:project:too_many_files')]);
    expect((await attachmentsOf(project, eventId)).map(({ text }) => text)).toEqual(['x'.repeat(10)]);
    const answer = await tus(project, 'POST', '', { 'upload-length': '10' });
    expect([answer.status, answer.headers.get('x-sentry-rate-limits')]).toEqual([429, expect.stringContaining('attachment:project:too_many_files')]);
    expect((await outcomesOf(project, (counts) => 'attachment rate_limited too_many_files' in counts))['attachment rate_limited too_many_files']).toBe(20);
  });

  it('goes with an event that is refused', async () => {
    const project = await aProjectWith({ quotas: [{ categories: ['error'], limit: 0, windowSeconds: 3_600, reason: 'none' }] });
    const location = await aFinishedUpload(project, 'hello');
    const eventId = anEventId();
    expect((await sendItems(project, [[{ type: 'event' }, {}], aReference(location)], { event_id: eventId })).status).toBe(429);
    expect(await attachmentsOf(project, eventId)).toEqual([]);
    expect(await outcomesOf(project, (counts) => Object.keys(counts).length >= 2)).toEqual({ 'attachment rate_limited none': 5, 'error rate_limited none': 1 });
  });

  it('is scrubbed by the rules for its name', async () => {
    const rules = { rules: { 0: { type: 'email', redaction: { method: 'mask' } } }, applications: { "$attachments.'a.log'": ['0'] } };
    const project = await aProjectWith({ relayPiiConfig: JSON.stringify(rules) });
    const eventId = anEventId();
    await sendItems(project, [aReference(await aFinishedUpload(project, 'to me@example.com'))], { event_id: eventId });
    expect(await attachmentsOf(project, eventId)).toMatchObject([{ text: 'to **************' }]);
  });
});
