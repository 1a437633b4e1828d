import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Issue } from '../../worker/api/contract/issue.ts';
import type { Team } from '../../worker/api/contract/team.ts';
import { openBrowser } from '../../worker/commands/browser.ts';
import { eventually, type Picket, startPicket } from '../../worker/commands/harness.ts';

let picket: Picket;
let browser: Browser;
let team: Team;
/** Signing in is limited to a few times a minute, so it is done once. */
let signedIn: Awaited<ReturnType<BrowserContext['storageState']>>;

beforeAll(async () => {
  picket = await startPicket({ platform: 'python' });
  browser = await openBrowser();
  const context = await browser.newContext({ baseURL: picket.url });
  await context.request.post('/api/0/auth/', { data: picket.owner, headers: { origin: picket.url } });
  signedIn = await context.storageState();
  await context.close();
  team = await picket.api<Team>(`/organizations/${picket.org}/teams/`, { method: 'POST', body: JSON.stringify({ slug: 'checkout', name: 'Checkout' }) });
});
afterAll(async () => {
  await browser?.close();
  await picket?.stop();
});

/** Issues of each test by themselves, so that none depends on what another did. The last one sent stands first. */
async function sendIssues(...types: string[]): Promise<void> {
  const { origin, pathname, username } = new URL(picket.dsn);
  for (const [index, type] of types.entries()) {
    const id = crypto.randomUUID().replaceAll('-', '');
    const exception = { values: [{ type, value: 'broke', stacktrace: { frames: [{ filename: `app/${type}.py`, function: type, lineno: 4, in_app: true }] } }] };
    const event = { event_id: id, timestamp: Date.now() / 1000 - types.length + index, platform: 'python', release: 'shop@1.0.0', exception };
    const body = [{ event_id: id }, { type: 'event' }, event].map((line) => JSON.stringify(line)).join('\n');
    expect((await fetch(`${origin}/api${pathname}/envelope/?sentry_key=${username}`, { method: 'POST', body })).status).toBe(200);
    await eventually(() => issueOf(type));
  }
}

async function deleteAll(): Promise<void> {
  const url = `${picket.url}/api/0/organizations/${picket.org}/issues/?query=`;
  expect((await fetch(url, { method: 'DELETE', headers: { authorization: `Bearer ${picket.token}` } })).ok).toBe(true);
  await eventually(async () => expect(await picket.api(`/organizations/${picket.org}/issues/?query=`)).toEqual([]));
}

async function issueOf(type: string): Promise<Issue> {
  const issues = await picket.api<Issue[]>(`/organizations/${picket.org}/issues/?query=`);
  const issue = issues.find(({ metadata }) => metadata.type === type);
  if (!issue) throw new Error(`No issue ${type}`);
  return issue;
}

async function openPage(path: string, width = 1440): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, baseURL: picket.url, storageState: signedIn });
  const page = await context.newPage();
  await page.goto(`/organizations/${picket.org}/issues/${path}`);
  await page.waitForSelector(':is(.issue-row .title, .actions, .empty)');
  return page;
}

const rowNames = (page: Page): Promise<string[]> => page.locator('.issue-row .title strong').allTextContents();
const toast = (page: Page, text: string): Promise<void> => page.locator('.toast', { hasText: text }).waitFor();
const press = async (page: Page, ...keys: string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};
/** In the picker that is open. */
const pick = async (page: Page, text: string): Promise<void> => {
  await page.locator('.picker input:focus').waitFor();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
  await page.locator('.picker').waitFor({ state: 'detached' });
};

beforeEach(deleteAll);

