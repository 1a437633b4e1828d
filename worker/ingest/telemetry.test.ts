import { env } from 'cloudflare:workers';
import { deflateSync, inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { anEventId } from './ingest.fixture.ts';
import { aProjectWith, contained, filesOf, outcomesOf, sendItems, storedLines, type TestItem } from './telemetry.fixture.ts';

const now = Date.now() / 1000;
const traceId = 'a'.repeat(32);
const aSpan = (parts: object = {}) => ({
  trace_id: anEventId(),
  span_id: 'b'.repeat(16),
  start_timestamp: now - 1,
  end_timestamp: now,
  name: 'GET /',
  status: 'ok',
  ...parts,
});
const aLog = (parts: object = {}) => ({ timestamp: now, trace_id: traceId, level: 'info', body: 'hello', ...parts });
const aTransaction = (parts: object = {}) => ({
  type: 'transaction',
  transaction: 'checkout',
  start_timestamp: now - 1,
  timestamp: now,
  contexts: { trace: { trace_id: traceId, span_id: 'b'.repeat(16) } },
  spans: [{ trace_id: traceId, span_id: 'c'.repeat(16), start_timestamp: now - 1, timestamp: now }],
  ...parts,
});
const attrs = { release: 'shop@1.0.0', environment: 'staging' };
const aProfile = () => ({
  version: '1',
  event_id: anEventId(),
  platform: 'python',
  profile: { samples: [0, 1].map((ns) => ({ stack_id: 0, thread_id: '1', elapsed_since_start_ns: ns })), stacks: [[0]], frames: [{}] },
});
const aChunk = (id = anEventId()) => ({
  chunk_id: id,
  profiler_id: anEventId(),
  platform: 'node',
  version: '2',
  profile: { samples: [{ stack_id: 0, thread_id: '0', timestamp: now }], stacks: [[0]], frames: [{}] },
});
const bytes = (text: string) => new TextEncoder().encode(text);

it('keeps what an envelope holds, each kind in its place, and counts each thing', async () => {
  const project = await aProjectWith();
  const answer = await sendItems(
    project,
    [
      [{ type: 'transaction' }, aTransaction()],
      contained('span', [aSpan(), aSpan(), { name: 'broken' }]),
      contained('log', [aLog(), aLog({ body: 'two' })]),
      contained('trace_metric', [{ timestamp: now, trace_id: traceId, name: 'orders', type: 'counter', value: 2 }]),
      [{ type: 'session' }, { sid: anEventId(), started: now, init: true, attrs }],
      [{ type: 'sessions' }, { aggregates: [{ started: now, exited: 3 }], attrs }],
      [{ type: 'check_in' }, { check_in_id: anEventId(), monitor_slug: 'nightly', status: 'ok' }],
    ],
    { event_id: traceId, trace: { sample_rate: '0.25' } },
  );
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ id: traceId });
  expect(await storedLines(project, 'transaction')).toMatchObject([{ event_id: traceId, spans: [{}], contexts: { trace: { client_sample_rate: 0.25 } } }]);
  expect(await storedLines(project, 'span')).toHaveLength(2);
  expect(await storedLines(project, 'log')).toMatchObject([{ body: 'hello' }, { body: 'two' }]);
  expect(await storedLines(project, 'trace_metric')).toMatchObject([{ name: 'orders', value: 2 }]);
  expect(await storedLines(project, 'session')).toMatchObject([{ type: 'update' }, { type: 'aggregate', exited: 3 }]);
  expect(await storedLines(project, 'check_in')).toMatchObject([{ monitor_slug: 'nightly' }]);
  expect(await outcomesOf(project, (counts) => Object.keys(counts).length >= 8)).toEqual({
    'transaction accepted': 1,
    'span accepted': 4,
    'span invalid invalid_span': 1,
    'log_item accepted': 2,
    'log_byte accepted': 8,
    'trace_metric accepted': 1,
    'session accepted': 2,
    'monitor accepted': 1,
  });
});

