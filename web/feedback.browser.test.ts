import { AxeBuilder } from '@axe-core/playwright';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Browser, Page } from 'playwright-core';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Attachment, Event } from '../worker/api/contract/event.ts';
import type { Issue } from '../worker/api/contract/issue.ts';
import type { UserReport } from '../worker/api/contract/user-report.ts';
import { openBrowser } from '../worker/commands/browser.ts';
import { eventually } from '../worker/commands/harness.ts';
import { type Instance, startInstance } from '../worker/conformance/instance.fixture.ts';

let instance: Instance;
let browser: Browser;
let site: Server;
let siteUrl: string;

const page = `<!doctype html><title>Shop</title><style>dialog, input, label { display: none }</style><button id="buy">Buy</button><script src="/app.js"></script>`;
const app = `
  import * as Sentry from '@sentry/browser';
  Sentry.init({ dsn: new URLSearchParams(location.search).get('dsn'), integrations: [Sentry.feedbackIntegration({ colorScheme: 'light', autoInject: true })] });
  Object.assign(window, { Sentry, isClosed: false });
`;

beforeAll(async () => {
  const script = await bundleApp();
  site = createServer((request, response) => {
    const isScript = request.url === '/app.js';
    const host = new URL(instance.url).host;
    // A page that is strict about what runs and looks like what on it.
    const policy = `default-src 'none'; script-src 'self' ${host}; connect-src ${host}; style-src ${request.url?.includes('strict') ? "'none'" : "'unsafe-inline'"}; img-src data: blob:`;
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html', 'content-security-policy': policy });
    response.end(isScript ? script : page);
  }).listen(0, '127.0.0.1');
  await once(site, 'listening');
  const address = site.address();
  if (address === null || typeof address === 'string') throw new Error('The site has no port');
  siteUrl = `http://127.0.0.1:${address.port}`;
  instance = await startInstance();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await instance?.stop();
  site?.close();
});

async function open(path = '/'): Promise<Page> {
  const tab = await browser.newPage();
  await tab.goto(`${siteUrl}${path}?dsn=${encodeURIComponent(instance.dsn)}`);
  return tab;
}

/** An error, and the dialog about it. Answers the id of the event. */
async function showDialog(tab: Page, options: Record<string, string> = {}): Promise<string> {
  return tab.evaluate<string>(`(() => {
    const eventId = Sentry.captureException(new Error('Checkout ' + Math.random()));
    Sentry.showReportDialog({ ...${JSON.stringify(options)}, eventId, user: { name: 'Jane Doe', email: 'jane@example' }, onClose: () => { window.isClosed = true; } });
    return eventId;
  })()`);
}

const reports = () => instance.api<UserReport[]>(`/projects/${instance.org}/${instance.project}/user-feedback/`);

describe('Sentry.showReportDialog() on a page of another origin', () => {
  it('draws a dialog, says what is wrong, keeps what was written, and tells the page when it closes', async () => {
    const tab = await open('/strict');
    const eventId = await showDialog(tab, { title: 'Das ging schief', labelComments: 'Was ist passiert?' });
    const dialog = tab.getByRole('dialog', { name: 'Das ging schief' });
    await dialog.waitFor();
    expect(await dialog.getByLabel('Name').inputValue()).toBe('Jane Doe');
    // Drawn by its own styles, although the page has others and forbids these to be inline.
    expect(await dialog.evaluate((element) => getComputedStyle(element).paddingTop)).toBe('24px');

    await dialog.getByRole('button', { name: 'Submit Crash Report' }).click();
    await dialog.getByRole('alert').filter({ hasText: 'Some fields were invalid' }).waitFor();
    expect(await dialog.getByLabel('Email').getAttribute('aria-invalid')).toBe('true');
    expect(await reports()).toEqual([]);

    await dialog.getByLabel('Email').fill('jane@example.com');
    await dialog.getByLabel('Was ist passiert?').fill('I pressed “Buy”,\nand nothing happened.');
    await dialog.getByRole('button', { name: 'Submit Crash Report' }).click();
    await dialog.getByRole('status').filter({ hasText: 'Your feedback has been sent' }).waitFor();
    expect(await tab.evaluate('isClosed')).toBe(false);
    await dialog.getByRole('button', { name: 'Close' }).click();
    await expect.poll(() => tab.evaluate('isClosed')).toBe(true);
    expect(await tab.getByRole('dialog').count()).toBe(0);

    const written = { name: 'Jane Doe', email: 'jane@example.com', comments: 'I pressed “Buy”,\nand nothing happened.' };
    const event = await eventually(async () => {
      const found = await instance.api<Event>(`/projects/${instance.org}/${instance.project}/events/${eventId}/`);
      if (!found.userReport) throw new Error('The report is not at its event yet');
      return found;
    });
    expect(event.userReport).toMatchObject(written);
    const ofIssue = await eventually(async () => {
      const [report] = await instance.api<UserReport[]>(`/organizations/${instance.org}/issues/${event.groupID}/user-reports/`);
      if (!report) throw new Error('The report is not at its issue yet');
      return report;
    });
    expect(ofIssue).toMatchObject({ ...written, eventID: eventId });
  });

  it('closes by the escape key, and sends nothing then', async () => {
    const tab = await open();
    const before = await reports();
    await showDialog(tab);
    await tab.getByRole('dialog').waitFor();
    await tab.keyboard.press('Escape');
    await expect.poll(() => tab.evaluate('isClosed')).toBe(true);
    expect(await reports()).toEqual(before);
  });

  it('says so when the report cannot be sent', async () => {
    const tab = await open();
    await showDialog(tab);
    const dialog = tab.getByRole('dialog');
    await dialog.getByLabel('Email').fill('jane@example.com');
    await dialog.getByLabel('What happened?').fill('It broke');
    await tab.context().setOffline(true);
    await dialog.getByRole('button', { name: 'Submit Crash Report' }).click();
    await dialog.getByRole('alert').filter({ hasText: 'An unknown error occurred' }).waitFor();
    await tab.context().setOffline(false);
    await dialog.getByRole('button', { name: 'Submit Crash Report' }).click();
    await dialog.getByRole('status').waitFor();
    expect((await reports())[0]).toMatchObject({ comments: 'It broke' });
  });

  it('takes markup in its texts for text', async () => {
    const tab = await open();
    await showDialog(tab, { title: '<img src=x onerror="window.isBroken = true">' });
    await tab.getByRole('dialog').waitFor();
    expect(await tab.getByRole('heading').textContent()).toBe('<img src=x onerror="window.isBroken = true">');
    expect(await tab.evaluate('window.isBroken')).toBeUndefined();
  });
});

