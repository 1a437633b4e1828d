import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Issue } from '../../worker/api/contract/issue.ts';
import { openBrowser } from '../../worker/commands/browser.ts';
import { eventually, type Picket, startPicket } from '../../worker/commands/harness.ts';

let picket: Picket;
let browser: Browser;

let sent = 0;

/** Sends events as an SDK would, and waits until the API counts them all. */
async function send(events: Record<string, unknown>[]): Promise<void> {
  const { origin, pathname, username } = new URL(picket.dsn);
  for (const event of events) {
    const id = crypto.randomUUID().replaceAll('-', '');
    const body = [{ event_id: id }, { type: 'event' }, { ...event, event_id: id, timestamp: Date.now() / 1000 }].map((line) => JSON.stringify(line)).join('\n');
    const answer = await fetch(`${origin}/api${pathname}/envelope/?sentry_key=${username}`, { method: 'POST', body });
    expect(answer.status).toBe(200);
    sent += 1;
  }
  await eventually(async () => {
    const issues = await picket.api<Issue[]>(`/organizations/${picket.org}/issues/?query=`);
    expect(issues.reduce((sum, issue) => sum + Number(issue.count), 0)).toBe(sent);
  });
}

const anError = (type: string, value: string): Record<string, unknown> => ({
  platform: 'python',
  release: 'api@1.0',
  exception: {
    values: [
      { type, value, stacktrace: { frames: [{ filename: 'app/tax.py', function: 'total', lineno: 4, in_app: true, context_line: `raise ${type}()` }] } },
    ],
  },
});

/** Everything in it is an attempt to run something, to break out of its place, or to push the page sideways. */
const attack = `\u202e"><script>window.ran = 1</script><img src=x onerror="window.ran = 1"><a href="javascript:window.ran=1">x</a>${'W'.repeat(3_000)}`;
const aHostileEvent: Record<string, unknown> = {
  platform: 'javascript',
  transaction: attack,
  exception: {
    values: [
      {
        type: 'Hostile',
        value: attack,
        mechanism: { type: 'generic', handled: false, help_link: 'javascript:window.ran=1', description: attack },
        stacktrace: {
          frames: [{ filename: attack, function: attack, lineno: 2, in_app: true, pre_context: [attack], context_line: attack, vars: { [attack]: attack } }],
        },
      },
    ],
  },
  request: { url: 'javascript:window.ran=1', method: attack, headers: { [attack]: attack }, data: { [attack]: attack } },
  breadcrumbs: [{ category: attack, message: attack, data: { url: 'javascript:window.ran=1' } }],
  contexts: { [attack]: { [attack]: attack }, os: attack },
  extra: { [attack]: attack, link: 'javascript:window.ran=1' },
  tags: { attack, link: 'javascript:window.ran=1' },
  user: { id: attack, email: attack },
  modules: { [attack]: attack },
};

/** No line has room for it, and nowhere in it could one break. Not all of an event may be so long, since an event has at most 1 MB. */
const endless = 'W'.repeat(50_000);
const long = 'W'.repeat(2_000);
const anEndlessEvent: Record<string, unknown> = {
  platform: 'python',
  transaction: endless,
  culprit: endless,
  logger: long,
  release: 'W'.repeat(200),
  environment: 'W'.repeat(64),
  server_name: long,
  exception: {
    values: [
      {
        type: 'Endless',
        value: endless,
        module: long,
        stacktrace: { frames: [{ filename: long, function: endless, module: long, package: long, lineno: 4, context_line: long, vars: { a: endless } }] },
      },
    ],
  },
  request: { url: `https://shop.example/${long}`, method: 'GET', query_string: long, headers: { [long]: long }, cookies: { [long]: long }, data: endless },
  breadcrumbs: [
    { category: long, message: endless, type: 'http', data: { url: `https://shop.example/${long}`, method: long } },
    { category: 'query', message: long, data: { [long]: { [long]: long } } },
  ],
  contexts: { browser: { name: long, version: long }, [long]: { [long]: long }, shop: { [long]: { [long]: [endless, { [long]: long }] } } },
  extra: { plain: endless, [long]: { [long]: long }, list: [long, [endless]] },
  tags: { long: endless, ['t'.repeat(200)]: 'W'.repeat(200) },
  user: { id: long, email: long, username: long, name: endless, data: { [long]: long } },
  modules: { [long]: long },
  threads: { values: [{ id: 1, name: long, stacktrace: { frames: [{ function: long, filename: long }] } }] },
};

