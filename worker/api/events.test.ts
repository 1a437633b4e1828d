import { env, exports } from 'cloudflare:workers';
import { describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { attachmentKey, putAttachment } from '../storage/attachments.ts';
import { Attachment, Event, EventSummary } from './contract/event.ts';
import { Issue } from './contract/issue.ts';
import { aKey, anEventRow, anIssue, aProject, aTenant, hexId, origin, send, sendEvent, type Tenant } from './fixtures.ts';

const Issues = z.array(Issue);
const Summaries = z.array(EventSummary);

/** Events of one issue, oldest first, an hour apart. */
async function someEvents(tenant: Tenant, payloads: readonly Record<string, unknown>[]) {
  const first = Date.now() / 1000 - 3600 * payloads.length;
  const sent = await Promise.all(payloads.map((payload, index) => sendEvent(tenant, { fingerprint: ['one'], timestamp: first + 3600 * index, ...payload })));
  const [issueId = ''] = new Set(sent.map((event) => event.issueId));
  return { issueId, eventIds: sent.map(({ eventId }) => eventId) };
}

async function readEvent({ organization, token }: Tenant, issueId: string, name: string) {
  const reply = await send('GET', `/organizations/${organization.slug}/issues/${issueId}/events/${name}/`, { token });
  expect(reply.status).toBe(200);
  return Event.parse(await reply.json());
}

describe('events of an issue', () => {
  it('are read by id, or as the latest, the oldest or the one that tells most, with a way to their neighbours', async () => {
    const tenant = await aTenant();
    const { issueId, eventIds } = await someEvents(tenant, [{ tags: { a: 1 } }, { user: { id: '7' }, tags: { a: 1, b: 2, c: 3 } }, {}]);
    const [oldest = '', middle = '', latest = ''] = eventIds;
    expect(await readEvent(tenant, issueId, 'latest')).toMatchObject({ id: latest, groupID: issueId, previousEventID: middle, nextEventID: null });
    expect(await readEvent(tenant, issueId, 'oldest')).toMatchObject({ id: oldest, previousEventID: null, nextEventID: middle });
    expect(await readEvent(tenant, issueId, 'recommended')).toMatchObject({ id: middle, previousEventID: oldest, nextEventID: latest });
    const dashed = middle.toUpperCase().replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    expect(await readEvent(tenant, issueId, dashed)).toMatchObject({ id: middle, user: { id: '7' } });
  });

  it('are not read by way of another issue', async () => {
    const tenant = await aTenant();
    const [one, two] = await Promise.all([sendEvent(tenant), sendEvent(tenant)]);
    const reply = await send('GET', `/organizations/${tenant.organization.slug}/issues/${one.issueId}/events/${two.eventId}/`, { token: tenant.token });
    expect(reply.status).toBe(404);
  });

  it('are shown by both issues that were sent different content under one id; by the id alone the first is found', async () => {
    const tenant = await aTenant();
    const first = await sendEvent(tenant, { message: 'the first' });
    const body = JSON.stringify({ event_id: first.eventId, message: 'the second' });
    const url = `${origin}/api/${tenant.project.id}/store/?sentry_key=${await aKey(tenant.project)}`;
    expect((await exports.default.fetch(url, { method: 'POST', body })).status).toBe(200);
    const second = await vi.waitFor(
      async () => {
        const reply = await send('GET', `/organizations/${tenant.organization.slug}/issues/?query=second`, { token: tenant.token });
        const [issue] = Issues.parse(await reply.json());
        if (!issue) throw new Error('The second issue is not there yet');
        return { issueId: issue.id };
      },
      { timeout: 5_000, interval: 20 },
    );
    for (const name of ['latest', 'oldest', 'recommended', first.eventId]) {
      expect(await readEvent(tenant, first.issueId, name)).toMatchObject({ groupID: first.issueId, title: 'the first' });
      expect(await readEvent(tenant, second.issueId, name)).toMatchObject({ groupID: second.issueId, title: 'the second' });
    }
    const reply = await send('GET', `/projects/${tenant.organization.slug}/${tenant.project.slug}/events/${first.eventId}/`, { token: tenant.token });
    expect(Event.parse(await reply.json())).toMatchObject({ groupID: first.issueId, title: 'the first' });
  });

  it('are passed over where the body was not kept', async () => {
    const tenant = await aTenant();
    const { eventId, issueId } = await sendEvent(tenant);
    const listed = { id: Number(issueId), title: 'boom', culprit: '' };
    await anEventRow(tenant.project, { ...(await anIssue(await aProject(tenant.organization))), ...listed }, { occurredAt: Date.now() + 60_000 });
    expect(await readEvent(tenant, issueId, 'latest')).toMatchObject({ id: eventId });
  });

  it('are paged both ways, newest first, over events of the same instant', async () => {
    const tenant = await aTenant();
    const issue = await anIssue(tenant.project);
    const times = [5, 5, 5, 4, 4, 3, 2];
    const rows = await Promise.all(
      times.map((occurredAt) => anEventRow(tenant.project, issue, { occurredAt, tags: { browser: 'Firefox' }, user: { email: 'a@b.example' } })),
    );
    const expected = rows.sort((one, other) => other.occurredAt - one.occurredAt || (one.eventId < other.eventId ? 1 : -1)).map(({ eventId }) => eventId);

    const path = `/organizations/${tenant.organization.slug}/issues/${issue.id}/events/`;
    const read = async (query: string) => {
      const reply = await send('GET', `${path}?per_page=2${query}`, { token: tenant.token });
      const summaries = Summaries.parse(await reply.json());
      expect(summaries[0]).toMatchObject({ groupID: String(issue.id), tags: [{ key: 'browser', value: 'Firefox' }], user: { email: 'a@b.example', id: null } });
      const links = [...(reply.headers.get('link') ?? '').matchAll(/results="(\w+)"; cursor="([^"]+)"/g)].map(([, results, cursor]) => ({ results, cursor }));
      return { ids: summaries.map(({ id }) => id), previous: links[0], next: links[1] };
    };

    const pages = [await read('')];
    for (let next = pages[0]?.next; next?.results === 'true'; next = pages.at(-1)?.next) pages.push(await read(`&cursor=${next.cursor}`));
    expect(pages.flatMap(({ ids }) => ids)).toEqual(expected);

    const back = [];
    for (let previous = pages.at(-1)?.previous; previous?.results === 'true'; previous = back.at(-1)?.previous)
      back.push(await read(`&cursor=${previous.cursor}`));
    expect(back.reverse().map(({ ids }) => ids)).toEqual(pages.slice(0, -1).map(({ ids }) => ids));
  });

  it('are searched by query, environment and time, page by page, and counted', async () => {
    const tenant = await aTenant();
    const [issue, another] = await Promise.all([anIssue(tenant.project), anIssue(tenant.project)]);
    const now = Date.now();
    const day = 24 * 3_600_000;
    const row = (daysAgo: number, browser: string, environment: string | null, of = issue) =>
      anEventRow(tenant.project, of, { occurredAt: now - daysAgo * day, environment, tags: { browser, level: 'error' } });
    const [first, second, , , old] = await Promise.all([
      row(1, 'Firefox 140', 'production'),
      row(2, 'Firefox 140', 'production'),
      row(3, 'Chrome', 'production'),
      row(4, 'Firefox 140', null),
      row(200, 'Firefox 140', 'production'),
      row(1, 'Firefox 140', 'production', another),
    ]);
    const search = async (parameters: Record<string, string>) => {
      const path = `/organizations/${tenant.organization.slug}/issues/${issue.id}/events/?${new URLSearchParams(parameters)}`;
      const reply = await send('GET', path, { token: tenant.token });
      expect(reply.status).toBe(200);
      const ids = Summaries.parse(await reply.json()).map(({ id }) => id);
      return { ids, hits: reply.headers.get('x-hits'), link: reply.headers.get('link') ?? '' };
    };
    const found = { query: 'browser:"Firefox 140" tags[level]:error', environment: 'production' };
    expect(await search(found)).toMatchObject({ ids: [first.eventId, second.eventId, old.eventId], hits: '3' });
    expect(await search({ ...found, statsPeriod: '90d' })).toMatchObject({ ids: [first.eventId, second.eventId], hits: '2' });
    expect((await search({ query: '!browser:Chrome', environment: '' })).ids).toHaveLength(1);
    expect((await search({})).hits).toBeNull();

    const page = await search({ ...found, per_page: '1' });
    expect(page).toMatchObject({ ids: [first.eventId], hits: '3' });
    const [, next = ''] = /<([^>]+)>; rel="next"; results="true"/.exec(page.link) ?? [];
    expect(new URL(next).searchParams.get('query')).toBe(found.query);
    expect(await search(Object.fromEntries(new URL(next).searchParams))).toMatchObject({ ids: [second.eventId], hits: '3' });
  });

  it.each([
    ['(browser:x', 0, 1],
    ['a count():>1', 2, 9],
    ['is:unresolved', 0, 2],
  ])('say where %s cannot be searched', async (query, start, end) => {
    const tenant = await aTenant();
    const issue = await anIssue(tenant.project);
    const path = `/organizations/${tenant.organization.slug}/issues/${issue.id}/events/?${new URLSearchParams({ query })}`;
    const reply = await send('GET', path, { token: tenant.token });
    expect(reply.status).toBe(400);
    expect(await reply.json()).toMatchObject({ detail: expect.any(String), position: { start, end } });
  });
});

describe('an event of a project', () => {
  it('is shown with all that the SDK said', async () => {
    const tenant = await aTenant();
    const { eventId } = await sendEvent(tenant, {
      exception: {
        values: [{ type: 'TypeError', value: 'x is undefined', stacktrace: { frames: [{ function: 'load', filename: 'app.js', lineno: 3, in_app: true }] } }],
      },
      breadcrumbs: [{ message: 'clicked', timestamp: 1_790_000_000 }],
      extra: { answer: 42 },
      environment: 'production',
      release: 'web@1.0',
    });
    const reply = await send('GET', `/projects/${tenant.organization.slug}/${tenant.project.slug}/events/${eventId}/`, { token: tenant.token });
    const event = Event.parse(await reply.json());
    expect(event).toMatchObject({
      id: eventId,
      title: 'TypeError: x is undefined',
      context: { answer: 42 },
      environment: 'production',
      release: { version: 'web@1.0' },
    });
    expect(event.entries.map(({ type }) => type)).toEqual(['exception', 'message', 'breadcrumbs']);
    expect(event.fingerprints).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)]);
  });

  it('is given as it is stored', async () => {
    const tenant = await aTenant();
    const { eventId } = await sendEvent(tenant, { message: 'boom' });
    const path = `/projects/${tenant.organization.slug}/${tenant.project.slug}/events/${eventId}`;
    const stored = await (await send('GET', `${path}/json/`, { token: tenant.token })).text();
    expect(JSON.parse(stored)).toMatchObject({ event_id: eventId, logentry: { formatted: 'boom' } });
    expect(await (await send('GET', `${path}/`, { token: tenant.token })).json()).toMatchObject({ size: stored.length });
  });

  it.each(['0'.repeat(32), 'latest', "' or 1=1 --"])('is not found by %s', async (eventId) => {
    const { organization, project, token } = await aTenant();
    const reply = await send('GET', `/projects/${organization.slug}/${project.slug}/events/${encodeURIComponent(eventId)}/`, { token });
    expect(reply.status).toBe(404);
  });
});

