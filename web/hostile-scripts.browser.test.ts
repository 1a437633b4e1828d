import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '../worker/commands/browser.ts';
import { type Picket, startPicket } from '../worker/commands/harness.ts';

/* The scripts that pages of others include, with addresses that somebody else may have put together. */

let picket: Picket;
let browser: Browser;

const markup = '"\'></title></script></style><script>window.ran = 1</script><img src=x onerror="window.ran = 1">\u2028`${window.ran = 1}`';
const shop = 'http://shop.example';

beforeAll(async () => {
  picket = await startPicket({ platform: 'javascript' });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await picket?.stop();
});

/** A page of a shop that includes this script. */
async function openShop(script: string): Promise<{ page: Page; faults: string[] }> {
  const page = await (await browser.newContext()).newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('dialog', (dialog) => void faults.push(dialog.message()));
  await page.route(`${shop}/**`, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Shop</title><body><h1>Shop</h1>' }));
  await page.goto(`${shop}/`);
  await page.addScriptTag({ url: script });
  return { page, faults };
}

it('shows what stands in the address of the dialog as text', async () => {
  const texts = ['title', 'subtitle', 'subtitle2', 'labelName', 'labelEmail', 'labelComments', 'labelSubmit', 'labelClose', 'name', 'email'];
  const query = new URLSearchParams(texts.map((name) => [name, markup]));
  query.set('dsn', picket.dsn);
  query.set('eventId', 'a'.repeat(32));
  for (const name of ['__proto__', 'constructor', 'endpoint', 'onload', markup]) query.append(name, markup);
  const { page, faults } = await openShop(`${picket.url}/api/embed/error-page/?${query}#${markup}`);
  await page.locator('[data-sentry-report-dialog] h2').waitFor();
  const shown = await page.evaluate(() => {
    const root = document.querySelector('[data-sentry-report-dialog]')?.shadowRoot;
    return {
      ran: Reflect.get(window, 'ran') as unknown,
      title: root?.querySelector('h2')?.textContent,
      name: root?.querySelector('input')?.value,
      foreign: root?.querySelectorAll('script, img, [onerror], [onload], a, iframe').length,
    };
  });
  expect(shown).toEqual({ ran: undefined, title: markup, name: markup, foreign: 0 });
  expect(faults).toEqual([]);
  await page.context().close();
});

it('loads nothing but the SDK, whatever stands in the address of the loader', async () => {
  const { username } = new URL(picket.dsn);
  const { page, faults } = await openShop('data:text/javascript,');
  const asked: string[] = [];
  await page.route('https://browser.sentry-cdn.com/**', (route) => route.abort());
  page.on('request', (request) => asked.push(request.url()));
  const query = new URLSearchParams({ cdn: 'https://evil.example', dsn: markup, publicKey: markup, callback: 'window.ran=1', config: markup });
  await page.addScriptTag({ url: `${picket.url}/js-sdk-loader/${username}.min.js?${query}#${markup}` });
  await page.evaluate('window.Sentry.forceLoad()');
  await expect.poll(() => asked.length).toBe(2);
  expect(asked[1]).toMatch(/^https:\/\/browser\.sentry-cdn\.com\/[\d.]+\/bundle[\w.]*\.min\.js$/);
  expect(await page.evaluate(() => ({ ran: Reflect.get(window, 'ran') as unknown, images: document.images.length }))).toEqual({ ran: undefined, images: 0 });
  expect(faults).toEqual([]);
  await page.context().close();
});