it('keeps once what is sent twice', async () => {
  const project = await aProjectWith();
  const items: TestItem[] = [
    [{ type: 'transaction' }, aTransaction()],
    [{ type: 'check_in' }, { check_in_id: anEventId(), monitor_slug: 'a', status: 'ok' }],
  ];
  for (let nth = 0; nth < 2; nth += 1) expect((await sendItems(project, items, { event_id: traceId })).status).toBe(200);
  expect(await storedLines(project, 'transaction')).toHaveLength(1);
  expect(await storedLines(project, 'check_in')).toHaveLength(1);
  expect(await outcomesOf(project, (counts) => 'span invalid duplicate' in counts)).toEqual({
    'transaction accepted': 1,
    'span accepted': 2,
    'monitor accepted': 1,
    'transaction invalid duplicate': 1,
    'span invalid duplicate': 2,
    'monitor invalid duplicate': 1,
  });
});

it('lets an invalid item cost itself only', async () => {
  const project = await aProjectWith();
  const items: TestItem[] = [[{ type: 'log', item_count: 5 }, { items: [] }], [{ type: 'event' }, { message: 'boom' }], contained('log', [aLog()])];
  expect((await sendItems(project, items, { event_id: anEventId() })).status).toBe(200);
  expect(await outcomesOf(project, (counts) => 'error accepted' in counts)).toEqual({
    'error accepted': 1,
    'log_item invalid invalid_log': 5,
    'log_item invalid duplicate_item': 1,
  });
});

it('scrubs before anything is stored', async () => {
  const project = await aProjectWith();
  const secret = { password: { type: 'string', value: 'hunter2' } };
  const trace = { trace_id: traceId, span_id: 'b'.repeat(16) };
  await sendItems(project, [
    contained('log', [aLog({ attributes: secret })]),
    contained('span', [aSpan({ attributes: secret })]),
    [{ type: 'transaction' }, aTransaction({ extra: { password: 'hunter2' }, contexts: { trace: { ...trace, data: { password: 'hunter2' } } } })],
  ]);
  const lines = [...(await storedLines(project, 'log')), ...(await storedLines(project, 'span')), ...(await storedLines(project, 'transaction'))];
  expect(lines).toHaveLength(3);
  expect(JSON.stringify(lines)).not.toContain('hunter2');
});

describe('a quota', () => {
  const quota = (category: string, limit: number) => ({ quotas: [{ categories: [category], limit, windowSeconds: 3600, reason: 'project_quota' }] });

  it('refuses the items of its category, and tells so', async () => {
    const project = await aProjectWith(quota('log_item', 0));
    const answer = await sendItems(project, [contained('log', [aLog(), aLog()]), contained('span', [aSpan()])]);
    expect(answer.status).toBe(429);
    expect(answer.headers.get('x-sentry-rate-limits')).toMatch(/^60:log_item:project/);
    expect(await storedLines(project, 'log')).toEqual([]);
    expect(await storedLines(project, 'span')).toHaveLength(1);
    expect(await outcomesOf(project, (counts) => 'span accepted' in counts)).toEqual({ 'log_item rate_limited project_quota': 2, 'span accepted': 1 });
  });

  it('on transactions takes their spans and profile with them', async () => {
    const project = await aProjectWith(quota('transaction', 0));
    const items: TestItem[] = [
      [{ type: 'profile' }, aProfile()],
      [{ type: 'transaction' }, aTransaction()],
    ];
    expect((await sendItems(project, items, { event_id: traceId })).status).toBe(429);
    expect(await storedLines(project, 'profile')).toEqual([]);
    const counts = await outcomesOf(project, (known) => 'profile rate_limited project_quota' in known);
    expect(counts).toMatchObject({ 'transaction rate_limited project_quota': 1, 'profile rate_limited project_quota': 1 });
    await expect.poll(() => filesOf(project, 'profiles')).toEqual([]);
  });

  it('on spans leaves the transaction without them', async () => {
    const project = await aProjectWith(quota('span', 0));
    await sendItems(project, [[{ type: 'transaction' }, aTransaction()]], { event_id: traceId });
    expect(await storedLines(project, 'transaction')).toMatchObject([{ transaction: 'checkout', spans: [] }]);
    expect(await outcomesOf(project, (counts) => 'transaction accepted' in counts)).toEqual({
      'transaction accepted': 1,
      'span rate_limited project_quota': 2,
    });
  });
});

