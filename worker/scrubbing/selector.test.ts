import { describe, expect, it } from 'vitest';
import { scrubbed, oneRule } from './scrubbing.fixture.ts';
import { parseSelector } from './selector.ts';

const payload = {
  message: 'hello',
  exception: {
    values: [{ type: 'E', value: 'boom', stacktrace: { frames: [{ function: 'f', filename: '/home/me/app.js', vars: { foo: 'x', bar: { foo: 'y' } } }] } }],
  },
  user: { id: '42', email: 'me@example.com' },
  extra: { foo: 'x', deep: { foo: 'y', list: ['a', 7] }, 'odd key': 'z' },
  tags: { region: 'eu' },
  request: { url: 'https://example.com/a', headers: { 'X-Thing': 'q' } },
};

/** Paths of what a selector selects in the payload above. */
function selected(selector: string): string[] {
  const meta = scrubbed(payload, oneRule(selector, { type: 'anything', redaction: { method: 'replace', text: '[gone]' } }))._meta;
  const paths: string[] = [];
  const walk = (node: unknown, path: string[]): void => {
    for (const [key, inner] of Object.entries(Object(node))) {
      if (key === '') paths.push(path.join('.'));
      else walk(inner, [...path, key]);
    }
  };
  walk(meta, []);
  return paths.sort();
}

describe('selectors', () => {
  it.each([
    ['foo', ['exception.values.0.stacktrace.frames.0.vars.bar.foo', 'exception.values.0.stacktrace.frames.0.vars.foo', 'extra.deep.foo', 'extra.foo']],
    ['extra.foo', ['extra.foo']],
    ['EXTRA.Foo', ['extra.foo']],
    ["extra.'odd key'", ['extra.odd key']],
    ['extra.*', ['extra.deep', 'extra.foo', 'extra.odd key']],
    ['extra.**.foo', ['extra.deep.foo', 'extra.foo']],
    ['extra.deep.list.1', ['extra.deep.list.1']],
    ['$number', ['extra.deep.list.1']],
    ['$frame.vars.** && $string', ['exception.values.0.stacktrace.frames.0.vars.bar.foo', 'exception.values.0.stacktrace.frames.0.vars.foo']],
    ['$error.value', ['exception.values.0.value']],
    ['$frame.filename', ['exception.values.0.stacktrace.frames.0.filename']],
    ['$user.* && !id', ['user.email']],
    ["request.headers.'x-thing' || user.id", ['request.headers.0.1', 'user.id']],
    ['tags.region', ['tags.0.1']],
    ['$message', []],
    ['$logentry.formatted', ['logentry.formatted']],
    ['$exception.type', []],
    ['$attachments', []],
  ])('%s', (selector, paths) => {
    expect(selected(selector)).toEqual(paths);
  });

  it('reaches what only its name may reach neither by type nor by wildcard', () => {
    for (const selector of ['$string', '**', '!foo']) expect(selected(selector).filter((path) => /^tags|url$|filename/.test(path))).toEqual([]);
  });

  it.each([
    ['**.a.**', 'deep wildcard used more than once', 0],
    ['*', 'wildcard must be part of a path', 0],
    ['$nothing', 'unknown value $nothing', 0],
    ['(a', 'a ( has no )', 2],
    ['a b', 'unknown value', 2],
    ['a &&', 'unknown value', 4],
    ['', 'unknown value', 0],
  ])('%s is refused, with the place and the reason', (text, message, at) => {
    expect(parseSelector(text)).toEqual({ ok: false, error: { reason: 'selector', at, message } });
  });
});
