import { env, exports } from 'cloudflare:workers';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { aReport } from '../apple-report/apple-report.fixture.ts';
import { aDump } from '../minidump/minidump.fixture.ts';
import { pack } from '../msgpack/msgpack.fixture.ts';
import { listAttachments, openAttachment } from '../storage/attachments.ts';
import { aContainer, aContext, aLog } from '../unreal/unreal.fixture.ts';
import { aProject, eventIdsOf, outcomesOf, storedEvent, type TestProject } from './ingest.fixture.ts';

const crash = aDump({ crash: { code: 0xc0000005, parameters: [0n, 8n] }, platform: 2 });
const crashName = 'UEMinidump.dmp';

async function post({ projectId, publicKey }: TestProject, body: BodyInit, query = '', headers: Record<string, string> = {}): Promise<Response> {
  return exports.default.fetch(new Request(`https://picket.example/api/${projectId}/unreal/${publicKey}/${query}`, { method: 'POST', body, headers }));
}

type Files = Parameters<typeof aContainer>[0];

/** The id of the event. */
async function send(project: TestProject, files: Files, query?: string): Promise<string> {
  const answer = await post(project, deflateSync(aContainer(files)), query);
  const id = await answer.text();
  expect([answer.status, answer.headers.get('content-type'), id]).toEqual([
    200,
    'text/plain',
    expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
  ]);
  return id.replaceAll('-', '');
}

async function reportsOf({ projectId }: TestProject): Promise<unknown[]> {
  return (await env.DB.prepare('select event_id, name, comments from user_reports where project_id = ?').bind(projectId).all()).results;
}

async function limit({ projectId }: TestProject, ...categories: string[]): Promise<void> {
  const quotas = [{ categories, limit: 0, windowSeconds: 3600, reason: 'project_quota' }];
  await env.DB.prepare('update projects set options = ? where id = ?').bind(JSON.stringify({ quotas }), projectId).run();
}

const all: Files = [
  ['CrashContext.runtime-xml', aContext],
  ['CrashReportClient.ini', '[a]'],
  ['Shop.log', aLog],
  [crashName, crash],
];
const allBytes = all.reduce((sum, [, content]) => sum + Buffer.byteLength(content), 0);

