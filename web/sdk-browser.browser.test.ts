import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Browser } from 'playwright-core';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Event } from '../worker/api/contract/event.ts';
import type { Stats } from '../worker/api/contract/stats.ts';
import { openBrowser } from '../worker/commands/browser.ts';
import { eventually, type Picket, startPicket } from '../worker/commands/harness.ts';
import { openAccounting, openProject } from '../worker/conformance/accounting.fixture.ts';

let picket: Picket;
let browser: Browser;
let site: Server;
let siteUrl: string;

/** A page on another origin than Picket, with the SDK from npm, whose button breaks. */
const page = `<!doctype html><title>Shop</title><button id="buy">Buy</button><script src="/app.js"></script>`;
const app = `
  import * as Sentry from '@sentry/browser';
  const { dsn } = Object.fromEntries(new URLSearchParams(location.search));
  const everything = {
    integrations: [Sentry.browserTracingIntegration(), Sentry.replayIntegration()],
    tracesSampleRate: 1,
    replaysSessionSampleRate: 1,
    beforeSend: (event) => (event.message === 'not this one' ? null : event),
  };
  Sentry.init({ dsn, release: 'shop@3.0.0', ...(location.search.includes('everything') ? everything : {}) });
  window.sendThree = async () => {
    for (const name of ['one', 'two', 'three']) {
      Sentry.captureMessage(name);
      await Sentry.flush(2000);
    }
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  };
  window.useEverything = async () => {
    Sentry.logger.info('Cart opened', { items: 3 });
    Sentry.metrics.count('carts', 1);
    Sentry.captureFeedback({ message: 'Nothing happens', email: 'jane@example.com' }, { attachments: [{ filename: 'screenshot.png', data: new Uint8Array(64) }] });
    Sentry.captureMessage('not this one');
    Sentry.startSpan({ name: 'checkout', op: 'ui.action' }, () => Sentry.captureException(new Error('The card was refused')));
    await Sentry.getReplay().flush();
    await Sentry.flush(5000);
    // A client report leaves with the page.
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  };
  function chargeCard(cart) { return cart.total.toFixed(2); }
  document.querySelector('#buy').addEventListener('click', () => { window.sentId = new Promise((sent) => Sentry.getClient().on('afterSendEvent', (event, reply) => sent({ id: event.event_id, status: reply.statusCode }))); chargeCard({}); });
`;

beforeAll(async () => {
  picket = await startPicket({ platform: 'javascript' });
  browser = await openBrowser();
  const script = await bundleApp();
  site = createServer((request, response) => {
    const isScript = request.url === '/app.js';
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' }).end(isScript ? script : page);
  }).listen(0, '127.0.0.1');
  await once(site, 'listening');
  const address = site.address();
  if (address === null || typeof address === 'string') throw new Error('The site has no port');
  siteUrl = `http://127.0.0.1:${address.port}`;
});
afterAll(async () => {
  site.close();
  await browser.close();
  await picket.stop();
});

it('shows an error that @sentry/browser sent from a page on another origin', async () => {
  const tab = await browser.newPage();
  await tab.goto(`${siteUrl}/?dsn=${encodeURIComponent(picket.dsn)}`);
  await tab.click('#buy');
  const sent = await tab.evaluate<{ id: string; status: number }>('window.sentId');
  expect(sent.status).toBe(200);

  const event = await eventually(() => picket.api<Event>(`/projects/${picket.org}/${picket.project}/events/${sent.id}/`), 5000);
  expect(event).toMatchObject({
    title: expect.stringMatching(/^TypeError: Cannot read properties of undefined/),
    platform: 'javascript',
    release: { version: 'shop@3.0.0' },
    sdk: { name: 'sentry.javascript.browser' },
    user: { ip_address: '127.0.0.1' },
  });
  expect(event.tags).toContainEqual({ key: 'browser.name', value: expect.stringContaining('Chrome') });
  expect(event.entries.find((entry) => entry.type === 'request')?.data).toMatchObject({ url: expect.stringContaining(siteUrl) });
  expect(event.entries.find((entry) => entry.type === 'breadcrumbs')?.data.values).toContainEqual(expect.objectContaining({ category: 'ui.click' }));
});

it('accounts for every error, span, log, metric, session, replay, feedback and client report of @sentry/browser', async () => {
  const accounting = await openAccounting(picket, 'browser');
  const tab = await browser.newPage();
  await tab.goto(`${siteUrl}/?everything&dsn=${encodeURIComponent(accounting.dsn)}`);
  await tab.evaluate('window.useEverything()');
  const categories = ['attachment', 'error', 'feedback', 'log_byte', 'log_item', 'replay', 'session', 'span', 'trace_metric'];
  expect(await accounting.close(categories)).toEqual(categories);
  await tab.close();
});

it('is obeyed by @sentry/browser when it answers 429, and its client report shows up in the statistics', async () => {
  const { dsn, id, slug } = await openProject(picket, 'limited');
  await picket.api(`/projects/${picket.org}/${slug}/`, {
    method: 'PUT',
    body: JSON.stringify({ quotas: [{ categories: ['error'], limit: 0, window: 86_400 }] }),
  });
  const tab = await browser.newPage();
  const statuses: number[] = [];
  tab.on('response', (response) => {
    if (response.url().includes('/envelope/')) statuses.push(response.status());
  });
  await tab.goto(`${siteUrl}/?dsn=${encodeURIComponent(dsn)}`);
  await tab.evaluate('window.sendThree()');
  await eventually(async () => {
    const path = `/organizations/${picket.org}/stats_v2/?field=sum(quantity)&groupBy=outcome&groupBy=reason&category=error&project=${id}&statsPeriod=24h`;
    const { groups } = await picket.api<Stats>(path);
    const counts = new Map(groups.map(({ by, totals }) => [`${by.outcome} ${by.reason}`, totals['sum(quantity)']]));
    expect(counts.get('rate_limited project_quota')).toBe(1);
    expect(counts.get('client_discard ratelimit_backoff')).toBe(2);
  }, 20_000);
  expect(statuses.filter((status) => status === 429)).toHaveLength(1);
  await tab.close();
});

it('lets a page on another origin read a refusal', async () => {
  const tab = await browser.newPage();
  await tab.goto(siteUrl);
  const endpoint = `${picket.url}/api/1/envelope/?sentry_key=${'0'.repeat(32)}`;
  const refusal = await tab.evaluate(async (url) => {
    const reply = await fetch(url, { method: 'POST', body: '{}' });
    const answer: { detail?: string } = await reply.json();
    return { status: reply.status, detail: answer.detail };
  }, endpoint);
  expect(refusal).toEqual({ status: 403, detail: expect.any(String) });

  const { headers } = await fetch(endpoint, { method: 'POST', body: '{}', headers: { origin: siteUrl } });
  expect(headers.get('access-control-expose-headers')).toMatch(/^x-sentry-error, x-sentry-rate-limits, retry-after(,|$)/);
});

async function bundleApp(): Promise<string> {
  const name = 'shop.js';
  const bundle = await rolldown({
    input: name,
    plugins: [
      { name: 'shop', resolveId: (id) => (id === name ? `${import.meta.dirname}/${name}` : null), load: (id) => (id.endsWith(`/${name}`) ? app : null) },
    ],
  });
  const { output } = await bundle.generate({ format: 'iife' });
  await bundle.close();
  return output[0].code;
}
