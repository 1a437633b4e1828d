import { describe, expect, it } from 'vitest';
import { normalized } from './normalize.fixture.ts';

describe('contexts', () => {
  it.each([
    ['a type from its name', { device: { family: 'Pixel' } }, { device: { type: 'device', family: 'Pixel' } }],
    ['its own type', { main: { type: 'os', name: 'Linux' } }, { main: { type: 'os', os: 'Linux' } }],
    ['versions as text', { os: { name: 'Windows', version: 10, build: 19045 } }, { os: { version: '10', build: '19045', os: 'Windows 10' } }],
    ['free data', { state: { deep: { a: 1 } } }, { state: { type: 'state', deep: { a: 1 } } }],
    [
      'ids without dashes',
      { trace: { trace_id: 'CE586EC1-2C4E-4F20-AECD-F19BC7586FC1', span_id: '8eafab5a08085f6e' } },
      { trace: { trace_id: 'ce586ec12c4e4f20aecdf19bc7586fc1', status: 'unknown' } },
    ],
    ['ids that are none', { trace: { trace_id: '0'.repeat(32), span_id: 'x' } }, { trace: { trace_id: undefined, span_id: undefined } }],
    ['cookies of a response', { response: { headers: { 'Set-Cookie': 'a=b', X: 'y' } } }, { response: { headers: { X: 'y' }, cookies: [['a', 'b']] } }],
  ])('are read with %s', (_name, contexts, expected) => expect(normalized({ contexts }).contexts).toMatchObject(expected));

  it('that are no objects, and those of the server, are dropped', () => {
    expect(normalized({ contexts: { a: 'x', b: [1], c: null, reprocessing: { a: 1 } } }).contexts).toEqual({});
  });

  it.each([
    ['Microsoft Windows NT 10.0.19045.0', { name: 'Windows', version: '10', build: '19045', os: 'Windows 10' }],
    ['Microsoft Windows 10.0.22631', { name: 'Windows', version: '11' }],
    ['Mac OS X 10.15.7 (19H2)', { name: 'macOS', version: '10.15.7', build: '19H2' }],
    ['iOS Version 17.2 (Build 21C62)', { name: 'iOS', version: '17.2', build: '21C62' }],
    ['Android OS 13 / API-33 (TQ3A)', { name: 'Android', version: '13' }],
    ['Linux 6.1.82 x86_64', { name: 'Linux', version: '6.1.82' }],
    ['something else', { type: 'os', raw_description: 'something else' }],
  ])('find the system in %s', (raw_description, expected) => expect(normalized({ contexts: { os: { raw_description } } }).contexts.os).toMatchObject(expected));

  it('find the runtime in its description', () => {
    expect(normalized({ contexts: { runtime: { raw_description: '.NET Framework 4.8.4084' } } }).contexts.runtime).toMatchObject({
      runtime: '.NET Framework 4.8.4084',
    });
  });
});