it('filters transactions like events', async () => {
  const project = await aProjectWith({ filters: { 'filtered-transaction': true } });
  await sendItems(project, [[{ type: 'transaction' }, aTransaction({ transaction: 'GET /healthz' })]], { event_id: traceId });
  expect(await storedLines(project, 'transaction')).toEqual([]);
  const counts = await outcomesOf(project, (known) => 'span filtered filtered-transaction' in known);
  expect(counts).toEqual({ 'transaction filtered filtered-transaction': 1, 'span filtered filtered-transaction': 2 });
});

describe('profiles', () => {
  it('are kept as they came, and a line tells where', async () => {
    const project = await aProjectWith();
    const profile = aProfile();
    const chunk = { ...aChunk(), padding: 'x'.repeat(300_000) };
    await sendItems(
      project,
      [
        [{ type: 'transaction' }, aTransaction()],
        [{ type: 'profile' }, profile],
        [{ type: 'profile_chunk', platform: 'node' }, chunk],
      ],
      {
        event_id: traceId,
      },
    );
    const [line] = await storedLines(project, 'profile');
    const [chunkLine] = await storedLines(project, 'profile_chunk');
    expect(line).toMatchObject({ event_id: profile.event_id, samples: 2 });
    expect(await (await env.FILES.get(String(line?.key)))?.json()).toEqual(profile);
    expect(await (await env.FILES.get(String(chunkLine?.key)))?.json()).toEqual(chunk);
    expect(await outcomesOf(project, (counts) => 'profile_chunk accepted' in counts)).toMatchObject({ 'profile accepted': 1, 'profile_chunk accepted': 1 });
  });

  it('leave no bytes behind when they are invalid, or were there before', async () => {
    const project = await aProjectWith();
    const chunk: TestItem = [{ type: 'profile_chunk', platform: 'javascript' }, aChunk()];
    await sendItems(project, [chunk]);
    await sendItems(project, [chunk, [{ type: 'profile_chunk' }, bytes('{"chunk_id":')]]);
    expect(await storedLines(project, 'profile_chunk')).toHaveLength(1);
    await expect.poll(async () => (await filesOf(project, 'profiles')).length).toBe(1);
    expect(await outcomesOf(project, (counts) => 'profile_chunk invalid profiling_invalid_json' in counts)).toEqual({
      'profile_chunk_ui accepted': 1,
      'profile_chunk_ui invalid duplicate': 1,
      'profile_chunk invalid profiling_invalid_json': 1,
    });
  });

  it('leave no bytes behind when the envelope is broken further on', async () => {
    const project = await aProjectWith();
    const answer = await sendItems(project, [
      [{ type: 'profile_chunk' }, aChunk()],
      [{}, {}],
    ]);
    expect(answer.status).toBe(400);
    await expect.poll(() => filesOf(project, 'profiles')).toEqual([]);
    expect(await storedLines(project, 'profile_chunk')).toEqual([]);
  });
});

