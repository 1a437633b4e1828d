/**
 * `npm run screenshots`: the pictures of the README, light and dark, from an instance of its own that the demo has filled. With `-- --all` every screen instead, at the
 * widths of a phone, a tablet and a laptop, into `.picket/screenshots/`, to be looked at and not to be kept; `--only issues` takes those whose name begins so.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import type { Issue } from '../api/contract/issue.ts';
import { openBrowser } from './browser.ts';
import { eventually, type Picket, startPicket } from './harness.ts';
import { readOptions } from './options.ts';
import { root } from './tool.ts';

type Scheme = 'light' | 'dark';

const { all, only } = readOptions('npm run screenshots [-- --all [--only NAME]]', {
  all: { type: 'boolean', default: false },
  only: { type: 'string', default: '' },
});
const schemes: readonly Scheme[] = ['light', 'dark'];
const picket = await startPicket();
const browser = await openBrowser();
try {
  execFileSync(process.execPath, [`${root}worker/commands/demo.ts`, '--dsn', picket.dsn], { stdio: 'inherit' });
  const issue = await eventually(findCheckoutIssue, 20_000);
  if (all) await captureAll(browser, issue);
  else await captureForReadme(browser, issue);
} finally {
  await browser.close();
  await picket.stop();
}

async function captureForReadme(chromium: Browser, issue: Issue): Promise<void> {
  const folder = `${root}.github/screenshots/`;
  for (const scheme of schemes) {
    const page = await openPage(chromium, scheme, { width: 1440, height: 900 }, 2);
    await capture(page, `issues/${issue.id}/`, `${folder}issue-${scheme}.png`);
    await page.context().close();
  }
}

async function captureAll(chromium: Browser, issue: Issue): Promise<void> {
  await sendSamples(picket);
  const issues = `issues/${issue.id}/`;
  const project = `projects/${picket.project}/`;
  const screens: readonly [name: string, path: string][] = [
    ['issues', 'issues/'],
    ['issues-none', 'issues/?query=nothing+is+called+so'],
    ['issues-wrong', 'issues/?query=is%3Alost'],
    ['issue', issues],
    ...['activity', 'tags', 'events', 'merged', 'similar', 'grouping'].map((tab): [string, string] => [`issue-${tab}`, `${issues}?tab=${tab}`]),
    ['explore', 'explore/'],
    ['releases', 'releases/'],
    ['projects', 'projects/'],
    ['install', `${project}install/`],
    ['project-settings', `${project}settings/`],
    ...['keys', 'grouping', 'ownership', 'filters', 'scrubbing', 'limits', 'retention', 'discarded'].map((section): [string, string] => [
      `project-settings-${section}`,
      `${project}settings/${section}/`,
    ]),
    ['teams', 'teams/'],
    ['stats', 'stats/'],
    ['settings', 'settings/'],
  ];
  const wanted = screens.filter(([name]) => name.startsWith(only));
  for (const scheme of schemes) {
    for (const width of [390, 768, 1440]) {
      const page = await openPage(chromium, scheme, { width, height: width < 500 ? 844 : 900 }, 1);
      for (const [name, path] of wanted) await capture(page, path, `${root}.picket/screenshots/${name}-${width}-${scheme}.png`);
      await page.context().close();
    }
  }
}

async function openPage(chromium: Browser, colorScheme: Scheme, viewport: { width: number; height: number }, deviceScaleFactor: number): Promise<Page> {
  const context = await chromium.newContext({ colorScheme, viewport, deviceScaleFactor });
  await context.request.post(`${picket.url}/api/0/auth/`, { data: picket.owner, headers: { origin: picket.url } });
  return context.newPage();
}

async function capture(page: Page, path: string, file: string): Promise<void> {
  mkdirSync(file.slice(0, file.lastIndexOf('/')), { recursive: true });
  await page.goto(`${picket.url}/organizations/${picket.org}/${path}`);
  // An open connection for live updates is no reason to wait.
  await page.locator('h1').first().waitFor();
  await page.waitForTimeout(500);
  await page.screenshot({ path: file });
  console.log(`  ${file.slice(root.length)}`);
}

/** The one with a chain of causes, once both releases have arrived. */
async function findCheckoutIssue(): Promise<Issue> {
  const issues = await picket.api<Issue[]>(`/organizations/${picket.org}/issues/`);
  const issue = issues.find((candidate) => candidate.title.startsWith('CheckoutFailed'));
  if (issue?.count !== '2') throw new Error('The demo left no CheckoutFailed issue with two events');
  return issue;
}

/** Events of many platforms, where the folder of shared cases is there. */
async function sendSamples({ dsn }: Picket): Promise<void> {
  const folder = `${process.env['PICKET_SHARED'] ?? `${root}../shared`}/cases/events/`;
  if (!existsSync(folder)) return console.log(`  ${folder} is not there, so the screens show the demo alone`);
  const { origin, username, pathname } = new URL(dsn);
  const names = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'index.json');
  for (const name of names) {
    const body = readFileSync(folder + name, 'utf8').replace(/"timestamp":\s*("[^"]*"|[\d.]+)/, '"timestamp": null');
    await fetch(`${origin}/api${pathname}/store/?sentry_key=${username}`, { method: 'POST', body });
  }
}
