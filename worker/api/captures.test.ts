import { env } from 'cloudflare:workers';
import * as z from 'zod/mini';
import { expect, it } from 'vitest';
import { aCapture, capturedBody } from './captures.fixture.ts';
import { Capture, CaptureDetail, CaptureSettings } from './contract/capture.ts';
import { aKey, aMember, aToken, aTenant, origin, send, type Tenant } from './fixtures.ts';
import { eventually } from '../ingest/ingest.fixture.ts';
import worker from '../index.ts';
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';

const pathOf = ({ organization, project }: Tenant, rest = '') => `/projects/${organization.slug}/${project.slug}/captures/${rest}`;

async function ingest({ project }: Tenant, key: string, body: string, projectId = project.id): Promise<Response> {
  const context = createExecutionContext();
  const url = `${origin}/api/${projectId}/envelope/?sentry_key=${key}&sentry_client=sentry.node/11`;
  const answer = await worker.fetch(new Request(url, { method: 'POST', body }), env, context);
  await waitOnExecutionContext(context);
  return answer;
}

async function list(tenant: Tenant, query = ''): Promise<Capture[]> {
  const reply = await send('GET', `${pathOf(tenant)}${query}`, { token: tenant.token });
  return z.array(Capture).parse(await reply.json());
}

it('shows a request that was captured, item by item, with its event, its issue and what was refused', async () => {
  const tenant = await aTenant();
  const key = await aKey(tenant.project);
  const begun = await send('PUT', pathOf(tenant, 'settings/'), { token: tenant.token, body: { mode: 'all', left: 5, minutes: 10 } });
  expect(CaptureSettings.parse(await begun.json())).toMatchObject({ mode: 'all', left: 5, isRaw: false, log: [{ mode: 'all', left: 5, userName: 'Ada' }] });

  const eventId = crypto.randomUUID().replaceAll('-', '');
  const header = `{"event_id":"${eventId}"}\n`;
  const attachment = '{"type":"attachment","filename":"a.bin","length":3}\n\u0000ab\n';
  await ingest(tenant, key, `${header}{"type":"event"}\n{"message":"boom","extra":{"password":"hunter2"}}\n${attachment}{"type":"session"}\n{}\n`);
  const [capture] = await list(tenant);
  expect(capture).toMatchObject({
    method: 'POST',
    endpoint: 'envelope',
    client: 'sentry.node/11',
    key: key.slice(-4),
    fate: 'partly',
    status: 200,
    itemCount: 3,
  });

  const detail = await eventually(
    async () => CaptureDetail.parse(await (await send('GET', pathOf(tenant, `${capture?.id}/`), { token: tenant.token })).json()),
    ({ envelope }) => typeof envelope?.items[0]?.issueId === 'string',
  );
  const [event, file, session] = detail.envelope?.items ?? [];
  expect(event).toMatchObject({ type: 'event', eventId, outcomes: [{ outcome: 'accepted', text: 'Kept.' }] });
  expect(JSON.parse(event?.preview ?? '')).toEqual({ logentry: { formatted: 'boom' }, extra: { password: '[Filtered]' } });
  expect(file).toMatchObject({ filename: 'a.bin', preview: null, head: Buffer.from('\0ab').toString('base64'), eventId, attachmentId: expect.any(String) });
  expect(session).toMatchObject({ outcomes: [{ outcome: 'invalid' }], eventId: null });
  const whole = await send('GET', pathOf(tenant, `${capture?.id}/body/`), { token: tenant.token });
  const text = await whole.text();
  for (const item of detail.envelope?.items ?? [])
    expect(
      Buffer.from(text)
        .subarray(item.offset, item.offset + item.bytes)
        .toString(),
    ).toBeTruthy();
  expect(detail.answer).toMatchObject({ status: 200, body: JSON.stringify({ id: eventId }) });

  const settings = await send('GET', pathOf(tenant, 'settings/'), { token: tenant.token });
  expect(CaptureSettings.parse(await settings.json())).toMatchObject({ left: 4, used: { count: 1 } });
});

