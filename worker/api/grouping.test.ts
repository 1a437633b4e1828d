import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { GroupingInfo, GroupingPreview } from './contract/grouping.ts';
import { IssueHash } from './contract/issue-hash.ts';
import { aTenant, merge, send, sendEvent, type Tenant } from './fixtures.ts';

const projectPath = ({ organization, project }: Tenant) => `/projects/${organization.slug}/${project.slug}/`;

function anError(type: string): Record<string, unknown> {
  const frames = [
    { function: 'handle', module: 'shop.web', in_app: true },
    { function: `pay${type}`, module: 'shop.generated', in_app: true },
  ];
  return { platform: 'python', fingerprint: ['{{ default }}'], exception: [{ type, value: 'no money', stacktrace: { frames } }] };
}

async function change(tenant: Tenant, body: Record<string, unknown>): Promise<unknown[]> {
  const reply = await send('PUT', projectPath(tenant), { token: tenant.token, body });
  return [reply.status, await reply.json()];
}

async function groupingInfo(tenant: Tenant, eventId: string): Promise<GroupingInfo> {
  const reply = await send('GET', `${projectPath(tenant)}events/${eventId}/grouping-info/`, { token: tenant.token });
  return GroupingInfo.parse(await reply.json());
}

describe('grouping rules', () => {
  it('are empty at first, and kept as they are written', async () => {
    const tenant = await aTenant();
    expect(await (await send('GET', projectPath(tenant), { token: tenant.token })).json()).toMatchObject({ fingerprintingRules: '', groupingEnhancements: '' });
    const rules = { fingerprintingRules: '# ours\nerror.type:A -> a\n', groupingEnhancements: 'function:a -app' };
    expect(await change(tenant, rules)).toMatchObject([200, rules]);
    expect(await change(tenant, { fingerprintingRules: '' })).toMatchObject([200, { fingerprintingRules: '', groupingEnhancements: 'function:a -app' }]);
  });

  it('are refused with line and column, and then nothing changes', async () => {
    const tenant = await aTenant();
    expect(await change(tenant, { fingerprintingRules: 'error.type:A -> a\nerror.kind:B -> b', groupingEnhancements: 'function:a', name: 'New' })).toEqual([
      400,
      {
        fingerprintingRules: ['Line 2, column 1: There is no matcher “error.kind”.'],
        groupingEnhancements: ['Line 1, column 11: Expected an action, such as -app.'],
      },
    ]);
    expect(await (await send('GET', projectPath(tenant), { token: tenant.token })).json()).toMatchObject({
      fingerprintingRules: '',
      name: tenant.project.name,
    });
  });

  it('put the next events together, under the title of the rule', async () => {
    const tenant = await aTenant();
    await change(tenant, { fingerprintingRules: 'stack.module:shop.* -> shop title="{{ error.value }} in the shop"' });
    const first = await sendEvent(tenant, anError('KeyError'));
    const second = await sendEvent(tenant, anError('ValueError'));
    const [one, other] = await Promise.all(
      [first, second].map(async ({ eventId }) => (await send('GET', `${projectPath(tenant)}events/${eventId}/`, { token: tenant.token })).json()),
    );
    expect(one).toMatchObject({ title: 'no money in the shop' });
    expect(Object(one).groupID).toBe(Object(other).groupID);
  });

  it('take frames out of the app, and keep what the client said', async () => {
    const tenant = await aTenant();
    await change(tenant, { groupingEnhancements: 'stack.module:shop.generated -app' });
    const { eventId } = await sendEvent(tenant, anError('KeyError'));
    const event: unknown = await (await send('GET', `${projectPath(tenant)}events/${eventId}/json/`, { token: tenant.token })).json();
    expect(event).toMatchObject({ exception: { values: [{ stacktrace: { frames: [{ in_app: true }, { in_app: false, data: { orig_in_app: 1 } }] } }] } });
  });
});

