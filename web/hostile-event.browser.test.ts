import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Issue } from '../worker/api/contract/issue.ts';
import { openBrowser } from '../worker/commands/browser.ts';
import { eventually, type Picket, startPicket } from '../worker/commands/harness.ts';

let picket: Picket;
let browser: Browser;
let issue: Issue;
const eventId = crypto.randomUUID().replaceAll('-', '');

const markup = '"\'></title></script></style><script>window.ran = 1</script><img src=x onerror="window.ran = 1"><svg onload="window.ran = 1">';
const links = [
  'javascript:window.ran=1',
  'data:text/html,<script>window.ran=1</script>',
  'vbscript:x',
  ' javascript:window.ran=1',
  'https://a.example/" onclick="window.ran=1',
];
/** Turns the direction, hides, and tells a terminal to clear. */
const odd = '\u202egnp.exe\u202c \u200b\u200d\u2066x \u001b[2J\u001b]0;title\u0007';
const everything = `${markup} ${links.join(' ')} ${odd}`;

beforeAll(async () => {
  picket = await startPicket({ platform: 'javascript' });
  browser = await openBrowser();
  const frame = {
    function: markup,
    filename: links[0],
    abs_path: links[1],
    module: odd,
    context_line: markup,
    pre_context: [markup],
    vars: { [markup]: everything },
    lineno: 1,
  };
  const event = {
    exception: {
      values: [
        {
          type: `Hostile${odd}`,
          value: everything + 'A'.repeat(400_000),
          stacktrace: { frames: [frame] },
          mechanism: { type: markup, help_link: links[0], data: { [markup]: links[0] } },
        },
      ],
    },
    transaction: everything,
    tags: { [`a${markup}`.slice(0, 30)]: everything, url: links[0], __proto__x: markup },
    user: { id: markup, email: `a@b.cc?subject=${markup}`, username: odd, name: markup, ip_address: '1.2.3.4', link: links[0] },
    request: {
      url: links[0],
      method: 'GET',
      headers: { Referer: links[0], [markup]: everything },
      query_string: everything,
      data: everything,
      cookies: { [markup]: links[0] },
    },
    breadcrumbs: links.map((url) => ({ category: markup, message: everything, type: 'navigation', data: { url, to: url, from: url } })),
    contexts: {
      [markup]: { [markup]: everything },
      browser: { name: markup, version: odd },
      trace: { trace_id: 'a'.repeat(32), span_id: 'b'.repeat(16), url: links[0] },
    },
    extra: { [markup]: everything, constructor: links, deep: JSON.parse('{"__proto__":{"a":1}}') as unknown },
    release: `r${odd}`,
    environment: 'e"><script>',
    sdk: { name: markup, version: odd },
    modules: { [markup]: markup },
    server_name: everything,
    logger: markup,
  };
  const report = { event_id: eventId, name: markup, email: `javascript:window.ran=1`, comments: everything };
  const page = { filename: `${odd}${markup}.html`, content_type: 'text/html', length: markup.length };
  const drawing = { filename: 'x.svg', content_type: 'image/svg+xml', length: markup.length };
  const lines = [{ event_id: eventId }, { type: 'event' }, event, { type: 'user_report' }, report].map((line) => JSON.stringify(line));
  for (const header of [page, drawing]) lines.push(JSON.stringify({ type: 'attachment', ...header }), markup);
  const discarded = [markup, odd, 'constructor', '__proto__', 'toString'].map((reason) => ({ reason: reason.slice(0, 150), category: 'error', quantity: 1 }));
  lines.push('{"type":"client_report"}', JSON.stringify({ discarded_events: discarded }), '{"type":"event"}', '{"x":1}', '');
  const { origin, pathname, username } = new URL(picket.dsn);
  const headers = { 'user-agent': markup };
  const answer = await fetch(`${origin}/api${pathname}/envelope/?sentry_key=${username}`, { method: 'POST', body: lines.join('\n'), headers });
  if (!answer.ok) throw new Error(`The event was answered ${answer.status}`);
  issue = await eventually(async () => {
    const [found] = await picket.api<Issue[]>(`/organizations/${picket.org}/issues/?query=`);
    if (!found) throw new Error('The issue is not there yet');
    return found;
  });
});
afterAll(async () => {
  await browser?.close();
  await picket?.stop();
});

/** What went wrong on a page: faults of scripts, and what its policy had to refuse. */
interface Watched {
  page: Page;
  faults: string[];
}

async function openDashboard(): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, baseURL: picket.url });
  expect((await context.request.post('/api/0/auth/', { data: picket.owner, headers: { origin: picket.url } })).ok()).toBe(true);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('dialog', (dialog) => void faults.push(`dialog ${dialog.message()}`));
  await page.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => console.error('policy', violatedDirective, blockedURI)),
  );
  page.on('console', (message) => {
    // A query that cannot be read is refused, which the browser notes.
    if (message.type() === 'error' && !message.text().includes('status of 400')) faults.push(message.text());
  });
  return { page, faults };
}

