import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import type { Issue } from '../api/contract/issue.ts';
import { eventually } from '../commands/harness.ts';
import { bundleApp } from './bundle-app.fixture.ts';
import { type Instance, startInstance } from './instance.fixture.ts';
import { recordedKey } from './recordings.fixture.ts';
import { readStored } from './stored-telemetry.fixture.ts';

let instance: Instance | undefined;
afterAll(() => instance?.stop());

it('takes what a Worker of the same account reports through a service binding', async () => {
  const contents = await bundleApp(fileURLToPath(new URL('./apps/neighbour.ts', import.meta.url)));
  const neighbour = {
    name: 'neighbour',
    modules: [{ type: 'ESModule' as const, path: 'neighbour.js', contents }],
    compatibilityDate: '2026-10-01',
    compatibilityFlags: ['nodejs_als'],
    bindings: { SENTRY_DSN: `https://${recordedKey}@picket/1` },
    serviceBindings: { PICKET: { name: 'picket', entrypoint: 'Reporter' } },
    // Nothing leaves this Worker but by its binding.
    outboundService: () => new Response('there is no way out', { status: 500 }),
  };
  instance = await startInstance({ neighbour });
  const db = await instance.runtime.miniflare.getD1Database('DB');
  await db.prepare("insert into project_keys (public_key, secret_key, project_id, name, created_at) values (?, '', 1, 'Neighbour', 0)").bind(recordedKey).run();
  const picket = instance;
  const worker = await picket.runtime.miniflare.getWorker('neighbour');
  await worker.fetch('http://neighbour.example/').catch(() => null);

  const titles = async () => (await picket.api<Issue[]>(`/organizations/${picket.org}/issues/`)).map(({ title }) => title);
  await eventually(async () => expect(await titles()).toEqual(['Error: The neighbour broke']));
  await eventually(async () => {
    const stored = await readStored(picket, 1);
    expect(new Set(stored.map(({ kind }) => kind))).toEqual(new Set(['log', 'span']));
    expect(stored.find(({ kind }) => kind === 'log')?.data).toMatchObject({ body: 'About to break next door' });
  });
});
