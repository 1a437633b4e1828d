import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Issue } from '../../worker/api/contract/issue.ts';
import { openBrowser } from '../../worker/commands/browser.ts';
import { eventually, type Picket, startPicket } from '../../worker/commands/harness.ts';

let picket: Picket;
let browser: Browser;

const hostile = '<img src=x onerror="window.ran = 1">';

async function send(): Promise<void> {
  const { origin, pathname, username } = new URL(picket.dsn);
  const id = crypto.randomUUID().replaceAll('-', '');
  const body = [{ event_id: id }, { type: 'event' }, { event_id: id, message: `Noise ${hostile}` }].map((line) => JSON.stringify(line)).join('\n');
  expect((await fetch(`${origin}/api${pathname}/envelope/?sentry_key=${username}`, { method: 'POST', body })).status).toBe(200);
}

const issues = (): Promise<Issue[]> => picket.api(`/organizations/${picket.org}/issues/?query=`);

beforeAll(async () => {
  picket = await startPicket({ platform: 'python' });
  browser = await openBrowser();
  await send();
  const id = await eventually(async () => {
    const [issue] = await issues();
    if (!issue) throw new Error('No issue yet');
    return issue.id;
  });
  const answer = await fetch(`${picket.url}/api/0/organizations/${picket.org}/issues/${id}/`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${picket.token}` },
    body: JSON.stringify({ discard: true }),
  });
  if (answer.status !== 204) throw new Error(`It was not discarded: ${answer.status}`);
});
afterAll(async () => {
  await browser?.close();
  await picket?.stop();
});

it('lists what was discarded, by whom, and welcomes it again by keyboard alone', async () => {
  const context = await browser.newContext({ viewport: { width: 390, height: 900 }, baseURL: picket.url });
  expect((await context.request.post('/api/0/auth/', { data: picket.owner, headers: { origin: picket.url } })).ok()).toBe(true);
  const page = await context.newPage();
  await page.goto(`/organizations/${picket.org}/projects/${picket.project}/settings/discarded/`);
  const line = page.locator('.discarded-list > li');
  await line.waitFor();
  expect(await line.textContent()).toMatch(/Noise <img src=x .*Discarded by Olivia Owner/);
  expect(await page.evaluate('window.ran')).toBeUndefined();
  expect(await page.evaluate(() => document.scrollingElement?.scrollWidth)).toBe(390);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);

  await line.getByRole('button', { name: /^Welcome again/ }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Nothing is discarded' }).waitFor();
  await page.locator('.toast', { hasText: 'are taken again' }).waitFor();
  await send();
  await eventually(async () => expect((await issues()).map(({ count }) => count)).toEqual(['1']));
  await context.close();
});
