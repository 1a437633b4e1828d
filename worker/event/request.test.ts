import { describe, expect, it } from 'vitest';
import { normalized } from './normalize.fixture.ts';

describe('requests', () => {
  it.each([
    [
      'query and fragment in the address',
      { url: 'http://e.com/a?b=1&c=%20#top' },
      {
        url: 'http://e.com/a',
        query_string: [
          ['b', '1'],
          ['c', ' '],
        ],
        fragment: 'top',
      },
    ],
    ['a query of its own, which wins', { url: 'http://e.com/a?b=1', query_string: '?x=y' }, { url: 'http://e.com/a', query_string: [['x', 'y']] }],
    [
      'a query as object',
      { query_string: { a: 1, b: ['x'] } },
      {
        query_string: [
          ['a', '1'],
          ['b', '["x"]'],
        ],
      },
    ],
    [
      'a query as pairs, one of them broken',
      { query_string: [['a', 'b'], null, 'x', ['c', null]] },
      {
        query_string: [
          ['a', 'b'],
          ['c', ''],
        ],
      },
    ],
    ['an address that was cut', { url: 'http://e.com/path…' }, { url: 'http://e.com/path...' }],
    ['a relative address', { url: 'popup.html#' }, { url: 'popup.html', fragment: undefined }],
    ['a method in lower case', { method: 'post' }, { method: 'POST' }],
    ['a method that is none', { method: '!!!', url: 'x' }, { method: undefined, url: 'x' }],
    [
      'cookies in a header',
      { headers: { cookie: 'a=b; c' } },
      {
        cookies: [
          ['a', 'b'],
          ['c', ''],
        ],
        headers: [],
      },
    ],
    ['cookies beside the header', { headers: [['Cookie', 'a=b']], cookies: { x: 'y' } }, { cookies: [['x', 'y']], headers: [] }],
    [
      'cookies as a text',
      { cookies: 'a=b;c=d' },
      {
        cookies: [
          ['a', 'b'],
          ['c', 'd'],
        ],
      },
    ],
    [
      'headers as object, sorted',
      { headers: { 'x-b': [1, 'z'], 'accept-language': 'de' } },
      {
        headers: [
          ['Accept-Language', 'de'],
          ['X-B', '1,z'],
        ],
      },
    ],
    [
      'headers as pairs, in their order',
      {
        headers: [
          ['x-b', '1'],
          ['a', '2'],
        ],
      },
      {
        headers: [
          ['X-B', '1'],
          ['A', '2'],
        ],
      },
    ],
    ['a body of JSON', { data: '{"a":[1]}' }, { data: { a: [1] }, inferred_content_type: 'application/json' }],
    ['a form', { data: 'a=1&b=2&a=3' }, { data: { a: ['1', '3'], b: '2' }, inferred_content_type: 'application/x-www-form-urlencoded' }],
    ['base64', { data: 'dA==' }, { data: 'dA==', inferred_content_type: undefined }],
    ['XML', { data: '<?xml a="1"?>&b=2' }, { data: '<?xml a="1"?>&b=2' }],
    [
      'a text with its type',
      { data: 'plain', headers: { 'content-type': 'text/plain; charset=utf-8' } },
      { data: 'plain', inferred_content_type: 'text/plain' },
    ],
    ['an object as body', { data: { a: 1 } }, { data: { a: 1 } }],
    ['NULs hidden in a form', { data: 'a=%00&b=1' }, { data: { a: '\uFFFD', b: '1' } }],
  ])('are read with %s', (_name, request, expected) => expect(normalized({ request }).request).toMatchObject(expected));

  it('are read under their old name', () => {
    expect(normalized({ 'sentry.interfaces.Http': { url: 'http://e.com/' } }).request?.url).toBe('http://e.com/');
  });

  it('have a short address', () => {
    expect(normalized({ request: { url: `http://e.com/${'a'.repeat(500)}?q=1` } }).request).toMatchObject({
      query_string: [['q', '1']],
      url: expect.stringMatching(/^.{253}\.\.\.$/),
    });
  });

  it.each([[{}], ['x'], [null]])('are absent in %j', (request) => expect(normalized({ request }).request).toBeUndefined());
});
