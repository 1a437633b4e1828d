import { bundleCountingWorker } from './runtimes.ts';
import { startFilled } from './data-set/fill.ts';
import type { Bench } from './runtimes.ts';

export interface SearchFigures {
  what: string;
  /** `list`: a page of issues; `filtered`: one by tags and texts; `explore`: counts of events. */
  kind: 'list' | 'filtered' | 'explore';
  /** Null where the endpoint is not there. */
  times: { requests: number; p50Ms: number; p95Ms: number } | null;
  /** Of D1, for one answer; null for what is no list. */
  rowsRead: number | null;
}

interface Question {
  what: string;
  kind: SearchFigures['kind'];
  /** Below the organization. */
  path: string;
}

const requests = 200;
const warmUps = 20;
/** A question that is far too slow is asked less often. */
const maxMs = 20_000;

/** Asks the API for what people look at, on a data set of so many events. */
export async function measureSearch(events: number): Promise<SearchFigures[]> {
  const bench = await startFilled(events);
  try {
    const questions = await findQuestions(bench);
    const measured: SearchFigures[] = [];
    for (const question of questions) measured.push({ ...question, times: await timesOf(bench, question), rowsRead: null });
    // Counting takes time, too.
    await bench.runtime.reload(await bundleCountingWorker());
    for (const figures of measured.filter(({ times }) => times !== null)) {
      const { path = '' } = questions.find(({ what }) => what === figures.what) ?? {};
      figures.rowsRead = Number((await ask(bench, path)).headers.get('x-rows-read'));
    }
    return measured;
  } finally {
    await bench.stop();
  }
}

async function findQuestions(bench: Bench): Promise<Question[]> {
  const list = (parameters: Record<string, string>) => `issues/?${new URLSearchParams(parameters)}`;
  const first = list({});
  const filtered = (query: string): Question => ({ what: `issues, ${query}`, kind: 'filtered', path: list({ query }) });
  const largest = bench.setup.project.id;
  return [
    { what: 'issues, default query', kind: 'list', path: first },
    { what: 'issues, default query, second page', kind: 'list', path: await nextPage(bench, first, 1) },
    { what: 'issues, default query, tenth page', kind: 'list', path: await nextPage(bench, first, 9) },
    { what: 'issues, default query, 14 days', kind: 'list', path: list({ statsPeriod: '14d' }) },
    { what: 'issues, default query, one project', kind: 'list', path: list({ project: largest }) },
    ...['new', 'freq', 'user', 'priority', 'trends'].map((sort): Question => ({ what: `issues, by ${sort}`, kind: 'list', path: list({ sort }) })),
    { what: 'issues, by freq, one project', kind: 'list', path: list({ sort: 'freq', project: largest }) },
    // A value that nearly all issues have, one of some, one of few; then with a text.
    filtered('is:unresolved environment:production'),
    filtered('is:unresolved browser.name:Opera'),
    filtered('is:unresolved server_name:web-1-3'),
    filtered('is:unresolved user.id:4711'),
    filtered('is:unresolved environment:production cart'),
    filtered('is:unresolved browser.name:Opera webhook'),
    filtered('is:unresolved server_name:web-1-3 coupon'),
    filtered('is:unresolved "Deadlock found"'),
    filtered('is:unresolved transaction:*coupon*'),
    filtered('is:unresolved !os.name:Windows timed out'),
    { what: 'issues, by freq, environment:staging cart', kind: 'filtered', path: list({ sort: 'freq', query: 'environment:staging cart' }) },
    {
      what: 'explore, count by browser.name over 14 days',
      kind: 'explore',
      path: `events/?${new URLSearchParams([
        ['field', 'browser.name'],
        ['field', 'count()'],
        ['statsPeriod', '14d'],
        ['sort', '-count'],
      ])}`,
    },
  ];
}

/** The path of the page that follows so many pages later, or of the last one where there are fewer. */
async function nextPage(bench: Bench, path: string, pages: number): Promise<string> {
  let next = path;
  for (let nth = 0; nth < pages; nth += 1) {
    const link = (await ask(bench, next)).headers.get('link') ?? '';
    const [, url] = /<([^>]+)>; rel="next"; results="true"/.exec(link) ?? [];
    if (!url) break;
    next = `issues/${new URL(url).search}`;
  }
  return next;
}

async function timesOf(bench: Bench, { path }: Question): Promise<SearchFigures['times']> {
  const answer = await ask(bench, path);
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  const times: number[] = [];
  const startedAt = performance.now();
  for (let nth = 0; nth < warmUps + requests && performance.now() - startedAt < maxMs; nth += 1) {
    const askedAt = performance.now();
    await (await ask(bench, path)).arrayBuffer();
    if (nth >= warmUps || performance.now() - startedAt > maxMs / 2) times.push(performance.now() - askedAt);
  }
  times.sort((one, other) => one - other);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { requests: times.length, p50Ms: at(0.5), p95Ms: at(0.95) };
}

function ask({ runtime, setup }: Bench, path: string): Promise<Response> {
  return fetch(`${runtime.url}/api/0/organizations/${setup.organization.slug}/${path}`, { headers: { authorization: `Bearer ${setup.token}` } });
}
