/**
 * `npm run demo [-- --dsn DSN | --persist-to DIR]`: a small shop with the real `@sentry/node` has a bad day, in two releases. Without a DSN (or SENTRY_DSN
 * in the environment) the events go to the first active key of the local instance.
 */
import { fork } from 'node:child_process';
import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { runningInstance } from './instance.ts';
import { readOptions } from './options.ts';
import { stopWith } from './stop-with.ts';
import { root } from './tool.ts';

interface SentEvent {
  eventId: string;
  level: string;
  title: string;
  /** Of the answer; absent when there was none. */
  status?: number;
}

const options = readOptions('npm run demo [-- --dsn DSN | --persist-to DIR]', {
  dsn: { type: 'string' },
  'persist-to': { type: 'string', default: `${root}.picket` },
});
const dsn = options.dsn ?? process.env.SENTRY_DSN ?? (await localDsn(resolve(options['persist-to'])));
if (!isDsn(dsn)) stopWith(`${dsn} is no DSN: one looks like http://<key>@localhost:8787/1, and stands in the settings of a project.`);

const sent: SentEvent[] = [];
for (const release of ['shop@2.3.1', 'shop@2.4.0']) {
  console.log(`\n${release}`);
  await runShop(release);
}

const refused = sent.filter((event) => event.status !== 200);
console.log(`\n${sent.length - refused.length} events accepted. See them at ${new URL(dsn).origin}/`);
if (sent.length === 0 || refused.length > 0) stopWith(`${sent.length === 0 ? 'No event' : `${refused.length} events`} did not get through to ${dsn}`);

/** Without a key or a project the SDK would send nothing, and say nothing. */
function isDsn(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.username !== '' && /\/\d+$/.test(url.pathname);
}

async function runShop(release: string): Promise<void> {
  const shop = fork(`${root}worker/commands/demo/shop.ts`, {
    env: { ...process.env, SENTRY_DSN: dsn, SENTRY_RELEASE: release, SENTRY_ENVIRONMENT: 'production' },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  shop.on('message', (event: SentEvent) => {
    sent.push(event);
    console.log(`  ${event.status === 200 ? '✓' : `✗ ${event.status ?? 'no answer'}`} ${event.level.padEnd(7)} ${event.title}`);
  });
  await new Promise((ended) => shop.once('close', ended));
}

/** Read from the database on disk, since a DSN is no secret and asking the API would take one. */
async function localDsn(dataFolder: string): Promise<string> {
  const instance =
    (await runningInstance(dataFolder)) ?? stopWith('Picket is not running here. Start it with npm start, or say where to send: npm run demo -- --dsn DSN');
  for (const file of globSync(`${dataFolder}/v3/d1/*/*.sqlite`)) {
    const database = new DatabaseSync(file, { readOnly: true });
    const hasKeys = database.prepare(`select 1 from sqlite_master where name = 'project_keys'`).get() !== undefined;
    const key = hasKeys ? database.prepare('select public_key, project_id from project_keys where is_active = 1 order by created_at limit 1').get() : undefined;
    database.close();
    if (key) return instance.url.replace('://', `://${key.public_key}@`) + `/${key.project_id}`;
  }
  return stopWith(`Picket has no project yet. Set it up first: ${instance.url}/setup`);
}
