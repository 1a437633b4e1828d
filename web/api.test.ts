import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { changeIssues, getEvent, getIndex, listIssues, onSignedOut, readCursors, readText, signOut } from './api.ts';

const fetched = vi.fn<(url: string, init: RequestInit) => Promise<Response>>();

beforeEach(() => {
  fetched.mockReset();
  vi.stubGlobal('fetch', fetched);
});
afterEach(() => vi.unstubAllGlobals());

describe('a question', () => {
  it('puts ids into the path so that none becomes another path', async () => {
    fetched.mockResolvedValue(Response.json({}));
    await getEvent('acme', '../7', 'a?b');
    expect(fetched.mock.lastCall?.[0]).toBe('/api/0/organizations/acme/issues/..%2F7/events/a%3Fb/');
  });

  it('sends what changes as JSON, to all issues at once', async () => {
    fetched.mockResolvedValue(Response.json({ status: 'resolved' }));
    await changeIssues('acme', { ids: ['1', '2'] }, { status: 'resolved' });
    const [url, init] = fetched.mock.lastCall ?? [];
    expect(url).toBe('/api/0/organizations/acme/issues/?id=1&id=2');
    expect(init).toMatchObject({ method: 'PUT', body: '{"status":"resolved"}', credentials: 'same-origin' });
  });

  it('names the query and not the issues where all that match are meant, the empty query too', async () => {
    fetched.mockResolvedValue(new Response(null, { status: 204 }));
    await changeIssues('acme', { query: '', sort: 'date', projects: ['web'] }, { priority: 'low' });
    expect(fetched.mock.lastCall?.[0]).toBe('/api/0/organizations/acme/issues/?query=&sort=date&project=web');
  });

  it('reads a page with its cursors and hits', async () => {
    const link = '<x>; rel="previous"; results="false"; cursor="1:0:1", <y>; rel="next"; results="true"; cursor="2:7:0"';
    fetched.mockResolvedValue(Response.json([{ id: '1' }], { headers: { link, 'x-hits': '214' } }));
    const answer = await listIssues('acme', { query: '', sort: 'freq', projects: ['web', 'api'], cursor: null, limit: 25 });
    expect(fetched.mock.lastCall?.[0]).toBe('/api/0/organizations/acme/issues/?query=&sort=freq&project=web&project=api&limit=25');
    expect(answer).toEqual({ ok: true, value: { items: [{ id: '1' }], previous: null, next: '2:7:0', hits: 214 } });
  });

  it('answers null where there is no content', async () => {
    fetched.mockResolvedValue(new Response(null, { status: 204 }));
    expect(await signOut()).toEqual({ ok: true, value: null });
  });

  it('reads an address of its own as text', async () => {
    fetched.mockResolvedValue(new Response('{"a":1}'));
    expect(await readText('/api/0/x/')).toEqual({ ok: true, value: '{"a":1}' });
  });
});

describe('a failure', () => {
  it.each([
    [
      400,
      { email: ['Enter a valid email address.'] },
      { reason: 'invalid', fields: { email: ['Enter a valid email address.'] }, message: 'Enter a valid email address.' },
    ],
    [400, { detail: 'Invalid cursor parameter.' }, { reason: 'invalid', fields: { non_field_errors: ['Invalid cursor parameter.'] } }],
    [409, { detail: 'A project with this slug already exists.' }, { reason: 'invalid', message: 'A project with this slug already exists.' }],
    [403, { detail: 'No.' }, { reason: 'forbidden', message: 'No.' }],
    [404, { detail: 'Gone.' }, { reason: 'not_found', message: 'Gone.' }],
    [429, { detail: 'Slowly.' }, { reason: 'limited', message: 'Slowly.' }],
    [503, 'not JSON', { reason: 'failed', status: 503, message: 'The server answered 503.' }],
  ])('of status %i with %j says what it is', async (status, body, failure) => {
    fetched.mockResolvedValue(new Response(typeof body === 'string' ? body : JSON.stringify(body), { status }));
    expect(await getIndex()).toMatchObject({ ok: false, failure });
  });

  it('without a session is told to the application', async () => {
    const signedOut = vi.fn<() => void>();
    onSignedOut(signedOut);
    fetched.mockResolvedValue(Response.json({ detail: 'Authentication credentials were not provided.' }, { status: 401 }));
    expect(await getIndex()).toMatchObject({ ok: false, failure: { reason: 'unauthenticated' } });
    expect(signedOut).toHaveBeenCalledOnce();
  });

  it('of the network is not one of the server', async () => {
    fetched.mockRejectedValue(new TypeError('Failed to fetch'));
    expect(await getIndex()).toMatchObject({ ok: false, failure: { reason: 'offline' } });
  });

  it('that was asked for is nothing to show', async () => {
    const controller = new AbortController();
    fetched.mockImplementation(async () => {
      controller.abort();
      throw controller.signal.reason;
    });
    expect(await listIssues('acme', {}, controller.signal)).toMatchObject({ ok: false, failure: { reason: 'cancelled' } });
  });
});

it('reads no cursor where there is no list', () => {
  expect(readCursors('')).toEqual({ previous: null, next: null });
});
