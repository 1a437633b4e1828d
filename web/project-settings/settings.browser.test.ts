import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Issue } from '../../worker/api/contract/issue.ts';
import type { Organization } from '../../worker/api/contract/organization.ts';
import type { InboundFilter } from '../../worker/api/contract/project-options.ts';
import type { Project, ProjectKey } from '../../worker/api/contract/project.ts';
import { openBrowser } from '../../worker/commands/browser.ts';
import { eventually, type Picket, startPicket } from '../../worker/commands/harness.ts';
import { sections } from './sections.ts';

let picket: Picket;
let browser: Browser;
let signedIn: NonNullable<BrowserContextOptions['storageState']>;

beforeAll(async () => {
  picket = await startPicket();
  browser = await openBrowser();
  const context = await browser.newContext();
  const answer = await context.request.post(`${picket.url}/api/0/auth/`, { data: picket.owner, headers: { origin: picket.url } });
  if (!answer.ok()) throw new Error(`The sign-in answered ${answer.status()}`);
  signedIn = await context.storageState();
  await context.close();
});
afterAll(async () => {
  await browser?.close();
  await picket?.stop();
});

async function openPage(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, baseURL: picket.url, storageState: signedIn, ...options });
  const page = await context.newPage();
  await page.goto(path);
  return page;
}

const settingsPath = (section = ''): string => `/organizations/${picket.org}/projects/${picket.project}/settings/${section === '' ? '' : `${section}/`}`;
const readProject = (): Promise<Project> => picket.api(`/projects/${picket.org}/${picket.project}/`);
const focusedText = (page: Page): Promise<unknown> => page.evaluate('document.activeElement?.textContent');

async function send(event: Record<string, unknown>): Promise<void> {
  const { origin, pathname, username } = new URL(picket.dsn);
  const id = crypto.randomUUID().replaceAll('-', '');
  const body = [{ event_id: id }, { type: 'event' }, { event_id: id, timestamp: Date.now() / 1000, ...event }].map((line) => JSON.stringify(line)).join('\n');
  expect((await fetch(`${origin}/api${pathname}/envelope/?sentry_key=${username}`, { method: 'POST', body })).status).toBe(200);
}

