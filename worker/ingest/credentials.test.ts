import { describe, expect, it } from 'vitest';
import { readCredentials, readDsn } from './credentials.ts';

const key = '0123456789abcdef0123456789abcdef';
const found = (client: string | null = null) => ({ ok: true, value: { publicKey: key, client } });

function read(headers: Record<string, string>, query = '') {
  return readCredentials(new Headers(headers), new URLSearchParams(query));
}

describe('readCredentials', () => {
  it.each([
    ['X-Sentry-Auth', { 'x-sentry-auth': `Sentry sentry_version=7, sentry_key=${key}, sentry_client=raven-python/6.10` }, '', 'raven-python/6.10'],
    [
      'X-Sentry-Auth without spaces',
      { 'x-sentry-auth': `Sentry sentry_version=7,sentry_client=sentry.java/8.53.0,sentry_key=${key},sentry_secret=abc` },
      '',
      'sentry.java/8.53.0',
    ],
    ['a lower-case scheme and nothing but a key', { 'x-sentry-auth': `sentry sentry_key=${key}` }, '', null],
    ['Authorization: Sentry', { authorization: `Sentry sentry_key=${key}, sentry_version=4` }, '', null],
    ['Basic', { authorization: `Basic ${btoa(`${key}:secret`)}` }, '', null],
    ['the query', {}, `sentry_version=7&sentry_key=${key}&sentry_client=sentry.javascript.browser%2F11.12.0`, 'sentry.javascript.browser/11.12.0'],
    ['the query with a flag behind the key', {}, `sentry_key=${key}.no-cache`, null],
    ['an upper-case key', {}, `sentry_key=${key.toUpperCase()}`, null],
    ['the query beside somebody else’s Bearer', { authorization: 'Bearer abc' }, `sentry_key=${key}`, null],
    ['the header beside the parameters of a security report', { 'x-sentry-auth': `Sentry sentry_key=${key}` }, 'sentry_release=a&sentry_environment=b', null],
  ])('reads %s', (_, headers, query, client) => {
    expect(read(headers, query)).toEqual(found(client));
  });

  it('reads the key of a path, unless the request says another', () => {
    expect(readCredentials(new Headers(), new URLSearchParams(), key)).toEqual({ ok: true, value: { publicKey: key, client: null } });
    expect(readCredentials(new Headers(), new URLSearchParams(`sentry_key=${key}`), key)).toEqual({ ok: false, error: { reason: 'multiple' } });
  });

  it('says so when there are none', () => {
    expect(read({}, 'sentry_release=1')).toEqual({ ok: true, value: null });
  });

  it.each([
    [{ 'x-sentry-auth': `Sentry sentry_key=${key}` }, `sentry_key=${key}`, 'multiple'],
    [{ 'x-sentry-auth': 'Sentry sentry_version=7' }, '', 'missing'],
    [{}, 'sentry_key=abc', 'bad_key'],
    [{}, `sentry_key=${key.slice(1)}g`, 'bad_key'],
    [{}, `sentry_key=${key}&sentry_version=8`, 'bad_version'],
    [{}, `sentry_key=${key}&sentry_version=__proto__`, 'bad_version'],
  ])('refuses %j?%s', (headers: Record<string, string>, query, reason) => {
    expect(read(headers, query)).toMatchObject({ ok: false, error: { reason } });
  });
});

describe('readDsn', () => {
  it.each([
    [`https://${key}@picket.example/42`, '42'],
    [`http://${key}:secret@127.0.0.1:8787/sub/path/7`, '7'],
    [`https://${key}@picket.example/42/`, '42'],
  ])('reads %s', (dsn, projectId) => {
    expect(readDsn(dsn)).toMatchObject({ ok: true, value: { projectId, credentials: { publicKey: key } } });
  });

  it.each([
    [''],
    ['nonsense'],
    [`https://${key}@picket.example/`],
    [`https://${key}@picket.example/web`],
    ['https://abc@picket.example/1'],
    ['https://picket.example/1'],
    [42],
    [null],
    [{}],
  ])('refuses %j', (dsn) => {
    expect(readDsn(dsn)).toMatchObject({ ok: false });
  });
});
