import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '../worker/commands/browser.ts';
import { freePort, runStart, type StartedCommand } from '../worker/commands/harness.ts';

const setupToken = 'setup-token-of-the-tests';
const owner = { email: 'mara@shop.example', password: 'correct horse battery staple' };

let folder: string;
let url: string;
let picket: StartedCommand;
let browser: Browser;
let tab: Page;
/** What the page complained of: broken scripts, and what the content policy forbade. A refused form is part of the story. */
const complaints: string[] = [];

/** A new installation, and one browser that goes through it: the tests below follow each other. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'picket-test-'));
  const port = await freePort();
  url = `http://localhost:${port}`;
  [picket, browser] = await Promise.all([runStart(['--port', String(port), '--persist-to', folder], { SETUP_TOKEN: setupToken }), openBrowser()]);
  tab = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  tab.setDefaultTimeout(8_000);
  tab.on('pageerror', (error) => complaints.push(error.message));
  tab.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('status of 400')) complaints.push(message.text());
  });
});
afterAll(async () => {
  await browser.close();
  await picket.stop();
  rmSync(folder, { recursive: true });
});

it('leads the first visitor to the set-up, and keeps the token out of the address', async () => {
  await tab.goto(`${url}/?token=not-here`);
  await tab.waitForURL(`${url}/setup`);
  await tab.goto(`${url}/setup?token=${setupToken}`);
  await tab.getByRole('heading', { name: 'Set up Picket' }).waitFor();
  await tab.waitForURL(`${url}/setup`);
  expect(await violations()).toEqual([]);
});

it('says at each field what is wrong with it, and goes to the first', async () => {
  await tab.getByLabel('Your name').fill('Mara Lindqvist');
  await tab.getByLabel('Email').fill('mara');
  await tab.getByRole('button', { name: 'Set up' }).click();
  const email = tab.getByLabel('Email');
  await expectFocus(email);
  expect(await email.getAttribute('aria-invalid')).toBe('true');
  expect(await tab.getByText('Enter a valid email address.').isVisible()).toBe(true);
  expect(await tab.getByLabel('Your name').inputValue()).toBe('Mara Lindqvist');
});

it('sets up and waits for the first event', async () => {
  await tab.getByLabel('Email').fill(owner.email);
  await tab.getByLabel('Password').fill(owner.password);
  await tab.getByLabel('Name of the organization').fill('Shop');
  await tab.getByLabel('Name of the project').fill('storefront');
  await tab.getByLabel('Platform').selectOption('Shell');
  await tab.getByRole('button', { name: 'Set up' }).click();
  await tab.waitForURL(`${url}/organizations/shop/projects/storefront/install/`);
  await tab.getByRole('heading', { name: 'Waiting for the first event' }).waitFor();
  expect(await tab.getByRole('radio', { name: 'Shell' }).isChecked()).toBe(true);
  expect(await tab.getByRole('complementary', { name: 'Your API token' }).textContent()).toMatch(/sntryu_[0-9a-f]{64}/);
  expect(await violations()).toEqual([]);
});

it('carries the real address into every guide', async () => {
  await tab.getByRole('radio', { name: 'Django' }).check();
  const code = await tab.getByRole('region', { name: 'start code' }).textContent();
  expect(code).toMatch(new RegExp(`dsn="http://[0-9a-f]{32}@${new URL(url).host}/1"`));
  await tab.getByRole('radio', { name: 'Shell' }).check();
});

it('celebrates the event that the guide sends, and leads to its issue', async () => {
  const command = await tab.getByRole('region', { name: 'curl command' }).textContent();
  const [, target = ''] = command?.match(/curl '([^']+)'/) ?? [];
  const [, body = ''] = command?.match(/-d '([^']+)'/) ?? [];
  const reply = await fetch(target, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  expect(reply.status).toBe(200);

  await tab.getByRole('heading', { name: 'Your first event is here' }).waitFor();
  expect(await violations()).toEqual([]);
  await tab.getByRole('link', { name: 'Open the issue' }).click();
  await tab.waitForURL(`${url}/organizations/shop/issues/1000000001/`);
  await tab.getByRole('heading', { name: 'Hello from storefront' }).waitFor();
});

it('names the place of what came in just as the page of the issue does', async () => {
  await tab.goto(`${url}/organizations/shop/projects/storefront/install/`);
  const command = await tab.getByRole('region', { name: 'curl command' }).textContent();
  const [, target = ''] = command?.match(/curl '([^']+)'/) ?? [];
  const frames = [{ filename: 'app/tax.py', function: 'total', lineno: 4, in_app: true }];
  const body = JSON.stringify({ transaction: '/checkout', exception: { type: 'KeyError', value: 'DE', stacktrace: { frames } } });
  expect((await fetch(target, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).status).toBe(200);

  const card = tab.getByRole('complementary', { name: 'First event' });
  await expect
    .poll(
      async () => {
        await tab.reload();
        return card.locator('.first strong').textContent();
      },
      { timeout: 10_000 },
    )
    .toBe('KeyError');
  const place = await card.locator('code').textContent();
  await card.getByRole('link', { name: 'Open the issue' }).click();
  await tab.getByRole('heading', { name: 'KeyError' }).first().waitFor();
  expect(place).toBe(await tab.locator('.culprit code').first().textContent());
});

it('goes everywhere by keyboard and lists the keys', async () => {
  await tab.keyboard.press('g');
  await tab.keyboard.press('p');
  await tab.waitForURL(`${url}/organizations/shop/projects/`);
  await tab.getByRole('row', { name: /storefront/ }).waitFor();
  await expect.poll(focusedText).toBe('Projects');
  await tab.keyboard.press('?');
  await tab.getByRole('dialog', { name: 'Keys' }).getByText('Go to issues').waitFor();
  await tab.keyboard.press('Escape');

  await tab.keyboard.press('Control+k');
  await expectFocus(tab.getByRole('combobox', { name: 'Find or do' }));
  await tab.keyboard.type('keys of store');
  expect(await tab.getByRole('option', { selected: true }).textContent()).toBe('Client keys of storefront');
  await tab.keyboard.press('Enter');
  await tab.waitForURL(`${url}/organizations/shop/projects/storefront/settings/keys/`);
});

it('turns a key off and, by undo, on again', async () => {
  await tab.getByRole('button', { name: 'Actions for the key Default' }).click();
  await tab.getByRole('menuitem', { name: 'Turn off' }).click();
  await tab.getByText('Default takes no events from now on.').first().waitFor();
  await tab.getByText('Off', { exact: true }).waitFor();
  await tab.keyboard.press('z');
  await tab.getByText('Default takes events again.').first().waitFor();
  expect(await tab.getByText('Off', { exact: true }).count()).toBe(0);
});

it('deletes a key only for who types its name', async () => {
  await tab.getByRole('button', { name: 'Add key' }).click();
  await tab.getByLabel('Name', { exact: true }).last().fill('staging');
  await tab.keyboard.press('Enter');
  await tab.getByRole('heading', { name: 'staging', exact: true }).waitFor();
  await tab.getByRole('button', { name: 'Actions for the key staging' }).click();
  await tab.getByRole('menuitem', { name: 'Delete' }).click();
  const gone = tab.getByRole('button', { name: 'Delete for good' });
  await tab.getByLabel('Type staging to go on').fill('stagin');
  expect(await gone.isDisabled()).toBe(true);
  await tab.getByLabel('Type staging to go on').fill('staging');
  await gone.click();
  await tab.getByRole('heading', { name: 'staging', exact: true }).waitFor({ state: 'detached' });
});

it('gives the focus back to where it was, after a dialog and on the way back', async () => {
  await tab.getByRole('button', { name: 'Add key' }).focus();
  await tab.keyboard.press('Enter');
  await tab.getByRole('dialog', { name: 'Add a key' }).waitFor();
  await tab.keyboard.press('Escape');
  await expect.poll(focusedText).toBe('Add key');

  await tab.getByRole('link', { name: 'Install' }).click();
  await tab.getByRole('heading', { name: 'Install the SDK' }).first().waitFor();
  await tab.goBack();
  await expect.poll(focusedText).toBe('Install');
});

it('keeps a chosen theme, without a flash of the other', async () => {
  await tab.getByRole('button', { name: 'Theme' }).click();
  await tab.getByRole('menuitemradio', { name: 'Dark' }).click();
  await tab.reload();
  await tab.getByRole('heading', { name: 'Client keys' }).waitFor();
  expect(await tab.evaluate('document.documentElement.dataset.theme')).toBe('dark');
  expect(await violations()).toEqual([]);
});

it('marks the line of a rule that cannot be read, and previews and saves one that can', async () => {
  await tab.goto(`${url}/organizations/shop/projects/storefront/settings/grouping/`);
  const rules = tab.getByLabel('Fingerprint rules');
  await rules.fill('# Ours\nerror.kind:A -> a');
  await tab.getByRole('button', { name: 'Preview with the last events' }).click();
  await tab.getByText('There is no matcher “error.kind”.').waitFor();
  expect(await tab.locator('.rule-lines .wrong').allTextContents()).toEqual(['2']);
  expect(await violations()).toEqual([]);
  await tab.getByRole('button', { name: 'Line 2, column 1' }).click();
  expect(await rules.evaluate((area) => Object(area).value.slice(Object(area).selectionStart, Object(area).selectionEnd))).toBe('error.kind:A -> a');

  await rules.fill('message:* -> everything title="All of it"');
  await tab.getByRole('button', { name: 'Preview with the last events' }).click();
  await tab.getByRole('heading', { name: 'would fall into 1 issue' }).waitFor();
  await tab.locator('.preview-list').getByText('All of it', { exact: true }).waitFor();
  expect(await violations()).toEqual([]);
  await tab.getByRole('button', { name: 'Save changes' }).click();
  await tab.getByText('Events are grouped so within a minute.').waitFor();
  await tab.reload();
  expect(await rules.inputValue()).toBe('message:* -> everything title="All of it"');
});

it('never scrolls sideways on a phone, and has its navigation behind a button', async () => {
  await tab.setViewportSize({ width: 390, height: 844 });
  const widths: [string, unknown][] = [];
  const places = ['projects/', 'projects/storefront/settings/general/', 'projects/storefront/install/', 'nothing/'];
  for (const place of places) {
    await tab.goto(`${url}/organizations/shop/${place}`);
    await tab.locator('#content h1').waitFor();
    widths.push([place, await tab.evaluate('document.documentElement.scrollWidth')]);
  }
  expect(widths).toEqual(places.map((place) => [place, 390]));
  await tab.getByRole('button', { name: 'Menu' }).click();
  await tab.getByRole('dialog', { name: 'Menu' }).getByRole('link', { name: 'Projects', exact: true }).click();
  await tab.waitForURL(`${url}/organizations/shop/projects/`);
  await tab.getByRole('dialog', { name: 'Menu' }).waitFor({ state: 'detached' });
});

it('signs out, and after the sign-in comes back to where one was', async () => {
  await tab.setViewportSize({ width: 1440, height: 900 });
  await tab.getByRole('button', { name: 'Mara Lindqvist' }).click();
  await tab.getByRole('menuitem', { name: 'Sign out' }).click();
  await tab.waitForURL(`${url}/sign-in`);
  await tab.goto(`${url}/organizations/shop/projects/storefront/settings/limits/`);
  await tab.waitForURL(`${url}/sign-in?next=*`);
  expect(await violations()).toEqual([]);

  await tab.getByLabel('Email').fill(owner.email);
  await tab.getByLabel('Password').fill('wrong');
  await tab.keyboard.press('Enter');
  await tab.getByRole('alert').getByText('The email address or the password is wrong.').waitFor();
  await tab.getByLabel('Password').fill(owner.password);
  await tab.keyboard.press('Enter');
  await tab.waitForURL(`${url}/organizations/shop/projects/storefront/settings/limits/`);
  await tab.getByRole('heading', { name: 'Limits and quotas' }).waitFor();
});

it('finds a call in the reference of the API by keyboard alone', async () => {
  await tab.goto(`${url}/api/docs`);
  await tab.getByRole('searchbox', { name: 'Search' }).waitFor();
  await tab.keyboard.press('/');
  await tab.keyboard.type('put event:write issues/{issue}/');
  await tab.getByText(/^\d+ found$/).waitFor();
  await tab.keyboard.press('Enter');
  expect(await tab.evaluate(() => document.activeElement?.textContent)).toContain('/api/0/organizations/{org}/issues/{issue}/');
  await tab.getByRole('link', { name: 'IssueChange' }).first().click();
  await tab.getByText('snoozeDuration?').waitFor();
  expect(await violations()).toEqual([]);
});

it('did nothing that broke or that the content policy forbids', () => {
  expect(complaints).toEqual([]);
});

async function violations(): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page: tab }).analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

function focusedText(): Promise<unknown> {
  return tab.evaluate('document.activeElement?.textContent');
}

/** Waits until the focus is on the field. */
async function expectFocus(field: Locator): Promise<void> {
  await field.waitFor();
  await expect.poll(() => field.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
}
