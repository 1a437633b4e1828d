import { describe, expect, it } from 'vitest';
import type { Frame } from './event.ts';
import { normalized } from './normalize.fixture.ts';

function frameOf(frame: Record<string, unknown>): Frame | undefined {
  return normalized({ stacktrace: { frames: [frame] } }).stacktrace?.frames[0];
}

function framesOf(frames: readonly unknown[]): Frame[] {
  return normalized({ stacktrace: { frames } }).stacktrace?.frames ?? [];
}

describe('frames', () => {
  it.each([
    ['a lone address', { filename: 'https://example.com/js/app.js?v=1' }, { filename: '/js/app.js', abs_path: 'https://example.com/js/app.js?v=1' }],
    ['an address without a path', { filename: 'https://example.com/' }, { filename: 'https://example.com/', abs_path: 'https://example.com/' }],
    ['a lone file name', { filename: 'app.py' }, { filename: 'app.py', abs_path: 'app.py' }],
    ['a lone path', { abs_path: '/srv/app.py' }, { filename: '/srv/app.py', abs_path: '/srv/app.py' }],
    ['both', { filename: 'foo.js', abs_path: 'http://foo.com/foo.js' }, { filename: 'foo.js', abs_path: 'http://foo.com/foo.js' }],
    ['a function that is not known', { function: '?', symbol: '?' }, { function: undefined, symbol: undefined }],
    [
      'addresses of all kinds',
      { instruction_addr: 4096, image_addr: '8192', symbol_addr: '0xABC' },
      { instruction_addr: '0x1000', image_addr: '0x2000', symbol_addr: '0xabc' },
    ],
    ['bad addresses', { instruction_addr: 'x', image_addr: -1 }, { instruction_addr: undefined, image_addr: undefined }],
    ['a list of variables', { vars: ['a', 1] }, { vars: { 0: 'a', 1: 1 } }],
    ['bad numbers', { lineno: 'x', colno: 1.5 }, { lineno: undefined, colno: undefined }],
    ['missing lines', { pre_context: ['a', null, 1] }, { pre_context: ['a', '', ''] }],
    ['an opinion of the client', { in_app: false }, { in_app: false }],
    ['no opinion of the client', {}, { in_app: undefined }],
  ])('are read from %s', (_name, frame, expected) => expect(frameOf(frame)).toMatchObject(expected));

  it('that are no objects are dropped', () => {
    expect(framesOf([null, 'text', { function: 'f' }])).toMatchObject([{ function: 'f' }]);
  });

  it('of a very deep stack are the oldest 50 and the newest 200', () => {
    const event = normalized({ stacktrace: { frames: Array.from({ length: 400 }, (_, lineno) => ({ lineno })) } });
    const lines = event.stacktrace?.frames.map(({ lineno }) => lineno) ?? [];
    expect([lines.length, lines[49], lines[50], lines.at(-1)]).toEqual([250, 49, 200, 399]);
    expect(event._meta).toEqual({ stacktrace: { frames: { '': { rem: [['!limit', 'x']], len: 400 } } } });
  });

  it('in the middle lose their variables, those of the system first', () => {
    const frames = framesOf(Array.from({ length: 100 }, (_, index) => ({ lineno: index, vars: { index }, in_app: index % 5 === 0 })));
    const detailed = frames.flatMap(({ vars, lineno }) => (vars ? [lineno] : []));
    expect(detailed).toHaveLength(50);
    expect(frames.filter(({ in_app, vars }) => in_app && vars)).toHaveLength(20);
    expect(detailed.slice(0, 3)).toEqual([0, 1, 2]);
    expect(detailed.slice(-3)).toEqual([97, 98, 99]);
  });
});

describe('stacks', () => {
  it.each([[{}], [{ frames: [] }], [{ frames: 'x' }], [{ frames: [null] }], ['x']])('are absent in %j', (stacktrace) => {
    expect(normalized({ stacktrace }).stacktrace).toBeUndefined();
  });

  it('keep registers as addresses', () => {
    expect(normalized({ stacktrace: { frames: [{}], registers: { rip: 16, rsp: '0x20', bad: {} } } }).stacktrace?.registers).toEqual({
      rip: '0x10',
      rsp: '0x20',
    });
  });
});
