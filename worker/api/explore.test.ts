import { env } from 'cloudflare:workers';
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { listRows, pagesOfEvents } from '../storage/explore.ts';
import { listProjects } from '../storage/projects.ts';
import { openOrganization } from '../storage/scope.ts';
import { ExploreLines, ExploreSeries, ExploreTable } from './contract/explore.ts';
import { readField } from './explore-fields.ts';
import { aProject, aTenant, merge, send, sendEvent, type Tenant } from './fixtures.ts';

let tenant: Tenant;
let cartIssue = '';

async function ask(path: string, parameters: Record<string, string | string[]>): Promise<Response> {
  const search = new URLSearchParams(Object.entries(parameters).flatMap(([name, values]) => [values].flat().map((value) => [name, value])));
  return send('GET', `/organizations/${tenant.organization.slug}/${path}?${search}`, { token: tenant.token });
}

async function table(field: string[], parameters: Record<string, string | string[]> = {}) {
  const reply = await ask('events/', { field, ...parameters });
  const text = await reply.text();
  expect([reply.status, text]).toEqual([200, text]);
  return { ...ExploreTable.parse(JSON.parse(text)), link: reply.headers.get('link') ?? '' };
}

/** Over two shards, with an issue that was merged. */
beforeAll(async () => {
  tenant = await aTenant();
  const elsewhere = { ...tenant, project: await aProject(tenant.organization, { shard: 1 }) };
  const at = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
  const send3 = async (to: Tenant, payload: Record<string, unknown>) => sendEvent(to, payload);
  const cart = await send3(tenant, { message: 'cart', timestamp: at(3), tags: { color: 'red', size: '10' }, user: { id: '1' }, release: 'shop@1' });
  cartIssue = cart.issueId;
  const part = await send3(tenant, { message: 'cart too', timestamp: at(2), tags: { color: 'red', size: '30' }, user: { id: '2' }, release: 'shop@1' });
  await send3(elsewhere, { message: 'pay', timestamp: at(1), tags: { color: 'red', size: '20' }, user: { id: '2' }, release: 'shop@2' });
  await send3(elsewhere, { message: '=HYPERLINK("x"),\n"y"', timestamp: at(180), tags: { color: 'blue' }, level: 'fatal' });
  await merge(tenant, cart.issueId, [part.issueId]);
});

describe('a table of events', () => {
  it('lists them, the latest first, with what is asked for', async () => {
    const { data, meta } = await table(['message', 'timestamp', 'tags[color]', 'size', 'user.id', 'release', 'issue.id', 'project', 'level']);
    expect(data.map(({ message }) => message)).toEqual(['pay', 'cart too', 'cart', '=HYPERLINK("x"),\n"y"']);
    expect(data[2]).toMatchObject({
      'tags[color]': 'red',
      size: '10',
      'user.id': '1',
      release: 'shop@1',
      'issue.id': Number(cartIssue),
      project: tenant.project.slug,
    });
    expect(data[1]).toMatchObject({ 'issue.id': Number(cartIssue) });
    expect(meta).toMatchObject({ fields: { message: 'string', timestamp: 'date', 'issue.id': 'integer', 'tags[color]': 'string' }, isPartial: false });
  });

  it('narrows them by query, time, project and environment', async () => {
    const messages = async (parameters: Record<string, string>) => (await table(['message'], parameters)).data.map(({ message }) => message);
    expect(await messages({ query: 'color:red tags[size,number]:>15' })).toEqual(['pay', 'cart too']);
    expect(await messages({ query: 'level:fatal' })).toEqual(['=HYPERLINK("x"),\n"y"']);
    expect(await messages({ statsPeriod: '1h' })).toEqual(['pay', 'cart too', 'cart']);
    expect(await messages({ project: tenant.project.slug })).toEqual(['cart too', 'cart']);
    expect(await messages({ environment: 'nowhere' })).toEqual([]);
    expect(await messages({ query: `issue.id:${cartIssue}` })).toEqual(['cart too', 'cart']);
  });

  it('pages and sorts', async () => {
    const first = await table(['message'], { per_page: '3' });
    expect(first.data).toHaveLength(3);
    const next = /results="true"; cursor="([^"]+)"$/.exec(first.link)?.[1] ?? '';
    expect((await table(['message'], { per_page: '3', cursor: next })).data.map(({ message }) => message)).toEqual(['=HYPERLINK("x"),\n"y"']);
    expect((await table(['message'], { sort: 'message' })).data.map(({ message }) => message)).toEqual(['=HYPERLINK("x"),\n"y"', 'cart', 'cart too', 'pay']);
  });
});

