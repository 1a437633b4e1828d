import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { Event } from './contract/event.ts';
import { Issue } from './contract/issue.ts';
import { UserReport } from './contract/user-report.ts';
import { aKey, aProject, aTenant, hexId, send, sendEvent, type Tenant } from './fixtures.ts';

const Reports = z.array(UserReport);
const report = { name: 'Jane', email: 'jane@example.com', comments: 'It broke' };

function post(tenant: Tenant, body: object, credentials: { token?: string; headers?: Record<string, string> } = { token: tenant.token }): Promise<Response> {
  return send('POST', `/projects/${tenant.organization.slug}/${tenant.project.slug}/user-feedback/`, { ...credentials, body });
}

async function dsnOf(project: Tenant['project']): Promise<string> {
  return `https://${await aKey(project)}@picket.example/${project.id}`;
}

async function readAs<Schema extends z.ZodMiniType>(schema: Schema, { token }: Tenant, path: string): Promise<z.output<Schema>> {
  const reply = await send('GET', path, { token });
  expect(reply.status).toBe(200);
  return schema.parse(await reply.json());
}

describe('what users write', () => {
  it('shows at the event, at its issue and in the project', async () => {
    const tenant = await aTenant();
    await aKey(tenant.project);
    const { eventId, issueId } = await sendEvent(tenant);
    expect((await post(tenant, { ...report, event_id: eventId })).status).toBe(200);

    const { organization, project } = tenant;
    const issuePath = `/organizations/${organization.slug}/issues/${issueId}/`;
    const written = { ...report, eventID: eventId };
    expect(await readAs(Event, tenant, `${issuePath}events/${eventId}/`)).toMatchObject({ userReport: written });
    expect(await readAs(Issue, tenant, issuePath)).toMatchObject({ userReportCount: 1 });
    expect(await readAs(Reports, tenant, `${issuePath}user-reports/`)).toMatchObject([written]);
    expect(await readAs(Reports, tenant, `/projects/${organization.slug}/${project.slug}/user-feedback/`)).toMatchObject([
      { ...written, issue: { id: issueId, title: 'boom' } },
    ]);
  });

  it('is taken from whoever has the DSN, also of an event that is not known', async () => {
    const tenant = await aTenant();
    const authorization = `DSN ${await dsnOf(tenant.project)}`;
    const eventId = hexId();
    const reply = await post(tenant, { ...report, event_id: eventId.toUpperCase() }, { headers: { authorization } });
    expect(UserReport.parse(await reply.json())).toMatchObject({ ...report, eventID: eventId, issue: null });
  });

  it('is not taken with the DSN of another project, or one that nobody has', async () => {
    const [tenant, other] = await Promise.all([aTenant(), aTenant()]);
    const sibling = await aProject(tenant.organization);
    const body = { ...report, event_id: hexId() };
    for (const project of [sibling, other.project]) {
      expect((await post(tenant, body, { headers: { authorization: `DSN ${await dsnOf(project)}` } })).status).toBe(404);
    }
    const unknown = `DSN https://${'f'.repeat(32)}@picket.example/${tenant.project.id}`;
    expect((await post(tenant, body, { headers: { authorization: unknown } })).status).toBe(403);
    expect((await post(tenant, body, { headers: { authorization: 'DSN nonsense' } })).status).toBe(403);
  });

  it('is not taken under the name of another organization, with a DSN of two projects, or with a key that is turned off', async () => {
    const [tenant, other] = await Promise.all([aTenant(), aTenant()]);
    const publicKey = await aKey(tenant.project);
    const body = { ...report, event_id: hexId() };
    const sendTo = async (organization: string, projectId: number) => {
      const headers = { authorization: `DSN https://${publicKey}@picket.example/${projectId}` };
      return (await send('POST', `/projects/${organization}/${tenant.project.slug}/user-feedback/`, { headers, body })).status;
    };
    expect(await sendTo(other.organization.slug, tenant.project.id)).toBe(404);
    expect(await sendTo(tenant.organization.slug, other.project.id)).toBe(403);
    expect(await sendTo(tenant.organization.slug, tenant.project.id)).toBe(200);

    const turnedOff = await aKey(tenant.project, { isActive: false });
    const headers = { authorization: `DSN https://${turnedOff}@picket.example/${tenant.project.id}` };
    expect((await post(tenant, body, { headers })).status).toBe(403);
  });

  it('is not taken with the DSN from a page of an origin that the project does not allow', async () => {
    const tenant = await aTenant();
    await env.DB.prepare('update projects set options = ? where id = ?')
      .bind(JSON.stringify({ allowedDomains: ['shop.example'] }), tenant.project.id)
      .run();
    const authorization = `DSN ${await dsnOf(tenant.project)}`;
    const statusFrom = async (origin: string) => (await post(tenant, { ...report, event_id: hexId() }, { headers: { authorization, origin } })).status;
    expect([await statusFrom('https://else.example'), await statusFrom('https://shop.example')]).toEqual([403, 200]);
  });

  it('needs a key of the project, and keeps to its limits', async () => {
    const tenant = await aTenant();
    const body = { ...report, event_id: hexId() };
    expect((await post(tenant, body)).status).toBe(409);
    await aKey(tenant.project, { isActive: false });
    expect((await post(tenant, body)).status).toBe(409);
    const quotas = [{ categories: ['feedback'], limit: 0, windowSeconds: 60, reason: '' }];
    await env.DB.prepare('update projects set options = ? where id = ?').bind(JSON.stringify({ quotas }), tenant.project.id).run();
    await aKey(tenant.project);
    expect((await post(tenant, body)).status).toBe(429);
  });

  it.each([
    [{ ...report, event_id: '../../x' }, { event_id: ['This is not valid.'] }],
    [{ ...report }, { event_id: ['This field is required.'] }],
    [{ ...report, event_id: 'a'.repeat(32), comments: ' ' }, { comments: ['This field may not be blank.'] }],
    [{ ...report, event_id: 'a'.repeat(32), email: 'jane' }, { email: ['Enter a valid email address.'] }],
  ])('is told what is wrong with it: %j', async (body, errors) => {
    const tenant = await tenantWithKey();
    const answer = await post(tenant, body);
    expect([answer.status, await answer.json()]).toEqual([400, errors]);
  });

  it('can be changed for five minutes', async () => {
    const tenant = await tenantWithKey();
    const body = { ...report, event_id: hexId() };
    await post(tenant, body);
    expect(await (await post(tenant, { ...body, comments: 'And again' })).json()).toMatchObject({ comments: 'And again' });
    await env.DB.prepare('update user_reports set created_at = created_at - 301000 where project_id = ?').bind(tenant.project.id).run();
    const late = await post(tenant, body);
    expect([late.status, await late.json()]).toEqual([409, { detail: 'Feedback for this event cannot be modified.' }]);
  });

  it('is paged both ways, newest first', async () => {
    const tenant = await tenantWithKey();
    const ids = [hexId(), hexId(), hexId(), hexId(), hexId()];
    for (const event_id of ids) await post(tenant, { ...report, event_id });
    await env.DB.prepare('update user_reports set created_at = 5 where project_id = ?').bind(tenant.project.id).run();

    const path = `/projects/${tenant.organization.slug}/${tenant.project.slug}/user-feedback/?limit=2`;
    const seen: string[] = [];
    let cursor = '';
    for (let page = 0; page < 3; page += 1) {
      const reply = await send('GET', `${path}&cursor=${cursor}`, { token: tenant.token });
      seen.push(...Reports.parse(await reply.json()).map(({ eventID }) => eventID));
      const [, results, next = ''] = /rel="next"; results="(\w+)"; cursor="([^"]+)"/.exec(reply.headers.get('link') ?? '') ?? [];
      expect(results).toBe(String(page < 2));
      cursor = next;
    }
    expect(seen).toEqual(ids.toReversed());
    const last = await send('GET', `${path}&cursor=0:0:1`, { token: tenant.token });
    expect(Reports.parse(await last.json()).map(({ eventID }) => eventID)).toEqual([ids[1], ids[0]]);
  });
});

async function tenantWithKey(): Promise<Tenant> {
  const tenant = await aTenant();
  await aKey(tenant.project);
  return tenant;
}
