import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Issue } from '../../worker/api/contract/issue.ts';
import { openBrowser } from '../../worker/commands/browser.ts';
import { eventually, type Picket, startPicket } from '../../worker/commands/harness.ts';

let picket: Picket;
let browser: Browser;
/** Its issue has a report of this one event. */
const eventId = crypto.randomUUID().replaceAll('-', '');
let broken: Issue;
let feedback: Issue;

const endless = 'W'.repeat(2_000);
const hostile = '<img src=x onerror="window.ran = 1">';

beforeAll(async () => {
  picket = await startPicket({ platform: 'javascript' });
  browser = await openBrowser();
  const report = { event_id: eventId, name: 'Jane Doe', email: 'jane@example.com', comments: `I pressed “Buy”,\nand nothing happened. ${hostile}` };
  await send(eventId, [{ type: 'event' }, { message: 'Checkout broke' }], [{ type: 'user_report' }, report]);
  const other = { event_id: crypto.randomUUID(), name: endless, email: `${endless}@example.com`, comments: endless };
  await send(other.event_id, [{ type: 'event' }, { message: 'Checkout broke' }], [{ type: 'user_report' }, other]);
  const context = {
    message: 'The button is too small.\nI always miss it.',
    name: 'John',
    contact_email: 'john@example.com',
    url: 'https://shop.example/cart',
    associated_event_id: eventId,
    replay_id: 'b'.repeat(32),
  };
  await send(crypto.randomUUID(), [{ type: 'feedback' }, { contexts: { feedback: context } }]);
  const found = await eventually(async () => {
    const issues = await picket.api<Issue[]>(`/organizations/${picket.org}/issues/?query=`);
    const find = (title: string): Issue => {
      const issue = issues.find((one) => one.title === title);
      if (!issue) throw new Error(`No issue ${title} yet`);
      return issue;
    };
    const [one, two] = [find('Checkout broke'), find('User Feedback')];
    const { userReportCount } = await picket.api<Issue>(`/organizations/${picket.org}/issues/${one.id}/`);
    if (userReportCount !== 2) throw new Error('The reports are not at their issue yet');
    return [one, two] as const;
  });
  [broken, feedback] = found;
});
afterAll(async () => {
  await browser?.close();
  await picket?.stop();
});

async function send(id: string, ...items: [header: object, payload: object][]): Promise<void> {
  const { origin, pathname, username } = new URL(picket.dsn);
  const body = [{ event_id: id }, ...items.flat()].map((line) => JSON.stringify(line)).join('\n');
  const answer = await fetch(`${origin}/api${pathname}/envelope/?sentry_key=${username}`, { method: 'POST', body });
  expect(answer.status).toBe(200);
}

async function openPage(path: string, width = 1440): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, baseURL: picket.url });
  expect((await context.request.post('/api/0/auth/', { data: picket.owner, headers: { origin: picket.url } })).ok()).toBe(true);
  const page = await context.newPage();
  await page.goto(`/organizations/${picket.org}/issues/${path}`);
  return page;
}

it('shows a report at its event, and all of them at the issue', async () => {
  const page = await openPage(`${broken.id}/events/${eventId}/`);
  const part = page.getByRole('region', { name: 'User feedback' });
  await part.waitFor();
  expect(await part.locator('blockquote').textContent()).toBe(`I pressed “Buy”,\nand nothing happened. ${hostile}`);
  expect(await part.getByRole('link', { name: 'jane@example.com' }).getAttribute('href')).toBe('mailto:jane%40example.com');
  expect(await page.evaluate('window.ran')).toBeUndefined();

  await page.getByRole('tab', { name: /Feedback/ }).click();
  const reports = page.locator('.reports > li');
  await reports.first().waitFor();
  expect(await reports.count()).toBe(2);
  await reports
    .filter({ hasText: 'Jane Doe' })
    .getByRole('link', { name: eventId.slice(0, 8) })
    .click();
  await part.waitFor();
  await page.context().close();
});

it('reads a feedback as a message, with the way to the event it is about', async () => {
  const page = await openPage('?query=issue.category%3Afeedback');
  const row = page.locator('.issue-row', { hasText: 'The button is too small.' });
  await row.waitFor();
  expect(await page.locator('.issue-row').count()).toBe(1);
  expect(await row.textContent()).toContain('John');
  await row.getByRole('link').click();

  const part = page.getByRole('region', { name: 'Feedback', exact: true });
  await part.waitFor();
  expect(await part.locator('blockquote').textContent()).toBe('The button is too small.\nI always miss it.');
  expect(await part.getByRole('link', { name: 'https://shop.example/cart' }).count()).toBe(1);
  expect(await page.locator('main').textContent()).not.toContain('without an exception');
  await part.getByRole('link', { name: eventId.slice(0, 8) }).click();
  await page.getByRole('region', { name: 'User feedback' }).waitFor();
  expect(await page.locator('h1').textContent()).toBe('Checkout broke');
  await page.context().close();
});

it.each([
  { width: 390, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
  { width: 1440, colorScheme: 'light' },
  { width: 1440, colorScheme: 'dark' },
] as const)('fits, and leaves axe nothing to say, at $width px in the $colorScheme theme', async ({ width, colorScheme }) => {
  const page = await openPage('', width);
  await page.emulateMedia({ colorScheme });
  const paths = [`${broken.id}/events/${eventId}/`, `${broken.id}/?tab=feedback`, `${feedback.id}/`];
  for (const path of paths) {
    await page.goto(`/organizations/${picket.org}/issues/${path}`);
    await page.waitForSelector('.words');
    expect({ path, width: await page.evaluate(() => document.scrollingElement?.scrollWidth) }).toEqual({ path, width });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [path, id, nodes[0]?.html])).toEqual([]);
  }
  await page.context().close();
});
