import { runInDurableObject } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { KeyRateLimit, ProjectOptions } from '../settings/options.ts';
import { listAttachments } from '../storage/attachments.ts';
import { anEventId, aProject, eventIdsOf, eventually, type TestProject } from './ingest.fixture.ts';

const origin = 'https://picket.example';

/** A project that has these options, and a key with this limit. */
async function aProjectWith(options: Partial<ProjectOptions>, rateLimit: KeyRateLimit | null = null): Promise<TestProject> {
  const project = await aProject();
  await env.DB.prepare('update projects set options = ? where id = ?').bind(JSON.stringify(options), project.projectId).run();
  if (rateLimit) await env.DB.prepare('update project_keys set rate_limit = ? where public_key = ?').bind(JSON.stringify(rateLimit), project.publicKey).run();
  return project;
}

function send(project: TestProject, body: BodyInit, headers: Record<string, string> = {}): Promise<Response> {
  const url = `${origin}/api/${project.projectId}/envelope/?sentry_key=${project.publicKey}&sentry_client=sentry.test%2F1.0`;
  return exports.default.fetch(new Request(url, { method: 'POST', body, headers }));
}

function anEnvelope(eventId: string, event: unknown = { message: 'boom' }, ...more: string[]): string {
  return [JSON.stringify({ event_id: eventId }), '{"type":"event"}', JSON.stringify(event), ...more, ''].join('\n');
}

const anAttachment = ['{"type":"attachment","length":5,"filename":"a.txt"}', 'hello'];

async function outcomesOf({ projectId }: TestProject, isEnough: (rows: Record<string, unknown>[]) => boolean = (rows) => rows.length > 0) {
  const query = 'select category, outcome, reason, quantity from outcomes where project_id = ? order by category, outcome, reason';
  return eventually(async () => (await env.DB.prepare(query).bind(projectId).all()).results, isEnough);
}

async function samplesOf({ projectId }: TestProject) {
  const query = 'select event_id, category, outcome, reason, client, bytes from rejections where project_id = ? order by rejected_at, category';
  return (await env.DB.prepare(query).bind(projectId).all()).results;
}

const hour = 3600;
const errorQuota = (limit: number) => ({ categories: ['error'], limit, windowSeconds: hour, reason: 'project_quota' });

describe('a quota', () => {
  it('lets through what it allows, and answers the rest 429 with an empty body and the headers that SDKs obey', async () => {
    const project = await aProjectWith({ quotas: [errorQuota(3)] });
    const ids = [1, 2, 3, 4].map(anEventId);
    const statuses: number[] = [];
    let last = new Response();
    for (const id of ids) {
      last = await send(project, anEnvelope(id));
      statuses.push(last.status);
    }
    expect(statuses).toEqual([200, 200, 200, 429]);
    expect(await last.text()).toBe('');
    expect(last.headers.get('x-sentry-rate-limits')).toMatch(/^\d+:error:project:project_quota$/);
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(last.headers.get('retry-after'))).toBeLessThanOrEqual(hour);
    expect(last.headers.get('access-control-expose-headers')).toContain('retry-after');
    const kept = await eventually(
      () => eventIdsOf(project),
      (known) => known.length === 3,
    );
    expect(kept.toSorted()).toEqual(ids.slice(0, 3).toSorted());
  });

  it('never gives out more than its limit, however many ask at once', async () => {
    const project = await aProjectWith({ quotas: [errorQuota(20)] });
    const answers = await Promise.all(Array.from({ length: 50 }, () => send(project, anEnvelope(anEventId()))));
    const accepted = answers.filter(({ status }) => status === 200).length;
    expect(accepted).toBe(20);
  });

  it('drops the attachments of a limited event, wherever they stand, and keeps what is not limited', async () => {
    const project = await aProjectWith({ quotas: [errorQuota(0)] });
    const [first, second] = [anEventId(), anEventId()];
    const answer = await send(project, anEnvelope(first, {}, ...anAttachment, '{"type":"transaction"}', '{}', '{"type":"client_report"}', '{}'));
    expect(answer.status).toBe(429);
    expect(answer.headers.get('x-sentry-rate-limits')).toBe('60:error:project:project_quota');
    await send(project, [JSON.stringify({ event_id: second }), ...anAttachment, '{"type":"event"}', '{}', ''].join('\n'));
    for (const id of [first, second]) {
      await eventually(
        () => listAttachments(env.FILES, project.projectId, id),
        (list) => list.length === 0,
      );
    }
    expect(await outcomesOf(project)).toEqual([
      { category: 'attachment', outcome: 'rate_limited', reason: 'project_quota', quantity: 10 },
      { category: 'error', outcome: 'rate_limited', reason: 'project_quota', quantity: 2 },
      { category: 'span', outcome: 'invalid', reason: 'duplicate_item', quantity: 1 },
      { category: 'transaction', outcome: 'invalid', reason: 'duplicate_item', quantity: 1 },
    ]);
  });

  it('on attachments leaves the event and crash reports alone', async () => {
    const project = await aProjectWith({ quotas: [{ categories: ['attachment'], limit: 0, windowSeconds: hour, reason: 'too_many_files' }] });
    const eventId = anEventId();
    const dump = ['{"type":"attachment","length":4,"filename":"d.dmp","attachment_type":"event.minidump"}', 'MDMP'];
    const answer = await send(project, anEnvelope(eventId, {}, ...anAttachment, ...dump));
    expect([answer.status, answer.headers.get('x-sentry-rate-limits')]).toEqual([429, '60:attachment:project:too_many_files']);
    expect((await listAttachments(env.FILES, project.projectId, eventId)).map(({ name }) => name)).toEqual(['d.dmp']);
    await eventually(
      () => eventIdsOf(project),
      (ids) => ids.includes(eventId),
    );
    expect((await send(project, anEnvelope(anEventId()))).headers.get('x-sentry-rate-limits')).toBeNull();
  });

  it('is announced on a 200 as well once it is spent', async () => {
    const project = await aProjectWith({ quotas: [{ categories: ['transaction'], limit: 0, windowSeconds: hour, reason: 'no_traces' }] });
    const answer = await send(project, anEnvelope(anEventId()));
    expect([answer.status, answer.headers.get('x-sentry-rate-limits')]).toEqual([200, '60:transaction:project:no_traces']);
  });
});