/** Presses Tab until the focus is on something of this text, as one would. */
async function tabTo(page: Page, text: string): Promise<void> {
  for (let pressed = 0; pressed < 60; pressed += 1) {
    if ((await focusedText(page)) === text) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${text} was not reached by Tab`);
}

describe('the sections of a project', () => {
  it('are reached by keyboard, each at its address, and the way back leads through them', async () => {
    const page = await openPage(settingsPath());
    await page.getByRole('heading', { level: 1, name: 'General' }).waitFor();
    await expect.poll(() => new URL(page.url()).pathname).toBe(settingsPath('general'));
    for (const { id, label } of sections.slice(1)) {
      await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: label, exact: true }).first().focus();
      await page.keyboard.press('Enter');
      await page.waitForURL(`**${settingsPath(id)}`);
      await expect.poll(() => focusedText(page)).toBe(label);
    }
    await page.goBack();
    const label = sections.at(-2)?.label ?? '';
    await page.getByRole('heading', { level: 1, name: label }).waitFor();
    expect(await page.locator('.settings-nav [aria-current="page"]').textContent()).toBe(label);
    await page.context().close();
  });

  it.each([
    ['#limits', 'limits', 'Limits and quotas', 'h1'],
    ['#keys', 'keys', 'Client keys', 'h1'],
    ['#origins', 'filters', 'Inbound filters', '#origins'],
    ['', 'general', 'General', 'h1'],
  ])('are found at the addresses of before: %s', async (hash, section, heading, part) => {
    const page = await openPage(settingsPath() + hash);
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
    await expect.poll(() => new URL(page.url()).pathname).toBe(settingsPath(section));
    const top = () => page.locator(part).evaluate((element) => element.getBoundingClientRect().top);
    await expect.poll(top).toBeLessThan(900);
    await page.context().close();
  });

  it('are saved by keyboard alone, once each, and know when there is nothing to save', async () => {
    const page = await openPage(settingsPath('retention'));
    const days = page.getByLabel('Keep for, in days');
    await days.waitFor();
    const save = page.getByRole('button', { name: 'Save changes' });
    expect(await save.getAttribute('aria-disabled')).toBe('true');
    await days.focus();
    await page.keyboard.type('30');
    await page.getByText('Unsaved changes').waitFor();
    await page.keyboard.press('Control+s');
    await page.locator('.toast', { hasText: 'Saved.' }).waitFor();
    expect((await readProject()).retentionDays).toBe(30);
    await expect.poll(() => page.getByText('Unsaved changes').count()).toBe(0);

    await page.keyboard.press('Control+a');
    await page.keyboard.type('-5');
    await tabTo(page, 'Save changes');
    await page.keyboard.press('Enter');
    await page.getByText('greater than or equal to 1').waitFor();
    await expect.poll(() => page.evaluate('document.activeElement?.name')).toBe('retentionDays');
    await tabTo(page, 'Discard');
    await page.keyboard.press('Enter');
    await expect.poll(() => days.inputValue()).toBe('30');
    expect(await focusedText(page)).toBe('Retention');
    await page.context().close();
  });

  it('hold who would leave with something unsaved: by a link, a key, the history, or the window', async () => {
    const page = await openPage(settingsPath('keys'));
    await page.getByRole('link', { name: 'General', exact: true }).click();
    const name = page.getByLabel('Name', { exact: true });
    await name.fill('Shop front');
    await page.getByLabel('Resolve after, in hours').fill('48');
    const dialog = page.getByRole('dialog', { name: 'Leave without saving?' });

    await page.getByRole('link', { name: 'Inbound filters' }).focus();
    await page.keyboard.press('Enter');
    await dialog.waitFor();
    await expect.poll(() => focusedText(page)).toBe('Keep editing');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => focusedText(page)).toBe('Inbound filters');

    await page.keyboard.press('g');
    await page.keyboard.press('i');
    await dialog.getByRole('button', { name: 'Keep editing' }).click();
    await page.goBack();
    await dialog.waitFor();
    expect(new URL(page.url()).pathname).toBe(settingsPath('general'));
    expect(await name.inputValue()).toBe('Shop front');

    const asked = page.waitForEvent('dialog');
    const closing = page.evaluate('location.reload()').catch(() => undefined);
    const warning = await asked;
    expect(warning.type()).toBe('beforeunload');
    await warning.dismiss();
    await closing;

    await dialog.getByRole('button', { name: 'Save and leave' }).click();
    await page.getByRole('heading', { level: 1, name: 'Client keys' }).waitFor();
    expect(await readProject()).toMatchObject({ name: 'Shop front', resolveAge: 48 });
    await page.goForward();
    await page.getByRole('heading', { level: 1, name: 'General' }).waitFor();

    await name.fill('Nobody wants this');
    await page.getByRole('link', { name: 'Issues', exact: true }).click();
    await dialog.getByRole('button', { name: 'Discard changes' }).click();
    await page.getByRole('heading', { level: 1, name: 'Issues' }).waitFor();
    expect((await readProject()).name).toBe('Shop front');
    await page.context().close();
  });

  it('save what several requests need by one button', async () => {
    const page = await openPage(settingsPath('limits'));
    await page.getByRole('button', { name: 'Add quota' }).click();
    await expect.poll(() => page.evaluate('document.activeElement?.name')).toBe('quota.1.limit');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('many');
    await page.getByRole('group', { name: 'Limit of the key Default' }).getByLabel('Events at most').fill('1,000');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('A limit is a whole number; 0 refuses all.').waitFor();
    expect((await readProject()).quotas).toEqual([]);
    await page.getByRole('group', { name: 'Quota' }).getByLabel('At most').fill('5000');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.locator('.toast', { hasText: 'The limits hold' }).waitFor();
    expect((await readProject()).quotas).toMatchObject([{ limit: 5000, window: 3600 }]);
    const [key] = await picket.api<ProjectKey[]>(`/projects/${picket.org}/${picket.project}/keys/`);
    expect(key?.rateLimit).toEqual({ count: 1000, window: 60 });

    await page.getByRole('button', { name: 'Remove this quota' }).click();
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('group', { name: 'Quota' }).waitFor();
    await page.getByRole('link', { name: 'Inbound filters' }).click();

    await page.getByLabel('Web crawlers').check();
    await page.getByLabel('Old browsers').check();
    await page.getByLabel('Internet Explorer').check();
    await page.getByLabel('Releases').fill('shop@0.*');
    const readActive = async () => {
      const filters = await picket.api<InboundFilter[]>(`/projects/${picket.org}/${picket.project}/filters/`);
      return filters.filter(({ active }) => active !== false).map(({ id, active }) => [id, active]);
    };
    expect(await readActive()).toEqual([]);
    await page.keyboard.press('Control+s');
    await page.locator('.toast', { hasText: 'The filters hold' }).waitFor();
    expect(await readActive()).toEqual([
      ['web-crawlers', true],
      ['legacy-browsers', ['ie']],
    ]);
    expect((await readProject()).options?.['filters:releases']).toBe('shop@0.*');
    await page.reload();
    expect(await page.getByLabel('Internet Explorer').isChecked()).toBe(true);
    await page.context().close();
  });
});

describe('data scrubbing', () => {
  const rules = '{\n  "applications": {\n    "$string": ["@email"]\n  }\n}';

  it('says that there is no event to try the rules on', async () => {
    const page = await openPage(settingsPath('scrubbing'));
    await page.getByRole('heading', { name: 'No event to try the rules on' }).waitFor();
    expect(await page.getByRole('link', { name: 'Send the first event' }).getAttribute('href')).toBe(settingsPath().replace('settings', 'install'));
    await page.context().close();
  });

  it('shows what the rules being typed do to the newest events, and where they are wrong', async () => {
    await send({ message: 'first', extra: { note: 'nobody here' } });
    await eventually(async () => expect(await picket.api(`/projects/${picket.org}/${picket.project}/events/`)).toHaveLength(1));
    await send({ message: 'second', extra: { note: 'from ada@example.com, late', '<img src=x onerror="window.ran=1">': 'x@example.com' } });
    await eventually(async () => expect(await picket.api(`/projects/${picket.org}/${picket.project}/events/`)).toHaveLength(2));
    const page = await openPage(settingsPath('scrubbing'));
    await page.getByText('would take nothing more').waitFor();
    const editor = page.getByLabel('Advanced rules');
    await editor.focus();
    await page.keyboard.insertText(rules);
    const changes = page.getByRole('list', { name: 'What would be taken' }).getByRole('listitem');
    await expect.poll(() => changes.count()).toBe(2);
    expect(await changes.first().locator('.change-place').textContent()).toBe('extra.noteReplaced by rule @email');
    expect(await changes.first().locator('del').allTextContents()).toEqual(['ada@example.com']);
    expect(await changes.first().locator('ins').allTextContents()).toEqual(['[email]']);

    await editor.fill(rules.replace('["@email"]', '["@email",]'));
    const place = page.getByRole('button', { name: 'Line 3, column 26' });
    await place.waitFor();
    expect(await page.locator('.rule-lines .wrong').allTextContents()).toEqual(['3']);
    await page.getByText('The rules cannot be read yet').waitFor();
    expect(await changes.count()).toBe(2);
    await editor.fill(rules.replace('$string', '$strange'));
    await page.getByRole('button', { name: 'Line 3, column 6' }).waitFor();

    await editor.fill(rules);
    await page.getByText('2 values of this event would change').waitFor();
    expect(await page.getByRole('button', { name: /^Line/ }).count()).toBe(0);
    await page.getByRole('button', { name: 'Older event' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('would take nothing more').waitFor();
    expect(await page.getByLabel('Event', { exact: true }).inputValue()).toBe('1');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => changes.count()).toBe(2);

    expect((await readProject()).relayPiiConfig).toBeNull();
    await page.keyboard.press('Control+s');
    await page.locator('.toast', { hasText: 'scrubbed so within a minute' }).waitFor();
    expect((await readProject()).relayPiiConfig).toBe(rules);
    expect(await page.evaluate('window.ran')).toBeUndefined();
    await page.context().close();
  });

  it('of the organization holds for its projects, whose switches then cannot be turned off', async () => {
    const page = await openPage(`/organizations/${picket.org}/settings/`);
    await page.waitForURL(`**/organizations/${picket.org}/settings/scrubbing/`);
    await page.getByLabel('Scrub IP addresses').check();
    await page.getByLabel('Sensitive fields').fill('iban\npin');
    await page.keyboard.press('Control+s');
    await page.locator('.toast', { hasText: 'all projects' }).waitFor();
    const organization = await picket.api<Organization>(`/organizations/${picket.org}/`);
    expect(organization).toMatchObject({ scrubIPAddresses: true, sensitiveFields: ['iban', 'pin'] });

    await page.goto(settingsPath('scrubbing'));
    const required = page.getByLabel('Scrub IP addresses Your organization requires it.');
    await required.waitFor();
    expect([await required.isChecked(), await required.isDisabled()]).toEqual([true, true]);
    await page.getByText('From the organization: iban, pin.').waitFor();
    await page.getByLabel('Safe fields').fill('order');
    await page.keyboard.press('Control+s');
    await page.locator('.toast', { hasText: 'scrubbed so' }).waitFor();
    expect(await readProject()).toMatchObject({ scrubIPAddresses: false, safeFields: ['order'] });
    await page.context().close();
  });
});

describe('marks on an event', () => {
  const long = `${'x'.repeat(9_000)}`;
  let issuePath: string;

  beforeAll(async () => {
    await send({
      platform: 'python',
      exception: {
        values: [
          {
            type: 'Marked',
            value: `cannot ${long}`,
            stacktrace: { frames: [{ filename: 'a.py', function: 'f', lineno: 1, in_app: true, vars: { password: 'x' } }] },
          },
        ],
      },
      user: { email: 'ada@shop.example', ip_address: 'no <b>address</b>' },
      request: { url: 'https://shop.example/', headers: { Authorization: 'Bearer abcdefgh' } },
      tags: { 'bad tag': 'x', größe: 'y', long: 'z'.repeat(300) },
      contexts: { shop: { api_key: 'k' } },
      extra: { password: 'x', note: 'card 4111 1111 1111 1111', deep: { secret: 'x' } },
      breadcrumbs: [{ message: 'with Bearer abcdefgh', timestamp: 'yesterday' }],
    });
    issuePath = await eventually(async () => {
      const issues = await picket.api<Issue[]>(`/organizations/${picket.org}/issues/?query=`);
      const issue = issues.find(({ title }) => title.startsWith('Marked'));
      if (!issue) throw new Error('not there yet');
      return `/organizations/${picket.org}/issues/${issue.id}/`;
    });
  });

  it('say in plain words what happened to a value, where it stands', async () => {
    const page = await openPage(issuePath);
    await page.waitForSelector('#json-title');
    const part = (title: string) => page.locator('section.block', { has: page.getByRole('heading', { name: title, exact: true }) });
    const marksIn = (title: string): Promise<(string | null)[]> =>
      part(title)
        .locator('.value-mark')
        .evaluateAll((marks) => marks.map((mark) => mark.getAttribute('aria-label')));
    expect(await marksIn('Stack trace')).toEqual(['Trimmed from 9,007 to 8,192 characters.', 'scrubbed: Replaced by rule @password:filter.']);
    expect(await marksIn('Request')).toEqual(['scrubbed: Replaced by rule @bearer:filter.']);
    expect(await marksIn('Tags')).toEqual(['Trimmed from 300 to 200 characters.']);
    expect(await marksIn('Contexts')).toEqual([
      'invalid: Invalid: expected an ip address, was “no <b>address</b>”.',
      'scrubbed: Replaced by rule @password:filter.',
    ]);
    expect(await marksIn('Extra data')).toEqual(['scrubbed: Replaced by rule @password:filter.', 'Replaced by rule @creditcard:filter.']);
    expect(await marksIn('Breadcrumbs')).toEqual(['Replaced by rule @bearer:filter.', 'Invalid: expected a timestamp, was “yesterday”.']);
    await part('Extra data').locator('summary').click();
    await part('Extra data').getByText('scrubbed').nth(1).waitFor();
    await page.context().close();
  });

  it('open by keyboard, and are clean for axe while they are open', async () => {
    const page = await openPage(issuePath);
    const mark = page.getByRole('button', { name: /^invalid/ });
    await mark.focus();
    await page.keyboard.press('Enter');
    const note = page.locator('.mark-note:popover-open');
    await note.waitFor();
    expect(await note.textContent()).toBe('Invalid: expected an ip address, was “no <b>address</b>”.');
    expect(await note.locator('b').count()).toBe(0);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    await page.keyboard.press('Escape');
    await note.waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('have the facts of the issue above them on a phone, behind what broke', async () => {
    const page = await openPage(issuePath, { viewport: { width: 390, height: 844 } });
    await page.waitForSelector('#json-title');
    const tops = await page.evaluate(() =>
      ['#stack-title', '.aside', '#breadcrumbs-title', '#json-title'].map((selector) => document.querySelector(selector)?.getBoundingClientRect().top ?? 0),
    );
    expect(tops).toEqual(tops.toSorted((one, other) => one - other));
    expect(await page.locator('.aside').count()).toBe(1);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.locator('.columns > .aside').waitFor();
    expect(await page.locator('.aside').count()).toBe(1);
    await page.context().close();
  });
});

it.each([
  ['light', 390],
  ['dark', 768],
  ['light', 1440],
] as const)('never scrolls sideways and leaves axe nothing to say, in the %s theme at %i px', async (colorScheme, width) => {
  const page = await openPage('/', { colorScheme, viewport: { width, height: 900 } });
  const organizationPath = `/organizations/${picket.org}/settings/`;
  for (const path of [...sections.map(({ id }) => settingsPath(id)), `${organizationPath}scrubbing/`, `${organizationPath}retention/`]) {
    await page.goto(path);
    // What is discarded is a list, of which there is nothing yet.
    await page.waitForSelector('.section-form, :text("Nothing is discarded")');
    await page.waitForLoadState('networkidle');
    const { violations } = await new AxeBuilder({ page }).analyze();
    const overhang = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect({ path, overhang, violations: violations.map(({ id, nodes }) => [id, nodes[0]?.html]) }).toEqual({ path, overhang: 0, violations: [] });
  }
  await page.context().close();
});
