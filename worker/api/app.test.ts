import { createExecutionContext } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { expect, it, vi } from 'vitest';
import { aTenant, send } from './fixtures.ts';
import { version } from './version.ts';

it('is what the Worker answers with below /api/0', async () => {
  for (const path of ['/api/0', '/api/0/']) {
    const reply = await exports.default.fetch(`https://picket.example${path}`);
    expect([reply.status, await reply.json()]).toMatchObject([200, { version, user: null }]);
  }
});

it.each(['/nowhere/', '/', '/organizations'])('answers the method that %s does not have as not found', async (path) => {
  const reply = await send('PUT', path, { body: {} });
  expect([reply.status, await reply.json()]).toEqual([404, { detail: 'The requested resource does not exist' }]);
});

it('answers with and without the last slash, never by a redirect', async () => {
  const { organization, project, token } = await aTenant();
  for (const path of ['/', `/organizations/${organization.slug}/issues/`, `/projects/${organization.slug}/${project.slug}/`]) {
    for (const form of [path, path.slice(0, -1)]) expect((await send('GET', form, { token })).status).toBe(200);
  }
  const reply = await send('POST', `/organizations/${organization.slug}/projects`, { token, body: { name: 'Shop' } });
  expect(reply.status).toBe(201);
});

it('lets pages of any origin in, without their cookies', async () => {
  const preflight = await send('OPTIONS', '/organizations/', { headers: { origin: 'https://grafana.example', 'access-control-request-method': 'PUT' } });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-methods')).toContain('PUT');
  const refused = await send('GET', '/organizations/', { headers: { origin: 'https://grafana.example' } });
  expect([refused.status, refused.headers.get('access-control-allow-origin'), refused.headers.get('access-control-allow-credentials')]).toEqual([
    401,
    '*',
    null,
  ]);
  const exposed = refused.headers.get('access-control-expose-headers')?.toLowerCase().split(/, */) ?? [];
  expect(exposed).toEqual(expect.arrayContaining(['x-sentry-error', 'x-sentry-direct-hit', 'x-hits', 'x-max-hits', 'endpoint', 'retry-after', 'link']));
});

it.each(['/', '/organizations/', '/nowhere/'])('lets nobody keep the reply of %s, nor guess its type', async (path) => {
  const { headers } = await send('GET', path);
  expect([headers.get('cache-control'), headers.get('x-content-type-options')]).toEqual(['no-store', 'nosniff']);
});

it('stops reading a body that is too long', async () => {
  const { organization, token } = await aTenant();
  let read = 0;
  const endless = new ReadableStream({
    pull(controller) {
      read += 100_000;
      controller.enqueue(new Uint8Array(100_000).fill(32));
    },
  });
  const { api } = await import('./app.ts');
  const request = new Request(`https://picket.example/api/0/organizations/${organization.slug}/projects/`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: endless,
  });
  const reply = await api.fetch(request, env, createExecutionContext());
  expect([reply.status, await reply.json()]).toEqual([413, { detail: 'Request bodies may hold 1000000 bytes.' }]);
  expect(read).toBeLessThan(3_000_000);
});

it.each(['', '{', 'nothing', '\u0000'])('answers the body %j as broken', async (body) => {
  const { organization, token } = await aTenant();
  const reply = await send('POST', `/organizations/${organization.slug}/projects/`, { token, body });
  expect([reply.status, await reply.json()]).toEqual([400, { detail: 'JSON parse error' }]);
});

it.each(['a\\u0000b', '\\u202e', '<b>', "'; drop table users --", '__proto__'])('keeps the name "%s" without breaking', async (escaped) => {
  const { organization, project, token } = await aTenant();
  const path = `/projects/${organization.slug}/${project.slug}/`;
  const reply = await send('PUT', path, { token, body: `{"name":"${escaped}"}` });
  expect(reply.status).toBe(200);
  const name = String(JSON.parse(`"${escaped}"`));
  expect(await (await send('GET', path, { token })).json()).toMatchObject({ name });
});

it.each(['/organizations/%00/', '/organizations/%zz/', '/organizations/%ed%a0%80/', '/projects/%2e%2e/x/', "/organizations/'/"])(
  'finds nothing at %s',
  async (path) => {
    const { token } = await aTenant();
    expect((await send('GET', path, { token })).status).toBe(404);
  },
);

it.each(['query=%00', 'query=%ed%a0%80', 'project=%00', 'cursor=%00', `query=${'%22a'.repeat(1000)}`])('survives the parameters %.20s', async (parameters) => {
  const { organization, token } = await aTenant();
  const reply = await send('GET', `/organizations/${organization.slug}/issues/?${parameters}`, { token });
  expect(reply.status).toBeLessThan(500);
});

it('says nothing of what broke inside', async () => {
  const { api } = await import('./app.ts');
  const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const broken = {
    ...env,
    DB: {
      prepare: () => ({ bind: () => ({ all: () => Promise.reject(new Error('D1_ERROR: secret')), raw: () => Promise.reject(new Error('D1_ERROR: secret')) }) }),
    },
  };
  const reply = await api.fetch(new Request('https://picket.example/api/0/'), broken, createExecutionContext());
  expect([reply.status, await reply.json()]).toEqual([500, { detail: 'Internal Error' }]);
  expect(logged).toHaveBeenCalledOnce();
  logged.mockRestore();
});
