import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { type NewSearchView, SearchView } from './contract/search-view.ts';
import { aMember, aTenant, aToken, send, type Tenant } from './fixtures.ts';

/** Somebody of an organization, and what they hold. */
type Person = Pick<Tenant, 'organization' | 'token'>;

const views = ({ organization }: Person, rest = '') => `/organizations/${organization.slug}/group-search-views/${rest}`;

async function aColleague({ organization }: Tenant, role: 'manager' | 'member' = 'member'): Promise<Person> {
  return { organization, token: await aToken(organization, await aMember(organization, role)) };
}

async function list(person: Person): Promise<SearchView[]> {
  return z.array(SearchView).parse(await (await send('GET', views(person), { token: person.token })).json());
}

async function save(person: Person, body: NewSearchView): Promise<SearchView> {
  const reply = await send('POST', views(person), { token: person.token, body });
  expect(reply.status).toBe(201);
  return SearchView.parse(await reply.json());
}

async function put(person: Person, id: string, body: unknown): Promise<{ status: number; body: unknown }> {
  const reply = await send('PUT', views(person, `${id}/`), { token: person.token, body });
  return { status: reply.status, body: await reply.json() };
}

const statusOf = async (person: Person, method: string, rest: string, body?: unknown) =>
  (await send(method, views(person, rest), { token: person.token, body })).status;
const namesOf = (found: readonly SearchView[]) => found.map(({ name, position }) => `${name} ${position ?? '-'}`);

describe('a saved view', () => {
  it('holds all that an issue list asks for, and is starred behind the others', async () => {
    const tenant = await aTenant();
    await save(tenant, { name: 'First' });
    const wanted = {
      name: 'Broken checkout',
      query: 'is:unresolved url:*/checkout/*',
      querySort: 'freq',
      projects: [tenant.project.id],
      environments: ['production'],
      timeFilters: { period: '14d', start: null, end: null, utc: null },
      visibility: 'organization',
    } as const;
    const made = await save(tenant, { ...wanted, projects: [tenant.project.id], environments: ['production'] });
    expect(made).toMatchObject({ ...wanted, starred: true, position: 1, canEdit: true, createdBy: { name: 'Ada' } });
    expect(await (await send('GET', views(tenant, `${made.id}/`), { token: tenant.token })).json()).toEqual(made);
    expect((await list(tenant)).at(-1)).toEqual(made);
  });

  it('changes in what is named and keeps the rest', async () => {
    const tenant = await aTenant();
    const { id } = await save(tenant, { name: 'Old', query: 'is:resolved', environments: ['staging'] });
    expect((await put(tenant, id, { name: ' New ' })).body).toMatchObject({ name: 'New', query: 'is:resolved', environments: ['staging'], starred: true });
    expect((await put(tenant, id, { timeFilters: { period: '24h' }, environments: [] })).body).toMatchObject({
      name: 'New',
      environments: [],
      timeFilters: { period: '24h', start: null },
    });
  });

  it.each([
    [{ name: '' }, { name: ['This field may not be blank.'] }],
    [{ name: 'x', querySort: 'size' }, { querySort: [expect.stringContaining('This must be one of date')] }],
    [{ name: 'x', projects: [999_999] }, { projects: ['One of the projects does not exist.'] }],
    [{ name: 'x', timeFilters: { period: 'soon' } }, { 'timeFilters.period': ['This is not valid.'] }],
    [{ name: 'x', timeFilters: { start: '2026-01-01T00:00:00Z' } }, { timeFilters: ['start and end are both required'] }],
    [{ name: 'x', query: 'x'.repeat(8193) }, { query: [expect.stringContaining('no more than 8192')] }],
  ])('is refused when it is %j', async (body, errors) => {
    const tenant = await aTenant();
    const reply = await send('POST', views(tenant), { token: tenant.token, body });
    expect([reply.status, await reply.json()]).toEqual([400, errors]);
  });

  it('comes back after it was deleted, with the stars of everybody', async () => {
    const tenant = await aTenant();
    const colleague = await aColleague(tenant);
    const { id } = await save(tenant, { name: 'Shared', visibility: 'organization' });
    await save(tenant, { name: 'Behind' });
    expect(await statusOf(colleague, 'POST', `${id}/starred/`, { starred: true })).toBe(204);
    expect(await statusOf(tenant, 'DELETE', `${id}/`)).toBe(204);
    expect([await statusOf(tenant, 'GET', `${id}/`), namesOf(await list(tenant)), await list(colleague)]).toEqual([404, ['Behind 0'], []]);
    // What is done to the others meanwhile takes no star of it.
    await statusOf(tenant, 'PUT', 'starred/order/', { view_ids: [] });
    expect(await statusOf(tenant, 'POST', `${id}/restore/`)).toBe(200);
    expect(namesOf(await list(tenant))).toEqual(['Behind 0', 'Shared 1']);
    expect(namesOf(await list(colleague))).toEqual(['Shared 0']);
  });
});

