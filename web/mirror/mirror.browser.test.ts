import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CaptureSettings } from '../../worker/api/contract/capture.ts';
import { openBrowser } from '../../worker/commands/browser.ts';
import { eventually, type Picket, startPicket } from '../../worker/commands/harness.ts';

let picket: Picket;
let browser: Browser;

const hostile = `<img src=x onerror="window.ran = 1"><script>window.ran = 1</script>`;
const eventId = crypto.randomUUID().replaceAll('-', '');

const path = (rest = ''): string => `/organizations/${picket.org}/projects/${picket.project}/mirror/${rest}`;

/** One event that is kept and something that nobody knows, both full of markup. */
async function send(): Promise<void> {
  const { origin, pathname, username } = new URL(picket.dsn);
  const event = { event_id: eventId, message: `Broken ${hostile}`, extra: { [hostile]: hostile }, link: 'javascript:window.ran=1' };
  const lines = [
    { event_id: eventId, [hostile]: hostile },
    { type: 'event' },
    event,
    { type: `unheard_of ${hostile}`, [hostile]: hostile },
    { [hostile]: hostile },
  ];
  const body = lines.map((line) => JSON.stringify(line)).join('\n');
  const headers = { 'user-agent': `app/1 ${hostile}` };
  expect((await fetch(`${origin}/api${pathname}/envelope/?sentry_key=${username}`, { method: 'POST', body, headers })).status).toBe(200);
}

async function openPage(address: string, width: number): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, baseURL: picket.url });
  expect((await context.request.post('/api/0/auth/', { data: picket.owner, headers: { origin: picket.url } })).ok()).toBe(true);
  const page = await context.newPage();
  await page.goto(address);
  return page;
}

async function expectSound(page: Page, width: number): Promise<void> {
  expect(await page.evaluate('window.ran')).toBeUndefined();
  expect(await page.locator('main :is(script, iframe, object, img, a[href^="javascript:"])').count()).toBe(0);
  expect(await page.evaluate(() => document.scrollingElement?.scrollWidth)).toBe(width);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
}

beforeAll(async () => {
  picket = await startPicket({ platform: 'node' });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await picket?.stop();
});

it('starts capturing, sees a request arrive, and follows it to its issue, by keyboard alone', async () => {
  const page = await openPage(path(), 1440);
  await page.getByText(/next 100 requests/i).waitFor();
  await page.keyboard.press('s');
  await page.getByText('Not capturing').waitFor();
  await page.keyboard.press('s');
  const dialog = page.getByRole('dialog', { name: 'Capture requests' });
  await dialog.getByLabel('How many').focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('7');
  await page.keyboard.press('Enter');
  await page.getByText(/next 7 requests/i).waitFor();
  await dialog.waitFor({ state: 'detached' });
  await send();

  const row = page.locator('.capture').first();
  await row.waitFor({ timeout: 15_000 });
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  const items = page.locator('.items > li');
  await items.nth(1).waitFor();
  expect(await items.nth(0).locator('summary').first().textContent()).toContain(`Broken ${hostile}`);
  expect(await items.nth(0).locator('.outcome').first().textContent()).toBe('Kept');
  expect(await items.nth(1).locator('.outcome').first().textContent()).not.toBe('Kept');

  await page.getByRole('searchbox', { name: 'Find in item 1' }).focus();
  await page.keyboard.type('window.ran=1');
  await page.getByText('1 of 1', { exact: true }).waitFor();
  expect(await page.locator('.json-rows .row.at').textContent()).toContain('javascript:window.ran=1');
  await expectSound(page, 1440);

  const toIssue = items.nth(0).locator('.reason a').last();
  await eventually(async () => {
    await page.reload();
    await items.nth(0).waitFor();
    expect(await toIssue.count()).toBe(1);
  });
  await toIssue.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: /^Broken/ }).waitFor();
  await page.context().close();
});

it.each(['light', 'dark'] as const)('is two screens on a phone, in the %s theme', async (colorScheme) => {
  const page = await openPage(path(), 390);
  await page.emulateMedia({ colorScheme });
  await page.locator('.capture').first().waitFor();
  expect(await page.locator('article.request').isVisible()).toBe(false);
  await expectSound(page, 390);
  await page.keyboard.press('j');
  await page.keyboard.press('o');
  await page.locator('.items > li').nth(1).waitFor();
  expect(await page.locator('.requests').isVisible()).toBe(false);
  await expectSound(page, 390);
  await page.getByRole('tab', { name: 'Raw bytes' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('.hex-rows .row').first().waitFor();
  await expectSound(page, 390);
  await page.getByRole('button', { name: 'Requests' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('.capture').first().waitFor();
  await page.context().close();
});

it('keeps bodies raw only for who types that they mean it', async () => {
  const page = await openPage(path(), 1440);
  await page.getByText(/next \d+ requests/i).waitFor();
  const settings = (): Promise<CaptureSettings> => picket.api(`/projects/${picket.org}/${picket.project}/captures/settings/`);
  await page.keyboard.press('s');
  await page.getByText('Not capturing').waitFor();
  await page.keyboard.press('s');
  const dialog = page.getByRole('dialog', { name: 'Capture requests' });
  await dialog.getByRole('checkbox').focus();
  await page.keyboard.press('Space');
  const start = dialog.getByRole('button', { name: 'Start' });
  expect(await start.isDisabled()).toBe(true);
  await dialog.getByLabel('Type raw to go on').focus();
  await page.keyboard.type('raw');
  await page.keyboard.press('Enter');
  await page.locator('.capture-bar', { hasText: ', without scrubbing' }).waitFor();
  expect(await settings()).toMatchObject({ mode: 'all', isRaw: true });
  await page.context().close();
});
