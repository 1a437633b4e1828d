import { describe, expect, it } from 'vitest';
import { aTenant, send, sendEvent, type Tenant } from './fixtures.ts';

const projectPath = ({ organization, project }: Tenant) => `/projects/${organization.slug}/${project.slug}/`;
const organizationPath = ({ organization }: Tenant) => `/organizations/${organization.slug}/`;

async function extraOf(tenant: Tenant, extra: Record<string, unknown>): Promise<unknown> {
  const { eventId } = await sendEvent(tenant, { extra });
  const event: unknown = await (await send('GET', `${projectPath(tenant)}events/${eventId}/json/`, { token: tenant.token })).json();
  return Object(event).extra;
}

describe('settings of data scrubbing', () => {
  it('are on by default for a project, and required by no organization', async () => {
    const tenant = await aTenant();
    const rest = { scrubIPAddresses: false, sensitiveFields: [], safeFields: [], relayPiiConfig: null };
    expect(await (await send('GET', projectPath(tenant), { token: tenant.token })).json()).toMatchObject({
      dataScrubber: true,
      dataScrubberDefaults: true,
      ...rest,
    });
    expect(await (await send('GET', organizationPath(tenant), { token: tenant.token })).json()).toMatchObject({
      dataScrubber: false,
      dataScrubberDefaults: false,
      ...rest,
    });
  });

  it('hold for the next events, the organization’s and the project’s, and change one by one', async () => {
    const tenant = await aTenant();
    const { token } = tenant;
    const relayPiiConfig = JSON.stringify({ applications: { 'extra.mail': ['@email'] } });
    await send('PUT', organizationPath(tenant), { token, body: { sensitiveFields: ['mine'] } });
    await send('PUT', projectPath(tenant), { token, body: { dataScrubber: true, relayPiiConfig } });
    const changed = await send('PUT', projectPath(tenant), { token, body: { safeFields: ['token'] } });
    expect(await changed.json()).toMatchObject({ relayPiiConfig, safeFields: ['token'], sensitiveFields: [] });
    expect(await extraOf(tenant, { mine: 'a', mail: 'to me@example.com', token: 'b' })).toEqual({ mine: '[Filtered]', mail: 'to [email]', token: 'b' });
    const cleared = await send('PUT', projectPath(tenant), { token, body: { relayPiiConfig: null } });
    expect(await cleared.json()).toMatchObject({ relayPiiConfig: null, safeFields: ['token'] });
  });

  it('are refused with each place that is wrong, and then nothing changes', async () => {
    const tenant = await aTenant();
    const { token } = tenant;
    const relayPiiConfig = `{
  "rules": {"0": {"type": "pattern", "pattern": "\\\\w(a"}},
  "applications": {"$strange": ["0"]}
}`;
    for (const path of [projectPath(tenant), organizationPath(tenant)]) {
      const reply = await send('PUT', path, { token, body: { relayPiiConfig, safeFields: ['x'] } });
      expect([reply.status, await reply.json()]).toEqual([
        400,
        {
          relayPiiConfig: ['Line 3, column 21: applications.$strange: unknown value $strange', 'Line 2, column 53: rules.0.pattern: This ( has no ).'],
        },
      ]);
      expect(await (await send('GET', path, { token })).json()).toMatchObject({ relayPiiConfig: null, safeFields: [] });
    }
  });
});

it('is told where rules stop being JSON', async () => {
  const tenant = await aTenant();
  const reply = await send('PUT', projectPath(tenant), { token: tenant.token, body: { relayPiiConfig: '{\n  "rules": {},\n}' } });
  expect([reply.status, await reply.json()]).toEqual([400, { relayPiiConfig: ['Line 3, column 1: A name in double quotes is missing here.'] }]);
});

describe('a preview of settings', () => {
  async function previewOf(tenant: Tenant, event: Record<string, unknown>, change: Record<string, unknown>) {
    const { eventId } = await sendEvent(tenant, event);
    const path = `${projectPath(tenant)}events/${eventId}/scrubbing-preview/`;
    const reply: unknown = await (await send('POST', path, { token: tenant.token, body: change })).json();
    return { eventId, reply };
  }

  it('says what they would take out of an event and which rule would, and saves nothing', async () => {
    const tenant = await aTenant();
    const { token } = tenant;
    const relayPiiConfig = JSON.stringify({
      rules: { pin: { type: 'pattern', pattern: 'pin (\\d+)', replaceGroups: [1], redaction: { method: 'mask' } } },
      applications: { 'extra.**': ['@email', 'pin'] },
    });
    const extra = { mail: 'pin 12 of me@example.com', list: ['a', 'me@example.com'], password: 'x' };
    const { eventId, reply } = await previewOf(tenant, { extra }, { relayPiiConfig });
    expect(reply).toEqual({
      eventId,
      changes: [
        {
          path: 'extra.mail',
          before: 'pin 12 of me@example.com',
          after: 'pin ** of [email]',
          remarks: [
            ['project:pin', 'm', 4, 6],
            ['@email', 's', 10, 17],
          ],
        },
        { path: 'extra.list.1', before: 'me@example.com', after: '[email]', remarks: [['@email', 's', 0, 7]] },
      ],
    });
    expect(await (await send('GET', projectPath(tenant), { token })).json()).toMatchObject({ relayPiiConfig: null });
  });

  it('names headers and tags, and shows tags where they are though others are made anew', async () => {
    const tenant = await aTenant();
    const event = {
      user: { email: 'ada@example.com' },
      tags: { first: 'ada@example.com', last: 'z' },
      request: { url: 'https://shop.example/', headers: { 'X-Mail': 'ada@example.com' } },
    };
    const { reply } = await previewOf(tenant, event, { relayPiiConfig: JSON.stringify({ applications: { $string: ['@email'], 'tags.first': ['@email'] } }) });
    const changes: unknown[] = Object(reply).changes;
    expect(changes).toContainEqual({ path: 'tags.first', before: 'ada@example.com', after: '[email]', remarks: [['@email', 's', 0, 7]] });
    expect(changes).toContainEqual({ path: 'request.headers.X-Mail', before: 'ada@example.com', after: '[email]', remarks: [['@email', 's', 0, 7]] });
    expect(changes).toContainEqual({ path: 'tags.user', before: 'email:ada@example.com', after: 'email:[email]', remarks: [] });
    expect(changes.filter((change) => String(Object(change).path).startsWith('tags.'))).toHaveLength(2);
  });
});

it('lists the newest events of a project, for one to be chosen', async () => {
  const tenant = await aTenant();
  const ids: string[] = [];
  for (const [index, message] of ['one', 'two', 'one'].entries()) ids.push((await sendEvent(tenant, { message, timestamp: 1_700_000_000 + index })).eventId);
  const reply: unknown = await (await send('GET', `${projectPath(tenant)}events/?per_page=2`, { token: tenant.token })).json();
  expect(reply).toMatchObject([
    { id: ids[2], title: 'one' },
    { id: ids[1], title: 'two' },
  ]);
});
