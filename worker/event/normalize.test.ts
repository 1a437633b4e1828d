import { describe, expect, it } from 'vitest';
import { normalized, receivedAt } from './normalize.fixture.ts';

describe('an empty event', () => {
  it('has what every event has, and nothing else', () => {
    expect(JSON.parse(JSON.stringify(normalized({})))).toEqual({
      event_id: 'a'.repeat(32),
      type: 'default',
      timestamp: receivedAt / 1000,
      received: receivedAt / 1000,
      level: 'error',
      platform: 'other',
      contexts: {},
      tags: [['level', 'error']],
      errors: [],
    });
  });
});

describe('fields of an event', () => {
  it.each([
    [{ level: 'log' }, { level: 'info' }],
    [{ level: 'critical' }, { level: 'fatal' }],
    [{ level: 'WARNING' }, { level: 'warning' }],
    [{ level: 30 }, { level: 'warning' }],
    [{ level: 'loud' }, { level: 'error' }],
    [{ type: 'transaction' }, { type: 'transaction', level: 'info' }],
    [{ type: 'error' }, { type: 'default' }],
    [{ csp: { effective_directive: 'img-src' } }, { type: 'csp' }],
    [{ 'sentry.interfaces.ExpectCT': { hostname: 'e.com' } }, { type: 'expectct', expectct: { hostname: 'e.com' } }],
    [{ platform: 'python' }, { platform: 'python' }],
    [{ platform: 'cobol' }, { platform: 'other' }],
    [{ release: ' shop@1.0\n' }, { release: 'shop@1.0' }],
    [{ release: 42 }, { release: '42' }],
    [{ release: 'Latest' }, { release: undefined }],
    [{ release: 'a/b' }, { release: undefined }],
    [{ release: 'r'.repeat(201) }, { release: undefined }],
    [{ release: '1', dist: ' foo ' }, { dist: 'foo' }],
    [{ release: '1', dist: 'a b' }, { dist: undefined }],
    [{ dist: 'foo' }, { dist: undefined }],
    [{ environment: 'None' }, { environment: undefined }],
    [{ environment: 'a\tb' }, { environment: undefined }],
    [{ environment: 'e'.repeat(65) }, { environment: undefined }],
    [{ environment: '' }, { environment: undefined }],
    [{ logger: 'a\nb' }, { logger: undefined }],
    [{ logger: 'l'.repeat(70) }, { logger: `${'l'.repeat(61)}...` }],
    [{ platform: 'java', logger: `com.example.${'very.'.repeat(12)}long.Logger` }, { logger: `*${'very.'.repeat(10)}long.Logger` }],
    [{ transaction: ' GET / ' }, { transaction: 'GET /' }],
    [{ culprit: 'c'.repeat(300) }, { culprit: `${'c'.repeat(197)}...` }],
    [{ fingerprint: [true, -22, 1.5, 'x', {}, null] }, { fingerprint: ['True', '-22', '1', 'x'] }],
    [{ fingerprint: 'x' }, { fingerprint: undefined }],
    [{ fingerprint: [] }, { fingerprint: undefined }],
    [{ checksum: 'abc' }, { checksum: 'abc' }],
    [{ modules: { a: '1', b: null, c: 2 } }, { modules: { a: '1', b: '', c: '2' } }],
    [{ extra: { a: [1], b: null } }, { extra: { a: [1] } }],
    [{ extra: 'x' }, { extra: undefined }],
    [{ time_spent: 'x' }, { time_spent: undefined }],
    [
      { type: 'transaction', measurements: { lcp: { value: 1 } }, spans: [{ op: 'db' }] },
      { measurements: { lcp: { value: 1 } }, spans: [{ op: 'db' }] },
    ],
    [{ template: { filename: 'a.html', lineno: 3, pre_context: ['x'] } }, { template: { filename: 'a.html', lineno: 3, pre_context: ['x'] } }],
    [{ unknown: 1 }, { errors: [] }],
  ])('%j → %j', (payload, expected) => expect(normalized(payload)).toMatchObject(expected));
});

it('keeps measurements and spans of transactions only', () => {
  expect(normalized({ measurements: { lcp: { value: 1 } }, spans: [{}] })).not.toHaveProperty('measurements');
});

