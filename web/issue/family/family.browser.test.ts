import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Issue } from '../../../worker/api/contract/issue.ts';
import type { IssueHash } from '../../../worker/api/contract/issue-hash.ts';
import { openBrowser } from '../../../worker/commands/browser.ts';
import { eventually, type Picket, startPicket } from '../../../worker/commands/harness.ts';

let picket: Picket;
let browser: Browser;
let sent = 0;

const hostile = '<img src=x onerror="window.ran = 1">';

async function send(event: Record<string, unknown>, times = 1): Promise<void> {
  const { origin, pathname, username } = new URL(picket.dsn);
  for (let time = 0; time < times; time += 1) {
    const id = crypto.randomUUID().replaceAll('-', '');
    const body = [{ event_id: id }, { type: 'event' }, { platform: 'python', ...event, event_id: id }].map((line) => JSON.stringify(line)).join('\n');
    const answer = await fetch(`${origin}/api${pathname}/envelope/?sentry_key=${username}`, { method: 'POST', body });
    expect(answer.status).toBe(200);
    sent += 1;
  }
}

/** Two of one `kind` have all but the last function in common. */
const anError = (kind: string, last: string): Record<string, unknown> => ({
  environment: last === 'charge' ? 'production' : 'staging',
  release: 'shop@1.0',
  user: { email: `jane+${last}@example.com` },
  tags: { plan: hostile, [`cart.${kind}`]: 'full' },
  exception: {
    values: [
      {
        type: `${kind}Error`,
        value: `no money left on card, ${kind}`,
        stacktrace: {
          frames: ['handle', 'checkout', 'pay', last].map((name, index) => ({
            filename: `shop/${kind}.py`,
            module: `shop.${kind}`,
            function: name,
            lineno: index + 1,
            in_app: true,
            context_line: `${name}(${kind}, ${name})`,
          })),
        },
      },
    ],
  },
});

async function listed(): Promise<Issue[]> {
  return picket.api<Issue[]>(`/organizations/${picket.org}/issues/?query=`);
}

async function issueOf(kind: string, count: number): Promise<Issue> {
  return eventually(async () => {
    const issue = (await listed()).find((one) => one.title.startsWith(`${kind}Error`) && one.count === String(count));
    if (!issue) throw new Error(`No issue ${kind} of ${count} events yet`);
    return issue;
  });
}

const hashesOf = (id: string): Promise<IssueHash[]> => picket.api(`/organizations/${picket.org}/issues/${id}/hashes/`);

async function openPage(path: string, width = 1440): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, baseURL: picket.url });
  expect((await context.request.post('/api/0/auth/', { data: picket.owner, headers: { origin: picket.url } })).ok()).toBe(true);
  const page = await context.newPage();
  await page.goto(`/organizations/${picket.org}/issues/${path}`);
  return page;
}

const toast = (page: Page, text: RegExp | string) => page.locator('.toast', { hasText: text }).waitFor();

beforeAll(async () => {
  picket = await startPicket({ platform: 'python' });
  browser = await openBrowser();
  await send(anError('Card', 'charge'), 3);
  await send(anError('Card', 'refund'), 1);
  await send(anError('Bank', 'charge'), 4);
  await send(anError('Bank', 'refund'), 2);
  await send(anError('Cash', 'charge'), 2);
  await send(anError('Cash', 'refund'), 1);
  await eventually(async () => {
    const counted = (await listed()).reduce((sum, { count }) => sum + Number(count), 0);
    if (counted !== sent) throw new Error(`${counted} of ${sent} events are counted`);
  });
});
afterAll(async () => {
  await browser?.close();
  await picket?.stop();
});

it('merges a similar issue, takes that back, and merges it again, by keyboard alone', async () => {
  const [big, small] = [await issueOf('Card', 3), await issueOf('Card', 1)];
  const page = await openPage(`${big.id}/`);
  await page.waitForSelector('.frame');
  await page.keyboard.press('t');
  await page.keyboard.press('s');
  const row = page.locator('.alike', { hasText: small.shortId });
  await row.waitFor();
  expect(await row.textContent()).toMatch(/(Very similar|Similar|Nearly the same)\d+ %/);
  expect(await row.locator('.reasons').textContent()).toContain('pay');

  await page.keyboard.press('j');
  while ((await row.getAttribute('class'))?.includes('at') !== true) await page.keyboard.press('j');
  expect(await row.locator('.peek h3').allTextContents()).toEqual(['This issue', small.shortId]);
  expect(await row.locator('.peek').textContent()).toContain('1 event');
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+M');
  await toast(page, `${small.shortId} merged into this issue`);
  expect(await row.count()).toBe(0);
  await eventually(async () => expect((await hashesOf(big.id)).length).toBe(2));
  await page.locator('.facts data[value="4"]').waitFor();

  await page.keyboard.press('z');
  await toast(page, 'They are issues of their own again');
  await row.waitFor();
  expect((await hashesOf(big.id)).length).toBe(1);
  await page.locator('.facts data[value="3"]').waitFor();

  while ((await row.getAttribute('class'))?.includes('at') !== true) await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+M');
  await toast(page, 'merged into this issue');
  expect((await issueOf('Card', 4)).id).toBe(big.id);
  await page.context().close();
});

