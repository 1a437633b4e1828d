import { describe, expect, it } from 'vitest';
import type { Event as StoredEvent, Frame as StoredFrame } from '../event/event.ts';
import type { Issue } from '../storage/issues.ts';
import type { EventRow } from '../storage/events.ts';
import { type Entry, Event, EventSummary } from './contract/event.ts';
import { serializeEvent, serializeEventSummary } from './serialize-event.ts';

const eventId = 'a'.repeat(32);
const description = {
  title: 'TypeError: x',
  culprit: 'load',
  location: 'app.js',
  metadata: { type: 'TypeError', value: 'x' },
  type: 'error' as const,
  isUnhandled: false,
};
const issue: Issue = {
  id: 7_000_000_042,
  projectId: 7,
  number: 42,
  hash: 'b'.repeat(32),
  mechanism: 'picket:2026-11',
  status: 'unresolved',
  substatus: 'new',
  title: 'TypeError: x',
  culprit: 'load',
  level: 'error',
  type: 'error',
  platform: 'javascript',
  logger: null,
  metadata: {},
  isUnhandled: false,
  eventCount: 1,
  userCount: 0,
  firstSeenAt: 0,
  lastSeenAt: 0,
  firstRelease: null,
  lastRelease: null,
  trend: { hours: [], days: [] },
  statusSince: 0,
  priority: 'high',
  isPrioritySetByMember: false,
  assignee: null,
  statusDetails: {},
  version: 1,
};

/** The reply for a stored event, as its schema reads it. */
function serialize(fields: Partial<StoredEvent> = {}): Event {
  const event: StoredEvent = {
    event_id: eventId,
    type: 'error',
    timestamp: 1_790_000_000.25,
    received: 1_790_000_001,
    level: 'error',
    platform: 'javascript',
    contexts: {},
    tags: [],
    errors: [],
    ...fields,
  };
  return Event.parse(serializeEvent(event, description, issue, { neighbours: { previousId: 'c'.repeat(32), nextId: null }, report: null }));
}

type EntryOf<Type extends Entry['type']> = Extract<Entry, { type: Type }>;

function entryOf<Type extends Entry['type']>(fields: Partial<StoredEvent>, type: Type): EntryOf<Type> {
  const isWanted = (entry: Entry): entry is EntryOf<Type> => entry.type === type;
  const entry = serialize(fields).entries.find(isWanted);
  if (!entry) throw new Error(`The event has no entry ${type}`);
  return entry;
}

