import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Accounting, openAccounting } from './accounting.fixture.ts';
import { bundleApp } from './bundle-app.fixture.ts';
import { type Instance, startInstance } from './instance.fixture.ts';
import { runSentryCli } from './sentry-cli.fixture.ts';

/*
 * Every item that a real client sends ends in an outcome of its project: each client has a project of its own, and its traffic passes through this process,
 * which counts it.
 */

const run = promisify(execFile);
const app = (name: string) => fileURLToPath(new URL(`./apps/${name}.ts`, import.meta.url));

let instance: Instance;
let accounting: Accounting;
beforeAll(async () => void (instance = await startInstance()));
afterAll(() => instance?.stop());

describe('accounts for everything that is sent by', () => {
  it('@sentry/node 11', async () => {
    accounting = await openAccounting(instance, 'node 11');
    await run(process.execPath, [app('everything'), '@sentry/node'], { env: { ...process.env, SENTRY_DSN: accounting.dsn } });
    const categories = ['attachment', 'error', 'feedback', 'log_byte', 'log_item', 'monitor', 'session', 'span', 'trace_metric'];
    expect(await accounting.close(categories)).toEqual(categories);
  });

  it('@sentry/node 8', async () => {
    accounting = await openAccounting(instance, 'node 8');
    await run(process.execPath, [app('everything'), 'sentry-node-8'], { env: { ...process.env, SENTRY_DSN: accounting.dsn } });
    const categories = ['attachment', 'error', 'feedback', 'monitor', 'session', 'span', 'transaction'];
    expect(await accounting.close(categories)).toEqual(categories);
  });

  it('@sentry/cloudflare in the Workers runtime', async () => {
    accounting = await openAccounting(instance, 'cloudflare');
    const worker = new Miniflare(
      convertV4MiniflareOptions({
        modules: [{ type: 'ESModule', path: 'app.js', contents: await bundleApp(app('cloudflare')) }],
        compatibilityDate: '2026-10-01',
        compatibilityFlags: ['nodejs_als'],
        bindings: { SENTRY_DSN: accounting.dsn },
      }),
    );
    try {
      await worker.dispatchFetch('http://worker.example/').catch(() => null);
      const categories = ['error', 'log_byte', 'log_item', 'span', 'trace_metric'];
      expect(await accounting.close(categories)).toEqual(categories);
    } finally {
      await worker.dispose();
    }
  });

  describe('sentry-cli', () => {
    const folder = mkdtempSync(join(tmpdir(), 'picket-cli-'));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it.each([
      ['send-event', ['send-event', '--message', 'From a script', '--tag', 'a:b'], ['error']],
      ['send-envelope', ['send-envelope', join(folder, 'one.envelope')], ['attachment', 'error']],
      ['monitors run', ['monitors', 'run', '--schedule', '0 3 * * *', 'nightly', '--', 'true'], ['monitor']],
    ])('%s', async (name, parameters, categories) => {
      accounting = await openAccounting(instance, name);
      writeFileSync(join(folder, 'one.envelope'), anEnvelope);
      const SENTRY_DSN = accounting.dsn;
      await runSentryCli(parameters, { SENTRY_DSN }, folder);
      expect(await accounting.close(categories)).toEqual(categories);
    });
  });
});

const anEnvelope = [
  `{"event_id":"${'ab'.repeat(16)}"}`,
  '{"type":"event"}',
  '{"message":"From a file"}',
  '{"type":"attachment","length":5,"filename":"a.txt"}',
  'hello',
  '',
].join('\n');
