import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Issue } from '../../worker/api/contract/issue.ts';
import { openBrowser } from '../../worker/commands/browser.ts';
import { eventually, type Picket, startPicket } from '../../worker/commands/harness.ts';

let picket: Picket;
let browser: Browser;

const hostile = '<img src=x onerror="window.ran = 1">';
const version = `shop@2.0 ${hostile}`;

async function send(message: string, release: string): Promise<void> {
  const { origin, pathname, username } = new URL(picket.dsn);
  const body = JSON.stringify({ message, release });
  expect((await fetch(`${origin}/api${pathname}/store/?sentry_key=${username}`, { method: 'POST', body })).status).toBe(200);
}

const listIssues = (): Promise<Issue[]> => picket.api(`/organizations/${picket.org}/issues/?query=`);
function announce(announced: string, rest: object = {}): Promise<unknown> {
  const body = JSON.stringify({ version: announced, projects: [picket.project], ...rest });
  return picket.api(path('releases/'), { method: 'POST', body, headers: { 'content-type': 'application/json' } });
}

const path = (rest: string): string => `/organizations/${picket.org}/${rest}`;

beforeAll(async () => {
  picket = await startPicket({ platform: 'python' });
  browser = await openBrowser();
  await send('Broken', 'shop@1.0');
  const commits = [
    { id: 'a414b4a396d40612a656861e5b6ab48506f4b2fd', message: `Add the cart ${hostile}`, author_name: 'Jane', author_email: 'jane@example.com' },
  ];
  await announce(version, { url: 'https://ci.example/1', commits });
  await eventually(async () => {
    if ((await listIssues()).length !== 1) throw new Error('The issue is not listed yet');
  });
});
afterAll(async () => {
  await browser?.close();
  await picket?.stop();
});

async function openPage(address: string, width: number): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, baseURL: picket.url });
  expect((await context.request.post('/api/0/auth/', { data: picket.owner, headers: { origin: picket.url } })).ok()).toBe(true);
  const page = await context.newPage();
  await page.goto(address);
  return page;
}

async function expectSound(page: Page, width: number): Promise<void> {
  expect(await page.evaluate('window.ran')).toBeUndefined();
  expect(await page.evaluate(() => document.scrollingElement?.scrollWidth)).toBe(width);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
}

it('lists releases, finds one, and shows what came with it, by keyboard alone', async () => {
  const page = await openPage(path('issues/'), 390);
  await page.locator('.issue-row').first().waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('r');
  const rows = page.locator('.release-table tbody tr');
  await expect.poll(() => rows.allTextContents()).toEqual([expect.stringContaining(version), expect.stringMatching(/shop@1\.0.*1 new/)]);
  await expectSound(page, 390);

  await page.keyboard.press('/');
  await page.keyboard.type('@1');
  await expect.poll(() => rows.count()).toBe(1);
  expect(new URL(page.url()).searchParams.get('query')).toBe('@1');
  await rows.getByRole('link').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'shop@1.0' }).waitFor();
  await page.getByRole('link', { name: 'Broken' }).waitFor();
  await page.getByText('None are known.').waitFor();

  await page.goto(path(`releases/${encodeURIComponent(version)}/`));
  await page.getByText('Add the cart <img').waitFor();
  await page.getByText('Nothing broke in this version').waitFor();
  await expectSound(page, 390);
  await page.context().close();
});

it('resolves an issue in a release that is found by typing', async () => {
  const [issue] = await listIssues();
  // So many that the picker has to ask for the older ones.
  await Promise.all(Array.from({ length: 25 }, (_, index) => announce(`till@1.${index}`)));
  const page = await openPage(path(`issues/${issue?.id}/`), 1440);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByRole('button', { name: 'Other ways to resolve' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: /^Resolve / }).waitFor();
  await page.keyboard.type('release…');
  await page.keyboard.press('Enter');
  const picker = page.getByRole('dialog', { name: /in a release$/ });
  await picker.getByRole('option').nth(1).waitFor();
  await page.keyboard.type('shop@2');
  await expect.poll(() => picker.getByRole('option').allTextContents()).toEqual([expect.stringContaining(version)]);
  await page.keyboard.press('Enter');
  await eventually(async () => expect(await listIssues()).toMatchObject([{ status: 'resolved', statusDetails: { inRelease: version } }]));
  await page.context().close();
});
