import { env } from 'cloudflare:workers';
import { drizzle } from 'drizzle-orm/d1';
import { describe, expect, it } from 'vitest';
import { outcomes, rejections } from '../storage/schema.ts';
import type { ProjectRow } from '../storage/scope.ts';
import { dataShard } from '../storage/shards.ts';
import { Rejection, Stats } from './contract/stats.ts';
import { aProject, aTenant, hexId, send, sendEvent } from './fixtures.ts';
import * as z from 'zod/mini';

const hourMs = 3_600_000;
const noon = Date.UTC(2026, 9, 20, 12);
const range = 'start=2026-10-20T10:00:00Z&end=2026-10-20T13:00:00Z';

type Count = Partial<typeof outcomes.$inferInsert>;
async function addCounts({ id, shard }: ProjectRow, ...counts: Count[]): Promise<void> {
  const rows = counts.map((count) => ({ projectId: id, hourAt: noon, category: 'error', outcome: 'accepted' as const, reason: '', quantity: 1, ...count }));
  await drizzle(dataShard(env, shard)).insert(outcomes).values(rows);
}

async function stats(tenant: { organization: { slug: string }; token: string }, query: string) {
  const reply = await send('GET', `/organizations/${tenant.organization.slug}/stats_v2/?${query}`, { token: tenant.token });
  expect(reply.status).toBe(200);
  return Stats.parse(await reply.json());
}

describe('stats_v2', () => {
  it('sums what is asked for by what it is asked to be grouped by, over the shards', async () => {
    const tenant = await aTenant();
    const other = await aProject(tenant.organization, { shard: 1 });
    await addCounts(
      tenant.project,
      { quantity: 5 },
      { quantity: 7, hourAt: noon - hourMs },
      { outcome: 'filtered', reason: 'localhost', quantity: 2 },
      { category: 'attachment', quantity: 5000 },
      { hourAt: noon + hourMs, quantity: 99 },
    );
    await addCounts(other, { quantity: 10 }, { outcome: 'client_discard', reason: 'sample_rate', quantity: 3 });

    const byOutcome = await stats(tenant, `${range}&field=sum(quantity)&groupBy=outcome&groupBy=reason&category=error&interval=1h`);
    expect(byOutcome.intervals).toEqual(['2026-10-20T10:00:00.000000Z', '2026-10-20T11:00:00.000000Z', '2026-10-20T12:00:00.000000Z']);
    expect(byOutcome.groups).toEqual([
      { by: { outcome: 'accepted', reason: '' }, totals: { 'sum(quantity)': 22 }, series: { 'sum(quantity)': [0, 7, 15] } },
      { by: { outcome: 'client_discard', reason: 'sample_rate' }, totals: { 'sum(quantity)': 3 }, series: { 'sum(quantity)': [0, 0, 3] } },
      { by: { outcome: 'filtered', reason: 'localhost' }, totals: { 'sum(quantity)': 2 }, series: { 'sum(quantity)': [0, 0, 2] } },
    ]);

    const byProject = await stats(tenant, `${range}&groupBy=project&category=error&outcome=accepted&interval=1d&project=${other.slug}`);
    expect(byProject).toMatchObject({ start: '2026-10-20T00:00:00.000000Z', end: '2026-10-21T00:00:00.000000Z' });
    expect(byProject.groups).toEqual([{ by: { project: other.id }, totals: { 'sum(quantity)': 10 }, series: { 'sum(quantity)': [10] } }]);

    expect((await stats(tenant, `${range}&reason=localhost`)).groups).toEqual([
      { by: {}, totals: { 'sum(quantity)': 2 }, series: { 'sum(quantity)': [0, 0, 2] } },
    ]);
  });

  it('takes a period up to now', async () => {
    const tenant = await aTenant();
    await addCounts(tenant.project, { hourAt: Date.now() - (Date.now() % hourMs), quantity: 4 });
    const { groups, intervals } = await stats(tenant, 'statsPeriod=24h&interval=1h');
    expect(intervals.length).toBe(25);
    expect(groups[0]?.totals).toEqual({ 'sum(quantity)': 4 });
  });

  it.each([
    'field=count()',
    'groupBy=colour',
    'interval=90m',
    'interval=x',
    'statsPeriod=91d',
    'statsPeriod=0h',
    'start=2026-10-20T10:00:00Z',
    'start=x&end=y',
    'start=2026-10-20&end=2026-10-19',
  ])('refuses %s', async (query) => {
    const tenant = await aTenant();
    expect((await send('GET', `/organizations/${tenant.organization.slug}/stats_v2/?${query}`, { token: tenant.token })).status).toBe(400);
  });
});

it('shows samples of what was rejected, newest first, of one event where asked', async () => {
  const tenant = await aTenant();
  const eventId = hexId();
  const sample = { projectId: tenant.project.id, category: 'error', outcome: 'filtered' as const, reason: 'localhost', client: 'sentry.test/1', bytes: 12 };
  await drizzle(env.DB)
    .insert(rejections)
    .values([
      { ...sample, id: hexId(), rejectedAt: noon, eventId },
      { ...sample, id: hexId(), rejectedAt: noon + 1, eventId: null, category: 'default', outcome: 'invalid', reason: 'cors', bytes: null },
    ]);
  const ask = async (query: string) => {
    const reply = await send('GET', `/organizations/${tenant.organization.slug}/rejections/${query}`, { token: tenant.token });
    return z.array(Rejection).parse(await reply.json());
  };
  expect((await ask('')).map(({ reason }) => reason)).toEqual(['cors', 'localhost']);
  expect(await ask(`?eventId=${eventId.toUpperCase()}`)).toEqual([
    {
      eventId,
      projectId: String(tenant.project.id),
      projectSlug: tenant.project.slug,
      category: 'error',
      outcome: 'filtered',
      reason: 'localhost',
      client: 'sentry.test/1',
      size: 12,
      dateReceived: '2026-10-20T12:00:00.000000Z',
    },
  ]);
  expect(await ask('?category=default&per_page=1')).toHaveLength(1);
});

it('finds the project and the issue of an event by its id alone', async () => {
  const tenant = await aTenant();
  const { eventId, issueId } = await sendEvent(tenant, { message: 'lost and found' });
  const path = (id: string) => `/organizations/${tenant.organization.slug}/eventids/${id}/`;
  const reply = await send('GET', path(eventId.toUpperCase()), { token: tenant.token });
  expect(await reply.json()).toMatchObject({ projectSlug: tenant.project.slug, groupId: issueId, eventId, event: { title: 'lost and found' } });
  expect((await send('GET', path(hexId()), { token: tenant.token })).status).toBe(404);
});