/** A page of somebody signed in. */
async function openPage(path: string, width = 1440): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, baseURL: picket.url });
  const answer = await context.request.post('/api/0/auth/', { data: picket.owner, headers: { origin: picket.url } });
  expect(answer.ok()).toBe(true);
  const page = await context.newPage();
  await page.goto(path);
  return page;
}

const listPath = (search = ''): string => `/organizations/${picket.org}/issues/${search}`;
const scrollWidth = (): number => document.scrollingElement?.scrollWidth ?? 0;
const rowNames = (page: Page): Promise<string[]> => page.locator('.issue-row .title strong').allTextContents();

async function issueOf(title: string): Promise<Issue> {
  const issues = await picket.api<Issue[]>(`/organizations/${picket.org}/issues/?query=`);
  const issue = issues.find((candidate) => candidate.title.startsWith(title));
  if (issue === undefined) throw new Error(`No issue ${title}`);
  return issue;
}

beforeAll(async () => {
  picket = await startPicket({ platform: 'python' });
  browser = await openBrowser();
  await send([aHostileEvent, anError('Older', 'one'), anError('Older', 'two'), anError('Older', 'three'), anError('Newest', 'one')]);
});
afterAll(async () => {
  await browser.close();
  await picket.stop();
});

it('goes from the list to an issue and its events, resolves it, takes that back and archives it, by keyboard alone', async () => {
  const page = await openPage(listPath());
  await page.waitForSelector('.issue-row .title');
  expect(await rowNames(page)).toEqual(['Newest', 'Older', 'Hostile']);

  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.frame');
  expect(await page.locator('h1').textContent()).toBe('Older');
  expect(await page.locator('.code .hit').first().textContent()).toContain('raise Older()');

  const messageOf = (value: string): Promise<unknown> => page.locator('.exception header p', { hasText: value }).first().waitFor({ state: 'attached' });
  await messageOf('three');
  await page.keyboard.press('[');
  await messageOf('two');
  await page.keyboard.press('{');
  await messageOf('one');
  await page.keyboard.press('}');
  await messageOf('three');

  await page.keyboard.press('e');
  await page.locator('.title-line', { hasText: 'Resolved' }).waitFor();
  await page.locator('.toast', { hasText: 'Issue resolved' }).waitFor();
  expect((await issueOf('Older')).status).toBe('resolved');
  await page.keyboard.press('z');
  await page.locator('.actions', { hasText: 'Resolve' }).waitFor();
  await eventually(async () => expect((await issueOf('Older')).status).toBe('unresolved'));

  await page.keyboard.press('u');
  await page.waitForSelector('.issue-row.at');
  expect(await page.locator('.issue-row.at strong').textContent()).toBe('Older');
  await page.keyboard.press('i');
  await page.locator('.toast', { hasText: '1 issue archived' }).waitFor();
  expect(await rowNames(page)).toEqual(['Newest', 'Hostile']);
  await page.getByRole('tab', { name: 'Archived' }).click();
  await page.waitForSelector('.issue-row .title');
  expect(await rowNames(page)).toEqual(['Older']);
  await page.keyboard.press('j');
  await page.keyboard.press('r');
  await page.locator('.toast', { hasText: '1 issue reopened' }).waitFor();
  await page.context().close();
});

