import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Attachment, Event } from '../api/contract/event.ts';
import { eventually, type Picket, startPicket } from '../commands/harness.ts';

let picket: Picket;
let sent: { error: string; message: string };

beforeAll(async () => {
  picket = await startPicket();
  const app = fileURLToPath(new URL('./apps/node.ts', import.meta.url));
  sent = JSON.parse(execFileSync(process.execPath, [app], { encoding: 'utf8', env: { ...process.env, SENTRY_DSN: picket.dsn } }));
});
afterAll(() => picket.stop());

it('shows an error of @sentry/node with its cause, source, user, tags and breadcrumbs', async () => {
  const event = await readEvent(sent.error);
  expect(event).toMatchObject({
    title: 'Error: The settings could not be read',
    level: 'error',
    platform: 'node',
    environment: 'staging',
    release: { version: 'app@1.0.0' },
    sdk: { name: 'sentry.javascript.node' },
    user: { id: '7', email: 'jane@example.com' },
  });
  expect(event.tags).toContainEqual({ key: 'shop', value: 'berlin' });

  const exceptions = event.entries.find((entry) => entry.type === 'exception')?.data.values ?? [];
  expect(exceptions.map((exception) => exception.type)).toEqual(['SyntaxError', 'Error']);
  const crashed = exceptions.at(-1)?.stacktrace?.frames.at(-1);
  expect(crashed).toMatchObject({ function: 'readSettings', inApp: true });
  expect(crashed?.context).toContainEqual([crashed?.lineNo, `    throw new Error('The settings could not be read', { cause: error });`]);

  const breadcrumbs = event.entries.find((entry) => entry.type === 'breadcrumbs')?.data.values ?? [];
  expect(breadcrumbs).toContainEqual(expect.objectContaining({ category: 'start', message: 'Reading settings' }));
});

it('gives back the attachment byte for byte', async () => {
  const path = `/projects/${picket.org}/${picket.project}/events/${sent.error}/attachments/`;
  const [attachment] = await picket.api<Attachment[]>(path);
  expect(attachment).toMatchObject({ name: 'settings.json', mimetype: 'application/json', size: 10 });
  const download = await fetch(`${picket.url}/api/0${path}${attachment?.id}/?download=1`, { headers: { authorization: `Bearer ${picket.token}` } });
  expect(await download.text()).toBe('{"port": }');
});

it('shows a message with its level', async () => {
  expect(await readEvent(sent.message)).toMatchObject({ title: 'Settings are from 2019', level: 'warning' });
});

/** An acknowledged event is readable within five seconds. */
async function readEvent(id: string): Promise<Event> {
  return eventually(() => picket.api<Event>(`/projects/${picket.org}/${picket.project}/events/${id}/`), 5000);
}