describe('spike protection', () => {
  const burst = async (project: TestProject, events: number) => {
    const statuses: number[] = [];
    for (let sent = 0; sent < events; sent += 1) statuses.push((await send(project, anEnvelope(anEventId()))).status);
    return statuses.filter((status) => status === 200).length;
  };

  it('cuts off what is far above what the project usually has, and says so', async () => {
    const project = await aProjectWith({ spikeFloor: 10 });
    // One of them is this isolate's, unasked.
    expect(await burst(project, 14)).toBe(11);
    const rows = await outcomesOf(project, (all) => all.length === 2);
    expect(rows).toContainEqual({ category: 'error', outcome: 'rate_limited', reason: 'spike_protection', quantity: 3 });
  });

  it('lets a busy project have its usual hours', async () => {
    const project = await aProjectWith({ spikeFloor: 10 });
    const startsAt = Date.now() - (Date.now() % (hour * 1000)) - hour * 1000;
    const limit = env.LIMITS.getByName(`${project.projectId}:spike`);
    await runInDurableObject(limit, (_, { storage }) => storage.kv.put('window', { startsAt, used: 3 * 168 }));
    expect(await burst(project, 34)).toBe(31);
    expect(await runInDurableObject(limit, (_, { storage }) => storage.kv.get('history'))).toEqual({ [String(startsAt)]: 3 * 168 });
  });

  it('is off where a project says so', async () => {
    const project = await aProjectWith({ spikeFloor: 10, spikeProtection: false });
    expect(await burst(project, 14)).toBe(14);
  });
});

it('holds a key to its limit, over both endpoints', async () => {
  const project = await aProjectWith({}, { count: 1, windowSeconds: hour });
  expect((await send(project, anEnvelope(anEventId()))).status).toBe(200);
  const stored = await exports.default.fetch(`${origin}/api/${project.projectId}/store/?sentry_key=${project.publicKey}`, { method: 'POST', body: '{}' });
  expect([stored.status, await stored.text()]).toEqual([429, '']);
  expect(stored.headers.get('x-sentry-rate-limits')).toMatch(/^\d+:default;error;security:key:key_quota$/);
});

it('drops what an inbound filter refuses with its attachments, answers 200, and shows a sample of it', async () => {
  const project = await aProjectWith({ filteredErrorMessages: ['*boom*'], quotas: [errorQuota(1)] });
  const [filtered, kept] = [anEventId(), anEventId()];
  const answer = await send(project, anEnvelope(filtered, { message: 'a boom' }, ...anAttachment));
  expect([answer.status, await answer.json()]).toEqual([200, { id: filtered }]);
  // What was filtered took nothing of the quota.
  expect((await send(project, anEnvelope(kept, { message: 'another' }))).status).toBe(200);
  expect(await outcomesOf(project, (rows) => rows.length === 3)).toEqual([
    { category: 'attachment', outcome: 'filtered', reason: 'error-message', quantity: 5 },
    { category: 'error', outcome: 'accepted', reason: '', quantity: 1 },
    { category: 'error', outcome: 'filtered', reason: 'error-message', quantity: 1 },
  ]);
  const sample = { event_id: filtered, outcome: 'filtered', reason: 'error-message', client: 'sentry.test/1.0' };
  await eventually(
    () => samplesOf(project),
    (samples) => samples.length === 2,
  );
  expect(await samplesOf(project)).toEqual([
    { ...sample, category: 'attachment', bytes: 5 },
    { ...sample, category: 'error', bytes: 20 },
  ]);
  expect(await listAttachments(env.FILES, project.projectId, filtered)).toEqual([]);
});

