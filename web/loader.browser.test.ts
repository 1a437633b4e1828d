import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Browser, Page } from 'playwright-core';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Event } from '../worker/api/contract/event.ts';
import type { Issue } from '../worker/api/contract/issue.ts';
import { openBrowser } from '../worker/commands/browser.ts';
import { eventually } from '../worker/commands/harness.ts';
import { type Instance, startInstance } from '../worker/conformance/instance.fixture.ts';

let instance: Instance;
let browser: Browser;
let site: Server;
let siteUrl: string;
/** Paths that were asked of what stands for Sentry's CDN. */
let bundlesAsked: string[];

/** Pages on another origin than Picket, whose first script is the loader: what follows runs before the SDK can be there. */
const pages: Record<string, (loader: string) => string> = {
  '/quiet': (loader) => `${loader}<p>Nothing happens</p>`,
  '/breaks': (loader) =>
    `${loader}<script>Sentry.onLoad(() => window.order.push('onLoad')); window.order = []; const cart = {}; cart.total.toFixed(2);</script>`,
  '/rejects': (
    loader,
  ) => `<script>window.sentryOnLoad = () => Sentry.init({ release: 'shop@4.0.0', beforeSend: (event) => ({ ...event, tags: { own: 'yes' } }) });</script>
    ${loader}<script>Promise.reject(new RangeError('Out of stock'));</script>`,
  '/calls': (loader) =>
    `${loader}<script>Sentry.withScope((scope) => { scope.setTag('queued', 'yes'); Sentry.captureMessage('Before the SDK was there'); });</script>`,
  '/eager': (loader) => loader.replace('<script', '<script data-lazy="no"'),
};

beforeAll(async () => {
  const bundle = await bundleSdk();
  site = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://site');
    if (pathname.endsWith('/bundle.min.js')) {
      bundlesAsked.push(pathname);
      response.writeHead(200, { 'content-type': 'text/javascript', 'access-control-allow-origin': '*' }).end(bundle);
      return;
    }
    const loader = `<script src="${instance.url}/js-sdk-loader/${searchParams.get('key')}.min.js" crossorigin="anonymous"></script>`;
    response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html><title>Shop</title>${pages[pathname]?.(loader) ?? ''}`);
  }).listen(0, '127.0.0.1');
  await once(site, 'listening');
  const address = site.address();
  if (address === null || typeof address === 'string') throw new Error('The site has no port');
  siteUrl = `http://127.0.0.1:${address.port}`;
  instance = await startInstance({ sdkCdn: siteUrl });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await instance?.stop();
  site?.close();
});

it('loads nothing until something happens', async () => {
  const tab = await open('/quiet');
  await tab.waitForTimeout(300);
  expect(bundlesAsked).toEqual([]);
});

it('loads the SDK on the first error and sends it, as not handled and with its stack', async () => {
  const tab = await open('/breaks');
  const event = await eventOf(/^TypeError/);
  expect(bundlesAsked).toEqual(['/11.12.0/bundle.min.js']);
  expect(await tab.evaluate('[window.order, window.SENTRY_SDK_SOURCE]')).toEqual([['onLoad'], 'loader']);
  const [exception] = event.entries.find((entry) => entry.type === 'exception')?.data.values ?? [];
  expect(exception).toMatchObject({ type: 'TypeError', mechanism: { handled: false } });
  expect(exception?.stacktrace?.frames.length).toBeGreaterThan(0);
});

it('lets the page initialize the SDK its own way, before what waited is sent', async () => {
  await open('/rejects');
  const event = await eventOf(/^RangeError: Out of stock/);
  expect(event.release?.version).toBe('shop@4.0.0');
  expect(event.tags).toContainEqual({ key: 'own', value: 'yes' });
});

it('hands on the calls that were made before', async () => {
  await open('/calls');
  const event = await eventOf(/^Before the SDK was there/);
  expect(event.tags).toContainEqual({ key: 'queued', value: 'yes' });
});

it('loads at once where the page says so', async () => {
  const tab = await open('/eager');
  await tab.waitForFunction('window.Sentry.getClient && window.Sentry.getClient()');
  expect(bundlesAsked).toEqual(['/11.12.0/bundle.min.js']);
});

it('breaks no page whose key is not known', async () => {
  const tab = await open('/quiet', 'f'.repeat(32));
  const warned = tab.waitForEvent('console');
  await tab.evaluate("Sentry.init({}), Sentry.captureException(new Error('x')), Sentry.onLoad(() => {})");
  expect((await warned).text()).toContain('Sentry.init does nothing');
  expect(bundlesAsked).toEqual([]);
});

async function open(path: string, key = instance.publicKey): Promise<Page> {
  bundlesAsked = [];
  const tab = await browser.newPage();
  await tab.goto(`${siteUrl}${path}?key=${key}`);
  return tab;
}

/** The latest event of the issue of that title. */
async function eventOf(title: RegExp): Promise<Event> {
  const issues = `/organizations/${instance.org}/issues/`;
  return eventually(async () => {
    const found = (await instance.api<Issue[]>(issues)).find((issue) => title.test(issue.title));
    if (!found) throw new Error(`No issue ${title}`);
    return instance.api<Event>(`${issues}${found.id}/events/latest/`);
  });
}

/** The SDK from npm, in the form that the CDN has it. */
async function bundleSdk(): Promise<string> {
  const bundle = await rolldown({ input: '@sentry/browser', cwd: import.meta.dirname });
  const { output } = await bundle.generate({ format: 'iife', name: 'Sentry', codeSplitting: false });
  await bundle.close();
  return output[0].code;
}
