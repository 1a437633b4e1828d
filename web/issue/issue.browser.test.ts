import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Issue } from '../../worker/api/contract/issue.ts';
import { openBrowser } from '../../worker/commands/browser.ts';
import { eventually, type Picket, startPicket } from '../../worker/commands/harness.ts';

let picket: Picket;
let browser: Browser;
let issue: Issue;

const library = (line: number) => ({ filename: `lib/server.py`, module: 'lib.server', function: `step${line}`, lineno: line, in_app: false });
const frames = [
  ...Array.from({ length: 40 }, (_, index) => library(index + 1)),
  {
    filename: 'shop/tax.py',
    function: 'total',
    lineno: 88,
    in_app: true,
    pre_context: ['def total(region):', '    # all that are known', '    rates = load()', '', ''],
    context_line: '    raise TaxRateMissing(region)',
    post_context: ['', 'def load():', '    return {}', '', ''],
  },
  library(99),
];
/** Oldest first; half an hour lies between each two. */
const browsers = ['Firefox', 'Firefox', 'Chrome', 'Firefox'];

beforeAll(async () => {
  picket = await startPicket({ platform: 'python' });
  browser = await openBrowser();
  const { origin, pathname, username } = new URL(picket.dsn);
  for (const [index, name] of browsers.entries()) {
    const event = {
      event_id: crypto.randomUUID().replaceAll('-', ''),
      platform: 'python',
      timestamp: Date.now() / 1000 - 1800 * (browsers.length - index),
      release: `shop@1.${index}`,
      contexts: { browser: { name, version: '140' } },
      tags: { odd: 'pay\u200bpal' },
      breadcrumbs: [{ category: 'rates', message: 'loaded none' }],
      exception: { values: [{ type: 'TaxRateMissing', value: 'no rate', stacktrace: { frames } }] },
    };
    const body = [{ event_id: event.event_id }, { type: 'event' }, event].map((line) => JSON.stringify(line)).join('\n');
    const answer = await fetch(`${origin}/api${pathname}/envelope/?sentry_key=${username}`, { method: 'POST', body });
    if (!answer.ok) throw new Error(`The event was answered ${answer.status}`);
  }
  issue = await eventually(async () => {
    const [found] = await picket.api<Issue[]>(`/organizations/${picket.org}/issues/?query=`);
    if (found?.count !== String(browsers.length)) throw new Error('Not all events are there yet');
    return found;
  });
});
afterAll(async () => {
  await browser?.close();
  await picket?.stop();
});

async function openPage(path: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, baseURL: picket.url, permissions: ['clipboard-read', 'clipboard-write'] });
  await context.request.post('/api/0/auth/', { data: picket.owner, headers: { origin: picket.url } });
  const page = await context.newPage();
  await page.goto(`/organizations/${picket.org}/issues/${issue.id}/${path}`);
  return page;
}

it('shows the failing line of my code without scrolling to who comes by a link', async () => {
  const page = await openPage('');
  const line = page.locator('.code .hit').first();
  await line.waitFor();
  expect(await line.textContent()).toContain('raise TaxRateMissing(region)');
  const box = await line.boundingBox();
  expect(box && box.y >= 0 && box.y + box.height <= 900).toBe(true);
  expect(await page.evaluate(() => scrollY)).toBe(0);
  // A comment in the code is part of its line.
  const heights = await page
    .locator('.code')
    .first()
    .locator('.line')
    .evaluateAll((lines) => lines.map((each) => each.getBoundingClientRect().height));
  expect(new Set(heights).size).toBe(1);
  await page.context().close();
});

it('goes through the events, copies all of it and marks the releases, by keyboard alone', async () => {
  const page = await openPage('');
  const shown = page.locator('.event-facts time');
  const press = async (key: string, path: RegExp): Promise<void> => {
    await page.keyboard.press(key);
    await page.waitForURL(path);
    await page.locator('.event-place[aria-busy="false"], .event-place:not([aria-busy])').first().waitFor();
  };
  await shown.waitFor();
  await press('{', /events\/oldest\//);
  await press(']', /events\/[0-9a-f]{32}\//);
  await press('}', /events\/latest\//);
  await press('t', /events\/latest\//);
  await press('r', /events\/recommended\//);
  const [, second] = await picket.api<{ id: string }[]>(`/organizations/${picket.org}/issues/${issue.id}/events/`);
  await page.keyboard.press('t');
  await page.keyboard.press('i');
  await page.locator('dialog[open] input:focus').waitFor();
  await page.keyboard.type(second?.id.replace(/^(.{8})/, '$1-') ?? '');
  await press('Enter', new RegExp(`events/${second?.id}/`));
  await page.keyboard.press('c');
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('### Breadcrumbs');
  const text = await page.evaluate(() => navigator.clipboard.readText());
  for (const part of [
    `[${issue.shortId}](${picket.url}/`,
    '- Events: `4`',
    '- Release: `shop@1.2`',
    '> 88 | ',
    '- `browser`: `Chrome 140`',
    'rates loaded none',
  ]) {
    expect(text).toContain(part);
  }
  expect(text).toContain('pay\\u{200b}pal');

  const mark = page.locator('.release-mark').last();
  await mark.focus();
  await expect.poll(() => mark.locator('.tip').evaluate((tip) => getComputedStyle(tip).opacity)).toBe('1');
  expect(await mark.textContent()).toContain('shop@1.3');
  await page.keyboard.press('Enter');
  await page.waitForURL(/tab=events&query=release%3Ashop%401\.3/);
  await expect.poll(() => page.locator('.event-table tbody tr').count()).toBe(1);
  await page.context().close();
});

it('leads from a value of a tag to its events, and says what is wrong with a query', async () => {
  const page = await openPage('?tab=tags');
  const value = page.locator('.tag-card', { has: page.getByRole('heading', { name: 'browser', exact: true }) }).getByRole('link', { name: /^Firefox 140/ });
  await value.waitFor();
  expect(await page.locator('.tag-values .hidden-mark').first().textContent()).toBe('U+200B');
  await value.focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/tab=events&query=browser/);
  await expect.poll(() => page.locator('.event-table tbody tr').count()).toBe(3);
  expect(await page.locator('.events-found').textContent()).toContain('3 events match');
  await page.keyboard.press('/');
  await page.keyboard.type('(browser:x');
  await page.keyboard.press('Enter');
  expect(await page.locator('#events-wrong mark').textContent()).toBe('(');
  await page.context().close();
});

it.each(['light', 'dark'] as const)('leaves axe nothing to say of the tabs in the %s theme', async (colorScheme) => {
  const page = await openPage('');
  await page.emulateMedia({ colorScheme });
  const tabs: [path: string, waitFor: string][] = [
    ['?tab=tags', '.tag-card'],
    ['?tab=tags&key=browser', '.tag-table'],
    ['?tab=events&query=%28x', '#events-wrong'],
    ['?tab=events&query=browser.name%3AFirefox', '.event-table'],
    ['?tab=activity', '.activity-page'],
    ['../../projects/', '.project-table .figure'],
  ];
  for (const [path, selector] of tabs) {
    await page.goto(`/organizations/${picket.org}/issues/${issue.id}/${path}`);
    await page.locator(selector).first().waitFor();
    const axe = new AxeBuilder({ page });
    // All else is the same in both.
    const { violations } = await (colorScheme === 'light' ? axe : axe.withRules('color-contrast')).analyze();
    expect(violations.map(({ id, nodes }) => [path, id, nodes[0]?.html])).toEqual([]);
  }
  await page.context().close();
});
