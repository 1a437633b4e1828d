import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { addOutcomes } from '../storage/outcomes.ts';
import { ProjectStats } from './contract/stats.ts';
import { aTenant, send } from './fixtures.ts';

const hourMs = 3_600_000;
const day = Date.UTC(2026, 10, 20) / 1000;

it('counts the events of a project by what became of them', async () => {
  const { organization, project, token } = await aTenant();
  const count = (outcome: 'accepted' | 'filtered' | 'rate_limited' | 'client_discard', hour: number, quantity: number, category = 'error') => ({
    projectId: project.id,
    hourAt: day * 1000 + hour * hourMs,
    category,
    outcome,
    reason: '',
    quantity,
  });
  await addOutcomes(env, project.shard, [
    count('accepted', 1, 5),
    count('accepted', 2, 7),
    count('filtered', 2, 2),
    count('rate_limited', 2, 1),
    count('client_discard', 2, 100),
    count('accepted', 2, 1000, 'attachment'),
  ]);
  const read = async (search: string) => {
    const reply = await send('GET', `/projects/${organization.slug}/${project.slug}/stats/?since=${day}&${search}`, { token });
    return ProjectStats.parse(await reply.json());
  };
  const hours = `until=${day + 2 * 3600}`;
  expect(await read(hours)).toEqual([
    [day, 0],
    [day + 3600, 5],
    [day + 7200, 10],
  ]);
  expect((await read(`${hours}&stat=generated`)).at(-1)).toEqual([day + 7200, 7]);
  expect((await read(`${hours}&stat=rejected&resolution=1h`)).at(-1)).toEqual([day + 7200, 1]);
  expect((await read(`${hours}&stat=blacklisted`)).at(-1)).toEqual([day + 7200, 2]);
  expect(await read(`until=${day + 86_399}&resolution=1d`)).toEqual([[day, 15]]);
});

it.each(['stat=forwarded', 'resolution=1m', 'since=yesterday', 'since=1700000000&until=1600000000', 'since=1500000000&until=1600000000'])(
  'refuses %s',
  async (search) => {
    const { organization, project, token } = await aTenant();
    expect((await send('GET', `/projects/${organization.slug}/${project.slug}/stats/?${search}`, { token })).status).toBe(400);
  },
);