describe('replays', () => {
  const replayId = anEventId();
  const anEvent = (parts: object = {}) => ({ type: 'replay_event', replay_id: replayId, segment_id: 0, timestamp: now, urls: ['http://a/'], ...parts });
  const rrweb = [
    { type: 4, timestamp: 1, data: { href: 'http://a/?password=x' } },
    { type: 5, timestamp: 2, data: { tag: 'breadcrumb', payload: { data: { password: 'hunter2', n: 1 } } } },
  ];
  const aRecording = (events: unknown = rrweb, segment = 0, isPacked = true) => {
    const json = JSON.stringify(events);
    return new Uint8Array(Buffer.concat([bytes(`{"segment_id":${segment}}\n`), isPacked ? deflateSync(json) : bytes(json)]));
  };
  const stored = async (key: unknown) => {
    const object = await env.FILES.get(String(key));
    return JSON.parse(inflateSync(new Uint8Array((await object?.arrayBuffer()) ?? new ArrayBuffer())).toString());
  };

  it.each([true, false])('keep the recording, scrubbed and under zlib, and one line for both (packed: %s)', async (isPacked) => {
    const project = await aProjectWith();
    const items: TestItem[] = [
      [{ type: 'replay_event' }, anEvent()],
      [{ type: 'replay_recording' }, aRecording(rrweb, 0, isPacked)],
    ];
    await sendItems(project, items, { event_id: replayId });
    const [line, ...others] = await storedLines(project, 'replay');
    expect(others).toEqual([]);
    expect(line).toMatchObject({ replay_id: replayId, segment_id: 0, urls: ['http://a/'], recording: { key: `replays/${project.projectId}/${replayId}/0` } });
    const { key } = Object(line?.recording);
    expect(await stored(key)).toEqual([rrweb[0], { type: 5, timestamp: 2, data: { tag: 'breadcrumb', payload: { data: { password: '[Filtered]', n: 1 } } } }]);
    expect(await outcomesOf(project, (counts) => 'replay accepted' in counts)).toEqual({ 'replay accepted': 2 });

    await sendItems(project, items, { event_id: replayId });
    expect(await storedLines(project, 'replay')).toHaveLength(1);
    expect(await outcomesOf(project, (counts) => 'replay invalid duplicate' in counts)).toEqual({ 'replay accepted': 2, 'replay invalid duplicate': 2 });
    expect(await filesOf(project, 'replays')).toHaveLength(1);
  });

  it.each<[string, TestItem[], Record<string, number>]>([
    ['an event without a recording', [[{ type: 'replay_event' }, anEvent()]], { 'replay invalid invalid_replay_missing_recording': 1 }],
    [
      'an invalid event',
      [
        [{ type: 'replay_event' }, anEvent({ error_ids: ['x'] })],
        [{ type: 'replay_recording' }, aRecording()],
      ],
      { 'replay invalid invalid_replay': 2 },
    ],
    [
      'another segment',
      [
        [{ type: 'replay_event' }, anEvent()],
        [{ type: 'replay_recording' }, aRecording([], 1)],
      ],
      { 'replay invalid invalid_replay': 2 },
    ],
    ['damaged zlib data', [[{ type: 'replay_recording' }, bytes('{"segment_id":0}\nxyz')]], { 'replay invalid invalid_replay_recording': 1 }],
    ['no array', [[{ type: 'replay_recording' }, aRecording({ a: 1 })]], { 'replay invalid invalid_replay_recording': 1 }],
    ['no segment', [[{ type: 'replay_recording' }, bytes('{}\n[]')]], { 'replay invalid invalid_replay_recording': 1 }],
    ['a film that is none', [[{ type: 'replay_video' }, bytes('xyz')]], { 'replay invalid invalid_replay_video': 1 }],
  ])('keep nothing of %s', async (_what, items, expected) => {
    const project = await aProjectWith();
    expect((await sendItems(project, [...items, contained('log', [aLog()])], { event_id: replayId })).status).toBe(200);
    const counts = await outcomesOf(project, (known) => 'log_item accepted' in known);
    expect(counts).toEqual({ ...expected, 'log_item accepted': 1, 'log_byte accepted': 5 });
    expect(await storedLines(project, 'replay')).toEqual([]);
    await expect.poll(() => filesOf(project, 'replays')).toEqual([]);
  });

  it('of phones keep the film beside the recording', async () => {
    const project = await aProjectWith();
    const text = (value: string) => [0xa0 | value.length, ...bytes(value)];
    const binary = (value: Uint8Array) => [0xc6, 0, 0, value.length >> 8, value.length & 0xff, ...value];
    const film = Uint8Array.from({ length: 5_000 }, (_, index) => index % 251);
    const map = [0x83, ...text('replay_event'), ...binary(bytes(JSON.stringify(anEvent()))), ...text('replay_recording'), ...binary(aRecording())];
    const payload = Uint8Array.from([...map, ...text('replay_video'), ...binary(film)]);
    await sendItems(project, [[{ type: 'replay_video' }, payload]], { event_id: replayId });
    const [line] = await storedLines(project, 'replay');
    expect(line).toMatchObject({ replay_id: replayId, segment_id: 0, video: { bytes: 5_000 } });
    const object = await env.FILES.get(Object(line?.video).key);
    expect(new Uint8Array((await object?.arrayBuffer()) ?? new ArrayBuffer())).toEqual(film);
    expect(await stored(Object(line?.recording).key)).toHaveLength(2);
    expect(await outcomesOf(project, (counts) => 'replay accepted' in counts)).toEqual({ 'replay accepted': 1 });
  });

  it('keep a recording that came alone', async () => {
    const project = await aProjectWith();
    await sendItems(project, [[{ type: 'replay_recording' }, aRecording([], 3)]], { event_id: replayId });
    expect(await storedLines(project, 'replay')).toMatchObject([{ replay_id: replayId, segment_id: 3 }]);
  });
});

