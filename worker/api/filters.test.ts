import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { InboundFilter } from './contract/project-options.ts';
import { aKey, aTenant, send, type Tenant } from './fixtures.ts';

const pathOf = ({ organization, project }: Tenant) => `/projects/${organization.slug}/${project.slug}`;

async function read(tenant: Tenant, path: string) {
  return (await send('GET', pathOf(tenant) + path, { token: tenant.token })).json();
}

const filtersOf = async (tenant: Tenant) => z.array(InboundFilter).parse(await read(tenant, '/filters/'));

describe('inbound filters', () => {
  it('are off until somebody switches them on', async () => {
    const tenant = await aTenant();
    const change = (id: string, body: unknown) => send('PUT', `${pathOf(tenant)}/filters/${id}/`, { token: tenant.token, body });
    expect((await filtersOf(tenant)).every(({ active }) => active === false)).toBe(true);

    expect((await change('localhost', { active: true })).status).toBe(204);
    expect((await change('legacy-browsers', { subfilters: ['safari', 'ie', 'ie'] })).status).toBe(204);
    const states = Object.fromEntries((await filtersOf(tenant)).map(({ id, active }) => [id, active]));
    expect(states).toMatchObject({ localhost: true, 'legacy-browsers': ['ie', 'safari'], 'web-crawlers': false });

    await change('legacy-browsers', { subfilters: [] });
    expect(await read(tenant, '/filters/')).toContainEqual(expect.objectContaining({ id: 'legacy-browsers', active: false }));
    expect((await change('localhost', { subfilters: ['ie'] })).status).toBe(400);
    expect((await change('legacy-browsers', { subfilters: ['netscape'] })).status).toBe(400);
    expect((await change('nothing', { active: true })).status).toBe(404);
  });

  it('have their lists, the origins and the quotas among the settings of the project', async () => {
    const tenant = await aTenant();
    const settings = {
      allowedDomains: ['shop.example'],
      options: { 'filters:error_messages': 'TypeError*\n*boom*', 'filters:blacklisted_ips': '10.0.0.0/8', 'filters:chunk-load-error': true },
      quotas: [{ categories: ['error'], limit: 1000, window: 3600, reasonCode: 'monthly' }],
    };
    const reply = await send('PUT', `${pathOf(tenant)}/`, { token: tenant.token, body: settings });
    expect([reply.status, await reply.json()]).toEqual([200, expect.objectContaining(await read(tenant, '/'))]);
    expect(await read(tenant, '/')).toMatchObject(settings);
    expect(await read(tenant, '/filters/')).toContainEqual(expect.objectContaining({ id: 'chunk-load-error', active: true }));

    // What is not named stays.
    await send('PUT', `${pathOf(tenant)}/`, { token: tenant.token, body: { options: { 'filters:releases': ' 1.* \n\n' } } });
    expect(await read(tenant, '/')).toMatchObject({ ...settings, options: { ...settings.options, 'filters:releases': '1.*' } });
  });

  it.each([
    [{ options: { 'filters:blacklisted_ips': '10.0.0.0/8\nnonsense' } }, 'options.filters:blacklisted_ips'],
    [{ options: { 'filters:error_messages': 'x'.repeat(257) } }, 'options.filters:error_messages'],
    [{ quotas: [{ categories: ['hologram'], limit: 1, window: 60 }] }, 'quotas'],
    [{ quotas: [{ categories: [], limit: -1, window: 60 }] }, 'quotas.0.limit'],
    [{ allowedDomains: [''] }, 'allowedDomains.0'],
  ])('are refused as %j', async (body, field) => {
    const tenant = await aTenant();
    const reply = await send('PUT', `${pathOf(tenant)}/`, { token: tenant.token, body });
    expect([reply.status, Object.keys(await reply.json())]).toEqual([400, [field]]);
  });
});

it('keeps the rate limit of a key, until it is taken away', async () => {
  const tenant = await aTenant();
  const key = await aKey(tenant.project);
  const change = async (rateLimit: unknown) => {
    const reply = await send('PUT', `${pathOf(tenant)}/keys/${key}/`, { token: tenant.token, body: { rateLimit } });
    return [reply.status, await reply.json()];
  };
  expect(await change({ window: 60, count: 500 })).toEqual([200, expect.objectContaining({ rateLimit: { window: 60, count: 500 } })]);
  const renamed = await send('PUT', `${pathOf(tenant)}/keys/${key}/`, { token: tenant.token, body: { name: 'Other' } });
  expect(await renamed.json()).toMatchObject({ name: 'Other', rateLimit: { window: 60, count: 500 } });
  expect(await change(null)).toEqual([200, expect.objectContaining({ rateLimit: null })]);
  expect((await change({ window: 0, count: 5 }))[0]).toBe(400);
});
