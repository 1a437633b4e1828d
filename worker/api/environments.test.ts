import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { Environment } from './contract/environment.ts';
import { aProject, aTenant, send, sendEvent } from './fixtures.ts';

it('lists the environments that events named, of a project or of all', async () => {
  const tenant = await aTenant();
  const second = await aProject(tenant.organization);
  await sendEvent(tenant, { environment: 'staging' });
  await sendEvent(tenant, { environment: 'production' });
  await sendEvent({ ...tenant, project: second }, { environment: 'canary' });
  await sendEvent(await aTenant(), { environment: 'theirs' });
  const { organization, project, token } = tenant;
  const names = async (path: string) => {
    const reply = await send('GET', path, { token });
    return z
      .array(Environment)
      .parse(await reply.json())
      .map(({ name }) => name);
  };
  const all = `/organizations/${organization.slug}/environments/`;
  expect(await names(`/projects/${organization.slug}/${project.slug}/environments/`)).toEqual(['production', 'staging']);
  expect(await names(all)).toEqual(['canary', 'production', 'staging']);
  expect(await names(`${all}?project=${second.id}`)).toEqual(['canary']);
  expect(await names(`${all}?visibility=hidden`)).toEqual([]);
  expect((await send('GET', `${all}?visibility=some`, { token })).status).toBe(400);
});
