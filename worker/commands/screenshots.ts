/** `npm run screenshots`: the pictures of the README, light and dark, from an instance of its own that the demo has filled. */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { Issue } from '../api/contract/issue.ts';
import { openBrowser } from './browser.ts';
import { eventually, startPicket } from './harness.ts';
import { readOptions } from './options.ts';
import { root } from './tool.ts';

readOptions('npm run screenshots', {});

const folder = `${root}.github/screenshots/`;
mkdirSync(folder, { recursive: true });

const picket = await startPicket();
const browser = await openBrowser();
try {
  execFileSync(process.execPath, [`${root}worker/commands/demo.ts`, '--dsn', picket.dsn], { stdio: 'inherit' });
  const issue = await eventually(findCheckoutIssue, 20_000);
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ colorScheme, viewport: { width: 1440, height: 900 }, deviceScaleFactor: 2 });
    await context.request.post(`${picket.url}/api/0/auth/`, { data: picket.owner, headers: { origin: picket.url } });
    const page = await context.newPage();
    await capture(page, `/organizations/${picket.org}/issues/${issue.id}/`, `issue-${colorScheme}`);
    await context.close();
  }
} finally {
  await browser.close();
  await picket.stop();
}

/** The one with a chain of causes, once both releases have arrived. */
async function findCheckoutIssue(): Promise<Issue> {
  const issues = await picket.api<Issue[]>(`/organizations/${picket.org}/issues/`);
  const issue = issues.find((candidate) => candidate.title.startsWith('CheckoutFailed'));
  if (issue?.count !== '2') throw new Error('The demo left no CheckoutFailed issue with two events');
  return issue;
}

async function capture(page: Page, path: string, name: string): Promise<void> {
  await page.goto(picket.url + path);
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: `${folder}${name}.png` });
  console.log(`  ${name}.png`);
}