describe('an event', () => {
  it('with nothing in it has all fields all the same', () => {
    expect(serialize()).toMatchObject({
      id: eventId,
      eventID: eventId,
      groupID: '7000000042',
      projectID: '7',
      title: 'TypeError: x',
      culprit: 'load',
      location: 'app.js',
      type: 'error',
      message: '',
      dateCreated: '2026-09-21T14:13:20.250000Z',
      dateReceived: '2026-09-21T14:13:21.000000Z',
      user: null,
      release: null,
      dist: null,
      environment: null,
      sdk: null,
      context: {},
      packages: {},
      entries: [],
      fingerprints: ['b'.repeat(32)],
      groupingConfig: { id: 'picket:2026-11' },
      previousEventID: 'c'.repeat(32),
      nextEventID: null,
      _meta: {},
    });
  });

  it('keeps what is said about it', () => {
    const event = serialize({
      release: 'web@1.0',
      dist: '5',
      environment: 'production',
      tags: [['browser', 'Firefox']],
      extra: { answer: 42 },
      modules: { preact: '11.2.0' },
      sdk: { name: 'sentry.javascript.browser', version: '11.12.0', integrations: ['Dedupe'] },
      contexts: { browser: { type: 'browser', name: 'Firefox' } },
    });
    expect(event).toMatchObject({
      release: { version: 'web@1.0' },
      dist: '5',
      environment: 'production',
      tags: [{ key: 'browser', value: 'Firefox' }],
      context: { answer: 42 },
      packages: { preact: '11.2.0' },
      sdk: { name: 'sentry.javascript.browser', version: '11.12.0' },
      contexts: { browser: { type: 'browser', name: 'Firefox' } },
    });
  });

  it('counts its size in bytes, not characters', () => {
    expect(serialize({ extra: { text: '日本' } }).size - serialize({ extra: { text: 'ab' } }).size).toBe(4);
  });

  it('says what was repaired, in words', () => {
    const errors = [
      { type: 'invalid_data', name: 'user.ip_address', value: 'nowhere' },
      { type: 'future_timestamp', name: 'timestamp' },
    ];
    expect(serialize({ errors }).errors).toEqual([
      { type: 'invalid_data', message: 'Discarded invalid value', data: { name: 'user.ip_address', value: 'nowhere' } },
      { type: 'future_timestamp', message: 'Invalid timestamp (in future)', data: { name: 'timestamp' } },
    ]);
  });

  it('keeps what is known of the user beyond the named fields', () => {
    const user = { id: '7', ip_address: '127.0.0.1', geo: { city: 'Vienna' }, segment: 'beta', data: { plan: 'pro' } };
    expect(serialize({ user }).user).toEqual({
      id: '7',
      email: null,
      username: null,
      ip_address: '127.0.0.1',
      name: null,
      data: { plan: 'pro', geo: { city: 'Vienna' }, segment: 'beta' },
    });
    expect(serialize({ user: { id: '7' } }).user?.data).toBeNull();
  });

  it.each([
    [{ formatted: 'hello Ada', message: 'hello %s', params: ['Ada'] }, 'hello Ada', { formatted: 'hello Ada', message: 'hello %s', params: ['Ada'] }],
    [{ message: 'hello' }, 'hello', { formatted: 'hello', message: 'hello', params: null }],
    [{ formatted: 'hello' }, 'hello', { formatted: 'hello', message: null, params: null }],
  ])('with the log entry %j says so', (logentry, message, data) => {
    expect(serialize({ logentry }).message).toBe(message);
    expect(entryOf({ logentry }, 'message').data).toEqual(data);
  });

  it('has its entries in the order that is fixed', () => {
    const event = serialize({
      debug_meta: { images: [{ type: 'sourcemap', debug_id: 'x' }] },
      csp: { effective_directive: 'img-src' },
      request: {},
      breadcrumbs: { values: [] },
      template: { filename: 'page.html' },
      logentry: { formatted: 'hello' },
      stacktrace: { frames: [{ function: 'main' }] },
      threads: { values: [] },
      exception: { values: [] },
    });
    expect(event.entries.map(({ type }) => type)).toEqual([
      'exception',
      'threads',
      'stacktrace',
      'message',
      'template',
      'breadcrumbs',
      'request',
      'csp',
      'debugmeta',
    ]);
  });
});

describe('an exception', () => {
  it('has its mechanism, thread and both stacks', () => {
    const exception = {
      values: [
        {
          type: 'TypeError',
          value: 'x',
          module: 'app',
          thread_id: 3,
          mechanism: { type: 'onerror', handled: false, exception_id: 1, parent_id: 0, data: { url: '/' } },
          stacktrace: { frames: [{ function: 'load' }] },
          raw_stacktrace: { frames: [{ function: 'a' }] },
        },
      ],
    };
    expect(entryOf({ exception }, 'exception').data.values).toMatchObject([
      {
        type: 'TypeError',
        value: 'x',
        module: 'app',
        threadId: 3,
        mechanism: { type: 'onerror', handled: false, synthetic: null, exception_id: 1, parent_id: 0, data: { url: '/' } },
        stacktrace: { frames: [{ function: 'load' }], registers: null },
        rawStacktrace: { frames: [{ function: 'a' }] },
      },
    ]);
  });

  it.each([
    [[true, false], true],
    [[true, undefined], true],
    [[true, true], false],
    [[false, false], false],
    [[undefined, undefined], false],
  ])('with frames whose in_app is %j: has system frames beside others: %s', (inApp, expected) => {
    const frames = inApp.map((in_app) => ({ function: 'f', in_app }));
    const { data } = entryOf({ exception: { values: [{ stacktrace: { frames } }] } }, 'exception');
    expect([data.hasSystemFrames, data.values[0]?.stacktrace?.hasSystemFrames]).toEqual([expected, expected]);
  });
});

