import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Codeowners, Ownership } from '../worker/api/contract/ownership.ts';
import type { Team } from '../worker/api/contract/team.ts';
import { openBrowser } from '../worker/commands/browser.ts';
import { type Picket, startPicket } from '../worker/commands/harness.ts';

let picket: Picket;
let browser: Browser;

beforeAll(async () => {
  picket = await startPicket({ platform: 'python' });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await picket?.stop();
});

/** A page of somebody signed in. */
async function openPage(path: string, width = 1440): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, baseURL: picket.url });
  const answer = await context.request.post('/api/0/auth/', { data: picket.owner, headers: { origin: picket.url } });
  expect(answer.ok()).toBe(true);
  const page = await context.newPage();
  await page.goto(path);
  return page;
}

const ofOrganization = (path: string): string => `/organizations/${picket.org}/${path}`;
const settingsPath = (): string => ofOrganization(`projects/${picket.project}/settings/ownership/`);
const listTeams = (): Promise<Team[]> => picket.api<Team[]>(`/organizations/${picket.org}/teams/`);
const addTeam = (name: string): Promise<Team> =>
  picket.api<Team>(`/organizations/${picket.org}/teams/`, { method: 'POST', body: JSON.stringify({ name }), headers: { 'content-type': 'application/json' } });

