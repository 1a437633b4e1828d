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
    const relayPiiConfig = JSON.stringify({ rules: { 0: { type: 'pattern', pattern: '(a' } }, applications: { $strange: ['0'] } });
    for (const path of [projectPath(tenant), organizationPath(tenant)]) {
      const reply = await send('PUT', path, { token, body: { relayPiiConfig, safeFields: ['x'] } });
      expect([reply.status, await reply.json()]).toEqual([
        400,
        {
          relayPiiConfig: ['applications.$strange: unknown value $strange (at character 1)', 'rules.0.pattern: This ( has no ). (at character 1)'],
        },
      ]);
      expect(await (await send('GET', path, { token })).json()).toMatchObject({ relayPiiConfig: null, safeFields: [] });
    }
  });
});

it('previews what settings would take out of an event, and saves nothing', async () => {
  const tenant = await aTenant();
  const { token } = tenant;
  const { eventId } = await sendEvent(tenant, { extra: { mail: 'to me@example.com', list: ['a', 'me@example.com'], password: 'x' } });
  const path = `${projectPath(tenant)}events/${eventId}/scrubbing-preview/`;
  const reply = await send('POST', path, { token, body: { relayPiiConfig: JSON.stringify({ applications: { 'extra.**': ['@email'] } }) } });
  expect(await reply.json()).toEqual({
    eventId,
    changes: [
      { path: 'extra.mail', before: 'to me@example.com', after: 'to [email]' },
      { path: 'extra.list.1', before: 'me@example.com', after: '[email]' },
    ],
  });
  expect(await (await send('GET', projectPath(tenant), { token })).json()).toMatchObject({ relayPiiConfig: null });
});