describe.concurrent('a crash of an Unreal game', { timeout: 20_000 }, () => {
  it('becomes an event of the dump, the context and the log, keeps all files, and says what the player wrote', async () => {
    const project = await aProject();
    const eventId = await send(project, all, '?UserID=user-1%7Caccount%7Cmachine');
    expect(await storedEvent(project, eventId)).toMatchObject({
      platform: 'native',
      level: 'warning',
      exception: { values: [{ type: 'EXCEPTION_ACCESS_VIOLATION_READ', mechanism: { type: 'minidump' } }] },
      logentry: { formatted: 'Access violation - code c0000005' },
      user: { id: 'user-1', username: 'bruno' },
      tags: expect.arrayContaining([
        ['epic_account_id', 'account'],
        ['machine_id', 'machine'],
      ]),
      breadcrumbs: { values: [{ category: 'LogInit', message: 'Display: starting' }, { category: 'LogGameplayTags' }, { message: 'no category' }] },
      contexts: {
        device: { memory_size: 6_896_832_512 },
        gpu: { name: 'RTX', api_type: 'D3D12' },
        game: { Level: 'caves' },
        os: { name: 'Windows' },
        unreal: { crash_guid: 'UECC-1', custom: { CrashVersion: '3' } },
      },
      sdk: { name: 'unreal.crashreporter' },
    });
    const attachments = await listAttachments(env.FILES, project.projectId, eventId);
    expect(attachments.map(({ name, type, contentType }) => [name, type, contentType]).toSorted()).toEqual([
      ['CrashContext.runtime-xml', 'unreal.context', 'text/xml'],
      ['CrashReportClient.ini', 'event.attachment', 'application/octet-stream'],
      ['Shop.log', 'unreal.logs', 'text/plain'],
      ['UEMinidump.dmp', 'event.minidump', 'application/x-dmp'],
    ]);
    expect(await reportsOf(project)).toEqual([{ event_id: eventId, name: 'bruno', comments: 'It <broke> again' }]);
    expect(await outcomesOf(project)).toEqual([
      { category: 'attachment', outcome: 'accepted', reason: '', quantity: allBytes },
      { category: 'error', outcome: 'accepted', reason: '', quantity: 1 },
      { category: 'feedback', outcome: 'accepted', reason: '', quantity: 1 },
    ]);
  });

  it('larger than what is held in memory is read from storage', { timeout: 20_000 }, async () => {
    const project = await aProject();
    const large = Buffer.alloc(14 * 1024 * 1024, 'x');
    const eventId = await send(project, [
      ['large.bin', large],
      [crashName, crash],
      ['empty', ''],
    ]);
    expect((await storedEvent(project, eventId)).exception?.values).toMatchObject([{ type: 'EXCEPTION_ACCESS_VIOLATION_READ' }]);
    const attachments = await listAttachments(env.FILES, project.projectId, eventId);
    expect(attachments.map(({ name, bytes }) => [name, bytes]).toSorted()).toEqual([
      [crashName, crash.length],
      ['empty', 0],
      ['large.bin', large.length],
    ]);
    const opened = await openAttachment(env.FILES, project.projectId, eventId, attachments.find(({ name }) => name === crashName)?.id ?? '');
    expect(Buffer.from(await new Response(opened?.body).arrayBuffer()).equals(Buffer.from(crash))).toBe(true);
  });

  it.each<[what: string, files: Files, expected: unknown]>([
    ['with no dump', [['CrashContext.runtime-xml', aContext]], { level: 'warning', logentry: { formatted: 'Access violation - code c0000005' } }],
    ['on a Mac', [['minidump.dmp', aReport]], { level: 'fatal', exception: { values: [{ type: 'EXC_BAD_ACCESS (SIGSEGV)' }] } }],
    [
      'with the event of its SDK in the context',
      [['CrashContext.runtime-xml', aContext.replace('<Level>', '<__sentry>{"release":"2.0","level":"info"}</__sentry><Level>')]],
      { release: '2.0', level: 'info', contexts: { game: { Level: 'caves' } } },
    ],
    [
      'with the event of its SDK in files',
      [
        ['__sentry-event', pack({ release: '3.0' })],
        ['__sentry-breadcrumb1', pack({ message: 'own' })],
        ['Shop.log', aLog],
      ],
      { release: '3.0', breadcrumbs: { values: [{ message: 'own' }, {}, {}, {}] } },
    ],
    [
      'with a context that is no XML',
      [
        ['CrashContext.runtime-xml', '<a'],
        [crashName, crash],
      ],
      { exception: { values: [{ type: 'EXCEPTION_ACCESS_VIOLATION_READ' }] } },
    ],
  ])('%s is an event', async (_, files, expected) => {
    const project = await aProject();
    expect(await storedEvent(project, await send(project, files))).toMatchObject(Object(expected));
  });

  it('that tells nothing is no event, but its files are kept', async () => {
    const project = await aProject();
    const eventId = await send(project, [['a.txt', 'hello']]);
    expect(await outcomesOf(project)).toEqual([
      { category: 'attachment', outcome: 'accepted', reason: '', quantity: 5 },
      { category: 'error', outcome: 'invalid', reason: 'no_event_payload', quantity: 1 },
    ]);
    expect([await eventIdsOf(project), await listAttachments(env.FILES, project.projectId, eventId)]).toEqual([
      [],
      [expect.objectContaining({ name: 'a.txt' })],
    ]);
  });

  it('makes no report of what the engine writes where nobody was there to write', async () => {
    const project = await aProject();
    await send(project, [['CrashContext.runtime-xml', aContext.replace('It &lt;broke&gt; again', 'Sent in the unattended mode')]]);
    expect(await outcomesOf(project)).toContainEqual({ category: 'feedback', outcome: 'invalid', reason: 'empty_message', quantity: 1 });
    expect(await reportsOf(project)).toEqual([]);
  });

  it('beyond a quota is dropped and counted, files, report and all, and answered 200', async () => {
    const project = await aProject();
    await limit(project, 'error');
    const eventId = await send(project, all);
    expect(await listAttachments(env.FILES, project.projectId, eventId)).toEqual([]);
    expect(await reportsOf(project)).toEqual([]);
    expect(await outcomesOf(project)).toEqual([
      { category: 'attachment', outcome: 'rate_limited', reason: 'project_quota', quantity: allBytes },
      { category: 'error', outcome: 'rate_limited', reason: 'project_quota', quantity: 1 },
      { category: 'feedback', outcome: 'rate_limited', reason: 'project_quota', quantity: 1 },
    ]);
  });

  it('keeps of its files the dump alone beyond a quota of attachments, but reads all', async () => {
    const project = await aProject();
    await limit(project, 'attachment');
    const eventId = await send(project, all);
    expect(await storedEvent(project, eventId)).toMatchObject({ user: { username: 'bruno' } });
    expect(await listAttachments(env.FILES, project.projectId, eventId)).toMatchObject([{ type: 'event.minidump' }]);
  });

  it.each<[what: string, body: BodyInit, detail: string, reason: string]>([
    ['empty', '', 'empty request body', 'no_data'],
    ['not compressed', aContainer(all), 'failed to read request body', 'invalid_compression'],
    ['cut', deflateSync(aContainer(all)).subarray(0, 300), 'failed to read request body', 'invalid_compression'],
    ['of something else', deflateSync('hello'), 'invalid unreal crash report', 'process_unreal'],
  ])('that is %s is refused', async (_, body, detail, reason) => {
    const project = await aProject();
    const answer = await post(project, body);
    expect([answer.status, await answer.json()]).toEqual([400, expect.objectContaining({ detail })]);
    expect(await outcomesOf(project)).toEqual([expect.objectContaining({ outcome: 'invalid', reason })]);
  });

  it('is refused without a key that is known', async () => {
    const project = await aProject();
    expect((await post({ ...project, publicKey: 'f'.repeat(32) }, deflateSync(aContainer(all)))).status).toBe(403);
  });
});

describe('a crash of an Unreal game that is a bomb', () => {
  it('is refused once more came out of it than an envelope may hold, and leaves nothing', { timeout: 60_000 }, async () => {
    const project = await aProject();
    const answer = await post(project, zeros(201).pipeThrough(new CompressionStream('deflate')));
    expect([answer.status, await answer.json()]).toEqual([413, expect.objectContaining({ detail: 'request body too large' })]);
    expect(await outcomesOf(project)).toEqual([expect.objectContaining({ outcome: 'invalid', reason: 'too_large:envelope' })]);
    expect((await env.FILES.list({ prefix: 'spool/' })).objects).toEqual([]);
  });
});

function zeros(mebibytes: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  let left = mebibytes;
  return new ReadableStream({
    pull(controller) {
      left -= 1;
      if (left < 0) controller.close();
      else controller.enqueue(new Uint8Array(1024 * 1024));
    },
  });
}