it('turns pages of equals over all databases, and exports them, without losing or repeating any', async () => {
  const made = await aTenant();
  const elsewhere = { ...made, project: await aProject(made.organization, { shard: 1 }) };
  const timestamp = Math.floor(Date.now() / 1000);
  const sent = await Promise.all([made, elsewhere, made, elsewhere, made, elsewhere].map((to) => sendEvent(to, { timestamp, fingerprint: ['one'] })));
  const wanted = sent.map(({ eventId }) => eventId).toSorted();
  const projects = await listProjects(openOrganization(env, made.organization));
  const question = { from: 0, before: Date.now() + 1, condition: sql`1`, candidates: null, columns: [readField('id')] };
  const exported: unknown[] = [];
  for await (const page of pagesOfEvents(projects, question, 2)) exported.push(...page.flat());
  expect(exported.toSorted()).toEqual(wanted);

  for (const sort of [null, { column: 0, isDescending: false }]) {
    const columns = [readField('level'), readField('id')];
    const rows = await Promise.all([0, 1, 2, 3, 4, 5].map((offset) => listRows(projects, { ...question, columns }, { sort, offset, limit: 1 })));
    expect(rows.flat().map(([, id]) => id)).toEqual(wanted.toReversed());
  }
});

describe('groups of events', () => {
  it('come to what functions say, over all databases', async () => {
    const fields = [
      'color',
      'count()',
      'count_unique(user.id)',
      'min(size)',
      'max(size)',
      'avg(size)',
      'sum(size)',
      'p50(size)',
      'count_if(size,greater,15)',
      'last_seen()',
      'epm()',
    ];
    const { data, meta } = await table(fields, { statsPeriod: '10h' });
    expect(data).toMatchObject([
      {
        color: 'red',
        'count()': 3,
        'count_unique(user.id)': 2,
        'min(size)': 10,
        'max(size)': 30,
        'avg(size)': 20,
        'sum(size)': 60,
        'p50(size)': 20,
        'count_if(size,greater,15)': 2,
        'epm()': expect.closeTo(3 / 600, 6),
      },
      { color: 'blue', 'count()': 1, 'count_unique(user.id)': 0, 'min(size)': null },
    ]);
    expect(meta.fields).toMatchObject({ 'count()': 'integer', 'last_seen()': 'date', 'avg(size)': 'number' });
  });

  it('come to the same in one database', async () => {
    const fields = ['color', 'count()', 'count_unique(user.id)', 'avg(size)', 'p100(size)', 'first_seen()'];
    const { data } = await table(fields, { project: tenant.project.slug });
    expect(data).toMatchObject([{ color: 'red', 'count()': 2, 'count_unique(user.id)': 2, 'avg(size)': 20, 'p100(size)': 30 }]);
  });

  it('are narrowed by conditions of functions, asked for or not, and sorted', async () => {
    expect((await table(['color', 'count()'], { query: 'count():>1' })).data.map(({ color }) => color)).toEqual(['red']);
    expect((await table(['color', 'count()'], { query: 'count_unique(user.id):<1' })).data.map(({ color }) => color)).toEqual(['blue']);
    expect((await table(['color', 'count()'], { sort: 'count' })).data.map(({ color }) => color)).toEqual(['blue', 'red']);
    expect((await table(['count()'])).data).toEqual([{ 'count()': 4 }]);
  });
});

