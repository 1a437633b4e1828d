import { describe, expect, it } from 'vitest';
import { normalized } from '../event/normalize.fixture.ts';
import { describeEvent } from './describe.ts';

function described(payload: Record<string, unknown>) {
  return describeEvent(normalized(payload));
}

const frames = [
  { function: 'main', filename: 'main.py', module: 'main', in_app: true },
  { function: 'pay', filename: 'shop/pay.py', module: 'shop.pay', in_app: true },
  { function: 'send', filename: 'lib/http.py', module: 'http', in_app: false },
];

describe('titles', () => {
  it.each([
    [
      'the last exception',
      {
        exception: [
          { type: 'KeyError', value: 'x' },
          { type: 'ValueError', value: 'bad\nworse' },
        ],
      },
      'ValueError: bad',
    ],
    ['an exception without value', { exception: { type: 'ValueError' } }, 'ValueError'],
    ['an exception without type', { exception: { value: 'bad thing' } }, 'Error: bad thing'],
    [
      'a synthetic exception',
      { exception: { type: 'EXC', value: '1', mechanism: { type: 'mach', synthetic: true }, stacktrace: { frames: [{ function: 'crash' }] } } },
      'crash',
    ],
    ['a synthetic exception without stack', { exception: { type: 'EXC', mechanism: { type: 'mach', synthetic: true } } }, 'EXC'],
    [
      'a crash whose frames are addresses',
      {
        platform: 'native',
        exception: {
          type: 'SIGSEGV',
          value: 'Segfault',
          mechanism: { type: 'signalhandler', synthetic: true },
          stacktrace: { frames: [{ function: 'main' }, { instruction_addr: '0x1', package: './shop' }] },
        },
      },
      'SIGSEGV: Segfault',
    ],
    [
      'a synthetic exception without any word',
      { exception: { mechanism: { type: 'mach', synthetic: true }, stacktrace: { frames: [{ instruction_addr: '0x1' }] } } },
      '<unknown>',
    ],
    [
      'a message with a stack',
      { exception: { value: 'Stock is low\nin Berlin', mechanism: { type: 'generic', synthetic: true }, stacktrace: { frames: [{ function: 'check' }] } } },
      'Stock is low',
    ],
    ['a message', { message: '\n  first line \nsecond' }, 'first line'],
    ['a filled template', { logentry: { message: 'hello %s', params: ['you'] } }, 'hello you'],
    ['nothing', {}, '<unlabeled event>'],
    ['a transaction', { type: 'transaction', transaction: 'GET /' }, 'GET /'],
    ['feedback', { type: 'feedback', contexts: { feedback: { message: 'It broke' } } }, 'User Feedback'],
    ['a security report', { csp: { effective_directive: 'img-src' }, message: "Blocked 'image' from 'e.com'" }, "Blocked 'image' from 'e.com'"],
    ['a security report without message', { hpkp: { hostname: 'e.com' } }, '<untitled>'],
  ])('come from %s', (_name, payload, title) => expect(described(payload).title).toBe(title));

  it('end after 256 characters', () => {
    expect(described({ exception: { type: 'E', value: 'v'.repeat(500) } }).title).toBe(`E: ${'v'.repeat(250)}...`);
  });
});

describe('culprits', () => {
  it.each([
    ['what the client says', { culprit: 'mine', transaction: 'GET /' }, 'mine'],
    ['the transaction', { transaction: 'GET /', exception: { type: 'E', stacktrace: { frames } } }, 'GET /'],
    ['the newest frame of the app', { platform: 'python', exception: { type: 'E', stacktrace: { frames } } }, 'shop.pay in pay'],
    ['the newest frame, where none is of the app', { platform: 'python', stacktrace: { frames: [{ filename: 'a.py', function: 'f' }] } }, 'a.py in f'],
    ['file and function the way of JavaScript', { platform: 'node', stacktrace: { frames: [{ filename: 'a.js', function: 'f', in_app: true }] } }, 'f(a.js)'],
    ['the function only, in native code', { platform: 'native', stacktrace: { frames: [{ function: 'crash', package: '/bin/x' }] } }, 'crash'],
    ['a function nobody knows', { platform: 'python', stacktrace: { frames: [{ filename: 'a.py' }] } }, 'a.py in ?'],
    ['the address of the request', { message: 'm', request: { url: 'http://e.com/' } }, 'http://e.com/'],
    ['nothing for a synthetic exception', { request: { url: 'http://e.com/' }, exception: { type: 'E', mechanism: { type: 'x', synthetic: true } } }, ''],
  ])('are %s', (_name, payload, culprit) => expect(described(payload).culprit).toBe(culprit));
});

describe('descriptions', () => {
  it('hold what the title is made of, and where it happened', () => {
    expect(described({ platform: 'python', exception: { type: 'E', value: 'v', stacktrace: { frames } } })).toMatchObject({
      type: 'error',
      location: 'shop/pay.py',
      metadata: { type: 'E', value: 'v', filename: 'shop/pay.py', function: 'pay' },
    });
  });

  it.each([
    [{ exception: [{ type: 'A', mechanism: { type: 'x', handled: false } }, { type: 'B' }] }, true],
    [{ exception: { type: 'A', mechanism: { type: 'x', handled: true } } }, false],
    [{ message: 'm' }, false],
  ])('tell whether the app caught it: %j', (payload, isUnhandled) => expect(described(payload).isUnhandled).toBe(isUnhandled));
});
