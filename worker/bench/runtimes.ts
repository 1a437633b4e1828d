import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare';
import { unstable_getMiniflareWorkerOptions as getWorkerOptions } from 'wrangler';
import type { SetupReply } from '../api/contract/organization.ts';
import { bundleWorker } from '../commands/builds.ts';
import { type Runtime, startRuntime } from '../commands/runtime.ts';
import { root, runTool } from '../commands/tool.ts';

export interface Bench {
  runtime: Runtime;
  setup: SetupReply;
  /** Where envelopes go. */
  ingestUrl: string;
  stop(): Promise<void>;
}

/** Picket as `npm start` runs it, set up; with data that goes away, or with what a folder keeps from one run to the next. */
export async function startBench({ keptIn }: { keptIn?: string } = {}): Promise<Bench> {
  const persistTo = keptIn ?? mkdtempSync(join(tmpdir(), 'picket-bench-'));
  // No dashboard: the router in front of static assets is the platform's own, and its emulation in JavaScript would be measured instead of Picket.
  const runtime = await startRuntime({ port: 0, persistTo, setupToken: 'bench', bundle: await bundleWorker(), dashboard: null });
  const setup = keptIn === undefined ? await setUp(runtime) : await setUpOnce(runtime, join(keptIn, 'setup.json'));
  const key = new URL(setup.dsn.public).username;
  return {
    runtime,
    setup,
    ingestUrl: `${runtime.url}/api/${setup.project.id}/envelope/?sentry_key=${key}&sentry_version=7`,
    async stop() {
      await runtime.stop();
      if (keptIn === undefined) rmSync(persistTo, { recursive: true, force: true });
    },
  };
}

/** The token is shown only once. */
async function setUpOnce(runtime: Runtime, file: string): Promise<SetupReply> {
  if (!existsSync(file)) writeFileSync(file, JSON.stringify(await setUp(runtime)));
  return JSON.parse(readFileSync(file, 'utf8'));
}

async function setUp(runtime: Runtime): Promise<SetupReply> {
  const reply = await fetch(`${runtime.url}/api/0/setup/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      setupToken: 'bench',
      organization: { name: 'Bench' },
      user: { name: 'Bench', email: 'bench@example.com', password: 'long enough to pass' },
      project: { name: 'Bench' },
    }),
  });
  if (reply.status !== 201) throw new Error(`Set-up answered ${reply.status}: ${await reply.text()}`);
  return reply.json();
}

/** Answers the folder that holds `index.js`, as bundleWorker does: see counting-worker.ts. */
export async function bundleCountingWorker(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'picket-counting-'));
  const { exitCode, output } = await runTool('wrangler', ['deploy', 'worker/bench/counting-worker.ts', '--dry-run', '--outdir', folder, '--assets', folder]);
  if (exitCode !== 0) throw new Error(`The counting Worker did not build:\n${output}`);
  renameSync(join(folder, 'counting-worker.js'), join(folder, 'index.js'));
  return folder;
}

/** The floors, on the same runtime with the same kind of storage. */
export async function startFloor(): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'picket-floor-'));
  const config = `${root}worker/bench/floor.wrangler.toml`;
  const { exitCode, output } = await runTool('wrangler', ['deploy', '--dry-run', '--outdir', `${folder}/bundle`, '--config', config]);
  if (exitCode !== 0) throw new Error(`The floor did not build:\n${output}`);
  const { modulesRules: _, ...worker } = getWorkerOptions(config).workerOptions;
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      ...worker,
      name: 'floor',
      modulesRoot: `${folder}/bundle`,
      modules: [{ type: 'ESModule', path: `${folder}/bundle/floor-worker.js` }],
      port: 0,
      resourcePersistencePath: `${folder}/data`,
      cf: false,
      log: new Log(LogLevel.ERROR),
      telemetry: { enabled: false },
    }),
  );
  const url = (await miniflare.ready).origin;
  return {
    url,
    async stop() {
      await miniflare.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
