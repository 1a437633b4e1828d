import { evictDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { anEventId, eventIdsOf, eventually, issuesOf, type TestProject } from '../ingest/ingest.fixture.ts';
import { aProjectWith, contained, filesOf, outcomesOf, sendItems, storedLines } from '../ingest/telemetry.fixture.ts';
import { issueObjectName } from '../issue/object-name.ts';
import { listAttachments } from '../storage/attachments.ts';
import { sweepProject, sweepRetention } from './sweep.ts';

const dayMs = 24 * 3_600_000;
const now = Date.now();
const sweep = ({ projectId, organizationId, shard }: TestProject, at: number, retentionDays = 90) =>
  sweepProject(env, { id: projectId, organizationId, shard, retentionDays }, at, null);

async function sendEvent(project: TestProject, event: object, ...more: Parameters<typeof sendItems>[1]): Promise<string> {
  const id = anEventId();
  await sendItems(project, [[{ type: 'event' }, event], ...more], { event_id: id });
  await eventually(
    () => eventIdsOf(project),
    (ids) => ids.includes(id),
  );
  return id;
}

const objectOf = async (project: TestProject) => {
  const [issue] = await issuesOf(project);
  return env.ISSUES.getByName(issueObjectName(project.projectId, issue?.hash ?? ''));
};

describe('what is older than a project keeps', () => {
  it('goes from an issue that goes on, with body and attachments, and is never listed again; the counts stay', async () => {
    const project = await aProjectWith();
    const attachment: [Record<string, unknown>, Uint8Array] = [{ type: 'attachment', filename: 'a.txt' }, new TextEncoder().encode('hello')];
    const old = await sendEvent(project, { message: 'boom', timestamp: (now - 40 * dayMs) / 1000 }, attachment);
    const fresh = await sendEvent(project, { message: 'boom' });
    await sweep(project, now, 30);

    expect(await eventIdsOf(project)).toEqual([fresh]);
    const object = await objectOf(project);
    expect([await object.body(old), await object.body(fresh)]).toEqual([null, expect.any(Uint8Array)]);
    // What was only noted in memory is forgotten, and projected again.
    await evictDurableObject(object);
    await object.project('now');
    expect(await eventIdsOf(project)).toEqual([fresh]);
    const next = await sendEvent(project, { message: 'boom' });
    expect(await eventIdsOf(project)).toEqual([fresh, next].sort());
    expect(await issuesOf(project)).toMatchObject([{ event_count: 3 }]);

    // Attachments go by when they came.
    expect(await listAttachments(env.FILES, project.projectId, old)).toHaveLength(1);
    await sweep(project, now + 31 * dayMs, 30);
    expect(await listAttachments(env.FILES, project.projectId, old)).toEqual([]);
  });

  it('goes with its issue when nothing of it was seen since', async () => {
    const project = await aProjectWith();
    await sendEvent(project, { message: 'boom' });
    await sweep(project, now + 89 * dayMs);
    expect(await issuesOf(project)).toHaveLength(1);
    await sweep(project, now + 91 * dayMs);
    expect(await issuesOf(project)).toEqual([]);
    expect(await eventIdsOf(project)).toEqual([]);
    await sendEvent(project, { message: 'boom' });
    expect(await issuesOf(project)).toMatchObject([{ event_count: 1 }]);
  });

  it('goes from telemetry, with the recordings and profiles it names', async () => {
    const project = await aProjectWith();
    const replayId = anEventId();
    const recording = new TextEncoder().encode('{"segment_id":0}\n[]');
    const samples = [{ stack_id: 0, thread_id: '0', timestamp: now / 1000 }];
    const chunk = { chunk_id: anEventId(), profiler_id: anEventId(), platform: 'node', version: '2', profile: { samples, stacks: [[0]], frames: [{}] } };
    await sendItems(
      project,
      [
        [{ type: 'replay_recording' }, recording],
        [{ type: 'profile_chunk' }, chunk],
        contained('log', [{ timestamp: now / 1000, trace_id: replayId, level: 'info', body: 'x' }]),
      ],
      { event_id: replayId },
    );
    for (let part = 0; part < 8; part += 1) await env.TELEMETRY.getByName(`${project.projectId}:${part}`).flush();

    await sweep(project, now + 89 * dayMs);
    expect([await storedLines(project, 'log'), await storedLines(project, 'replay')].map(({ length }) => length)).toEqual([1, 1]);
    expect([...(await filesOf(project, 'replays')), ...(await filesOf(project, 'profiles'))]).toHaveLength(2);
    await sweep(project, now + 92 * dayMs);
    for (const kind of ['log', 'replay', 'profile_chunk'] as const) expect(await storedLines(project, kind)).toEqual([]);
    expect([...(await filesOf(project, 'replays')), ...(await filesOf(project, 'profiles'))]).toEqual([]);
  });

  it('goes from what users wrote, though no event of it ever came', async () => {
    const project = await aProjectWith();
    const reports = async () => (await env.DB.prepare('select event_id from user_reports where project_id = ?').bind(project.projectId).all()).results.length;
    await sendItems(project, [[{ type: 'user_report' }, { comments: 'It broke' }]], { event_id: anEventId() });
    await sweep(project, now + 29 * dayMs, 30);
    expect(await reports()).toBe(1);
    await sweep(project, now + 31 * dayMs, 30);
    expect(await reports()).toBe(0);
  });

  it('goes from the statistics', async () => {
    const project = await aProjectWith();
    await sendItems(project, [contained('log', [])]);
    await sendItems(project, [[{ type: 'log' }, {}]]);
    expect(await outcomesOf(project, (counts) => Object.keys(counts).length > 0)).toEqual({ 'log_item invalid invalid_log': 1 });
    await sweep(project, now + 89 * dayMs);
    expect(await outcomesOf(project, () => true)).toEqual({ 'log_item invalid invalid_log': 1 });
    await sweep(project, now + 91 * dayMs);
    expect(await outcomesOf(project, () => true)).toEqual({});
  });
});

describe('the daily turn', () => {
  const turnOf = ({ projectId }: TestProject, day: number) => (Math.floor(now / dayMs) + day) * dayMs + (projectId % 1_440) * 60_000;

  it('is taken at one minute of the day, by what project and organization say', async () => {
    const own = await aProjectWith({ retentionDays: 10 });
    const inherited = await aProjectWith();
    await env.DB.prepare('update organizations set options = ? where id = ?').bind('{"retentionDays":20}', inherited.organizationId).run();
    await Promise.all([own, inherited].map((project) => sendEvent(project, { message: 'boom' })));
    await sweepRetention(env, turnOf(own, 12) + 60_000);
    expect(await issuesOf(own)).toHaveLength(1);
    await sweepRetention(env, turnOf(own, 12));
    await sweepRetention(env, turnOf(inherited, 12));
    expect([await issuesOf(own), await issuesOf(inherited)].map(({ length }) => length)).toEqual([0, 1]);
    await sweepRetention(env, turnOf(inherited, 22));
    expect(await issuesOf(inherited)).toEqual([]);
  });

  it('goes on every minute for a project that has more to delete than a minute allows', async () => {
    const project = await aProjectWith();
    for (let nth = 0; nth < 12; nth += 1) await sendEvent(project, { message: 'boom', fingerprint: [String(nth)] });
    const at = turnOf(project, 92);
    await sweepRetention(env, at);
    expect(await issuesOf(project)).toHaveLength(2);
    await sweepRetention(env, at + 60_000);
    expect(await issuesOf(project)).toEqual([]);
    const mark = () => env.FILES.head(`retention/${project.projectId}`);
    expect(await mark()).toBeNull();
  });
});