describe('with the keyboard alone', () => {
  it('assigns, ranks, resolves and takes back what is selected', async () => {
    await sendIssues('First', 'Second', 'Third');
    const page = await openPage('');
    expect(await rowNames(page)).toEqual(['Third', 'Second', 'First']);
    await press(page, 'j', 'x', 'j', 'x');

    await press(page, 'a');
    await pick(page, 'check');
    await toast(page, '2 issues assigned to #checkout');
    expect(await page.locator('.issue-row .avatar.team').count()).toBe(2);
    await press(page, 'p');
    await pick(page, 'low');
    await toast(page, '2 issues set to low priority');
    expect(await issueOf('Third')).toMatchObject({ assignedTo: { type: 'team', id: team.id, name: 'checkout' }, priority: 'low' });
    expect(await issueOf('First')).toMatchObject({ assignedTo: null });

    await press(page, 'e');
    await toast(page, '2 issues resolved');
    expect(await rowNames(page)).toEqual(['First']);
    await press(page, 'z');
    await toast(page, 'Undone');
    expect(await rowNames(page)).toEqual(['Third', 'Second', 'First']);
    expect(await issueOf('Third')).toMatchObject({ status: 'unresolved', substatus: 'new', assignedTo: { id: team.id }, priority: 'low' });
    await page.context().close();
  });

  it('archives until so many events in a time, and takes that back', async () => {
    await sendIssues('First');
    const page = await openPage('');
    await press(page, 'j', 'Shift+I');
    await pick(page, 'until a time');
    await page.getByLabel('A time').waitFor();
    await press(page, 'Enter');
    await page.getByRole('alert').filter({ hasText: 'Say until when' }).waitFor();
    while (!(await page.getByLabel('More events').evaluate((field) => field === document.activeElement))) await press(page, 'Tab');
    await page.keyboard.type('100');
    await press(page, 'Tab');
    await page.keyboard.type('1');
    await page.getByText('Archived until 100 more events in 1 hour.').waitFor();
    await press(page, 'Enter');
    await toast(page, '1 issue archived until 100 more events in 1 hour');
    expect(await issueOf('First')).toMatchObject({
      status: 'ignored',
      substatus: 'archived_until_condition_met',
      statusDetails: { ignoreCount: 100, ignoreWindow: 60 },
    });
    await press(page, 'z');
    await page.locator('.issue-row', { hasText: 'First' }).waitFor();
    await eventually(async () => expect(await issueOf('First')).toMatchObject({ status: 'unresolved', substatus: 'new', statusDetails: {} }));
    await page.context().close();
  });

  it('merges without being asked, and takes the issues apart again', async () => {
    await sendIssues('First', 'Second', 'Third');
    const page = await openPage('');
    await press(page, 'j', 'x', 'Shift+J', 'm');
    await toast(page, '2 issues merged');
    await eventually(async () => expect(await page.locator('.issue-row').count()).toBe(2));
    await press(page, 'z');
    await toast(page, 'Undone: the issues are apart again');
    await eventually(async () => expect((await rowNames(page)).toSorted()).toEqual(['First', 'Second', 'Third']));
    await page.context().close();
  });

  it('comments with a mention, edits that and deletes it', async () => {
    await sendIssues('First');
    const page = await openPage('');
    await press(page, 'j', 'Enter');
    await page.locator('.composer textarea').waitFor();
    await press(page, 'm');
    await page.keyboard.type('**Look** at this, @oli');
    await page.getByRole('option', { name: /Olivia Owner/ }).waitFor();
    await press(page, 'Enter');
    await page.keyboard.type('<img src=x onerror="window.ran = 1">');
    await press(page, 'Control+Enter');
    const comment = page.getByRole('article', { name: 'Comment of Olivia Owner' });
    await comment.waitFor();
    expect(await comment.locator('.markdown').textContent()).toBe('Look at this, @Olivia Owner <img src=x onerror="window.ran = 1">');
    expect(await comment.locator('strong', { hasText: 'Look' }).count()).toBe(1);
    expect(await comment.locator('.mention').textContent()).toBe('@Olivia Owner');
    expect(await comment.locator('img').count()).toBe(0);
    const { id } = await issueOf('First');
    const { activity } = await picket.api<Issue>(`/organizations/${picket.org}/issues/${id}/`);
    expect(activity?.find(({ type }) => type === 'note')?.data['mentions']).toHaveLength(1);

    const openMenu = async (): Promise<void> => {
      await comment.getByRole('button', { name: 'Change this comment' }).focus();
      await press(page, 'Enter');
      await comment.locator('.menu-item:focus').waitFor();
    };
    await openMenu();
    await press(page, 'Enter');
    await page.getByLabel('Edit the comment').waitFor();
    await press(page, 'Control+A');
    await page.keyboard.type('Solved.');
    await press(page, 'Control+Enter');
    await comment.locator('.markdown', { hasText: 'Solved.' }).waitFor();
    await openMenu();
    await press(page, 'ArrowDown', 'Enter');
    await toast(page, 'Comment deleted');
    expect(await comment.count()).toBe(0);
    await press(page, 'z');
    await comment.waitFor();
    await page.context().close();
  });

  it('resolves in the next release on the page of an issue, bookmarks, subscribes and shares it', async () => {
    await sendIssues('First');
    const { id } = await issueOf('First');
    const page = await openPage(`${id}/`);
    await press(page, 'Shift+E');
    await pick(page, 'next');
    await toast(page, 'Issue resolved in the next release');
    await page.locator('.standing', { hasText: 'Resolved in the next release after shop@1.0.0' }).waitFor();
    await press(page, 'r');
    await toast(page, 'Issue reopened');
    await press(page, 'z');
    await eventually(async () => expect(await issueOf('First')).toMatchObject({ status: 'resolved', statusDetails: { currentReleaseVersion: 'shop@1.0.0' } }));

    await press(page, 'b');
    await toast(page, 'Issue bookmarked');
    await press(page, 's');
    await toast(page, 'Issue');
    await press(page, 'Shift+A');
    await toast(page, 'Issue assigned to Olivia Owner');
    await press(page, 'Shift+S');
    await page.getByRole('checkbox', { name: /Public link/ }).waitFor();
    await press(page, ' ');
    await page.getByLabel('Link', { exact: true }).waitFor();
    expect(await page.getByLabel('Link', { exact: true }).inputValue()).toMatch(/\/share\/issue\/[0-9a-f]{32}\/$/);
    await press(page, ' ');
    await page.getByText('Nobody outside can see it now.').waitFor();
    await press(page, 'Escape');
    await eventually(async () =>
      expect(await issueOf('First')).toMatchObject({ isBookmarked: true, isPublic: false, hasSeen: true, assignedTo: { name: 'Olivia Owner' } }),
    );
    await page.getByRole('button', { name: 'Reopen' }).waitFor();
    await page.context().close();
  });

  it('deletes and discards only after a word was typed', async () => {
    await sendIssues('Unwanted', 'Unloved');
    const page = await openPage('');
    await press(page, 'j', 'x', 'j', 'x', '!');
    await page.getByRole('button', { name: 'Delete and discard' }).waitFor();
    await page.keyboard.type('discard');
    await press(page, 'Enter');
    await toast(page, '2 issues deleted, later events are discarded');
    await eventually(async () => expect(await picket.api(`/organizations/${picket.org}/issues/?query=`)).toEqual([]));
    expect(await page.locator('.toast', { hasText: 'Undo' }).count()).toBe(0);
    await page.context().close();
  });
});

