import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Stats } from '../api/contract/stats.ts';
import { eventually } from '../commands/harness.ts';
import { type Instance, startInstance } from './instance.fixture.ts';

let instance: Instance;
beforeAll(async () => {
  instance = await startInstance();
  await instance.api(`/projects/${instance.org}/${instance.project}/`, {
    method: 'PUT',
    body: JSON.stringify({ quotas: [{ categories: ['error'], limit: 0, window: 86_400 }] }),
  });
});
afterAll(() => instance?.stop());

it('is obeyed by @sentry/node, whose client report shows up in the statistics', async () => {
  const app = fileURLToPath(new URL('./apps/limited.ts', import.meta.url));
  await promisify(execFile)(process.execPath, [app], { env: { ...process.env, SENTRY_DSN: instance.dsn } });

  const path = `/organizations/${instance.org}/stats_v2/?field=sum(quantity)&groupBy=outcome&groupBy=reason&category=error&statsPeriod=24h`;
  await eventually(async () => {
    const { groups } = await instance.api<Stats>(path);
    // The first is answered 429; the SDK keeps back the rest by itself and says so.
    expect(groups.map(({ by, totals }) => [by.outcome, by.reason, totals['sum(quantity)']])).toEqual([
      ['client_discard', 'ratelimit_backoff', 4],
      ['rate_limited', 'project_quota', 1],
    ]);
  }, 20_000);
});
