import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Issue } from '../../worker/api/contract/issue.ts';
import { openBrowser } from '../../worker/commands/browser.ts';
import { eventually, type Picket, startPicket } from '../../worker/commands/harness.ts';

let picket: Picket;
let browser: Browser;
let wire: Awaited<ReturnType<typeof aWire>>;
let context: BrowserContext;

beforeAll(async () => {
  [picket, browser] = await Promise.all([startPicket(), openBrowser()]);
  wire = await aWire(Number(new URL(picket.url).port));
  context = await browser.newContext({ viewport: { width: 1440, height: 900 }, baseURL: wire.url });
  const answer = await context.request.post('/api/0/auth/', { data: picket.owner, headers: { origin: wire.url } });
  if (!answer.ok()) throw new Error(`Signing in answered ${answer.status()}`);
});
afterAll(async () => {
  await browser.close();
  wire.stop();
  await picket.stop();
});

/** The network between the browser and Picket, which a test can cut and mend. */
async function aWire(port: number) {
  const ends = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) return near.destroy();
    const far = connect(port, 'localhost');
    for (const [one, other] of [[near, far] as const, [far, near] as const]) {
      ends.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        ends.delete(one);
        other.destroy();
      });
    }
    return undefined;
  }).listen(0, 'localhost');
  await once(server, 'listening');
  const address = server.address();
  const cut = (): void => {
    isCut = true;
    for (const end of ends) end.destroy();
  };
  return {
    url: `http://localhost:${typeof address === 'object' ? address?.port : ''}`,
    cut,
    mend: () => void (isCut = false),
    stop() {
      cut();
      server.close();
    },
  };
}

/** Sends an event as an SDK would. */
async function send(type: string, message = 'it broke'): Promise<string> {
  const { origin, pathname, username } = new URL(picket.dsn);
  const id = crypto.randomUUID().replaceAll('-', '');
  const event = { event_id: id, platform: 'python', exception: { values: [{ type, value: message }] }, fingerprint: [type] };
  const body = [{ event_id: id }, { type: 'event' }, event].map((line) => JSON.stringify(line)).join('\n');
  const answer = await fetch(`${origin}/api${pathname}/envelope/?sentry_key=${username}`, { method: 'POST', body });
  expect(answer.status).toBe(200);
  return id;
}

/** The issue of a type, once the API lists it. */
function issueOf(type: string): Promise<Issue> {
  return eventually(async () => {
    const issues = await picket.api<Issue[]>(`/organizations/${picket.org}/issues/?query=`);
    const found = issues.find(({ metadata }) => metadata.type === type);
    if (!found) throw new Error(`There is no issue of ${type}`);
    return found;
  });
}

/** A page that has begun to listen. */
async function openPage(path: string): Promise<Page> {
  const page = await context.newPage();
  const socket = page.waitForEvent('websocket');
  await page.goto(`/organizations/${picket.org}/issues/${path}`);
  await socket;
  return page;
}

const row = (page: Page, type: string) => page.locator('.issue-row', { hasText: type });
/** Far less than the time after which pages ask by themselves. */
const soon = { timeout: 10_000 };

it('shows what comes in, in its place, without a reload', async () => {
  await send('Known');
  const { id } = await issueOf('Known');
  const [list, issue] = [await openPage(''), await openPage(`${id}/`)];
  await row(list, 'Known').locator('.title').focus();
  await issue.locator('.event-id code').waitFor();
  await list.evaluate(() => (document.body.dataset.same = 'document'));

  const eventId = await send('Known');
  await send('Fresh');
  await list.getByRole('button', { name: '1 new issue' }).waitFor(soon);
  await row(list, 'Known').locator('.events', { hasText: '2' }).waitFor(soon);
  expect(await list.evaluate(() => [document.body.dataset.same, document.activeElement?.closest('.issue-row')?.textContent?.includes('Known')])).toEqual([
    'document',
    true,
  ]);
  expect(await row(list, 'Fresh').count()).toBe(0);

  await issue.getByRole('button', { name: 'New event', exact: true }).click(soon);
  await issue.locator('.event-id code', { hasText: eventId.slice(0, 8) }).waitFor(soon);
  await issue.getByRole('button', { name: 'New event', exact: true }).waitFor({ state: 'detached' });

  // Somebody else resolves it: the row stays where it is, and says so.
  await picket.api(`/organizations/${picket.org}/issues/${id}/`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ status: 'resolved' }),
  });
  await row(list, 'Known').locator('.badge', { hasText: 'Resolved' }).waitFor(soon);
  await issue.locator('.badge', { hasText: 'Resolved' }).first().waitFor(soon);
  await Promise.all([list.close(), issue.close()]);
});

it('comes back by itself when the connection drops, and catches up', async () => {
  await send('Before');
  await issueOf('Before');
  const list = await openPage('?query=');
  await row(list, 'Before').waitFor();
  // What comes in is shown: there is a connection to lose.
  await send('Before');
  await row(list, 'Before').locator('.events', { hasText: '2' }).waitFor(soon);
  wire.cut();
  await list.getByText('Reconnecting…').waitFor(soon);
  await send('During');
  await issueOf('During');
  wire.mend();
  await list.evaluate(() => dispatchEvent(new Event('online')));
  await list.getByRole('button', { name: '1 new issue' }).waitFor(soon);
  await list.getByText('Reconnecting…').waitFor({ state: 'detached' });
  await list.keyboard.press('n');
  await row(list, 'During').waitFor();
  expect(await row(list, 'Before').count()).toBe(1);
  await list.close();
});
