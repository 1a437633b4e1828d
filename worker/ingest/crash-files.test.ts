import { env, exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { aReport } from '../apple-report/apple-report.fixture.ts';
import { aDump } from '../minidump/minidump.fixture.ts';
import { pack } from '../msgpack/msgpack.fixture.ts';
import { listAttachments } from '../storage/attachments.ts';
import { anEventId, aProject, eventIdsOf, outcomesOf, storedEvent, type TestProject } from './ingest.fixture.ts';

const crash = aDump({ crash: { code: 11, flags: 1 } });

type Part = [header: Record<string, unknown>, payload: Uint8Array | string];

function anEvent(event: unknown): Part {
  return [{ type: 'event' }, JSON.stringify(event)];
}

function aFile(type: string, payload: Uint8Array | string, name = 'file'): Part {
  return [{ type: 'attachment', attachment_type: type, filename: name }, payload];
}

async function send({ projectId, publicKey }: TestProject, eventId: string, ...parts: Part[]): Promise<Response> {
  const items = parts.flatMap(([header, payload]) => {
    const bytes = Buffer.from(payload);
    return [Buffer.from(`${JSON.stringify({ ...header, length: bytes.length })}\n`), bytes, Buffer.from('\n')];
  });
  const body = Buffer.concat([Buffer.from(`${JSON.stringify({ event_id: eventId })}\n`), ...items]);
  return exports.default.fetch(new Request(`https://picket.example/api/${projectId}/envelope/?sentry_key=${publicKey}`, { method: 'POST', body }));
}

async function limit({ projectId }: TestProject, ...categories: string[]): Promise<void> {
  const quotas = [{ categories, limit: 0, windowSeconds: 3600, reason: 'project_quota' }];
  await env.DB.prepare('update projects set options = ? where id = ?').bind(JSON.stringify({ quotas }), projectId).run();
}

async function kept({ projectId }: TestProject, eventId: string): Promise<string[]> {
  return (await listAttachments(env.FILES, projectId, eventId)).map(({ type }) => type).toSorted();
}

const dumpException = { type: 'SIGSEGV / SEGV_MAPERR', mechanism: { type: 'minidump', handled: false } };

describe.concurrent('an envelope with files about a crash', { timeout: 20_000 }, () => {
  it('fills its event from the dump, which knows better what crashed', async () => {
    const project = await aProject();
    const eventId = anEventId();
    const event = anEvent({ release: '1.0', level: 'error', exception: { values: [{ type: 'Before' }] }, contexts: { os: { name: 'SteamOS' } } });
    const answer = await send(project, eventId, event, aFile('event.attachment', 'hello'), aFile('event.minidump', crash));
    expect([answer.status, await answer.json()]).toEqual([200, { id: eventId }]);
    const stored = await storedEvent(project, eventId);
    expect(stored).toMatchObject({ release: '1.0', level: 'error', platform: 'native', contexts: { os: { name: 'SteamOS' }, device: { arch: 'x86_64' } } });
    expect(stored.exception?.values).toMatchObject([dumpException]);
    expect(await kept(project, eventId)).toEqual(['event.attachment', 'event.minidump']);
    expect(await outcomesOf(project)).toEqual([
      { category: 'attachment', outcome: 'accepted', reason: '', quantity: crash.length + 5 },
      { category: 'error', outcome: 'accepted', reason: '', quantity: 1 },
    ]);
  });

  it.each<[what: string, file: Part, event: unknown]>([
    ['a dump', aFile('event.minidump', crash), { level: 'fatal', exception: { values: [dumpException] } }],
    [
      'a dump that cannot be read',
      aFile('event.minidump', 'hello'),
      { level: 'fatal', exception: { values: [{ type: 'Minidump', value: 'Invalid Minidump', mechanism: { type: 'minidump', handled: false } }] } },
    ],
    [
      'an Apple crash report',
      aFile('event.applecrashreport', aReport),
      {
        level: 'fatal',
        exception: { values: [{ type: 'EXC_BAD_ACCESS (SIGSEGV)', stacktrace: { frames: [{}, { function: 'Cart.pay(_:)', lineno: 26 }] } }] },
        contexts: { os: { name: 'iOS', version: '26.2' } },
      },
    ],
    [
      'an Apple crash report that cannot be read',
      aFile('event.applecrashreport', '{}'),
      { level: 'fatal', exception: { values: [{ type: 'AppleCrashReport', value: 'Invalid Apple Crash Report' }] } },
    ],
    [
      'an event that a crash handler kept',
      aFile('event.payload', pack({ release: '2.0', message: 'boom' })),
      { release: '2.0', logentry: { formatted: 'boom' } },
    ],
    ['breadcrumbs alone', aFile('event.breadcrumbs', pack({ message: 'a' })), { breadcrumbs: { values: [{ message: 'a' }] } }],
  ])('makes one of %s', async (_, file, event) => {
    const project = await aProject();
    const eventId = anEventId();
    expect(await (await send(project, eventId, file)).json()).toEqual({ id: eventId });
    expect(await storedEvent(project, eventId)).toMatchObject({ event_id: eventId, ...Object(event) });
    expect(await kept(project, eventId)).toEqual([file[0].attachment_type]);
    expect(await outcomesOf(project)).toEqual([
      { category: 'attachment', outcome: 'accepted', reason: '', quantity: Buffer.byteLength(file[1]) },
      { category: 'error', outcome: 'accepted', reason: '', quantity: 1 },
    ]);
  });

  it('puts the breadcrumbs of two files in turn, and no more than the fuller one holds', async () => {
    const project = await aProject();
    const eventId = anEventId();
    const crumbs = (...texts: [text: string, at: number][]) => Buffer.concat(texts.map(([message, timestamp]) => pack({ message, timestamp })));
    const newer = crumbs(['d', 1_790_000_004], ['e', 1_790_000_005]);
    const older = Buffer.concat([crumbs(['a', 1_790_000_001], ['b', 1_790_000_002], ['c', 1_790_000_003]), pack({ message: 'cut' }).subarray(0, 12)]);
    await send(project, eventId, aFile('event.breadcrumbs', newer), aFile('event.breadcrumbs', older, 'b'), aFile('event.payload', pack({ message: 'boom' })));
    expect((await storedEvent(project, eventId)).breadcrumbs?.values?.map((crumb) => crumb?.message)).toEqual(['c', 'd', 'e']);
  });

  it('believes its event rather than the file', async () => {
    const project = await aProject();
    const eventId = anEventId();
    await send(project, eventId, aFile('event.payload', pack({ release: 'file', dist: 'file' })), anEvent({ release: 'event' }));
    expect(await storedEvent(project, eventId)).toMatchObject({ release: 'event', dist: 'file' });
  });

  it('has no event where nothing in the file can be read, but keeps the file', async () => {
    const project = await aProject();
    const eventId = anEventId();
    await send(project, eventId, aFile('event.payload', new Uint8Array([0xc1])));
    expect(await outcomesOf(project)).toEqual([
      { category: 'attachment', outcome: 'accepted', reason: '', quantity: 1 },
      { category: 'error', outcome: 'invalid', reason: 'invalid_msgpack', quantity: 1 },
    ]);
    expect([await kept(project, eventId), await eventIdsOf(project)]).toEqual([['event.payload'], []]);
  });

  it.each<[what: string, parts: Part[]]>([
    ['with an event', [anEvent({ message: 'boom' }), aFile('event.minidump', crash)]],
    ['with the event behind the dump', [aFile('event.minidump', crash), anEvent({ message: 'boom' })]],
    ['without an event', [aFile('event.minidump', crash)]],
  ])('%s is dropped beyond a quota of events, files and all', async (_, parts) => {
    const project = await aProject();
    const eventId = anEventId();
    await limit(project, 'error');
    expect((await send(project, eventId, ...parts)).status).toBe(429);
    expect(await outcomesOf(project)).toEqual([
      { category: 'attachment', outcome: 'rate_limited', reason: 'project_quota', quantity: crash.length },
      { category: 'error', outcome: 'rate_limited', reason: 'project_quota', quantity: 1 },
    ]);
    expect(await kept(project, eventId)).toEqual([]);
  });

  it('takes the quota of events once', async () => {
    const project = await aProject();
    const quotas = [{ categories: ['error'], limit: 2, windowSeconds: 3600, reason: 'project_quota' }];
    await env.DB.prepare('update projects set options = ? where id = ?').bind(JSON.stringify({ quotas }), project.projectId).run();
    const parts = [anEvent({ message: 'boom' }), aFile('event.minidump', crash)];
    expect((await send(project, anEventId(), ...parts)).status).toBe(200);
    expect((await send(project, anEventId(), aFile('event.minidump', crash))).status).toBe(200);
    expect((await send(project, anEventId(), ...parts)).status).toBe(429);
  });

  it('is not held by a limit on attachments, but for what tells of no crash', async () => {
    const project = await aProject();
    const eventId = anEventId();
    await limit(project, 'attachment');
    await send(project, eventId, anEvent({}), aFile('event.attachment', 'hello'), aFile('event.minidump', crash));
    expect((await storedEvent(project, eventId)).exception?.values).toMatchObject([dumpException]);
    expect(await kept(project, eventId)).toEqual(['event.minidump']);
  });

  it.each<[what: string, parts: Part[]]>([
    ['by what the client says', [anEvent({ release: 'bad', message: 'x' }), aFile('event.minidump', crash)]],
    ['by what the file says', [aFile('event.minidump', crash), aFile('event.payload', pack({ release: 'bad' }))]],
  ])('is filtered %s, files and all', async (_, parts) => {
    const project = await aProject();
    const eventId = anEventId();
    const options = { filteredReleases: ['bad'] };
    await env.DB.prepare('update projects set options = ? where id = ?').bind(JSON.stringify(options), project.projectId).run();
    await send(project, eventId, ...parts);
    expect(await outcomesOf(project)).toMatchObject([
      { category: 'attachment', outcome: 'filtered', reason: 'release-version' },
      { category: 'error', outcome: 'filtered', reason: 'release-version', quantity: 1 },
    ]);
    expect(await kept(project, eventId)).toEqual([]);
  });

  it('of a transaction keeps them as attachments like any other', async () => {
    const project = await aProject();
    const eventId = anEventId();
    const transaction = {
      type: 'transaction',
      transaction: 'a',
      start_timestamp: 1,
      timestamp: 2,
      contexts: { trace: { trace_id: anEventId(), span_id: 'a'.repeat(16) } },
    };
    await send(project, eventId, [{ type: 'transaction' }, JSON.stringify(transaction)], aFile('event.minidump', crash));
    expect(await kept(project, eventId)).toEqual(['event.minidump']);
    expect((await outcomesOf(project)).map((row) => Object(row).category)).not.toContain('error');
  });
});
