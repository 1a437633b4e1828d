import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { aSession, aTenant, origin, type Tenant } from '../api/fixtures.ts';
import { idOfClient } from './client.ts';
import { serveOauth } from './serve-oauth.ts';

const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const Token = z.object({ access_token: z.string(), scope: z.string() });

let tenant: Tenant;
let cookie = '';
beforeAll(async () => {
  tenant = await aTenant();
  cookie = await aSession(tenant.owner);
});

function addressOf(redirectUri: string, more: Record<string, string> = {}): string {
  const client_id = idOfClient({ name: 'App', redirectUris: [redirectUri] });
  const asked = { client_id, redirect_uri: redirectUri, response_type: 'code', code_challenge: challenge, code_challenge_method: 'S256', state: 's', ...more };
  return `${origin}/oauth/authorize?${new URLSearchParams(asked)}`;
}

const ask = (address: string, init: RequestInit = {}) => serveOauth(env, new Request(address, init), new URL(address));
const own = () => ({ cookie, origin, 'sec-fetch-site': 'same-origin' });

async function consent(address: string): Promise<URL> {
  const body = new URLSearchParams({ answer: 'allow', organization: String(tenant.organization.id) });
  const reply = await ask(address, { method: 'POST', headers: own(), body });
  expect(reply.status).toBe(303);
  return new URL(reply.headers.get('location') ?? '');
}

function exchange(fields: Record<string, string>): Promise<Response> {
  return ask(`${origin}/oauth/token`, { method: 'POST', body: new URLSearchParams({ grant_type: 'authorization_code', ...fields }) });
}

describe('consent', () => {
  it.each([
    ['https://app.example/back', 'https://app.example'],
    ['http://127.0.0.1:8123/back', 'http://127.0.0.1:8123'],
    ['cursor://anysphere.mcp/back', 'cursor:'],
    ['com.app:/back', 'com.app:'],
  ])('may be followed by the way to %s', async (redirectUri, source) => {
    const reply = await ask(addressOf(redirectUri), { headers: { cookie } });
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-security-policy')).toContain(`form-action 'self' ${source};`);
    expect(reply.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  it.each([
    ['another address', { redirect_uri: 'https://evil.example/' }],
    ['one within', { redirect_uri: 'https://app.example/back/../evil' }],
    ['one with somebody in it', { redirect_uri: 'https://app.example@evil.example/back' }],
    ['a script', { redirect_uri: 'javascript:alert(1)' }],
    ['a client that nobody registered', { client_id: 'x' }],
  ])('is not asked for by %s', async (_, more) => {
    const reply = await ask(addressOf('https://app.example/back', more), { headers: { cookie } });
    expect([reply.status, reply.headers.get('location')]).toEqual([400, null]);
  });

  it.each([
    ['no challenge', { code_challenge: '' }],
    ['a plain challenge', { code_challenge_method: 'plain' }],
    ['a token at once', { response_type: 'token' }],
  ])('is refused with %s', async (_, more) => {
    const reply = await ask(addressOf('https://app.example/back', more), { headers: { cookie } });
    const address = new URL(reply.headers.get('location') ?? '');
    expect([address.origin, address.searchParams.has('error'), address.searchParams.has('code')]).toEqual(['https://app.example', true, false]);
  });

  it('cannot be given by a page elsewhere, by a token, or for somebody else’s organization', async () => {
    const address = addressOf('https://app.example/back');
    const stranger = await aTenant();
    const post = (headers: Record<string, string>, organization: number) =>
      ask(address, { method: 'POST', headers, body: new URLSearchParams({ answer: 'allow', organization: String(organization) }) });
    const replies = [
      await post({ cookie, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, tenant.organization.id),
      await post({ authorization: `Bearer ${tenant.token}` }, tenant.organization.id),
      await post(own(), stranger.organization.id),
    ];
    expect(replies.map(({ status, headers }) => [status, headers.get('location')])).toEqual([
      [403, null],
      [403, null],
      [400, null],
    ]);
  });
});

describe('a code', () => {
  const redirectUri = 'https://app.example/back';
  const client_id = idOfClient({ name: 'App', redirectUris: [redirectUri] });

  it('is good for one token, without what was not ticked', async () => {
    const code = (await consent(addressOf(redirectUri))).searchParams.get('code') ?? '';
    const right = { code, client_id, redirect_uri: redirectUri, code_verifier: verifier };
    const { scope } = Token.parse(await (await exchange(right)).json());
    expect(scope).toBe('org:read project:read event:read');
    expect((await exchange(right)).status).toBe(400);
  });

  it.each([
    ['another verifier', { code_verifier: 'x'.repeat(43) }],
    ['no verifier', { code_verifier: '' }],
    ['the challenge itself', { code_verifier: challenge }],
    ['another client', { client_id: idOfClient({ name: 'Other', redirectUris: [redirectUri] }) }],
    ['another address', { redirect_uri: 'https://app.example/' }],
  ])('is spent by %s', async (_, wrong) => {
    const code = (await consent(addressOf(redirectUri))).searchParams.get('code') ?? '';
    const right = { code, client_id, redirect_uri: redirectUri, code_verifier: verifier };
    expect((await exchange({ ...right, ...wrong })).status).toBe(400);
    expect((await exchange(right)).status).toBe(400);
  });
});