describe('attachments', () => {
  async function anAttachment(tenant: Tenant, name: string, contentType: string, bytes: string) {
    const { eventId } = await sendEvent(tenant);
    const description = { name, type: 'event.attachment', contentType, bytes: Buffer.byteLength(bytes), index: 0 };
    await putAttachment(env.FILES, attachmentKey(tenant.project.id, eventId, description), new Blob([bytes]).stream(), description);
    const path = `/projects/${tenant.organization.slug}/${tenant.project.slug}/events/${eventId}/attachments/`;
    const list = z.array(Attachment).parse(await (await send('GET', path, { token: tenant.token })).json());
    return { path, list, id: list[0]?.id ?? '' };
  }

  it('are listed, described and downloaded', async () => {
    const tenant = await aTenant();
    const { path, list, id } = await anAttachment(tenant, 'log.txt', 'text/plain', 'line by line');
    expect(list).toMatchObject([{ name: 'log.txt', mimetype: 'text/plain', size: 12, type: 'event.attachment' }]);
    expect(await (await send('GET', `${path}${id}/`, { token: tenant.token })).json()).toEqual(list[0]);
    const download = await send('GET', `${path}${id}/?download=1`, { token: tenant.token });
    expect(Buffer.from(await download.arrayBuffer()).toString()).toBe('line by line');
    expect(Object.fromEntries(download.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': '12',
      'content-disposition': `attachment; filename="log.txt"; filename*=UTF-8''log.txt`,
      'x-content-type-options': 'nosniff',
    });
  });

  it.each([
    ['image/png', 'image/png'],
    ['image/svg+xml', 'application/octet-stream'],
    ['text/html', 'application/octet-stream'],
    ['application/xhtml+xml', 'application/octet-stream'],
  ])('of type %s are sent as %s, and never opened as a page', async (contentType, expected) => {
    const tenant = await aTenant();
    const { path, id } = await anAttachment(tenant, 'page', contentType, '<script>alert(1)</script>');
    const { headers } = await send('GET', `${path}${id}/?download=1`, { token: tenant.token });
    expect(headers.get('content-type')).toBe(expected);
    expect(headers.get('content-disposition')).toMatch(/^attachment;/);
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
  });

  it('cannot break out of their header by their name', async () => {
    const tenant = await aTenant();
    const { path, id } = await anAttachment(tenant, 'ä"; filename=x\'(1).html', 'text/html', 'x');
    const { headers } = await send('GET', `${path}${id}/?download=1`, { token: tenant.token });
    expect(headers.get('content-disposition')).toBe(
      `attachment; filename="___ filename_x_(1).html"; filename*=UTF-8''%C3%A4%22%3B%20filename%3Dx%27%281%29.html`,
    );
  });

  it('are not found by another id, nor without their event', async () => {
    const tenant = await aTenant();
    const { path, id } = await anAttachment(tenant, 'log.txt', 'text/plain', 'x');
    for (const query of ['', '?download=1']) {
      expect((await send('GET', `${path}${hexId()}/${query}`, { token: tenant.token })).status).toBe(404);
      expect((await send('GET', `${path}${'x'.repeat(2000)}/${query}`, { token: tenant.token })).status).toBe(404);
      expect((await send('GET', path.replace(/events\/\w+/, `events/${hexId()}`) + `${id}/${query}`, { token: tenant.token })).status).toBe(404);
    }
  });
});
