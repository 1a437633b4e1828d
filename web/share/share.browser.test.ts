import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Issue } from '../../worker/api/contract/issue.ts';
import { openBrowser } from '../../worker/commands/browser.ts';
import { eventually, type Picket, startPicket } from '../../worker/commands/harness.ts';

let picket: Picket;
let browser: Browser;
let issueId = '';
let shareId = '';

/** What must not be seen by strangers. */
const personal = ['jane@example.com', '203.0.113.7', 'secret-cookie', 'card number', 'Olivia', 'owner@example.com', 'premium-plan', 'secret-variable'];

const hostile = '<img src=x onerror="window.ran = 1">';

async function change(body: Record<string, unknown>): Promise<Issue> {
  return picket.api<Issue>(`/organizations/${picket.org}/issues/${issueId}/`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** A page of nobody. Answers what it asked for. */
async function openShared(id: string, width = 1440): Promise<{ page: Page; asked: string[] }> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, baseURL: picket.url });
  const page = await context.newPage();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(`/share/issue/${id}/`);
  return { page, asked };
}

beforeAll(async () => {
  picket = await startPicket({ platform: 'python' });
  browser = await openBrowser();
  const { origin, pathname, username } = new URL(picket.dsn);
  const id = crypto.randomUUID().replaceAll('-', '');
  const event = {
    event_id: id,
    platform: 'python',
    user: { email: 'jane@example.com', ip_address: '203.0.113.7' },
    request: { url: 'https://shop.example/', cookies: 'a=secret-cookie' },
    breadcrumbs: [{ message: 'typed her card number' }],
    tags: { plan: 'premium-plan' },
    exception: {
      values: [
        {
          type: 'PaymentError',
          value: `no money left ${hostile}`,
          mechanism: { type: 'generic', handled: false },
          stacktrace: {
            frames: [
              { filename: 'shop/pay.py', function: 'pay', lineno: 2, in_app: true, context_line: 'raise PaymentError()', vars: { a: 'secret-variable' } },
            ],
          },
        },
      ],
    },
  };
  const body = [{ event_id: id }, { type: 'event' }, event].map((line) => JSON.stringify(line)).join('\n');
  const answer = await fetch(`${origin}/api${pathname}/envelope/?sentry_key=${username}`, { method: 'POST', body });
  if (!answer.ok) throw new Error(`The event was refused: ${answer.status}`);
  issueId = await eventually(async () => {
    const [issue] = await picket.api<Issue[]>(`/organizations/${picket.org}/issues/?query=`);
    if (!issue) throw new Error('No issue yet');
    return issue.id;
  });
  await change({ assignedTo: picket.owner.email });
  shareId = (await change({ isPublic: true })).shareId ?? '';
});
afterAll(async () => {
  await browser?.close();
  await picket?.stop();
});

it('shows what broke to somebody who is not signed in, and nothing of anybody', async () => {
  const { page, asked } = await openShared(shareId);
  await page.waitForSelector('.frame');
  expect(await page.locator('h1').textContent()).toBe('PaymentError');
  expect(await page.locator('.message').textContent()).toBe(`no money left ${hostile}`);
  expect(await page.locator('.code .hit').textContent()).toContain('raise PaymentError()');
  expect(await page.locator('.share-bar').textContent()).toContain('Public page, read-only');
  expect(await page.evaluate('window.ran')).toBeUndefined();
  expect(await page.locator('meta[name="robots"]').getAttribute('content')).toContain('noindex');

  const html = await page.content();
  expect(personal.filter((text) => html.includes(text))).toEqual([]);
  // It asks nobody who they are.
  expect(asked.filter((path) => path.startsWith('/api/'))).toEqual([`/api/0/shared/issues/${shareId}/`]);
  await page.context().close();
});

it('is the same for somebody who is signed in', async () => {
  const { page } = await openShared(shareId);
  await page.waitForSelector('.frame');
  expect((await page.context().request.post('/api/0/auth/', { data: picket.owner, headers: { origin: picket.url } })).ok()).toBe(true);
  const headers: Record<string, string>[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/api/')) headers.push(request.headers());
  });
  await page.reload();
  await page.waitForSelector('.frame');
  expect(headers.map((one) => one['cookie'])).toEqual([undefined]);
  expect(await page.locator('nav').count()).toBe(0);
  await page.context().close();
});

it.each([
  { width: 390, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
  { width: 1440, colorScheme: 'light' },
  { width: 1440, colorScheme: 'dark' },
] as const)('fits, and leaves axe nothing to say, at $width px in the $colorScheme theme', async ({ width, colorScheme }) => {
  const { page } = await openShared(shareId, width);
  await page.emulateMedia({ colorScheme });
  for (const id of [shareId, '0'.repeat(32)]) {
    await page.goto(`/share/issue/${id}/`);
    await page.waitForSelector(id === shareId ? '.frame' : '.empty');
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/share-${id.slice(0, 3)}-${width}-${colorScheme}.png` });
    expect(await page.evaluate(() => document.scrollingElement?.scrollWidth)).toBe(width);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id: rule, nodes }) => [rule, nodes[0]?.html])).toEqual([]);
  }
  await page.context().close();
});

it('leads nowhere once the link was taken back', async () => {
  await change({ isPublic: false });
  const { page } = await openShared(shareId);
  await page.getByRole('heading', { name: 'There is nothing behind this link' }).waitFor();
  expect(page.url()).toContain('/share/issue/');
  await page.context().close();
});
