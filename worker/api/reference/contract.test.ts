import { describe, expect, it } from 'vitest';
import { aTenant, origin, send, type Tenant } from '../fixtures.ts';
import { answeredRoutes, checkExchange } from './contract.fixture.ts';

/* What holds all other tests of the API to the contract has to be able to fail itself. */

const teams = (tenant: Tenant, search = '') => new URL(`${origin}/api/0/organizations/${tenant.organization.slug}/teams/${search}`);

async function aReply(tenant: Tenant): Promise<unknown[]> {
  await send('POST', `/organizations/${tenant.organization.slug}/teams/`, { token: tenant.token, body: { name: 'Shop' } });
  const reply = await send('GET', `/organizations/${tenant.organization.slug}/teams/`, { token: tenant.token });
  return reply.json();
}

describe('an exchange', () => {
  it('is noted where it is as it is described', async () => {
    answeredRoutes.clear();
    await aReply(await aTenant());
    expect([...answeredRoutes]).toEqual(['POST /organizations/:org/teams/', 'GET /organizations/:org/teams/']);
  });

  it.each<[name: string, search: string, body: string | undefined, change: (team: object) => unknown, status: number]>([
    ['a field too many', '', undefined, (team) => ({ ...team, colour: 'red' }), 200],
    ['a field too few', '', undefined, ({ ...team }) => ({ ...team, slug: undefined }), 200],
    ['a field too many inside of another', '', undefined, (team) => ({ ...team, avatar: { avatarType: 'x', avatarUuid: null, more: 1 } }), 200],
    ['another status', '', undefined, (team) => team, 202],
    ['a parameter that is not described', '?colour=red', undefined, (team) => team, 200],
    ['a body where none is described', '', '{"name":"Shop"}', (team) => team, 200],
  ])('is refused for %s', async (_, search, body, change, status) => {
    const tenant = await aTenant();
    const [team] = await aReply(tenant);
    const changed = [change(Object(team))];
    await expect(checkExchange('GET', teams(tenant, search), body, Response.json(changed, { status }))).rejects.toThrow('/teams/');
  });

  it('is refused where what was accepted does not fit', async () => {
    const tenant = await aTenant();
    const [team] = await aReply(tenant);
    await expect(checkExchange('POST', teams(tenant), '{"slug":"Not A Slug"}', Response.json(team, { status: 201 }))).rejects.toThrow('accepted');
    await expect(checkExchange('GET', teams(tenant), undefined, Response.json({ error: 'so' }, { status: 400 }))).rejects.toThrow('The refusal of');
  });
});
