import { env, exports } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { aProject } from '../ingest/ingest.fixture.ts';

const get = (path: string, init?: RequestInit) => exports.default.fetch(new Request(`https://picket.example${path}`, init));

it.each(['.js', '.min.js'])('serves the loader of a key as %s, with its DSN in it, to every page and cache', async (suffix) => {
  const { publicKey, projectId } = await aProject();
  const answer = await get(`/js-sdk-loader/${publicKey}${suffix}`);
  expect(answer.status).toBe(200);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'access-control-allow-origin': '*',
    'cache-control': expect.stringContaining('stale-while-revalidate'),
  });
  const script = await answer.text();
  expect(script).toContain(`"dsn":"https://${publicKey}@picket.example/${projectId}"`);
  expect(script).toContain('https://browser.sentry-cdn.com/11.12.0/bundle.min.js');
});

it('brings what the key was set to', async () => {
  const { publicKey } = await aProject();
  const options = { sdkVersion: '8.x', hasPerformance: true, hasReplay: true, hasDebug: false };
  await env.DB.prepare('update project_keys set loader = ? where public_key = ?').bind(JSON.stringify(options), publicKey).run();
  const script = await (await get(`/js-sdk-loader/${publicKey}.js`)).text();
  expect(script).toContain('/8.55.2/bundle.tracing.replay.min.js');
  expect(script).toContain('"isLazy":false');
});

it.each([
  ['unknown', 'f'.repeat(32)],
  ['turned off', ''],
])('serves a script that does nothing for a key that is %s', async (_, key) => {
  const publicKey = key || (await aProject({ isActive: false })).publicKey;
  const answer = await get(`/js-sdk-loader/${publicKey}.js`);
  expect(answer.status).toBe(200);
  const script = await answer.text();
  expect(script).not.toContain(publicKey);
  expect(script).toContain('console.warn');
});

it('is for reading', async () => {
  const { publicKey } = await aProject();
  expect((await get(`/js-sdk-loader/${publicKey}.js`, { method: 'POST' })).status).toBe(405);
});