/** Texts with a character that turns the direction of writing, other than where it is kept to itself. */
function looseMarks(): string[] {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const loose: string[] = [];
  while (texts.nextNode()) {
    const { textContent, parentElement } = texts.currentNode;
    if (!/[\u202a-\u202e\u2066-\u2069]/.test(textContent ?? '') || parentElement === null) continue;
    if (!/isolate|plaintext/.test(getComputedStyle(parentElement).unicodeBidi) && !parentElement.closest('bdi'))
      loose.push(parentElement.outerHTML.slice(0, 200));
  }
  return loose;
}

it('shows what a hostile client sent as text, on every screen that has it', async () => {
  const { page, faults } = await openDashboard();
  const ofIssue = `/organizations/${picket.org}/issues/${issue.id}/`;
  // Outcomes are counted in memory for some seconds, and the screen asks once.
  await eventually(async () => {
    const { groups } = await picket.api<{ groups: unknown[] }>(`/organizations/${picket.org}/stats_v2/?field=sum(quantity)&groupBy=outcome&statsPeriod=1d`);
    expect(groups.length).toBeGreaterThan(0);
  }, 20_000);
  const screens: [path: string, waitFor: string][] = [
    [`/organizations/${picket.org}/issues/`, '.issue-row'],
    [`${ofIssue}events/${eventId}/`, 'main h1'],
    [`${ofIssue}?tab=events`, 'main table, main ul, main ol'],
    [`${ofIssue}?tab=events&${new URLSearchParams({ query: `(${everything.slice(0, 500)}` })}`, '#events-wrong'],
    [`${ofIssue}?tab=tags`, '.tag-card'],
    [`${ofIssue}?tab=tags&key=url`, '.tag-table'],
    [`${ofIssue}?tab=activity`, '.activity-page'],
    [`${ofIssue}?tab=similar`, '#issue-tab h2, #issue-tab h3, #issue-tab table'],
    [`${ofIssue}?tab=grouping`, '.look'],
    [`${ofIssue}?tab=feedback`, '.words'],
    [`/organizations/${picket.org}/stats/`, 'main table'],
    [`/organizations/${picket.org}/explore/?field=title&field=message&field=user.display&field=url&field=error.value&field=transaction`, '.explore-table td'],
    [`/organizations/${picket.org}/explore/?field=title&field=transaction&field=count()`, '.chart-legend li'],
  ];
  for (const [path, selector] of screens) {
    await page.goto(path);
    await page.locator(selector).first().waitFor();
    // What opens may bring more to open.
    const unfold = (folded: Element[]): number => folded.map((details) => details.setAttribute('open', '')).length;
    await expect.poll(() => page.locator('main details:not([open])').evaluateAll(unfold), { timeout: 5_000 }).toBe(0);
    const found = await page.evaluate(() => ({
      ran: Reflect.get(window, 'ran') as unknown,
      scripts: [...document.scripts].filter((script) => script.src === '').length,
      handlers: document.querySelectorAll('[onerror], [onload], [onclick]').length,
      links: [...document.querySelectorAll('a[href]')]
        .map((link) => link.getAttribute('href') ?? '')
        .filter((href) => !/^(?:\/|#|\?|https?:|mailto:)/.test(href)),
    }));
    expect({ path, ...found }).toEqual({ path, ran: undefined, scripts: 0, handlers: 0, links: [] });
    expect({ path, loose: await page.evaluate(looseMarks) }).toEqual({ path, loose: [] });
    expect(faults).toEqual([]);
  }
  // Also where it is found from anywhere.
  await page.keyboard.press('Control+k');
  await page.locator('.palette input').fill('Hostile');
  await page.locator('.palette [role="option"] .hidden-mark').first().waitFor();
  expect(await page.evaluate(looseMarks)).toEqual([]);
  expect(faults).toEqual([]);
  await page.context().close();
});

it('saves an attachment, whatever it says it is, and never opens it', async () => {
  const { page } = await openDashboard();
  const at = `/api/0/projects/${picket.org}/${picket.project}/events/${eventId}/attachments/`;
  const attachments = await picket.api<{ id: string }[]>(at.slice('/api/0'.length));
  expect(attachments).toHaveLength(2);
  for (const { id } of attachments) {
    // A browser that saves a file does not go anywhere.
    await expect(page.goto(`${at}${id}/?download=1`)).rejects.toThrow('Download is starting');
    expect(page.url()).toBe('about:blank');
  }
  await page.context().close();
});
