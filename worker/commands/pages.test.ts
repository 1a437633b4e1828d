import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Event } from '../api/contract/event.ts';
import { buildDashboard } from './builds.ts';
import { eventually, type Picket, socketStatus, startPicket } from './harness.ts';
import { root, runTool } from './tool.ts';

let picket: Picket;
let pages: Miniflare;
let url: string;
let folder: string;

/** The Pages project as Cloudflare would run it: static files, and the function in front of /api/ with the Worker bound as a service. */
beforeAll(async () => {
  picket = await startPicket();
  folder = mkdtempSync(join(tmpdir(), 'picket-pages-'));
  const { exitCode, output } = await runTool('wrangler', ['pages', 'functions', 'build', 'functions', '--outdir', folder], { cwd: `${root}web` });
  if (exitCode !== 0) throw new Error(output);
  pages = new Miniflare(
    convertV4MiniflareOptions({
      name: 'pages',
      compatibilityDate: '2026-10-20',
      modulesRoot: folder,
      modules: [{ type: 'ESModule', path: `${folder}/index.js` }],
      assets: { directory: await buildDashboard(), binding: 'ASSETS', routerConfig: { has_user_worker: true, static_routing: { user_worker: ['/api/*'] } } },
      // Stands for the service binding: the same request, to the Worker that runs in another process.
      serviceBindings: { WORKER: { external: { address: new URL(picket.url).host, http: {} } } },
      port: 0,
      log: new Log(LogLevel.ERROR),
      cf: false,
    }),
  );
  url = (await pages.ready).origin;
});
afterAll(async () => {
  await pages.dispose();
  await picket.stop();
  rmSync(folder, { recursive: true });
});

it('serves the dashboard and, on the same origin, the API of the Worker', async () => {
  const page = await fetch(`${url}/`);
  expect(page.headers.get('content-type')).toContain('text/html');
  const organizations = await fetch(`${url}/api/0/organizations/`, { headers: { authorization: `Bearer ${picket.token}` } });
  expect(await organizations.json()).toEqual([expect.objectContaining({ slug: picket.org })]);
});

it('hands events on to the Worker as they came', async () => {
  const eventId = '5c0a1e7ba7e14b5f8d1f0e2d3c4b5a69';
  const { username: key, pathname } = new URL(picket.dsn);
  const envelope = `{"event_id":"${eventId}"}\n{"type":"event"}\n{"event_id":"${eventId}","message":"Sent to Pages"}\n`;
  const reply = await fetch(`${url}/api${pathname}/envelope/?sentry_key=${key}`, { method: 'POST', body: envelope });
  expect(await reply.json()).toEqual({ id: eventId });
  const event = await eventually(() => picket.api<Event>(`/projects/${picket.org}/${picket.project}/events/${eventId}/`), 5000);
  expect(event.title).toBe('Sent to Pages');
});

it('hands sockets on', async () => {
  expect(await socketStatus(url, picket)).toBe(101);
});