it('tells why hashes are one issue, and unmerges one of them, with the way to the new issue, by keyboard alone', async () => {
  const [big, small] = [await issueOf('Bank', 4), await issueOf('Bank', 2)];
  await picket.api(`/organizations/${picket.org}/issues/?id=${big.id}&id=${small.id}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ merge: 1 }),
  });
  const [, part] = await hashesOf(big.id);
  const page = await openPage(`${big.id}/`);
  await page.waitForSelector('.frame');
  await page.keyboard.press('t');
  await page.keyboard.press('m');
  const rows = page.locator('.hash-list > li');
  await rows.nth(1).waitFor();
  expect(await rows.nth(0).textContent()).toContain('This issue itself');
  expect(await rows.nth(1).textContent()).toMatch(/2 events.*Merged by Olivia Owner/);

  // An event of the merged hash says so, too.
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/events/${part?.latestEvent?.eventID}/`);
  await page.waitForSelector('.frame');
  await page.keyboard.press('t');
  await page.keyboard.press('g');
  await page.locator('.grouping-place', { hasText: 'which Olivia Owner merged into this issue' }).waitFor();
  await page.waitForSelector('.look');
  expect(await page.locator('.look .badge').count()).toBe(0);

  await page.keyboard.press('t');
  await page.keyboard.press('m');
  await rows.nth(1).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+M');
  await toast(page, '1 hash is an issue of its own now');
  expect(await rows.count()).toBe(1);
  const parted = await issueOf('Bank', 2);
  expect(await page.locator('.toast a').getAttribute('href')).toBe(`/organizations/${picket.org}/issues/${parted.id}/`);
  await page.keyboard.press('z');
  await toast(page, 'They are one issue again');
  await rows.nth(1).waitFor();
  expect((await issueOf('Bank', 6)).id).toBe(big.id);
  await page.context().close();
});

it('shows tags as text, leads from a value to the events that have it, and shows all values of one', async () => {
  const bank = await issueOf('Bank', 6);
  const page = await openPage(`${bank.id}/`);
  const card = page.getByRole('region', { name: 'Where it happens, over all events' });
  await card.waitFor();
  expect(await card.textContent()).toMatch(/production67 % ?\+1/);
  await page.keyboard.press('t');
  await page.keyboard.press('t');
  const environment = page.locator('.tag-card', { has: page.locator('h2', { hasText: 'environment' }) });
  await environment.waitFor();
  expect(await environment.locator('li').allTextContents()).toEqual(['production67 %4 events', 'staging33 %2 events']);
  expect(await page.locator('.tag-cards').textContent()).toContain(hostile);
  expect(await page.evaluate('window.ran')).toBeUndefined();

  await environment.getByRole('link', { name: /^production/ }).press('Enter');
  await page.waitForURL((url) => url.searchParams.get('query') === 'environment:production');
  await page.getByRole('tab', { name: /^Events/, selected: true }).waitFor();
  await page.goBack();
  await environment.waitFor();
  await environment.getByRole('button', { name: '2 values' }).press('Enter');
  await page.waitForURL('**/?tab=tags&key=environment');
  await page.locator('.tag-table tbody tr').nth(1).waitFor();
  expect(await page.locator('.tag-table tbody th').allTextContents()).toEqual(['production', 'staging']);
  await page.goBack();
  await environment.waitFor();
  await page.context().close();
});

it.each([
  { width: 390, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
  { width: 768, colorScheme: 'light' },
  { width: 1440, colorScheme: 'light' },
  { width: 1440, colorScheme: 'dark' },
] as const)('fits, and leaves axe nothing to say, at $width px in the $colorScheme theme', async ({ width, colorScheme }) => {
  const [merged, alike] = [await issueOf('Bank', 6), await issueOf('Cash', 2)];
  const page = await openPage(`${merged.id}/`, width);
  await page.emulateMedia({ colorScheme });
  const tabs = { tags: '.tag-card', 'tags&key=environment': '.tag-table', similar: '.alike', merged: '.hash-list', grouping: '.look' };
  for (const [tab, ready] of Object.entries(tabs)) {
    await page.goto(`/organizations/${picket.org}/issues/${tab === 'similar' ? alike.id : merged.id}/?tab=${tab}`);
    await page.waitForSelector(ready);
    if (tab === 'similar') await page.keyboard.press('j');
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${tab}-${width}-${colorScheme}.png` });
    expect({ tab, width: await page.evaluate(() => document.scrollingElement?.scrollWidth) }).toEqual({ tab, width });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [tab, id, nodes[0]?.html])).toEqual([]);
  }
  await page.context().close();
});