it('keeps what came in behind a pill, so that no row moves by itself', async () => {
  const page = await openPage(listPath());
  await page.waitForSelector('.issue-row .title');
  const before = await rowNames(page);
  await send([anError('Fresh', 'first')]);
  const pill = page.getByRole('button', { name: '1 new issue' });
  await pill.waitFor();
  expect(await rowNames(page)).toEqual(before);
  await pill.click();
  await page.locator('.issue-row', { hasText: 'Fresh' }).waitFor();
  expect(await rowNames(page)).toEqual(['Fresh', ...before]);
  await page.context().close();
});

it('runs nothing that an event says, and links to no script', async () => {
  const page = await openPage('/');
  const violations: string[] = [];
  await page.exposeFunction('reportViolation', (directive: string) => violations.push(directive));
  await page.addInitScript('addEventListener("securitypolicyviolation", (event) => reportViolation(event.violatedDirective))');
  const issue = await issueOf('Hostile');
  await page.goto(listPath(`${issue.id}/`));
  await page.waitForSelector('#json-title');
  for (const summary of await page.locator('.event summary').all()) await summary.click();
  await page.waitForSelector('.raw');

  expect(await page.evaluate('window.ran')).toBeUndefined();
  expect(violations).toEqual([]);
  expect(await page.locator('main :is(script, iframe, object, img)').count()).toBe(0);
  const addresses = await page.locator('a[href]').evaluateAll((links) => links.map((link) => (link instanceof HTMLAnchorElement ? link.protocol : '')));
  expect(new Set(addresses)).toEqual(new Set(['http:']));
  await page.context().close();
});

it.each([390, 768, 1440])('never scrolls sideways at %d px, whatever is in the event', async (width) => {
  const issue = await issueOf('Hostile');
  const page = await openPage(listPath(`${issue.id}/`), width);
  for (const path of [listPath(`${issue.id}/`), listPath(`${issue.id}/?tab=events`), listPath()]) {
    await page.goto(path);
    await page.waitForSelector(':is(#json-title, .event-table, .issue-row .title)');
    const overhang = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect({ path, overhang }).toEqual({ path, overhang: 0 });
  }
  await page.context().close();
});

describe('with words that do not end', () => {
  beforeAll(() => send([anEndlessEvent]));

  it.each(['light', 'dark'] as const)('never scrolls sideways on a phone in the %s theme, not even when all is unfolded', async (colorScheme) => {
    const issue = await issueOf('Endless');
    const page = await openPage(listPath(), 390);
    await page.emulateMedia({ colorScheme });
    for (const path of [listPath(), listPath(`${issue.id}/?tab=events`), listPath(`${issue.id}/?tab=grouping`), listPath(`${issue.id}/`)]) {
      await page.goto(path);
      await page.waitForSelector(':is(#json-title, #grouping-title, .event-table, .issue-row .title)');
      expect({ path, width: await page.evaluate(scrollWidth) }).toEqual({ path, width: 390 });
    }
    // What opens may bring more to open.
    const unfold = (folded: Element[]): number => folded.map((details) => details.setAttribute('open', '')).length;
    await expect.poll(() => page.locator('main details:not([open])').evaluateAll(unfold), { timeout: 5_000 }).toBe(0);
    const showAll = (buttons: Element[]): number => buttons.map((button) => button instanceof HTMLElement && button.click()).length;
    expect(await page.locator('main :is(.show-more, button[aria-expanded="false"]:not([aria-haspopup]))').evaluateAll(showAll)).toBeGreaterThan(0);
    expect(await page.evaluate(scrollWidth)).toBe(390);
    await page.context().close();
  });
});

it.each(['light', 'dark'] as const)('leaves axe nothing to say in the %s theme', async (colorScheme) => {
  const issue = await issueOf('Hostile');
  const page = await openPage(listPath());
  await page.emulateMedia({ colorScheme });
  for (const path of [listPath(), listPath('?query=nothing+like+this'), listPath(`${issue.id}/`), listPath(`${issue.id}/?tab=grouping`)]) {
    await page.goto(path);
    await page.waitForSelector(':is(#json-title, .empty, #grouping-title, .issue-row .title)');
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [path, id, nodes[0]?.html])).toEqual([]);
  }
  await page.context().close();
});
