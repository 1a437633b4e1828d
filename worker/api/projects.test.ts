import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { Project, ProjectKey } from './contract/project.ts';
import { aKey, aProject, aTenant, emptyInstallation, send, sendEvent, type Tenant } from './fixtures.ts';

const Keys = z.array(ProjectKey);

describe('projects', () => {
  it('lists those of the organization by name', async () => {
    const { organization, token } = await aTenant();
    await aProject(organization, { name: 'Api', slug: 'api' });
    const reply = await send('GET', `/organizations/${organization.slug}/projects/`, { token });
    expect(
      z
        .array(Project)
        .parse(await reply.json())
        .map(({ name }) => name),
    ).toEqual(['Api', 'Web']);
  });

  it('makes one with a key to begin with', async () => {
    const { organization, token } = await aTenant();
    const made = await send('POST', `/organizations/${organization.slug}/projects/`, { token, body: { name: 'Shop Front', platform: 'python-django' } });
    const project = Project.parse(await made.json());
    expect([made.status, project]).toMatchObject([
      201,
      { slug: 'shop-front', platform: 'python-django', firstEvent: null, organization: { slug: organization.slug } },
    ]);
    const keys = Keys.parse(await (await send('GET', `/projects/${organization.slug}/shop-front/keys/`, { token })).json());
    expect(keys).toMatchObject([{ name: 'Default', isActive: true, projectId: Number(project.id) }]);
  });

  it('finds a free slug, but refuses one that was asked for and is taken', async () => {
    const { organization, token } = await aTenant();
    const make = (body: unknown) => send('POST', `/organizations/${organization.slug}/projects/`, { token, body });
    const slugs = [];
    for (let index = 0; index < 3; index += 1) slugs.push(Project.parse(await (await make({ name: 'Shop' })).json()).slug);
    expect(slugs).toEqual(['shop', 'shop-2', 'shop-3']);

    const taken = await make({ name: 'Shop', slug: 'shop' });
    expect([taken.status, await taken.json()]).toEqual([409, { detail: 'A project with this slug already exists.' }]);
    const { results } = await env.DB.prepare('select count(*) keys from project_keys k join projects p on p.id = k.project_id where p.organization_id = ?')
      .bind(organization.id)
      .all();
    expect(results).toEqual([{ keys: 3 }]);
  });

  it('makes one of two that race for a slug', async () => {
    const { organization, token } = await aTenant();
    const body = { name: 'Shop', slug: 'shop' };
    const replies = await Promise.all([1, 2].map(() => send('POST', `/organizations/${organization.slug}/projects/`, { token, body })));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it('spreads projects over the data shards', async () => {
    await emptyInstallation();
    const { organization, token } = await aTenant();
    const count = async () => {
      const { results } = await env.DB.prepare('select shard, count(*) projects from projects group by shard').all<{ shard: number; projects: number }>();
      return new Map(results.map(({ shard, projects }) => [shard, projects]));
    };
    for (let index = 0; index < 24; index += 1) await send('POST', `/organizations/${organization.slug}/projects/`, { token, body: { name: 'Shop' } });
    const counts = await count();
    expect(Math.abs((counts.get(0) ?? 0) - (counts.get(1) ?? 0))).toBeLessThanOrEqual(1);
  });

  it('changes what is named, and nothing else', async () => {
    const { organization, project, token } = await aTenant();
    const path = `/projects/${organization.slug}/${project.id}/`;
    const change = async (body: unknown) => Project.parse(await (await send('PUT', path, { token, body })).json());
    expect(await change({ name: ' Shop ' })).toMatchObject({ name: 'Shop', slug: project.slug, platform: 'javascript' });
    expect(await change({ platform: null, slug: 'the-shop' })).toMatchObject({ name: 'Shop', slug: 'the-shop', platform: null });
    expect(await change({})).toMatchObject({ name: 'Shop', slug: 'the-shop' });
  });

  it.each([
    [{ name: '' }, { name: ['This field may not be blank.'] }],
    [{ name: 'x'.repeat(129) }, { name: ['Ensure this field has no more than 128 characters.'] }],
    [{ name: 5 }, { name: ['This must be of type string.'] }],
    [{ slug: '42' }, { slug: ['Enter lower-case letters, digits, dashes or underscores, not digits alone.'] }],
    [[], { non_field_errors: ['This must be of type object.'] }],
  ])('refuses the change %j', async (body, expected) => {
    const { organization, project, token } = await aTenant();
    const reply = await send('PUT', `/projects/${organization.slug}/${project.slug}/`, { token, body });
    expect([reply.status, await reply.json()]).toEqual([400, expected]);
  });

  it('refuses the slug of another project', async () => {
    const { organization, project, token } = await aTenant();
    const other = await aProject(organization);
    const reply = await send('PUT', `/projects/${organization.slug}/${project.slug}/`, { token, body: { slug: other.slug } });
    expect([reply.status, await reply.json()]).toEqual([400, { slug: ['Another project has this slug.'] }]);
  });

  it('tells when the first event came', async () => {
    const tenant = await aTenant();
    const read = async () =>
      Project.parse(await (await send('GET', `/projects/${tenant.organization.slug}/${tenant.project.slug}/`, { token: tenant.token })).json());
    expect((await read()).firstEvent).toBeNull();
    await sendEvent(tenant);
    await expect.poll(async () => (await read()).firstEvent, { timeout: 5_000 }).not.toBeNull();
  });
});

describe('keys', () => {
  it('are made, renamed, switched off and deleted', async () => {
    const { organization, project, token } = await aTenant();
    const path = `/projects/${organization.slug}/${project.slug}/keys/`;
    const made = await send('POST', path, { token, body: { name: 'Android' } });
    const key = ProjectKey.parse(await made.json());
    expect([made.status, key]).toMatchObject([201, { name: 'Android', label: 'Android', isActive: true, id: key.public, projectId: project.id }]);
    expect(key.dsn).toMatchObject({
      public: `https://${key.public}@picket.example/${project.id}`,
      secret: `https://${key.public}:${key.secret}@picket.example/${project.id}`,
      security: `https://picket.example/api/${project.id}/security/?sentry_key=${key.public}`,
    });

    const one = `${path}${key.id}/`;
    const changed = await send('PUT', one, { token, body: { name: 'Phones', isActive: false } });
    expect(ProjectKey.parse(await changed.json())).toMatchObject({ name: 'Phones', isActive: false });
    expect(ProjectKey.parse(await (await send('GET', one, { token })).json())).toMatchObject({ name: 'Phones', isActive: false });

    expect((await send('DELETE', one, { token })).status).toBe(204);
    for (const method of ['GET', 'DELETE']) expect((await send(method, one, { token })).status).toBe(404);
  });

  it('are listed oldest first, and by status', async () => {
    const { organization, project, token } = await aTenant();
    const young = await aKey(project, { createdAt: 2_000, isActive: false });
    const old = await aKey(project, { createdAt: 1_000 });
    const list = async (query: string) =>
      Keys.parse(await (await send('GET', `/projects/${organization.slug}/${project.slug}/keys/${query}`, { token })).json()).map(({ id }) => id);
    expect(await list('')).toEqual([old, young]);
    expect(await list('?status=active')).toEqual([old]);
    expect(await list('?status=inactive')).toEqual([young]);
  });
});

describe('a project that was renamed', () => {
  const rename = async (tenant: Tenant, from: string, to: string) => {
    const reply = await send('PUT', `/projects/${tenant.organization.slug}/${from}/`, { token: tenant.token, body: { slug: to } });
    expect(reply.status).toBe(200);
  };
  const read = (tenant: Tenant, slug: string, rest = '') => send('GET', `/projects/${tenant.organization.slug}/${slug}/${rest}`, { token: tenant.token });

  it('is found by way of its former slugs, with the rest of the address', async () => {
    const tenant = await aTenant();
    const { organization, project } = tenant;
    await rename(tenant, project.slug, 'second');
    await rename(tenant, 'second', 'third');
    for (const former of [project.slug, 'second']) {
      const reply = await read(tenant, former, 'keys/?status=active');
      const url = `/api/0/projects/${organization.slug}/third/keys/?status=active`;
      expect([reply.status, reply.headers.get('location')]).toEqual([302, url]);
      expect(await reply.json()).toMatchObject({ slug: 'third', detail: { extra: { url, slug: 'third' } } });
    }
  });

  it('leaves its slug to whoever takes it, and comes back to it', async () => {
    const tenant = await aTenant();
    const { slug } = tenant.project;
    await rename(tenant, slug, 'new');
    const other = await aProject(tenant.organization, { slug });
    expect(await (await read(tenant, slug)).json()).toMatchObject({ id: String(other.id) });
    await rename(tenant, slug, 'other');
    expect((await read(tenant, slug)).headers.get('location')).toBe(`/api/0/projects/${tenant.organization.slug}/other/`);
    await rename(tenant, 'new', slug);
    expect(await (await read(tenant, slug)).json()).toMatchObject({ id: String(tenant.project.id) });
  });

  it('says nothing of it to others', async () => {
    const [mine, theirs] = [await aTenant(), await aTenant()];
    await rename(theirs, theirs.project.slug, 'renamed');
    expect((await read(mine, theirs.project.slug)).status).toBe(404);
  });
});
