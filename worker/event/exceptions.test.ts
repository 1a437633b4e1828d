import { describe, expect, it } from 'vitest';
import { normalized } from './normalize.fixture.ts';

const stacktrace = { frames: [{ function: 'main' }] };

describe('exceptions', () => {
  it.each([
    ['{"values": […]}', { values: [{ type: 'A' }, null, { type: 'B' }] }, ['A', 'B']],
    ['a bare list', [{ type: 'A' }, { type: 'B' }], ['A', 'B']],
    ['one bare object', { type: 'A', value: 'b' }, ['A']],
    ['an object in `values`', { values: { type: 'A' } }, ['A']],
  ])('come as %s', (_name, exception, types) => {
    const event = normalized({ exception });
    expect(event.exception?.values.map(({ type }) => type)).toEqual(types);
    expect(event.type).toBe('error');
  });

  it.each([[{}], [[]], [{ values: [] }], [{ values: null }], [null]])('are absent in %j', (exception) => {
    expect(normalized({ exception })).toMatchObject({ exception: undefined, type: 'default', errors: [] });
  });

  it('come under their old name too', () => {
    expect(normalized({ 'sentry.interfaces.Exception': [{ type: 'Old' }] }).exception?.values[0]?.type).toBe('Old');
  });

  it.each([
    [{ value: 'ValueError: unauthorized' }, { type: 'ValueError', value: 'unauthorized' }],
    [{ value: '{"unauthorized":true}' }, { type: undefined, value: '{"unauthorized":true}' }],
    [
      { type: 'E', value: 'a:b' },
      { type: 'E', value: 'a:b' },
    ],
    [
      { type: 'E', value: { a: 1 } },
      { type: 'E', value: '{"a":1}' },
    ],
    [
      { type: 'E', value: 42 },
      { type: 'E', value: '42' },
    ],
    [
      { type: 42, value: 'v' },
      { type: undefined, value: 'v' },
    ],
  ])('of %j are %j', (exception, expected) => expect(normalized({ exception }).exception?.values[0]).toMatchObject(expected));

  it('without type, value and stack are dropped with a note, and cost the others nothing', () => {
    const event = normalized({ exception: [{ type: '', value: '' }, 'text', { type: 'E' }] });
    expect(event.exception?.values.map(({ type }) => type)).toEqual(['E']);
    expect(event.errors.map(({ name }) => name)).toEqual(['exception.values.0', 'exception.values.0']);
  });

  it('take over the stack beside them, if there is one exception without', () => {
    const one = normalized({ exception: [{ type: 'A' }], stacktrace });
    expect(one.exception?.values[0]?.stacktrace?.frames).toHaveLength(1);
    expect(one.stacktrace).toBeUndefined();
    expect(normalized({ exception: [{ type: 'A' }, { type: 'B' }], stacktrace }).stacktrace?.frames).toHaveLength(1);
  });

  it('are cut at their limits', () => {
    const [exception] = normalized({ exception: { type: 't'.repeat(300), value: 'v'.repeat(9000) } }).exception?.values ?? [];
    expect([exception?.type?.length, exception?.value?.length]).toEqual([256, 8192]);
  });
});

describe('mechanisms', () => {
  it.each([
    [
      { type: 'onerror', handled: false },
      { type: 'onerror', handled: false },
    ],
    [{ handled: true }, { type: 'generic', handled: true }],
    [
      { type: 'x', help_link: 'javascript:alert(1)' },
      { type: 'x', help_link: undefined },
    ],
    [
      { type: 'x', handled: 'yes', exception_id: 1, parent_id: 0 },
      { type: 'x', handled: undefined, exception_id: 1, parent_id: 0 },
    ],
    [
      { posix_signal: { signal: 11, code: 0 }, mach_exception: { exception: 1, code: 1, subcode: 8 } },
      { type: 'generic', meta: { signal: { number: 11, code: 0, name: 'SIGSEGV' }, mach_exception: { exception: 1, name: 'EXC_BAD_ACCESS' } } },
    ],
    [{ type: 'signalhandler', meta: { signal: { number: 6 } } }, { meta: { signal: { number: 6, name: 'SIGABRT' } } }],
    [{ type: 'signalhandler', meta: { signal: { number: 6, name: 'MINE' } } }, { meta: { signal: { name: 'MINE' } } }],
  ])('of %j are %j', (mechanism, expected) => {
    expect(normalized({ exception: { type: 'E', mechanism } }).exception?.values[0]?.mechanism).toMatchObject(expected);
  });

  it.each([[{}], ['text'], [null]])('are absent in %j', (mechanism) => {
    expect(normalized({ exception: { type: 'E', mechanism } }).exception?.values[0]?.mechanism).toBeUndefined();
  });
});

describe('threads', () => {
  it('keep ids as numbers or texts', () => {
    const event = normalized({ threads: { values: [{ id: 1, crashed: true, stacktrace }, { id: 'main', name: 7 }, { id: {} }] } });
    expect(event.threads?.values).toMatchObject([{ id: 1, crashed: true }, { id: 'main', name: '7' }, { id: undefined }]);
  });
});