describe('lines over time', () => {
  it('have a point for each interval, empty ones too', async () => {
    const { data } = ExploreSeries.parse(await (await ask('events-stats/', { interval: '1h', statsPeriod: '4h' })).json());
    expect(data.length).toBeGreaterThanOrEqual(4);
    expect(data.reduce((sum, [, [point]]) => sum + (point?.count ?? 0), 0)).toBe(4);
  });

  it('are one for each axis, or for each of the groups that come first', async () => {
    const axes = ExploreLines.parse(await (await ask('events-stats/', { yAxis: ['count()', 'count_unique(user.id)'], statsPeriod: '4h' })).json());
    expect(Object.keys(axes)).toEqual(['count()', 'count_unique(user.id)']);
    const groups = ExploreLines.parse(await (await ask('events-stats/', { topEvents: '5', field: ['color', 'count()'], statsPeriod: '4h' })).json());
    expect(
      Object.entries(groups).map(([name, line]) => [
        name,
        line.data.reduce((sum: number, [, [point]]: [number, { count: number | null }[]]) => sum + (point?.count ?? 0), 0),
      ]),
    ).toEqual([
      ['red', 3],
      ['blue', 1],
    ]);
  });
});

describe('an export', () => {
  it('is CSV that no spreadsheet takes for formulas', async () => {
    const reply = await ask('events/export/', { field: ['message', 'color', 'size'] });
    expect(reply.headers.get('content-disposition')).toContain('events.csv');
    expect(await reply.text()).toBe('message,color,size\r\npay,red,20\r\ncart too,red,30\r\ncart,red,10\r\n"\'=HYPERLINK(""x""),\n""y""",blue,\r\n');
  });

  it('has groups as well', async () => {
    expect(await (await ask('events/export/', { field: ['color', 'count()'] })).text()).toBe('color,count()\r\nred,3\r\nblue,1\r\n');
  });
});

it.each([
  ['events/', { field: [] }, 'At least one field is required.'],
  ['events/', { field: ['nope()'] }, 'nope() is no function.'],
  ['events/', { field: ['apdex(300)'] }, 'apdex() is not supported for errors.'],
  ['events/', { field: ['count_unique()'] }, 'count_unique() needs a field in its parentheses.'],
  ['events/', { field: ['a b'] }, 'Invalid field: "a b"'],
  ['events/', { field: ['transaction.duration'] }, 'Events have no "transaction.duration".'],
  ['events/', { field: ['title'], sort: '-count' }, 'Cannot sort by "count", which is not among the fields.'],
  ['events/', { field: Array.from({ length: 21 }, (_, nth) => `f${nth}`) }, 'At most 20 fields at once.'],
  ['events/', { field: ['title'], cursor: '0:9999999:0' }, 'Pages end at 100,000 rows. Narrow the time or the query.'],
  ['events/', { field: ['title'], dataset: 'spans' }, 'There is no dataset "spans" yet.'],
  ['events/', { field: ['title'], query: 'count():>1' }, 'Conditions of functions need a function among the fields.'],
  ['events/', { field: ['count()'], query: 'count():>1 OR color:red' }, 'Conditions of events and of functions such as count() cannot be joined by OR.'],
  ['events-stats/', { interval: '1s' }, 'The interval is at least a minute.'],
  ['events-stats/', { interval: '1m' }, 'The interval gives more than 1000 points. Choose a longer one.'],
  ['events-stats/', { yAxis: ['title'] }, '"title" is no function.'],
  ['events-stats/', { topEvents: '50' }, 'topEvents is a number up to 10.'],
] as const)('refuses %s with %j', async (path, parameters, detail) => {
  const reply = await ask(path, Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]])));
  expect([reply.status, await reply.json()]).toMatchObject([400, { detail }]);
});
