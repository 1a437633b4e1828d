import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { Project } from './contract/project.ts';
import { aProject, aTenant, send } from './fixtures.ts';

const projectsOf = async (reply: Response) =>
  z
    .array(Project)
    .parse(await reply.json())
    .map(({ name }) => name);

/** What the `Link` header says of one direction. */
function linkOf(reply: Response, relation: string): { results: boolean; cursor: string } {
  const [, results = '', cursor = ''] = new RegExp(`rel="${relation}"; results="(\\w+)"; cursor="([^"]+)"`).exec(reply.headers.get('link') ?? '') ?? [];
  return { results: results === 'true', cursor };
}

it('turns the pages of a short list there and back, and gives it whole to who asks for no page', async () => {
  const tenant = await aTenant();
  for (const name of ['Alpha', 'Beta', 'Gamma', 'Delta']) await aProject(tenant.organization, { name });
  const list = (search: string) => send('GET', `/organizations/${tenant.organization.slug}/projects/${search}`, { token: tenant.token });

  expect(await projectsOf(await list(''))).toEqual(['Alpha', 'Beta', 'Delta', 'Gamma', 'Web']);
  const first = await list('?per_page=2');
  expect([linkOf(first, 'previous').results, linkOf(first, 'next')]).toEqual([false, { results: true, cursor: '0:2:0' }]);
  const last = await list('?per_page=2&cursor=0:4:0');
  expect([linkOf(last, 'previous'), linkOf(last, 'next').results]).toEqual([{ results: true, cursor: '0:4:1' }, false]);
  expect(await projectsOf(last)).toEqual(['Web']);
  expect(await projectsOf(await list('?per_page=2&cursor=0:4:1'))).toEqual(['Delta', 'Gamma']);
  expect(await projectsOf(await list('?per_page=2&cursor=0:1:1'))).toEqual(['Alpha']);
  expect(await projectsOf(await list('?query=ET'))).toEqual(['Beta']);
  expect((await list('?cursor=2')).status).toBe(400);
});

it('leads on in a search', async () => {
  const tenant = await aTenant();
  for (const name of ['Shop 1', 'Shop 2']) await aProject(tenant.organization, { name });
  const reply = await send('GET', `/organizations/${tenant.organization.slug}/projects/?query=shop&limit=1`, { token: tenant.token });
  expect(reply.headers.get('link')).toContain('/projects/?query=shop&limit=1&cursor=0:1:0>; rel="next"; results="true"');
});
