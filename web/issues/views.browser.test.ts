import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Issue } from '../../worker/api/contract/issue.ts';
import type { SearchView } from '../../worker/api/contract/search-view.ts';
import { openBrowser } from '../../worker/commands/browser.ts';
import { eventually, type Picket, startPicket } from '../../worker/commands/harness.ts';

let picket: Picket;
let browser: Browser;
let signedIn: Awaited<ReturnType<BrowserContext['storageState']>>;

beforeAll(async () => {
  picket = await startPicket({ platform: 'python' });
  browser = await openBrowser();
  const context = await browser.newContext({ baseURL: picket.url });
  await context.request.post('/api/0/auth/', { data: picket.owner, headers: { origin: picket.url } });
  signedIn = await context.storageState();
  await context.close();
  await send('Trial', { plan: 'free', environment: 'staging' });
  await send('Paid', { plan: 'pro', environment: 'production' });
  await eventually(isThere);
});
afterAll(async () => {
  await browser?.close();
  await picket?.stop();
});

async function isThere(): Promise<void> {
  const issues = await picket.api<Issue[]>(`/organizations/${picket.org}/issues/`);
  if (issues.length !== 2) throw new Error(`Found ${issues.length} issues`);
}

async function send(type: string, { environment, ...tags }: Record<string, string>): Promise<void> {
  const { origin, pathname, username } = new URL(picket.dsn);
  const id = crypto.randomUUID().replaceAll('-', '');
  const event = { event_id: id, timestamp: Date.now() / 1000, platform: 'python', environment, tags, exception: { values: [{ type, value: 'broke' }] } };
  const body = [{ event_id: id }, { type: 'event' }, event].map((line) => JSON.stringify(line)).join('\n');
  expect((await fetch(`${origin}/api${pathname}/envelope/?sentry_key=${username}`, { method: 'POST', body })).status).toBe(200);
}

async function openPage(search: string, width = 1440): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, baseURL: picket.url, storageState: signedIn });
  const page = await context.newPage();
  await page.goto(`/organizations/${picket.org}/issues/${search}`);
  await page.waitForSelector(':is(.issue-row .title, .empty)');
  return page;
}

const press = async (page: Page, ...keys: string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};
/** Waits until the list shows just these. */
const rows = async (page: Page, ...names: string[]): Promise<void> => {
  await expect.poll(() => page.locator('.issue-row .title strong').allTextContents(), { timeout: 10_000 }).toEqual(names);
};
const option = (page: Page, name: string): Promise<void> => page.locator('.completion [role="option"] .name', { hasText: new RegExp(`^${name}$`) }).waitFor();
const selectedTab = (page: Page, name: string): Promise<void> => page.locator('[role="tab"][aria-selected="true"]', { hasText: name }).waitFor();
const toast = (page: Page, text: string): Promise<void> => page.locator('.toast', { hasText: text }).waitFor();
const savedViews = (): Promise<SearchView[]> => picket.api<SearchView[]>(`/organizations/${picket.org}/group-search-views/`);

it('searches by completion, saves a view of it, changes it, deletes it and takes that back, by keyboard alone', async () => {
  const page = await openPage('');
  await rows(page, 'Paid', 'Trial');
  await press(page, '/');
  await page.locator('.search input:focus').waitFor();
  await page.keyboard.type('pla');
  await option(page, 'plan');
  await press(page, 'ArrowDown', 'ArrowUp');
  await page.keyboard.type('n');
  await press(page, 'Tab');
  await option(page, 'pro');
  await page.keyboard.type('pr');
  await press(page, 'Tab', 'Enter');
  await rows(page, 'Paid');
  expect(new URL(page.url()).searchParams.get('query')).toBe('plan:pro');

  await press(page, 'Escape', 'Shift+V');
  await page.locator('dialog input:focus').waitFor();
  await page.keyboard.type('Paying');
  await press(page, 'Enter');
  await toast(page, 'View “Paying” saved');
  await selectedTab(page, 'Paying');
  await press(page, '1');
  await rows(page, 'Paid', 'Trial');
  await press(page, '6');
  await rows(page, 'Paid');

  await press(page, '/', 'End');
  await page.keyboard.type(' !is:resolved');
  await press(page, 'Enter');
  await page.getByRole('button', { name: 'Discard' }).waitFor();
  await press(page, 'Control+s');
  await toast(page, 'View “Paying” saved');
  await page.getByRole('button', { name: 'Discard' }).waitFor({ state: 'detached' });
  expect(await savedViews()).toMatchObject([{ name: 'Paying', query: 'plan:pro !is:resolved', visibility: 'owner' }]);

  await press(page, 'Escape', 'Shift+D');
  await toast(page, 'View “Paying” deleted');
  expect(await savedViews()).toEqual([]);
  await press(page, 'z');
  await toast(page, 'Undone');
  await selectedTab(page, 'Paying');
  const [view] = await savedViews();
  expect(view).toMatchObject({ name: 'Paying', starred: true });

  // A link to the view alone shows what it keeps, and then says so in the address.
  await page.goto(`/organizations/${picket.org}/issues/?view=${view?.id}`);
  await rows(page, 'Paid');
  expect(new URL(page.url()).searchParams.get('query')).toBe('plan:pro !is:resolved');
  await page.context().close();
});

it('remembers what was searched for, says where a query is wrong, and what to drop of one that finds nothing', async () => {
  const page = await openPage('?query=boom');
  await page.locator('.empty').waitFor();
  await press(page, '/');
  await page.keyboard.type('timesSeen:many');
  await press(page, 'Enter');
  await page.locator('.search .fault', { hasText: 'Column 11' }).waitFor();
  expect(await page.locator('.search mark').textContent()).toBe('many');
  await press(page, 'Control+a');
  await page.keyboard.type('plan:free level:fatal');
  await press(page, 'Escape', 'Enter');
  await page.getByRole('button', { name: 'Without level:fatal' }).waitFor();
  await press(page, 'Escape', '/');
  await option(page, 'plan:pro');
  await press(page, 'Escape', 'Escape', 'f', 'e');
  await page.locator('.picker input:focus').waitFor();
  await page.locator('.picker [role="option"]', { hasText: 'staging' }).waitFor();
  await page.keyboard.type('stag');
  await press(page, 'Enter', 'Escape');
  await expect.poll(() => new URL(page.url()).searchParams.getAll('environment')).toEqual(['staging']);
  await page.context().close();
});

it.each([
  [390, 'dark'],
  [1440, 'light'],
] as const)('stays within %d px and leaves axe nothing to say in the %s theme, with suggestions and with a dialog', async (width, colorScheme) => {
  const page = await openPage('?query=level:error+timesSeen:many', width);
  await page.emulateMedia({ colorScheme });
  await page.locator('.search input').focus();
  await press(page, 'End');
  await page.keyboard.type(' le');
  await option(page, 'level');
  const faults = async (): Promise<unknown[]> => (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html]);
  expect(await faults()).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  await press(page, 'Escape', 'Escape', 'Shift+V');
  await page.locator('dialog input:focus').waitFor();
  expect(await faults()).toEqual([]);
  await page.context().close();
});