describe('grouping information', () => {
  it('tells why an event is in its issue: by its own hash, by a further hash, or by a merger', async () => {
    const tenant = await aTenant();
    const stack = (...inApp: boolean[]): Record<string, unknown> => {
      const frames = inApp.map((in_app, index) => ({ function: `step${index}`, module: 'shop.web', in_app }));
      return { ...anError('KeyError'), exception: [{ type: 'KeyError', value: 'no money', stacktrace: { frames } }] };
    };
    const own = await sendEvent(tenant, stack(false, true));
    // The same frames, so the same hash of all frames; but another part of them is of the app.
    const alike = await sendEvent(tenant, stack(true, false));
    const other = await sendEvent(tenant, anError('ValueError'));
    await merge(tenant, own.issueId, [other.issueId]);
    const { organization, token } = tenant;
    const listed = await send('GET', `/organizations/${organization.slug}/issues/${own.issueId}/hashes/`, { token });
    const hashes = z.array(IssueHash).parse(await listed.json());
    expect(hashes).toHaveLength(3);
    const infos = await Promise.all([own, alike, other].map(({ eventId }) => groupingInfo(tenant, eventId)));

    const merged = { type: 'merged', user: { id: String(tenant.owner.id), email: tenant.owner.email } };
    expect(infos.map(({ place }) => place.origin)).toMatchObject([{ type: 'own' }, { type: 'shared' }, merged]);
    expect(infos.map(({ place }) => hashes.find(({ id }) => id === place.hash)?.origin)).toMatchObject([{ type: 'own' }, { type: 'shared' }, merged]);
    const mismatches = infos.flatMap(({ variants }) => Object.values(variants).filter(({ hashMismatch }) => hashMismatch));
    expect(mismatches).toEqual([]);
  });

  it('tells what counted and what did not, and by which rule', async () => {
    const tenant = await aTenant();
    await change(tenant, { groupingEnhancements: 'stack.module:shop.generated -app' });
    const { eventId } = await sendEvent(tenant, anError('KeyError'));
    const { grouping_config: mechanism, variants } = await groupingInfo(tenant, eventId);
    expect([mechanism, Object.keys(variants)]).toEqual(['picket:2026-11', ['app', 'system']]);
    expect(variants.app).toMatchObject({ contributes: true, hashMismatch: false, description: 'in-app exception stack trace' });
    const frames = JSON.stringify(variants.app?.component);
    expect(frames).toContain('marked out of app by stack trace rule (stack.module:shop.generated -app)');
    expect(frames).toContain('ignored because stack trace takes precedence');
  });

  it('tells the rule that made the fingerprint, and that its issue was made by another hash', async () => {
    const tenant = await aTenant();
    const { eventId } = await sendEvent(tenant, { ...anError('KeyError'), fingerprint: ['mine'] });
    expect((await groupingInfo(tenant, eventId)).variants['custom-fingerprint']).toMatchObject({ hashMismatch: false, values: ['mine'], matched_rule: null });
    await change(tenant, { fingerprintingRules: 'error.type:Key* -> keys, {{ error.type }}' });
    const { variants } = await groupingInfo(tenant, eventId);
    expect(variants['custom-fingerprint']).toMatchObject({
      hashMismatch: true,
      values: ['keys', 'KeyError'],
      client_values: ['mine'],
      matched_rule: 'error.type:Key* -> keys, {{ error.type }}',
    });
    expect(variants.app).toMatchObject({ contributes: false, hint: 'custom fingerprint takes precedence' });
  });
});

describe('rules that are too much work', () => {
  it('cost no event, and the information says that they had no say', async () => {
    const tenant = await aTenant();
    const line = `stack.function:*${'a*'.repeat(20)}?c* -group`;
    await change(tenant, { groupingEnhancements: Array.from({ length: 900 }, () => line).join('\n') });
    const frames = Array.from({ length: 100 }, (_none, at) => ({ function: `f${at}${'a'.repeat(1000)}`, in_app: true }));
    const { eventId } = await sendEvent(tenant, { platform: 'python', exception: [{ type: 'Error', value: 'deep', stacktrace: { frames } }] });
    expect((await groupingInfo(tenant, eventId)).skippedRules).toEqual({ stack: 'project', fingerprint: false });
  });
});

describe('the preview', () => {
  async function preview(tenant: Tenant, body: Record<string, unknown>): Promise<Response> {
    return send('POST', `${projectPath(tenant)}grouping-preview/`, { token: tenant.token, body });
  }

  it('tells into which issues the last events would fall, and saves nothing', async () => {
    const tenant = await aTenant();
    const sent = [await sendEvent(tenant, anError('KeyError')), await sendEvent(tenant, anError('ValueError'))];
    const apart = GroupingPreview.parse(await (await preview(tenant, {})).json());
    expect([apart.events, apart.issues.length]).toEqual([2, 2]);

    const fingerprintingRules = 'error.value:"no money" -> money title="Out of money"';
    const together = GroupingPreview.parse(await (await preview(tenant, { fingerprintingRules })).json());
    expect(together).toMatchObject({ events: 2, issues: [{ title: 'Out of money', rule: fingerprintingRules }] });
    expect(together.issues[0]?.events.toSorted()).toEqual(sent.map(({ eventId }) => eventId).toSorted());
    expect(together.issues[0]?.from.map(({ id }) => id).toSorted()).toEqual(sent.map(({ issueId }) => issueId).toSorted());
    expect(await (await send('GET', projectPath(tenant), { token: tenant.token })).json()).toMatchObject({ fingerprintingRules: '' });
  });

  it('refuses rules that cannot be read', async () => {
    const reply = await preview(await aTenant(), { groupingEnhancements: 'function:a +ap' });
    expect([reply.status, Object.keys(Object(await reply.json()))]).toEqual([400, ['groupingEnhancements']]);
  });
});
