import { expect, it } from 'vitest';
import { aTenant, send, type Tenant } from './fixtures.ts';

const projectPath = ({ organization, project }: Tenant) => `/projects/${organization.slug}/${project.slug}/`;
const organizationPath = ({ organization }: Tenant) => `/organizations/${organization.slug}/`;

it('sets how long a project and its organization keep things, and takes it back', async () => {
  const tenant = await aTenant();
  const { token } = tenant;
  for (const path of [projectPath(tenant), organizationPath(tenant)]) {
    expect(await (await send('GET', path, { token })).json()).toMatchObject({ retentionDays: null });
    expect(await (await send('PUT', path, { token, body: { retentionDays: 30 } })).json()).toMatchObject({ retentionDays: 30 });
    expect(await (await send('PUT', path, { token, body: { scrubIPAddresses: true } })).json()).toMatchObject({ retentionDays: 30 });
    expect(await (await send('PUT', path, { token, body: { retentionDays: null } })).json()).toMatchObject({ retentionDays: null });
  }
});

it.each([0, -1, 1.5, 4_000, '30'])('refuses %j days', async (retentionDays) => {
  const tenant = await aTenant();
  for (const path of [projectPath(tenant), organizationPath(tenant)]) {
    const reply = await send('PUT', path, { token: tenant.token, body: { retentionDays } });
    expect(reply.status).toBe(400);
    expect(await reply.json()).toHaveProperty('retentionDays');
  }
});

it('sets when quiet issues of a project are resolved', async () => {
  const tenant = await aTenant();
  const { token } = tenant;
  const path = projectPath(tenant);
  expect(await (await send('GET', path, { token })).json()).toMatchObject({ resolveAge: 0 });
  expect(await (await send('PUT', path, { token, body: { resolveAge: 48 } })).json()).toMatchObject({ resolveAge: 48 });
  expect(await (await send('PUT', path, { token, body: { retentionDays: 30 } })).json()).toMatchObject({ resolveAge: 48 });
  for (const resolveAge of [-1, 1.5, 8_761, null]) {
    const reply = await send('PUT', path, { token, body: { resolveAge } });
    expect([reply.status, await reply.json()]).toEqual([400, { resolveAge: [expect.any(String)] }]);
  }
});
