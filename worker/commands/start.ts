/**
 * `npm start [-- --port N --persist-to DIR --host ADDRESS]`: Picket on this machine, all of it on one origin, no account needed. Builds what changed,
 * migrates, and prints where to go.
 */
import { resolve } from 'node:path';
import { buildDashboard, bundleWorker } from './builds.ts';
import { claimDataFolder, type ClaimError, endOrphan, isListening, noteWorkerd } from './instance.ts';
import { readOptions, readPort } from './options.ts';
import { startRuntime } from './runtime.ts';
import { setupToken } from './setup-token.ts';
import { stopOnSignal } from './stop-on-signal.ts';
import { stopWith } from './stop-with.ts';
import { root } from './tool.ts';

const options = readOptions('npm start [-- --port N --persist-to DIR --host ADDRESS]', {
  port: { type: 'string', default: '8787' },
  'persist-to': { type: 'string', default: `${root}.picket` },
  host: { type: 'string', default: '127.0.0.1' },
});
const port = readPort(options.port);
const dataFolder = resolve(options['persist-to']);
if (await endOrphan(dataFolder)) console.log('Ended the runtime that an earlier start left behind.');
if (await isListening(port)) stopWith(`Port ${port} is taken. Stop what runs there, or choose another: npm start -- --port ${port + 1}`);
const claim = await claimDataFolder(dataFolder, `http://localhost:${port}`);
if (!claim.ok) stopWith(refusalOf(claim.error));

console.log('Building …');
const [dashboard, bundle] = await Promise.all([buildDashboard(), bundleWorker()]).catch((error: Error) => stopWith(error.message));
const token = setupToken(dataFolder);
const runtime = await startRuntime({
  port,
  host: options.host,
  persistTo: dataFolder,
  setupToken: token,
  sdkCdn: process.env.SDK_CDN,
  bundle,
  dashboard,
  onStarted: (workerd) => noteWorkerd(dataFolder, workerd),
});

stopOnSignal(() => runtime.stop());

const index: { isSetUp: boolean } = await (await fetch(`${runtime.url}/api/0/`)).json();
const link = index.isSetUp ? `Sign in: ${runtime.url}/sign-in` : `Set up:  ${runtime.url}/setup?token=${encodeURIComponent(token)}`;
console.log(`\nPicket is running at ${runtime.url}\n\n  ${link}\n  Data:    ${dataFolder}\n\nPress Ctrl+C to stop.`);

function refusalOf(error: ClaimError): string {
  switch (error.reason) {
    case 'served':
      return `${dataFolder} is already served at ${error.by.url}. A second instance needs a folder of its own: npm start -- --port ${port + 1} --persist-to DIR`;
    case 'unusable':
      return `The data folder cannot be used: ${error.message}. Choose another: npm start -- --persist-to DIR`;
  }
}