it('pages through the newest first, and keeps to what is asked for', async () => {
  const tenant = await aTenant();
  const ids = [String(await aCapture(tenant.project)), String(await aCapture(tenant.project)), String(await aCapture(tenant.project))];
  expect((await list(tenant)).map(({ id }) => id)).toEqual(ids.toReversed());
  const first = await send('GET', `${pathOf(tenant)}?per_page=2`, { token: tenant.token });
  const cursor = /rel="next"; results="true"; cursor="([^"]+)"/.exec(first.headers.get('link') ?? '')?.[1];
  expect((await list(tenant, `?per_page=2&cursor=${cursor}`)).map(({ id }) => id)).toEqual(ids.slice(0, 1));
  expect([(await list(tenant, '?sdk=sentry.java')).length, (await list(tenant, '?sdk=sentry.python')).length]).toEqual([3, 0]);
  expect([(await list(tenant, '?status=kept&key=cdef')).length, (await list(tenant, '?status=refused')).length]).toEqual([3, 0]);
  expect((await send('GET', `${pathOf(tenant)}?status=lost`, { token: tenant.token })).status).toBe(400);
});

it('hands out the body, a range of it, a command and a folder, never as a page', async () => {
  const tenant = await aTenant();
  const id = await aCapture(tenant.project);
  const get = (rest: string, headers = {}) => send('GET', pathOf(tenant, `${id}/${rest}`), { token: tenant.token, headers });
  const body = await get('body/');
  expect([await body.text(), body.headers.get('content-disposition')]).toEqual([capturedBody, `attachment; filename="capture-${id}.bin"`]);
  const range = await get('body/', { range: 'bytes=2-5' });
  expect([range.status, await range.text(), range.headers.get('content-range')]).toEqual([206, capturedBody.slice(2, 6), `bytes 2-5/${capturedBody.length}`]);
  expect(await (await get('body/?decoded=1', { range: 'bytes=-3' })).text()).toBe(capturedBody.slice(-3));
  expect((await get('body/', { range: 'bytes=9999-' })).status).toBe(416);
  expect(await (await get('download/')).text()).toBe(capturedBody);
  expect(await (await get('download/?format=curl')).text()).toContain(`curl -X 'POST' 'https://picket.example/api/1/envelope/?sentry_key=…cdef'`);
  const tar = Buffer.from(await (await get('download/?format=fixture')).arrayBuffer());
  expect(tar.subarray(0, 30).toString()).toContain(`capture-${id}/001.json`);
  expect(tar.subarray(257, 262).toString()).toBe('ustar');
  expect(tar.includes(`capture-${id}/001.bin`) && tar.includes(capturedBody)).toBe(true);
  expect((await get('download/?format=exe')).status).toBe(400);
});

it('lets only who administers a project keep bodies raw, and for a day at most', async () => {
  const tenant = await aTenant();
  const token = await aToken(tenant.organization, await aMember(tenant.organization, 'admin'), ['project:write', 'event:read']);
  const raw = { mode: 'all', isRaw: true, minutes: 5_000 };
  expect((await send('PUT', pathOf(tenant, 'settings/'), { token, body: raw })).status).toBe(403);
  const begun = CaptureSettings.parse(await (await send('PUT', pathOf(tenant, 'settings/'), { token: tenant.token, body: raw })).json());
  expect(begun).toMatchObject({ isRaw: true, log: [{ isRaw: true }] });
  expect(Date.parse(begun.until ?? '') - Date.now()).toBeLessThanOrEqual(24 * 3_600_000);
  const ended = CaptureSettings.parse(await (await send('PUT', pathOf(tenant, 'settings/'), { token: tenant.token, body: { mode: 'off' } })).json());
  expect(ended).toMatchObject({ mode: 'off', left: 0, until: null, isRaw: false, log: [{ mode: 'off' }, { isRaw: true }] });
});

it('shows what no project could be found for to who may change the organization, and deletes', async () => {
  const tenant = await aTenant();
  await ingest(tenant, 'a'.repeat(32), '{}\n{"type":"event"}\n{"message":"lost"}\n');
  expect(await list(tenant)).toEqual([]);
  const bin = `/organizations/${tenant.organization.slug}/captures/`;
  const strays = z.array(Capture).parse(await (await send('GET', bin, { token: tenant.token })).json());
  expect(strays).toMatchObject([{ status: 403, fate: 'refused', key: 'aaaa' }]);
  const token = await aToken(tenant.organization, await aMember(tenant.organization, 'member'), ['event:read', 'project:read', 'org:read']);
  expect((await send('GET', bin, { token })).status).toBe(403);
  expect((await send('DELETE', `${bin}${strays[0]?.id}/`, { token: tenant.token })).status).toBe(204);
  expect(await (await send('GET', bin, { token: tenant.token })).json()).toEqual([]);
  expect((await env.FILES.list({ prefix: `captures/${tenant.organization.id}/0/` })).objects).toEqual([]);
});
