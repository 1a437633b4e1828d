import { describe, expect, it } from 'vitest';
import { normalized } from './normalize.fixture.ts';

function tagsOf(payload: Record<string, unknown>, clientIp: string | null = null): Record<string, string> {
  return Object.fromEntries(normalized(payload, { clientIp }).tags);
}

describe('tags of the client', () => {
  it.each([
    ['an object', { a: 'b', flag: true, n: 42, none: null }, { a: 'b', flag: 'True', n: '42' }],
    ['a list of pairs', [['a', 'b'], null, ['c', 'd']], { a: 'b', c: 'd' }],
    ['a list of objects', [{ key: 'a', value: 'b' }], { a: 'b' }],
    ['keys with spaces', { 'foo bar': 'x' }, { 'foo-bar': 'x' }],
    [
      'the same key twice',
      [
        ['a', 'first'],
        ['a', 'second'],
      ],
      { a: 'first' },
    ],
  ])('come as %s', (_name, tags, expected) => expect(tagsOf({ tags })).toEqual({ ...expected, level: 'error' }));

  it.each([
    ['an empty key', { '': 'x' }],
    ['an empty value', { a: ' ' }],
    ['a key with other characters', { größe: 'x' }],
    ['a key that is too long', { ['k'.repeat(201)]: 'x' }],
    ['a line break', { a: 'b\nc' }],
    ['an object as value', { a: {} }],
    ['a lone text', ['a']],
  ])('are dropped and noted for %s', (_name, tags) => {
    const event = normalized({ tags });
    expect(event.tags).toEqual([['level', 'error']]);
    expect(event.errors).toHaveLength(1);
  });

  it('are noted where they stand, also behind one that was dropped', () => {
    const event = normalized({
      tags: [
        ['größe', 'x'],
        ['a', 'b'],
        ['a', 'c'],
        ['long', 'x'.repeat(300)],
      ],
    });
    expect(event.tags.slice(0, 2).map(([key]) => key)).toEqual(['a', 'long']);
    expect(event._meta).toMatchObject({ tags: { 1: { 1: { '': { rem: [['!limit', 's', 197, 200]], len: 300 } } } } });
  });

  it('are cut when their value is too long', () => {
    expect(tagsOf({ tags: { a: 'x'.repeat(300) } }).a).toBe(`${'x'.repeat(197)}...`);
  });

  it('are 200 at most', () => {
    const event = normalized({ tags: Array.from({ length: 300 }, (_, index) => [`key${index}`, 'x']) });
    expect(event.tags).toHaveLength(201);
    expect(event._meta).toEqual({ tags: { '': { rem: [['!limit', 'x']], len: 300 } } });
  });

  it('cannot stand for fields of the event', () => {
    expect(tagsOf({ tags: { release: 'x', dist: 'x', user: 'x', filename: 'x', function: 'x', 'device.class': '1' } })).toEqual({ level: 'error' });
  });

  it('give the environment to events that have none', () => {
    expect(normalized({ tags: { environment: 'prod' } })).toMatchObject({
      environment: 'prod',
      tags: [
        ['level', 'error'],
        ['environment', 'prod'],
      ],
    });
    expect(normalized({ tags: { environment: 'prod' }, environment: 'test' }).environment).toBe('test');
  });
});

describe('derived tags', () => {
  it('are made of the rest of the event', () => {
    const tags = tagsOf({
      level: 'fatal',
      logger: 'app.orders',
      environment: 'prod',
      transaction: 'GET /orders',
      release: 'shop@1.0.0',
      dist: '7',
      server_name: 'web-1',
      user: { id: '42' },
      request: { url: 'https://shop.example/cart?x=1' },
      exception: [
        { type: 'A', mechanism: { type: 'chained', handled: true } },
        { type: 'B', mechanism: { type: 'onerror', handled: false } },
      ],
      contexts: {
        os: { name: 'Linux', version: '6.1', rooted: true },
        runtime: { name: 'node', version: 'v24' },
        browser: { name: 'Firefox', version: 130 },
        device: { family: 'Pixel', model: 'Pixel 8' },
        replay: { replay_id: 'abc' },
        second_os: { type: 'os', name: 'Android' },
        free: { name: 'no tag' },
      },
    });
    expect(tags).toEqual({
      level: 'fatal',
      logger: 'app.orders',
      environment: 'prod',
      transaction: 'GET /orders',
      release: 'shop@1.0.0',
      dist: '7',
      server_name: 'web-1',
      user: 'id:42',
      url: 'https://shop.example/cart',
      mechanism: 'onerror',
      handled: 'no',
      os: 'Linux 6.1',
      'os.name': 'Linux',
      'os.rooted': 'yes',
      runtime: 'node v24',
      'runtime.name': 'node',
      browser: 'Firefox 130',
      'browser.name': 'Firefox',
      device: 'Pixel 8',
      'device.family': 'Pixel',
      replayId: 'abc',
      second_os: 'Android',
      'second_os.name': 'Android',
    });
  });

  it('leave alone what the client has tagged itself', () => {
    expect(tagsOf({ tags: { level: 'mine', url: 'mine' }, request: { url: 'http://e.com/' } })).toEqual({ level: 'mine', url: 'mine' });
  });

  it('take one line and 200 characters', () => {
    expect(tagsOf({ transaction: 'a\nb' }).transaction).toBe('a b');
    expect(tagsOf({ request: { url: `http://e.com/${'x'.repeat(240)}` } }).url).toHaveLength(200);
  });
});
