/**
 * `npm run dev [-- --port N --persist-to DIR]`: one address for both halves while they change. Vite serves the dashboard with hot reload and hands the
 * Worker's paths to the runtime, which takes a new bundle whenever a file under worker/ is saved.
 */
import { watch } from 'node:fs';
import { resolve } from 'node:path';
import { createServer } from 'vite';
import { buildDashboard, bundleWorker } from './builds.ts';
import { claimDataFolder, type ClaimError, endOrphan, noteWorkerd } from './instance.ts';
import { readOptions, readPort } from './options.ts';
import { startRuntime } from './runtime.ts';
import { setupToken } from './setup-token.ts';
import { stopOnSignal } from './stop-on-signal.ts';
import { stopWith } from './stop-with.ts';
import { root } from './tool.ts';

const options = readOptions('npm run dev [-- --port N --persist-to DIR]', {
  port: { type: 'string', default: '8787' },
  'persist-to': { type: 'string', default: `${root}.picket` },
});
const dataFolder = resolve(options['persist-to']);
const port = readPort(options.port);
const url = `http://localhost:${port}`;
if (await endOrphan(dataFolder)) console.log('Ended the runtime that an earlier start left behind.');
const claim = await claimDataFolder(dataFolder, url);
if (!claim.ok) stopWith(`${refusalOf(claim.error)} Choose another folder: npm run dev -- --persist-to DIR`);
const token = setupToken(dataFolder);
const [dashboard, bundle] = await Promise.all([buildDashboard(), bundleWorker()]);
const runtime = await startRuntime({
  port: 0,
  persistTo: dataFolder,
  setupToken: token,
  sdkCdn: process.env.SDK_CDN,
  bundle,
  dashboard,
  onStarted: (workerd) => noteWorkerd(dataFolder, workerd),
});

const vite = await createServer({
  configFile: `${root}web/vite.config.ts`,
  server: {
    port,
    strictPort: true,
    proxy: { '^/(api|js-sdk-loader|mcp|oauth|tunnel|\\.well-known)(/|$)': { target: runtime.url, changeOrigin: false, ws: true } },
  },
});
await vite.listen();

let waiting: NodeJS.Timeout | undefined;
const watcher = watch(`${root}worker`, { recursive: true }, (_, file) => {
  if (!file?.endsWith('.ts') || file.endsWith('.test.ts')) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => void rebuild(), 100);
});

stopOnSignal(async () => {
  watcher.close();
  await vite.close();
  await runtime.stop();
});

console.log(`\nPicket in watch mode: ${url}\nSet up: ${url}/setup?token=${encodeURIComponent(token)}\n\nPress Ctrl+C to stop.`);

function refusalOf(error: ClaimError): string {
  switch (error.reason) {
    case 'served':
      return `${dataFolder} is already served at ${error.by.url}.`;
    case 'unusable':
      return `The data folder cannot be used: ${error.message}.`;
  }
}

/** What does not build is reported, and the last good Worker keeps running. */
async function rebuild(): Promise<void> {
  const startedAt = Date.now();
  try {
    await runtime.reload(await bundleWorker());
    console.log(`Worker reloaded in ${Date.now() - startedAt} ms`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
}
