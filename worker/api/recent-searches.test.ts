import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { RecentSearch } from './contract/recent-search.ts';
import { aMember, aTenant, aToken, send, type Tenant } from './fixtures.ts';

type Person = Pick<Tenant, 'organization' | 'token'>;

async function search({ organization, token }: Person, query: string, type?: number): Promise<number> {
  const body = { query, ...(type === undefined ? {} : { type }) };
  return (await send('POST', `/organizations/${organization.slug}/recent-searches/`, { token, body })).status;
}

async function queries({ organization, token }: Person, parameters = ''): Promise<string[]> {
  const reply = await send('GET', `/organizations/${organization.slug}/recent-searches/${parameters}`, { token });
  return z
    .array(RecentSearch)
    .parse(await reply.json())
    .map(({ query }) => query);
}

it('remembers what was searched for, the last first and each once', async () => {
  const tenant = await aTenant();
  expect([await search(tenant, 'boom'), await search(tenant, ' is:resolved  '), await search(tenant, 'boom')]).toEqual([201, 201, 204]);
  expect(await queries(tenant)).toEqual(['boom', 'is:resolved']);
  expect(await queries(tenant, '?query=RESOL')).toEqual(['is:resolved']);
  expect(await queries(tenant, '?limit=1')).toEqual(['boom']);
});

it('forgets all but the last thirty', async () => {
  const tenant = await aTenant();
  for (let each = 1; each <= 32; each += 1) await search(tenant, `timesSeen:>${each}`);
  const found = await queries(tenant);
  expect([found.length, found[0], found.at(-1)]).toEqual([30, 'timesSeen:>32', 'timesSeen:>3']);
});

it('keeps apart persons, organizations, and what is searched', async () => {
  const tenant = await aTenant();
  const other = { organization: tenant.organization, token: await aToken(tenant.organization, await aMember(tenant.organization)) };
  await search(tenant, 'of issues');
  await search(tenant, 'of events', 1);
  expect([await queries(tenant), await queries(tenant, '?type=1'), await queries(other)]).toEqual([['of issues'], ['of events'], []]);
});

it.each(['', '   ', 'x'.repeat(8193)])('takes no query like %.5j', async (query) => {
  expect(await search(await aTenant(), query)).toBe(400);
});