describe('the SDK', () => {
  it.each([
    [
      { sdk: { name: 'sentry.python', version: '2.1', packages: [{ name: 'pypi:sentry-sdk', version: 2 }, 'x'] } },
      null,
      { name: 'sentry.python', packages: [{ name: 'pypi:sentry-sdk', version: '2' }] },
    ],
    [{}, 'raven-js/3.27.2', { name: 'raven-js', version: '3.27.2' }],
    [{}, 'sentry_php 2.0', { name: 'sentry_php', version: '2.0' }],
    [{ sdk: { name: 'incomplete' } }, 'raven/1', { name: 'raven', version: '1' }],
    [{ sdk: { name: 'n', version: '1', settings: { infer_ip: 'sometimes' } } }, null, { settings: { infer_ip: undefined } }],
  ])('of %j sent by %s is %j', (payload, client, expected) => expect(normalized(payload, { client }).sdk).toMatchObject(expected));

  it('lists 200 integrations and packages at most', () => {
    const many = Array.from({ length: 300 }, () => ({ name: 'npm:x', version: '1' }));
    const sdk = { name: 'n', version: '1', integrations: many.map(({ name }) => name), packages: many };
    expect(normalized({ sdk }).sdk).toMatchObject({ integrations: { length: 200 }, packages: { length: 200 } });
  });

  it('may be unknown', () => expect(normalized({}, { client: 'nonsense' }).sdk).toBeUndefined());
});

describe('debug images', () => {
  it('are kept when they are of a known kind and have an id', () => {
    const images = [
      { type: 'elf', name: '/lib/libc.so', id: 'ab', image_addr: 4096, image_size: 10 },
      { type: 'apple', name: 'App', uuid: 'cd' },
      { type: 'sourcemap', code_file: 'app.js', debug_id: 'ef' },
      { type: 'proguard', uuid: '12' },
      { type: 'invalid' },
      { type: 'elf', name: 'no id' },
    ];
    const event = normalized({ debug_meta: { images, sdk_info: { sdk_name: 'iOS' } } });
    expect(event.debug_meta).toMatchObject({
      images: [
        { type: 'elf', code_file: '/lib/libc.so', debug_id: 'ab', image_addr: '0x1000' },
        { type: 'macho', code_file: 'App', debug_id: 'cd' },
        { type: 'sourcemap', code_file: 'app.js', debug_id: 'ef' },
        { type: 'proguard', uuid: '12' },
      ],
      sdk_info: { sdk_name: 'iOS' },
    });
    expect(event.errors).toHaveLength(2);
  });
});

describe('breadcrumbs', () => {
  it.each([
    [{ message: 'm' }, { type: 'default', level: 'info', message: 'm' }],
    [
      { message: { a: 1 }, level: 'critical', type: 'http', category: 'xhr' },
      { message: '{"a":1}', level: 'fatal', type: 'http' },
    ],
    [
      { message: 'm', level: 'invalid', data: 'x' },
      { level: 'info', data: undefined },
    ],
    [{ message: 'm', timestamp: '2026-11-23T11:59:00Z' }, { timestamp: receivedAt / 1000 - 60 }],
  ])('of %j are %j', (breadcrumb, expected) => expect(normalized({ breadcrumbs: [breadcrumb] }).breadcrumbs?.values[0]).toMatchObject(expected));

  it('are the newest 1000', () => {
    const sent = Array.from({ length: 1200 }, (_, index) => ({ message: String(index) }));
    expect(normalized({ breadcrumbs: { values: sent } }).breadcrumbs?.values).toMatchObject({ length: 1000, 0: { message: '200' }, 999: { message: '1199' } });
  });

  it('from before 1970 are dropped', () => {
    expect(normalized({ breadcrumbs: [{ timestamp: -1 }, { message: 'kept' }] }).breadcrumbs?.values).toMatchObject([{ message: 'kept' }]);
  });
});

describe('repairs', () => {
  it('are noted in _meta at their place, and flat in errors', () => {
    const event = normalized({ user: { email: 5 }, culprit: 'c'.repeat(201), exception: [{ type: 'E', mechanism: { type: 'x', handled: 'no' } }] });
    const err = (reason: string) => [['invalid_data', { reason }]];
    expect(event._meta).toEqual({
      user: { email: { '': { err: err('expected a string'), val: 5 } } },
      culprit: { '': { rem: [['!limit', 's', 197, 200]], len: 201 } },
      exception: { values: { 0: { mechanism: { handled: { '': { err: err('expected a boolean'), val: 'no' } } } } } },
    });
    expect(event.errors).toEqual([
      { type: 'invalid_data', name: 'user.email', value: 5 },
      { type: 'invalid_data', name: 'exception.values.0.mechanism.handled', value: 'no' },
    ]);
  });

  it('keep what the client has noted itself', () => {
    const own = { extra: { secret: { '': { rem: [['@password', 'x', 0, 0]], len: 12 } } } };
    expect(normalized({ _meta: own, user: { email: 5 } })._meta).toMatchObject({ ...own, user: { email: {} } });
  });

  it('are written down only so often, however many there are', () => {
    const event = normalized({ tags: Array.from({ length: 10_000 }, () => ['', 'x']), message: 'kept' });
    expect(event.errors).toHaveLength(200);
    expect(event.logentry?.formatted).toBe('kept');
  });
});