it.each([
  { width: 390, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
  { width: 1440, colorScheme: 'light' },
  { width: 1440, colorScheme: 'dark' },
] as const)('draws a dialog that fits, and leaves axe nothing to say, at $width px in the $colorScheme theme', async ({ width, colorScheme }) => {
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme, bypassCSP: true });
  const tab = await context.newPage();
  await tab.goto(`${siteUrl}/?dsn=${encodeURIComponent(instance.dsn)}`);
  await showDialog(tab, { subtitle: 'W'.repeat(300) });
  const dialog = tab.getByRole('dialog');
  await dialog.waitFor();
  await dialog.getByRole('button', { name: 'Submit Crash Report' }).click();
  await dialog.getByText('Enter a valid email address.').waitFor();
  const box = await dialog.boundingBox();
  expect([box && box.x >= 0 && box.x + box.width <= width, await tab.evaluate('document.scrollingElement.scrollWidth')]).toEqual([true, width]);
  const { violations } = await new AxeBuilder({ page: tab }).include([['[data-sentry-report-dialog]', 'dialog']]).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  await context.close();
});

describe('feedback of @sentry/browser', () => {
  it('is an issue of its own, with its screenshot', async () => {
    const tab = await open();
    await tab.evaluate(`Sentry.captureFeedback(
      { message: 'The button is too small', name: 'Jane Doe', email: 'jane@example.com', url: location.href, associatedEventId: '${'a'.repeat(32)}' },
      { attachments: [{ filename: 'screenshot.png', data: new Uint8Array([137, 80, 78, 71]), contentType: 'image/png' }] },
    ), Sentry.flush(5000)`);
    const { event, issue } = await feedbackSaying('The button is too small');
    expect(issue).toMatchObject({ title: 'User Feedback', type: 'feedback', issueCategory: 'feedback', metadata: { contact_email: 'jane@example.com' } });
    expect(event.contexts.feedback).toMatchObject({ name: 'Jane Doe', associated_event_id: 'a'.repeat(32), url: expect.stringContaining(siteUrl) });
    const attachments = await instance.api<Attachment[]>(`/projects/${instance.org}/${instance.project}/events/${event.id}/attachments/`);
    expect(attachments).toMatchObject([{ name: 'screenshot.png', mimetype: 'image/png', size: 4 }]);
  });

  it('is sent by the widget that the feedback integration puts into the page', async () => {
    const tab = await open();
    await tab.getByRole('button', { name: 'Report a Bug' }).click();
    await tab.getByLabel('Description').fill('I cannot find my cart');
    await tab.getByRole('button', { name: 'Send Bug Report' }).click();
    const { event, issue } = await feedbackSaying('I cannot find my cart');
    expect(issue.culprit).toBe('I cannot find my cart');
    expect(event.contexts.feedback).toMatchObject({ source: 'widget' });
  });
});

async function feedbackSaying(message: string): Promise<{ issue: Issue; event: Event }> {
  return eventually(async () => {
    const found = await instance.api<Issue[]>(`/organizations/${instance.org}/issues/?query=${encodeURIComponent('issue.category:feedback')}`);
    const issue = found.find(({ metadata }) => metadata.message === message);
    if (!issue) throw new Error('The feedback is not there yet');
    return { issue, event: await instance.api<Event>(`/organizations/${instance.org}/issues/${issue.id}/events/latest/`) };
  });
}

async function bundleApp(): Promise<string> {
  const name = 'shop.js';
  const bundle = await rolldown({
    input: name,
    plugins: [
      { name: 'shop', resolveId: (id) => (id === name ? `${import.meta.dirname}/${name}` : null), load: (id) => (id.endsWith(`/${name}`) ? app : null) },
    ],
  });
  const { output } = await bundle.generate({ format: 'iife', codeSplitting: false });
  await bundle.close();
  return output[0].code;
}
