import { expect, it } from 'vitest';
import { aMember, aTenant, aToken, send, type Tenant } from './fixtures.ts';
import { SavedQuery } from './contract/saved-query.ts';

const question = { name: ' Browsers ', fields: ['browser.name', 'count()'], query: 'level:error', orderby: '-count()', range: '14d' };

function call({ organization }: Tenant, token: string) {
  return (method: string, path = '', body?: unknown) =>
    send(method, `/organizations/${organization.slug}/discover/saved/${path}`, { token, ...(body === undefined ? {} : { body }) });
}

it('keeps a question for the whole organization', async () => {
  const tenant = await aTenant();
  const mine = call(tenant, tenant.token);
  const saved = SavedQuery.parse(await (await mine('POST', '', question)).json());
  expect(saved).toMatchObject({ ...question, name: 'Browsers', yAxis: ['count()'], projects: [], createdBy: { id: String(tenant.owner.id) } });

  const other = call(tenant, await aToken(tenant.organization, await aMember(tenant.organization, 'member')));
  expect(await (await other('GET', '?query=brow')).json()).toEqual([saved]);
  expect(await (await other('GET', '?query=nothing')).json()).toEqual([]);
  expect(await (await other('GET', `${saved.id}/`)).json()).toEqual(saved);
});

it('is changed and forgotten by who saved it, and by who may change the organization', async () => {
  const tenant = await aTenant();
  const [owner, member] = [tenant.token, await aToken(tenant.organization, await aMember(tenant.organization, 'member'), ['event:read', 'event:write'])];
  const saved = SavedQuery.parse(await (await call(tenant, owner)('POST', '', question)).json());
  expect((await call(tenant, member)('PUT', `${saved.id}/`, question)).status).toBe(403);
  expect((await call(tenant, member)('DELETE', `${saved.id}/`)).status).toBe(403);

  const own = SavedQuery.parse(await (await call(tenant, member)('POST', '', { ...question, name: 'Mine' })).json());
  const renamed = await call(tenant, member)('PUT', `${own.id}/`, { ...question, name: 'Ours', fields: ['title'], orderby: '' });
  expect(await renamed.json()).toMatchObject({ name: 'Ours', fields: ['title'] });
  expect((await call(tenant, owner)('DELETE', `${own.id}/`)).status).toBe(204);
  expect((await call(tenant, owner)('GET', `${own.id}/`)).status).toBe(404);
});

it.each([
  [{ ...question, name: ' ' }, { name: ['This field may not be blank.'] }],
  [{ ...question, fields: ['nope()'] }, { detail: 'nope() is no function.' }],
  [{ ...question, orderby: '-title' }, { detail: 'Cannot sort by "title", which is not among the fields.' }],
])('refuses %j', async (body, error) => {
  const tenant = await aTenant();
  const reply = await call(tenant, tenant.token)('POST', '', body);
  expect([reply.status, await reply.json()]).toEqual([400, error]);
});