describe('attachments of traces', () => {
  const attachmentId = anEventId();
  const meta = {
    attachment_id: attachmentId,
    trace_id: traceId,
    timestamp: now,
    filename: 'a.txt',
    content_type: 'text/plain',
    attributes: { password: { type: 'string', value: 'x' } },
  };
  const anAttachment = (parts: object = {}, header: object = {}): TestItem => {
    const json = JSON.stringify({ ...meta, ...parts });
    const head = {
      type: 'attachment',
      content_type: 'application/vnd.sentry.trace-attachment',
      meta_length: bytes(json).length,
      span_id: 'b'.repeat(16),
      ...header,
    };
    return [head, bytes(`${json}hello`)];
  };

  it('keep their own bytes, and a line tells what they are', async () => {
    const project = await aProjectWith();
    await sendItems(project, [anAttachment(), contained('log', [aLog()])]);
    const [line] = await storedLines(project, 'trace_attachment');
    expect(line).toMatchObject({ attachment_id: attachmentId, trace_id: traceId, span_id: 'b'.repeat(16), filename: 'a.txt', bytes: 5 });
    expect(line).toMatchObject({ attributes: { password: { value: '[Filtered]' } } });
    expect(await (await env.FILES.get(String(line?.key)))?.text()).toBe('hello');
    expect(await outcomesOf(project, (counts) => 'attachment_item accepted' in counts)).toMatchObject({
      'attachment_item accepted': 1,
      'log_item accepted': 1,
    });
  });

  it.each([anAttachment({ trace_id: 'x' }), anAttachment({}, { meta_length: 99_999 }), anAttachment({}, { meta_length: undefined })])(
    'cost themselves only when they are invalid: %j',
    async (...item) => {
      const project = await aProjectWith();
      await sendItems(project, [[item[0], item[1]], contained('log', [aLog()])]);
      const counts = await outcomesOf(project, (known) => 'log_item accepted' in known);
      expect(counts).toMatchObject({ 'attachment_item invalid invalid_trace_attachment': 1, 'log_item accepted': 1 });
      expect(await storedLines(project, 'trace_attachment')).toEqual([]);
    },
  );
});

it('puts lines into R2 at once when they are too many for a row', async () => {
  const project = await aProjectWith();
  const random = Array.from({ length: 5 }, () => {
    const noise = crypto.getRandomValues(new Uint8Array(60_000));
    return Buffer.from(noise).toString('base64').repeat(1);
  }).join('');
  const logs = Array.from({ length: 8 }, (_, index) => aLog({ body: `${index} ${random.slice(index * 7)}` }));
  expect((await sendItems(project, [contained('log', logs)])).status).toBe(200);
  expect(await storedLines(project, 'log')).toHaveLength(8);
});