it('changes all that match, and not only what stands on the page', async () => {
  await sendIssues('First', 'Second');
  const page = await openPage('');
  await page.waitForSelector('.issue-row .title');
  await sendIssues('Third');
  await press(page, 'Shift+X', 'e');
  await toast(page, '3 issues resolved');
  await press(page, 'z');
  await eventually(async () => expect((await rowNames(page)).toSorted()).toEqual(['First', 'Second', 'Third']));
  expect(await issueOf('Third')).toMatchObject({ status: 'unresolved', substatus: 'new' });
  await page.context().close();
});

it('lists every action with its key, and in the palette', async () => {
  await sendIssues('First');
  const page = await openPage('');
  await press(page, '?');
  await page.locator('.keys-dialog[open]').waitFor();
  const keys = await page.locator('.keys-dialog').textContent();
  for (const label of [
    'Resolve',
    'Archive until',
    'Assign…',
    'Assign to me',
    'Set the priority',
    'Bookmark',
    'Subscribe',
    'Reopen',
    'Merge',
    'Delete…',
    'Delete and discard',
  ])
    expect(keys).toContain(label);
  await press(page, 'Escape');
  await page.locator('.keys-dialog').waitFor({ state: 'detached' });
  await press(page, 'j', 'Control+K');
  await page.locator('.palette input:focus').waitFor();
  await page.keyboard.type('assign to me');
  await press(page, 'Enter');
  await toast(page, '1 issue assigned to Olivia Owner');
  await page.context().close();
});

it.each([
  { width: 390, colorScheme: 'light' },
  { width: 768, colorScheme: 'dark' },
  { width: 1440, colorScheme: 'light' },
  { width: 1440, colorScheme: 'dark' },
] as const)('fits, and leaves axe nothing to say, at $width px in the $colorScheme theme, whatever is open', async ({ width, colorScheme }) => {
  await sendIssues('First', 'Second', 'W'.repeat(120));
  const { id } = await issueOf('First');
  await picket.api(`/organizations/${picket.org}/issues/${id}/notes/`, {
    method: 'POST',
    body: JSON.stringify({ text: `${'W'.repeat(3_000)}\n\n\`\`\`\n${'c'.repeat(500)}\n\`\`\`` }),
  });
  const page = await openPage('', width);
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  const check = async (what: string): Promise<void> => {
    expect({ what, width: await page.evaluate(() => document.scrollingElement?.scrollWidth) }).toEqual({ what, width });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id: rule, nodes }) => [what, rule, nodes[0]?.html])).toEqual([]);
  };
  await press(page, 'j', 'x', 'j', 'x');
  await check('the bar');
  for (const key of ['a', 'Shift+I', 'p', '#']) {
    await press(page, key);
    await page.locator('dialog[open]').waitFor();
    await check(key);
    await press(page, 'Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
  }
  await page.goto(`/organizations/${picket.org}/issues/${id}/?tab=activity`);
  await page.locator('.markdown').waitFor();
  await check('the activity');
  for (const key of ['Shift+E', 'Shift+S']) {
    await press(page, key);
    await page.locator('dialog[open]').waitFor();
    await check(key);
    await press(page, 'Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
  }
  await page.context().close();
});