describe('allowed domains', () => {
  it.each([
    [['*'], { origin: 'https://anywhere.example' }, 200],
    [['*'], { origin: 'null' }, 200],
    [['shop.example'], { origin: 'https://shop.example' }, 200],
    [['shop.example'], { origin: 'https://shop.example:8443' }, 200],
    [['shop.example'], { referer: 'https://shop.example/cart?x' }, 200],
    [['shop.example'], {}, 200],
    [['shop.example'], { origin: 'https://evil.example' }, 403],
    [['shop.example'], { origin: 'https://notshop.example' }, 403],
    [['shop.example'], { origin: 'null' }, 403],
    [['*.shop.example'], { origin: 'https://a.b.shop.example' }, 200],
    [['*.shop.example'], { origin: 'https://notshop.example' }, 403],
    [['https://shop.example'], { origin: 'http://shop.example' }, 403],
    [['https://shop.example:8443'], { origin: 'https://shop.example' }, 403],
    [['*:8443'], { origin: 'https://shop.example:8443' }, 200],
    [[], { origin: 'https://shop.example' }, 403],
    [[], {}, 200],
  ])('%j of %j: %d', async (allowedDomains, headers: Record<string, string>, status) => {
    const project = await aProjectWith({ allowedDomains });
    const answer = await send(project, anEnvelope(anEventId()), headers);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  });

  it('count what they refuse', async () => {
    const project = await aProjectWith({ allowedDomains: [] });
    await send(project, anEnvelope(anEventId()), { origin: 'https://shop.example' });
    expect(await outcomesOf(project)).toEqual([{ category: 'default', outcome: 'invalid', reason: 'cors', quantity: 1 }]);
  });
});

it('counts what clients dropped themselves, in the hour they say', async () => {
  const project = await aProject();
  const report = {
    timestamp: Date.now() / 1000,
    discarded_events: [
      { reason: 'ratelimit_backoff', category: 'error', quantity: 3 },
      { reason: 'sample_rate', category: 'transaction', quantity: 40 },
      { reason: 'before_send', category: 'hologram', quantity: 1 },
      { reason: 'before_send', category: 'error', quantity: -1 },
      { reason: 'x'.repeat(201), category: 'error', quantity: 1 },
      { reason: '\u202e\u0000\ud800', category: 'error', quantity: 1 },
      { reason: 'sample\u202e_rate', category: 'transaction', quantity: 1 },
      null,
    ],
    rate_limited_events: [{ reason: 'by_relay', category: 'error', quantity: 2 }],
  };
  const send1 = await send(project, `{}\n{"type":"client_report"}\n${JSON.stringify(report)}\n{"type":"client_report"}\nnonsense\n`);
  expect([send1.status, await send1.json()]).toEqual([200, {}]);
  await send(project, `{}\n{"type":"client_report"}\n${JSON.stringify({ ...report, timestamp: Date.now() / 1000 + 600 })}\n`);
  expect(await outcomesOf(project)).toEqual([
    { category: 'error', outcome: 'client_discard', reason: 'ratelimit_backoff', quantity: 3 },
    { category: 'error', outcome: 'rate_limited', reason: 'by_relay', quantity: 2 },
    { category: 'transaction', outcome: 'client_discard', reason: 'sample_rate', quantity: 41 },
  ]);
});

it('keeps made-up reasons from becoming endless rows', async () => {
  const project = await aProject();
  const reports = Array.from({ length: 120 }, (_, index) => {
    const report = { discarded_events: [{ reason: `made-up-${index}`, category: 'error', quantity: 1 }] };
    return `{"type":"client_report"}\n${JSON.stringify(report)}\n`;
  });
  await send(project, `{}\n${reports.join('')}`);
  const rows = await outcomesOf(project);
  expect(rows.length).toBe(51);
  expect(rows).toContainEqual({ category: 'error', outcome: 'client_discard', reason: 'other', quantity: 70 });
});

it('stops reading a flood of bad requests, of that address only, and writes a handful of rows about it', async () => {
  const project = await aProject();
  const flood = { 'cf-connecting-ip': '198.51.100.7' };
  const statuses: number[] = [];
  for (let sent = 0; sent < 110; sent += 1) statuses.push((await send(project, 'garbage', flood)).status);
  expect([statuses[0], statuses[100], statuses[101], statuses[109]]).toEqual([400, 400, 429, 429]);
  const refused = await send(project, anEnvelope(anEventId()), flood);
  expect([refused.status, await refused.text()]).toEqual([429, '']);
  expect((await send(project, anEnvelope(anEventId()), { 'cf-connecting-ip': '198.51.100.8' })).status).toBe(200);
  expect(await outcomesOf(project)).toEqual([
    { category: 'default', outcome: 'abuse', reason: 'bad_requests', quantity: 10 },
    { category: 'default', outcome: 'invalid', reason: 'invalid_envelope', quantity: 101 },
    { category: 'error', outcome: 'accepted', reason: '', quantity: 1 },
  ]);
  expect((await samplesOf(project)).length).toBeLessThanOrEqual(31);
});
