import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { normalized } from '../event/normalize.fixture.ts';
import { groupEvent } from './group.ts';

function grouped(payload: Record<string, unknown>) {
  return groupEvent(normalized(payload));
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

const app = { function: 'pay', module: 'shop', in_app: true };
const library = { function: 'send', module: 'http', in_app: false };

function error(frames: readonly unknown[], exception: Record<string, unknown> = {}): Record<string, unknown> {
  return { platform: 'python', exception: { values: [{ type: 'ValueError', value: 'bad', stacktrace: { frames }, ...exception }] } };
}

describe('groupEvent', () => {
  it.each([
    ['frames of the app', error([library, app]), 'in-app exception stack trace', [md5('ValueErrorshoppay'), md5('ValueErrorhttpsendshoppay')]],
    ['one hash, where all frames are of the app', error([app]), 'in-app exception stack trace', [md5('ValueErrorshoppay')]],
    ['all frames, where none is of the app', error([library]), 'exception stack trace', [md5('ValueErrorhttpsend')]],
    ['type and value, where there is no stack', error([], { value: 'order 17 failed' }), 'exception', [md5('ValueErrororder <int> failed')]],
    ['the value only, where the type is a placeholder', error([], { mechanism: { type: 'x', synthetic: true } }), 'exception', [md5('bad')]],
    [
      'domain and code rather than value, where the system says them',
      error([], { value: 'failed', mechanism: { type: 'x', meta: { ns_error: { domain: 'Shop', code: 3 } } } }),
      'exception',
      [md5('ValueErrorShop3')],
    ],
    [
      'the stack of the crashed thread',
      { threads: [{ stacktrace: { frames: [app] } }, { crashed: true, stacktrace: { frames: [library] } }] },
      'thread stack trace',
      [md5('httpsend')],
    ],
    ['a stack without exception', { stacktrace: { frames: [app] } }, 'in-app stack trace', [md5('shoppay')]],
    ['a template', { template: { filename: 'a.html', context_line: '{{ x }}' } }, 'template', [md5('a.html{{ x }}')]],
    [
      'directive and host of a security report',
      { csp: { effective_directive: 'img-src', blocked_uri: 'https://e.com/a.png?1' } },
      'security report',
      [md5('img-srce.com')],
    ],
    ['kind and host of other reports', { expectstaple: { hostname: 'e.com' } }, 'security report', [md5('expect-staplee.com')]],
    ['the template of a message', { logentry: { message: 'order %s', params: [17] } }, 'message', [md5('order %s')]],
    ['a message', { message: 'order 17' }, 'message', [md5('order <int>')]],
    ['nothing at all', {}, 'nothing to group by', [md5('')]],
    ['a checksum', { checksum: 'ABCDEF0123456789abcdef0123456789', fingerprint: ['x'] }, 'checksum', ['abcdef0123456789abcdef0123456789']],
    ['a checksum of another form', { checksum: 'mine' }, 'checksum', [md5('mine')]],
    ['a fingerprint', { fingerprint: ['a', 'b'], message: 'x' }, 'custom fingerprint', [md5('ab')]],
    ['a fingerprint that refines', { fingerprint: ['{{default}}', 'x'], message: 'm' }, 'modified message', [md5('mx')]],
    ['a fingerprint that refines nothing', { fingerprint: ['{{ default }}', 'x'] }, 'custom fingerprint and nothing else', [md5('x')]],
    ['the default fingerprint', { fingerprint: ['{{ default }}'], message: 'm' }, 'message', [md5('m')]],
  ])('goes by %s', (_name, payload, description, hashes) => {
    const { hashes: given, mechanism, variants } = grouped(payload);
    expect({ mechanism, given, description: variants.find(({ contributes }) => contributes)?.description }).toEqual({
      mechanism: 'picket:2026-11',
      given: hashes,
      description,
    });
  });

  it('lets all exceptions of a chain count', () => {
    const chain = (cause: string) => ({
      exception: [
        { type: cause, stacktrace: { frames: [app] } },
        { type: 'RuntimeError', stacktrace: { frames: [app] } },
      ],
    });
    expect(grouped(chain('KeyError')).hashes).not.toEqual(grouped(chain('IndexError')).hashes);
  });

  it.each([
    ['the line moves', { ...app, lineno: 1, colno: 5 }, { ...app, lineno: 2, colno: 9 }],
    ['variables differ', { ...app, vars: { a: 1 } }, { ...app, vars: { a: 2 } }],
    ['the file lies elsewhere', { filename: '/srv/1/a.py', in_app: true }, { filename: '/srv/2/A.py', in_app: true }],
    ['the source is indented otherwise', { ...app, context_line: '  a =  1' }, { ...app, context_line: 'a = 1' }],
  ])('keeps an issue together when %s', (_name, before, after) => {
    expect(grouped(error([before])).hashes).toEqual(grouped(error([after])).hashes);
  });

  it('keeps an issue together when only the message differs and there is a stack', () => {
    expect(grouped(error([app], { value: 'one' })).hashes).toEqual(grouped(error([app], { value: 'two' })).hashes);
  });

  it('makes an issue of each feedback, whatever fingerprint it brings', () => {
    const payload = { type: 'feedback', fingerprint: ['mine'], contexts: { feedback: { message: 'It broke' } } };
    const hashesOf = (id: string) => groupEvent(normalized(payload, { eventId: id.repeat(32) })).hashes;
    expect(hashesOf('a')).not.toEqual(hashesOf('b'));
    expect(hashesOf('a')).toEqual(hashesOf('a'));
  });

  it('counts a recursion once, however deep it went', () => {
    const frame = { ...app, lineno: 3 };
    expect(grouped(error([frame, frame, frame])).hashes).toEqual(grouped(error([frame])).hashes);
  });

  it.each([{ lineno: 4 }, { colno: 4 }, { filename: 'other.py' }, { abs_path: '/other' }, { package: '/other.so' }])(
    'counts two frames that differ by %j, which is no recursion',
    (difference) => {
      const frame = { ...app, lineno: 3, colno: 3, filename: 'a.py', abs_path: '/a', package: '/a.so' };
      expect(grouped(error([frame, { ...frame, ...difference }])).hashes).not.toEqual(grouped(error([frame])).hashes);
    },
  );
});
