import { describe, expect, it } from 'vitest';
import { parseIpAddress } from './ip-address.ts';
import { normalized } from './normalize.fixture.ts';
import { identityOf } from './user.ts';

const clientIp = '203.0.113.7';

describe('users', () => {
  it.each([
    ['lenient ids', { id: 42, username: true }, { id: '42', username: 'True' }],
    ['keys nobody knows', { id: '1', plan: 'pro', data: { a: 1 } }, { id: '1', data: { plan: 'pro', a: 1 } }],
    ['a bad address', { id: '1', ip_address: '999.1.1.1' }, { id: '1', ip_address: undefined }],
    ['a bad id', { id: {}, email: 'a@b.c' }, { id: undefined, email: 'a@b.c' }],
  ])('are read with %s', (_name, user, expected) => expect(normalized({ user }).user).toMatchObject(expected));

  it.each([[{}], [null], ['x'], [{ ip_address: '{{auto}}' }]])('are absent in %j', (user) => expect(normalized({ user }).user).toBeUndefined());
});

it('notes an address that is none, and keeps what is known out of the data', () => {
  const event = normalized({ user: { id: '1', name: 'Jane', email: 'a@b.c', geo: { city: 'Brno' }, segment: 's', ip_address: 'nowhere' } });
  expect(event.errors).toEqual([{ type: 'invalid_data', name: 'user.ip_address', value: 'nowhere' }]);
  expect(event.user).toEqual({ id: '1', name: 'Jane', email: 'a@b.c', geo: { city: 'Brno' }, segment: 's' });
});

describe('the address of a user', () => {
  const sdk = (infer_ip: string) => ({ name: 's', version: '1', settings: { infer_ip } });
  const remote = { env: { REMOTE_ADDR: '198.51.100.1' } };

  it.each([
    ['{{auto}} is the sender', { user: { ip_address: '{{auto}}' } }, clientIp],
    ['{{auto}} is rather the remote address that a server saw', { user: { ip_address: '{{auto}}' }, request: remote }, '198.51.100.1'],
    ['{{auto}} is nothing when the SDK may not infer', { user: { ip_address: '{{auto}}' }, sdk: sdk('never') }, undefined],
    ['an address that was sent stays', { user: { ip_address: '2001:db8::1' }, sdk: sdk('auto') }, '2001:db8::1'],
    ['an SDK that wants it inferred gets the sender', { sdk: sdk('auto') }, clientIp],
    ['an SDK that says never gets none', { platform: 'javascript', sdk: sdk('never'), request: remote }, undefined],
    ['old SDKs in browsers get the sender', { platform: 'javascript' }, clientIp],
    ['old SDKs on servers get none', { platform: 'python' }, undefined],
    ['old SDKs on servers get the remote address', { platform: 'python', request: remote }, '198.51.100.1'],
  ])('%s', (_name, payload, expected) => expect(normalized(payload, { clientIp }).user?.ip_address).toBe(expected));
});

describe('identityOf', () => {
  it.each([
    [{ id: '1', email: 'a@b.c' }, 'id:1'],
    [{ username: 'u', email: 'a@b.c' }, 'username:u'],
    [{ email: 'a@b.c', ip_address: clientIp }, 'email:a@b.c'],
    [{ ip_address: clientIp }, `ip:${clientIp}`],
    [{ name: 'Jane' }, undefined],
    [undefined, undefined],
  ])('of %j is %s', (user, identity) => expect(identityOf(user)).toBe(identity));
});

describe('parseIpAddress', () => {
  it.each([['127.0.0.1'], ['::'], ['::1'], ['2001:db8::ff00:42:8329'], ['1:2:3:4:5:6:7:8'], ['::ffff:192.0.2.1'], ['1::8']])('knows %s', (address) => {
    expect(parseIpAddress(` ${address} `)).toBe(address);
  });

  it.each([[''], ['256.0.0.1'], ['1.2.3'], ['1:2:3'], ['1::2::3'], [':::'], ['g::1'], ['1:2:3:4:5:6:7:8:9'], ['example.com'], ['12345::']])(
    'refuses %s',
    (address) => {
      expect(parseIpAddress(address)).toBeUndefined();
    },
  );
});