/** Moves the focus on until it is on something of this name. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press('Tab');
    const text = await page.evaluate(() => {
      const element = document.activeElement;
      return element
        ? `${element.getAttribute('aria-label') ?? ''} ${element instanceof HTMLInputElement ? (element.labels?.[0]?.textContent ?? '') : element.textContent}`
        : '';
    });
    if (name.test(text)) return;
  }
  throw new Error(`Nothing is called ${name}`);
}

it('makes a team, gives it a project, takes its member out and back, renames and deletes it, by keyboard alone', async () => {
  const page = await openPage(ofOrganization('issues/'));
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await page.getByRole('button', { name: 'Add the first team' }).waitFor();
  await page.keyboard.press('c');
  await page.getByRole('dialog', { name: 'Add a team' }).waitFor();
  await page.keyboard.type('Shop & Co');
  await page.keyboard.press('Enter');
  await page.waitForURL(`**${ofOrganization('teams/shop-co/')}`);
  await page.getByText('Olivia Owner').first().waitFor();

  await tabTo(page, /^ ?Add a project…/);
  await page.keyboard.type(picket.project);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.locator('section[aria-labelledby="team-projects"] .team-list a').waitFor();
  expect(await listTeams()).toMatchObject([{ slug: 'shop-co', memberCount: 1, projects: [{ slug: picket.project }] }]);

  await page.getByRole('button', { name: 'Remove Olivia Owner' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Nobody is in this team yet.').waitFor();
  await page.keyboard.press('z');
  await page.getByRole('button', { name: 'Remove Olivia Owner' }).waitFor();

  await page.keyboard.press('r');
  await page.getByRole('dialog', { name: 'Rename the team' }).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('payments');
  await page.keyboard.press('Enter');
  await page.waitForURL(`**${ofOrganization('teams/payments/')}`);
  await page.getByRole('button', { name: 'Remove Olivia Owner' }).waitFor();

  await page.getByRole('button', { name: 'More for #payments' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Delete the team');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Delete #payments?' });
  await dialog.waitFor();
  expect(await dialog.getByRole('button', { name: 'Delete for good' }).isDisabled()).toBe(true);
  await page.keyboard.type('payments');
  await page.keyboard.press('Enter');
  await page.getByText('No team yet').waitFor();
  expect(await listTeams()).toEqual([]);
  await page.context().close();
});

it('finds teams in the palette', async () => {
  const { slug } = await addTeam('Mailers');
  const page = await openPage(ofOrganization('issues/'));
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox', { name: 'Find or do' }).waitFor();
  await page.keyboard.type('team mailers');
  await page.getByRole('option', { name: 'Team #mailers' }).waitFor();
  await page.keyboard.press('Enter');
  await expect.poll(() => new URL(page.url()).pathname).toBe(ofOrganization(`teams/${slug}/`));
  await page.context().close();
});

it('writes ownership rules, marks what is wrong with them, and tells whose a file is, by keyboard alone', async () => {
  await addTeam('Web');
  const page = await openPage(settingsPath());
  const editor = page.getByLabel('Ownership rules');
  await editor.focus();
  await page.keyboard.type('path:src/* #web\npaths:a #nope');
  await page.keyboard.press('ControlOrMeta+s');
  const fault = page.getByRole('button', { name: 'Line 2, column 1' });
  await fault.waitFor();
  expect(await page.locator('.rule-lines .wrong').allTextContents()).toEqual(['2']);
  await fault.focus();
  await page.keyboard.press('Enter');
  expect(await page.evaluate('getSelection().toString()')).toBe('paths:a #nope');

  await page.keyboard.type('path:a #nope');
  await page.keyboard.press('ControlOrMeta+s');
  await page.getByText('There is no team “#nope” in this organization.').waitFor();
  expect(await picket.api<Ownership>(`/projects/${picket.org}/${picket.project}/ownership/`)).toMatchObject({ raw: null });

  await editor.press('ControlOrMeta+a');
  await page.keyboard.type(`*.py ${picket.owner.email}\npath:src/* #web`);
  await page.getByLabel('Whose is this file?').focus();
  await page.keyboard.type('src/tax.py');
  await page.keyboard.press('Enter');
  await page.locator('.verdict', { hasText: '#web by path:src/*' }).waitFor();
  await page.getByText(`*.py fits as well: ${picket.owner.email}`).waitFor();

  await page.getByLabel('Assign new issues').selectOption({ label: 'To nobody' });
  await page.keyboard.press('ControlOrMeta+s');
  await page.getByText('Saved. New events go by it within a minute.').waitFor();
  expect(await picket.api<Ownership>(`/projects/${picket.org}/${picket.project}/ownership/`)).toMatchObject({
    raw: `*.py ${picket.owner.email}\npath:src/* #web`,
    autoAssignment: 'Turn off Auto-Assignment',
  });

  await picket.api<Team[]>(`/organizations/${picket.org}/teams/`);
  await page.request.delete(`/api/0/teams/${picket.org}/web/`, { headers: { authorization: `Bearer ${picket.token}` } });
  await page.reload();
  await page.getByRole('note', { name: 'Owners who are gone' }).getByText('Line 2, column 12: There is no team “#web”').waitFor();
  await page.context().close();
});

it('takes a CODEOWNERS file, says who is meant in it, and takes it off and back', async () => {
  const { slug } = await addTeam('Billing');
  const page = await openPage(settingsPath());
  await page.getByRole('button', { name: 'Add a file' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Add a CODEOWNERS file' });
  await dialog
    .getByLabel('From a file')
    .setInputFiles({ name: 'CODEOWNERS', mimeType: 'text/plain', buffer: Buffer.from('[Docs]\n/src/pay/ @acme/money\nbroken bob') });
  await expect.poll(() => dialog.getByLabel('Or pasted').inputValue()).toContain('/src/pay/ @acme/money');
  await dialog.getByLabel('Where its code is').fill('app:/// -> src/');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('“bob” is no owner').waitFor();
  await dialog.getByLabel('Or pasted').fill('[Docs]\n/src/pay/ @acme/money');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('1 line passed over').waitFor();

  const meant = page.getByLabel('@acme/money is');
  await meant.focus();
  await meant.selectOption(`#${slug}`);
  const listFiles = () => picket.api<Codeowners[]>(`/projects/${picket.org}/${picket.project}/codeowners/`);
  const wanted = [
    {
      codeMappings: [{ stackRoot: 'app:///', sourceRoot: 'src/' }],
      associations: { '@acme/money': '#billing' },
      ownershipSyntax: 'codeowners:/src/pay/ #billing',
    },
  ];
  await expect.poll(listFiles).toMatchObject(wanted);
  await page.getByLabel('Whose is this file?').fill('app:///pay/tax.js');
  await page.keyboard.press('Enter');
  await page.locator('.verdict', { hasText: '#billing by codeowners:/src/pay/' }).waitFor();

  await page.getByRole('button', { name: 'Remove file 1' }).click();
  await expect.poll(listFiles).toEqual([]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(listFiles).toMatchObject(wanted);
  await page.context().close();
});

it.each(['light', 'dark'] as const)('leaves axe nothing to say in the %s theme, on a phone too', async (colorScheme) => {
  const page = await openPage(ofOrganization('teams/'));
  await page.emulateMedia({ colorScheme });
  const long = { slug: 'w'.repeat(50), name: 'W'.repeat(100) };
  const post = { data: long, headers: { authorization: `Bearer ${picket.token}` } };
  await page.request.post(`/api/0/organizations/${picket.org}/teams/`, post);
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    for (const [path, sign] of [
      [ofOrganization('teams/'), '.team-table'],
      [ofOrganization('teams/?new'), 'dialog'],
      [ofOrganization(`teams/${long.slug}/`), '.team-list li'],
      [settingsPath(), '.codeowners-names'],
    ] as const) {
      await page.goto(path);
      await page.waitForSelector(sign);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [path, width, id, nodes[0]?.html])).toEqual([]);
      expect([path, await page.evaluate(() => document.scrollingElement?.scrollWidth)]).toEqual([path, width]);
    }
  }
  await page.context().close();
});