describe('a frame', () => {
  const frameOf = (frame: StoredFrame) => entryOf({ stacktrace: { frames: [frame] } }, 'stacktrace').data.frames[0];

  it('has its names in camel case', () => {
    const frame = {
      function: 'load',
      raw_function: '_load',
      filename: 'app.js',
      abs_path: '/srv/app.js',
      lineno: 3,
      colno: 7,
      in_app: true,
      instruction_addr: '0x1f',
      vars: { x: null },
    };
    expect(frameOf(frame)).toMatchObject({
      function: 'load',
      rawFunction: '_load',
      filename: 'app.js',
      absPath: '/srv/app.js',
      lineNo: 3,
      colNo: 7,
      inApp: true,
      instructionAddr: '0x1f',
      vars: { x: null },
      module: null,
      package: null,
      lock: null,
    });
  });

  it.each([
    [
      { lineno: 3, pre_context: ['one', 'two'], context_line: 'three', post_context: ['four'] },
      [
        [1, 'one'],
        [2, 'two'],
        [3, 'three'],
        [4, 'four'],
      ],
    ],
    [{ lineno: 1, context_line: '' }, [[1, '']]],
    [
      { lineno: 1, pre_context: ['?'], context_line: 'one' },
      [
        [0, '?'],
        [1, 'one'],
      ],
    ],
    [{ context_line: 'three', pre_context: ['two'] }, []],
    [{ lineno: 3 }, []],
    [{ lineno: 3, pre_context: ['two'] }, []],
  ])('with %j numbers its source lines', (frame: StoredFrame, expected) => {
    expect(frameOf(frame)?.context).toEqual(expected);
  });
});

it('shows threads, breadcrumbs and the request', () => {
  const threads = {
    values: [{ id: 1, name: 'main', crashed: true, current: true, state: 'RUNNABLE', held_locks: { a: 1 }, stacktrace: { frames: [{ function: 'run' }] } }],
  };
  expect(entryOf({ threads }, 'threads').data.values).toMatchObject([
    { id: 1, name: 'main', crashed: true, state: 'RUNNABLE', heldLocks: { a: 1 }, rawStacktrace: null },
  ]);

  const breadcrumbs = {
    values: [
      { type: 'http', level: 'info' as const, timestamp: 1_790_000_000.5, category: 'fetch', data: { url: '/' } },
      { type: 'default', level: 'info' as const },
    ],
  };
  expect(entryOf({ breadcrumbs }, 'breadcrumbs').data.values).toEqual([
    { type: 'http', level: 'info', timestamp: '2026-09-21T14:13:20.500000Z', category: 'fetch', message: null, data: { url: '/' }, event_id: null },
    { type: 'default', level: 'info', timestamp: null, category: null, message: null, data: null, event_id: null },
  ]);

  const request = {
    url: 'https://acme.example/',
    method: 'POST',
    query_string: [['q', '1']],
    headers: [['Host', 'acme.example']],
    data: { a: 1 },
    api_target: 'graphql',
  } satisfies StoredEvent['request'];
  expect(entryOf({ request }, 'request').data).toEqual({
    apiTarget: 'graphql',
    method: 'POST',
    url: 'https://acme.example/',
    query: [['q', '1']],
    fragment: null,
    data: { a: 1 },
    headers: [['Host', 'acme.example']],
    cookies: [],
    env: null,
    inferredContentType: null,
  });
});

it('summarizes what is indexed of an event', () => {
  const row: EventRow = {
    projectId: 7,
    eventId,
    issueId: 7_000_000_042,
    occurredAt: 1_790_000_000_250,
    receivedAt: 1_790_000_001_000,
    title: 'TypeError: x',
    culprit: 'load',
    level: 'fatal',
    type: 'error',
    platform: 'javascript',
    release: null,
    environment: null,
    user: { email: 'ada@acme.example' },
    tags: { browser: 'Firefox' },
    fields: {},
    hash: 'b'.repeat(32),
  };
  expect(EventSummary.parse(serializeEventSummary(row))).toMatchObject({
    id: eventId,
    groupID: '7000000042',
    'event.type': 'error',
    title: 'TypeError: x',
    level: 'fatal',
    user: { email: 'ada@acme.example', id: null },
    tags: [{ key: 'browser', value: 'Firefox' }],
    dateCreated: '2026-09-21T14:13:20.250000Z',
  });
  expect(serializeEventSummary({ ...row, user: null }).user).toBeNull();
});