describe('a view of somebody else', () => {
  it('is not there unless it is shared', async () => {
    const tenant = await aTenant();
    const colleague = await aColleague(tenant, 'manager');
    const { id } = await save(tenant, { name: 'Mine' });
    await save(tenant, { name: 'Ours', visibility: 'organization' });
    expect(namesOf(await list(colleague))).toEqual(['Ours -']);
    const asks = [
      ['GET', `${id}/`],
      ['PUT', `${id}/`, {}],
      ['DELETE', `${id}/`],
      ['POST', `${id}/restore/`],
      ['POST', `${id}/starred/`, { starred: true }],
    ] as const;
    expect(await Promise.all(asks.map(([method, rest, body]) => statusOf(colleague, method, rest, body)))).toEqual([404, 404, 404, 404, 404]);
  });

  it('is changed by whoever may change the organization, and by no other', async () => {
    const tenant = await aTenant();
    const [member, manager] = [await aColleague(tenant), await aColleague(tenant, 'manager')];
    const { id } = await save(member, { name: 'Ours', visibility: 'organization' });
    const other = await aColleague(tenant);
    expect((await list(other))[0]).toMatchObject({ canEdit: false });
    expect(await put(other, id, { name: 'Theirs' })).toEqual({ status: 403, body: { detail: 'You do not have permission to perform this action.' } });
    expect(await statusOf(other, 'DELETE', `${id}/`)).toBe(403);
    expect(await put(manager, id, { name: 'Tidied' })).toMatchObject({ status: 200, body: { name: 'Tidied', canEdit: true } });
    expect(await put(manager, id, { visibility: 'owner' })).toEqual({
      status: 400,
      body: { visibility: ['Only who made the view can keep it to themselves.'] },
    });
    expect(await put(member, id, { visibility: 'owner' })).toMatchObject({ status: 200, body: { visibility: 'owner' } });
    expect(await list(other)).toEqual([]);
  });
});

describe('views at hand', () => {
  it('stand in the order that each person gives them', async () => {
    const tenant = await aTenant();
    const colleague = await aColleague(tenant);
    const [one, two, three] = [
      await save(tenant, { name: 'One', visibility: 'organization' }),
      await save(tenant, { name: 'Two', visibility: 'organization' }),
      await save(tenant, { name: 'Three' }),
    ];
    await statusOf(colleague, 'POST', `${two.id}/starred/`, { starred: true });
    expect(await statusOf(tenant, 'PUT', 'starred/order/', { view_ids: [three.id, Number(one.id), '999'] })).toBe(204);
    expect(namesOf(await list(tenant))).toEqual(['Three 0', 'One 1', 'Two 2']);
    await statusOf(tenant, 'POST', `${one.id}/starred/`, { starred: false });
    expect(namesOf(await list(tenant))).toEqual(['Three 0', 'Two 1', 'One -']);
    await statusOf(tenant, 'POST', `${one.id}/starred/`, { starred: true, position: 1 });
    await statusOf(tenant, 'POST', `${two.id}/starred/`, { starred: true });
    expect(namesOf(await list(tenant))).toEqual(['Three 0', 'One 1', 'Two 2']);
    expect(namesOf(await list(colleague))).toEqual(['Two 0', 'One -']);
  });
});
