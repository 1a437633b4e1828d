import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ExploreTable } from '../../worker/api/contract/explore.ts';
import { openBrowser } from '../../worker/commands/browser.ts';
import { eventually, type Picket, startPicket } from '../../worker/commands/harness.ts';

let picket: Picket;
let browser: Browser;

const attack = `\u202e"><img src=x onerror="window.ran = 1">${'W'.repeat(150)}`;
const hourSeconds = 3_600;

beforeAll(async () => {
  [picket, browser] = await Promise.all([startPicket(), openBrowser()]);
  await send('Firefox', 5, 2);
  await send('Firefox', 5, 30);
  await send('Chrome', 3, 2);
  await send(attack, 1, 2);
  await eventually(async () => {
    const { data } = await picket.api<ExploreTable>(`/organizations/${picket.org}/events/?field=count()`);
    if (data[0]?.['count()'] !== 14) throw new Error(`Only these have arrived: ${JSON.stringify(data)}`);
  });
});

afterAll(async () => {
  await browser?.close();
  await picket?.stop();
});

async function send(name: string, count: number, hoursAgo: number): Promise<void> {
  const { origin, pathname, username } = new URL(picket.dsn);
  for (let nth = 0; nth < count; nth += 1) {
    const event = { message: `Broken in ${name}`, timestamp: Date.now() / 1000 - hoursAgo * hourSeconds, tags: { 'browser.name': name, nth: String(nth) } };
    const answer = await fetch(`${origin}/api${pathname}/store/?sentry_key=${username}`, { method: 'POST', body: JSON.stringify(event) });
    if (answer.status !== 200) throw new Error(`The event was refused: ${await answer.text()}`);
  }
}

async function openPage(search: string, width = 1440): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, baseURL: picket.url });
  await context.request.post('/api/0/auth/', { data: picket.owner, headers: { origin: picket.url } });
  const page = await context.newPage();
  await page.goto(`/organizations/${picket.org}/explore/${search}`);
  await settled(page);
  return page;
}

/** The table is that of the address, and the chart is drawn. */
async function settled(page: Page): Promise<void> {
  await page.locator('.explore-table').waitFor();
  await page.locator('[aria-busy="true"], .plot-area.waiting').first().waitFor({ state: 'detached' });
  await page.locator('.explore-chart .line').first().waitFor();
}

/** The words of each row, without what leads on. */
const rowsOf = async (page: Page): Promise<string[][]> =>
  page
    .locator('.explore-table tbody tr')
    .evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('td:not(.go)')].map((cell) => cell.textContent.trim())));

it('answers a question by keyboard alone: group, narrow, zoom, save, go down to an event', async () => {
  const page = await openPage('');
  const keys = page.keyboard;

  // Groups by a tag that the events have.
  await keys.press('v');
  await page.getByRole('columnheader', { name: 'Events' }).waitFor();
  await keys.press('c');
  await page.getByPlaceholder('Type to find').waitFor();
  await keys.type('browser.name');
  await keys.press('Enter');
  await page.getByRole('columnheader', { name: 'browser.name' }).waitFor();
  for (const field of ['issue', 'title', 'last_seen()']) await page.getByRole('button', { name: `Remove ${field}` }).press('Enter');
  await expect.poll(() => rowsOf(page)).toContainEqual(['Firefox', '10', '0']);

  // What cannot be read is marked where it stands, and nothing is asked of what is wrong.
  await keys.press('/');
  await keys.type('(count():>1');
  await keys.press('Enter');
  await expect.poll(() => page.locator('.search mark').textContent()).toBe('(');
  await keys.press('ControlOrMeta+a');
  await keys.type('count():>1');
  await keys.press('Enter');
  await expect
    .poll(() => rowsOf(page))
    .toEqual([
      ['Firefox', '10', '0'],
      ['Chrome', '3', '0'],
    ]);

  // The latest pieces of time are chosen and looked at alone.
  await page.getByRole('slider').focus();
  for (const key of ['End', 'Shift+ArrowLeft', 'Shift+ArrowLeft']) await keys.press(key);
  await expect.poll(() => page.getByRole('slider').getAttribute('aria-valuetext')).toMatch(/ chosen$/);
  await keys.press('Enter');
  await page.waitForURL(/start=.*end=/);
  await expect
    .poll(() => rowsOf(page))
    .toEqual([
      ['Firefox', '5', '0'],
      ['Chrome', '3', '0'],
    ]);
  await page.goBack();
  await expect.poll(() => rowsOf(page)).toContainEqual(['Firefox', '10', '0']);

  // It is saved, and found again.
  await page.locator('h1').focus();
  await keys.press('s');
  await page.getByRole('dialog').getByLabel('Name').fill('Busy browsers');
  await keys.press('Enter');
  await page.waitForURL(/saved=\d+/);
  await page.getByText('Saved as Busy browsers').waitFor();
  await keys.press('b');
  await page.getByRole('option', { name: /Busy browsers/ }).waitFor();
  await keys.press('Escape');

  // From the group to its events, and to one of them.
  await settled(page);
  await keys.press('j');
  await keys.press('Enter');
  await page.waitForURL(/query=browser\.name%3AFirefox/);
  await expect.poll(async () => (await rowsOf(page)).length).toBe(10);
  await settled(page);
  await keys.press('j');
  await keys.press('Enter');
  await page.waitForURL(/\/issues\/\d+\/events\/[0-9a-f]{32}\//);
});

it('shows what strangers wrote as text, on a phone without pushing the page, and passes axe', async () => {
  const page = await openPage('?field=browser.name&field=title&field=count()&sort=count()', 390);
  expect((await rowsOf(page))[0]?.[0]).toBe(attack);
  expect(await page.evaluate(() => document.scrollingElement?.scrollWidth)).toBe(390);
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  await page.emulateMedia({ colorScheme: 'dark' });
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
});

it('says that there is nothing, and what else to try', async () => {
  const context = await browser.newContext({ baseURL: picket.url });
  await context.request.post('/api/0/auth/', { data: picket.owner, headers: { origin: picket.url } });
  const page = await context.newPage();
  await page.goto(`/organizations/${picket.org}/explore/?query=browser.name:Lynx&statsPeriod=30d`);
  await page.getByRole('button', { name: 'Look at the last 90 days' }).click();
  await page.getByRole('button', { name: 'Look at all events' }).click();
  await expect.poll(async () => (await rowsOf(page)).length).toBe(14);
});
