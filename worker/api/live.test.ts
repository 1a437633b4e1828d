import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { drizzle } from 'drizzle-orm/d1';
import { eq } from 'drizzle-orm';
import { afterEach, expect, it, vi } from 'vitest';
import { liveObjectName } from '../live/object-name.ts';
import { projectorName } from '../storage/projector-object.ts';
import { apiTokens, members, sessions } from '../storage/schema.ts';
import { change } from './commands.fixture.ts';
import { LiveMessage } from './contract/live.ts';
import { aMember, aSession, aTenant, aToken, origin, send, sendEvent, type Sending, type Tenant } from './fixtures.ts';

const upgrade = { upgrade: 'websocket' };
const ownPage = { ...upgrade, origin };

interface Listening {
  messages: LiveMessage[];
  closedWith: number | null;
  socket: WebSocket;
}

const opened: Listening[] = [];
afterEach(() => {
  for (const { socket } of opened.splice(0)) socket.close();
});

async function listen({ organization, token }: Pick<Tenant, 'organization' | 'token'>, how: Sending = { token, headers: upgrade }): Promise<Listening> {
  const { status, webSocket } = await send('GET', `/organizations/${organization.slug}/live/`, how);
  if (!webSocket) throw new Error(`There is no socket, but the status ${status}`);
  const listening: Listening = { messages: [], closedWith: null, socket: webSocket };
  webSocket.addEventListener('message', ({ data }) => void listening.messages.push(LiveMessage.parse(JSON.parse(String(data)))));
  webSocket.addEventListener('close', ({ code }) => void (listening.closedWith = code));
  webSocket.accept();
  opened.push(listening);
  return listening;
}

/** What was told of the issue so far. */
function kindsOf({ messages }: Listening, issueId: string): string[] {
  return messages.flatMap(({ issues }) => issues).flatMap(({ id, kinds }) => (id === issueId ? kinds : []));
}

const soon = { timeout: 4_000, interval: 10 };
const objectOf = ({ organization }: Tenant) => env.LIVE.getByName(liveObjectName(organization.id));

/** As if its sockets were looked up long ago. */
async function forgetChecks(tenant: Tenant): Promise<void> {
  await runInDurableObject(objectOf(tenant), (_, state) => {
    for (const socket of state.getWebSockets()) socket.serializeAttachment({ ...socket.deserializeAttachment(), checkedAt: 0 });
  });
}

it('tells a page of a new issue, and of what comes of it', async () => {
  const tenant = await aTenant();
  const page = await listen(tenant, { cookie: await aSession(tenant.owner), headers: ownPage });
  const { issueId } = await sendEvent(tenant);
  await vi.waitFor(() => expect(kindsOf(page, issueId)).toEqual(['new', 'events']), soon);
  await change(tenant, issueId, { status: 'resolved', assignedTo: `user:${tenant.owner.id}` });
  await vi.waitFor(() => expect(kindsOf(page, issueId).slice(2).sort()).toEqual(['assignee', 'status']), soon);
});

it('tells of comments and deletions, which no projection carries', async () => {
  const tenant = await aTenant();
  const { issueId } = await sendEvent(tenant);
  const page = await listen(tenant);
  const path = `/organizations/${tenant.organization.slug}/issues/${issueId}/`;
  await send('POST', `${path}notes/`, { token: tenant.token, body: { text: 'Hi' } });
  await vi.waitFor(() => expect(kindsOf(page, issueId)).toContain('note'), soon);
  await send('PUT', path, { token: tenant.token, body: { isBookmarked: true } });
  await send('DELETE', path, { token: tenant.token });
  await vi.waitFor(() => expect(kindsOf(page, issueId)).toEqual(['note', 'participation', 'deleted']), soon);
});

it('tells of both issues of a merger', async () => {
  const tenant = await aTenant();
  const [one, other] = [await sendEvent(tenant), await sendEvent(tenant)];
  const page = await listen(tenant);
  const path = `/organizations/${tenant.organization.slug}/issues/?id=${one.issueId}&id=${other.issueId}`;
  await send('PUT', path, { token: tenant.token, body: { merge: 1 } });
  await vi.waitFor(
    () => expect([kindsOf(page, one.issueId), kindsOf(page, other.issueId)]).toEqual([expect.arrayContaining(['merged']), expect.arrayContaining(['merged'])]),
    soon,
  );
});

it('tells nobody of another organization', async () => {
  const [mine, theirs] = [await aTenant(), await aTenant()];
  const [page, other] = [await listen(mine), await listen(theirs)];
  const { issueId } = await sendEvent(mine);
  await vi.waitFor(() => expect(kindsOf(page, issueId)).toContain('new'), soon);
  const sent = await sendEvent(theirs);
  await vi.waitFor(() => expect(kindsOf(other, sent.issueId)).toContain('new'), soon);
  expect(kindsOf(other, issueId)).toEqual([]);
  expect(kindsOf(page, sent.issueId)).toEqual([]);
});

it.each([
  ['a page of elsewhere', { origin: 'https://evil.example' }],
  ['a page of elsewhere, as newer browsers say it', { origin, 'sec-fetch-site': 'cross-site' }],
  ['a page of another subdomain', { origin, 'sec-fetch-site': 'same-site' }],
  ['nobody knows where', {}],
])('refuses a session from %s', async (_, headers) => {
  const { organization, owner } = await aTenant();
  const reply = await send('GET', `/organizations/${organization.slug}/live/`, { cookie: await aSession(owner), headers: { ...upgrade, ...headers } });
  expect([reply.status, reply.webSocket, await reply.json()]).toEqual([403, null, { detail: expect.stringContaining('only from pages of this origin') }]);
});

it('answers a request that is not for a socket', async () => {
  const { organization, token } = await aTenant();
  const reply = await send('GET', `/organizations/${organization.slug}/live/`, { token });
  expect([reply.status, reply.headers.get('upgrade'), await reply.json()]).toEqual([426, 'websocket', { detail: 'This is for WebSockets.' }]);
});

it('turns out whose session ended, whose token was revoked and who left, before anything more is told', async () => {
  const tenant = await aTenant();
  const { organization } = tenant;
  const [signedOut, revoked, left] = [await aMember(organization, 'member'), await aMember(organization, 'member'), await aMember(organization, 'member')];
  const gone = [
    await listen(tenant, { cookie: await aSession(signedOut), headers: ownPage }),
    await listen(tenant, { token: await aToken(organization, revoked), headers: upgrade }),
    await listen(tenant, { cookie: await aSession(left), headers: ownPage }),
  ];
  const page = await listen(tenant, { cookie: await aSession(tenant.owner), headers: ownPage });
  await drizzle(env.DB).delete(sessions).where(eq(sessions.userId, signedOut.id));
  await drizzle(env.DB).delete(apiTokens).where(eq(apiTokens.userId, revoked.id));
  await drizzle(env.DB).delete(members).where(eq(members.userId, left.id));
  await forgetChecks(tenant);

  const { issueId } = await sendEvent(tenant);
  await vi.waitFor(() => expect(kindsOf(page, issueId)).toContain('new'), soon);
  await vi.waitFor(() => expect(gone.map(({ closedWith }) => closedWith)).toEqual([4401, 4401, 4401]), soon);
  expect(gone.flatMap(({ messages }) => messages)).toEqual([]);
});

it('looks after its sockets every few minutes, and sleeps when there are none', async () => {
  const tenant = await aTenant();
  const left = await aMember(tenant.organization, 'member');
  const gone = await listen(tenant, { cookie: await aSession(left), headers: ownPage });
  const page = await listen(tenant);
  await drizzle(env.DB).delete(members).where(eq(members.userId, left.id));
  expect(await runDurableObjectAlarm(objectOf(tenant))).toBe(true);
  await vi.waitFor(() => expect(gone.closedWith).toBe(4401), soon);
  expect(page.closedWith).toBe(null);

  // It says no `ping`, and was last heard of long ago.
  await forgetChecks(tenant);
  expect(await runDurableObjectAlarm(objectOf(tenant))).toBe(true);
  await vi.waitFor(() => expect(page.closedWith).toBe(1013), soon);
  expect(await runDurableObjectAlarm(objectOf(tenant))).toBe(false);
});

it('answers a ping, and closes a socket that says anything else', async () => {
  const tenant = await aTenant();
  const { organization, token } = tenant;
  const { webSocket } = await send('GET', `/organizations/${organization.slug}/live/`, { token, headers: upgrade });
  const heard: unknown[] = [];
  webSocket?.addEventListener('message', ({ data }) => void heard.push(data));
  webSocket?.addEventListener('close', ({ code }) => void heard.push(code));
  webSocket?.accept();
  webSocket?.send('ping');
  await vi.waitFor(() => expect(heard).toEqual(['pong']), soon);
  webSocket?.send('x'.repeat(100));
  await vi.waitFor(() => expect(heard).toEqual(['pong', 1008]), soon);
});

/** Counts the calls that the projector of the tenant makes to tell of changes. */
async function countCalls(tenant: Tenant): Promise<{ calls: number }> {
  const counted = { calls: 0 };
  const LIVE = {
    getByName: (name: string) => {
      if (name === liveObjectName(tenant.organization.id)) counted.calls += 1;
      return env.LIVE.getByName(name);
    },
  };
  await runInDurableObject(env.PROJECTORS.getByName(projectorName(tenant.project.shard)), (instance) => {
    Object.defineProperty(instance, 'env', { configurable: true, value: { ...env, LIVE } });
  });
  return counted;
}

it('costs no call where nobody listens, and few where somebody does', async () => {
  const tenant = await aTenant();
  const counted = await countCalls(tenant);
  await sendEvent(tenant);
  expect(counted.calls).toBe(0);

  const page = await listen(tenant);
  // One after the other, so that each is projected by itself.
  for (let nth = 0; nth < 4; nth += 1) await sendEvent(tenant);
  await vi.waitFor(() => expect(new Set(page.messages.flatMap(({ issues }) => issues.map(({ id }) => id))).size).toBe(4), soon);
  expect(counted.calls).toBeLessThan(4);
});

it('costs no call any more once the last one has gone, until somebody comes', async () => {
  const tenant = await aTenant();
  const counted = await countCalls(tenant);
  const page = await listen(tenant);
  page.socket.close();
  await vi.waitFor(async () => expect(await runInDurableObject(objectOf(tenant), (_, state) => state.getWebSockets().length)).toBe(0), soon);
  // It is told to nobody, and so is no other.
  await sendEvent(tenant);
  await vi.waitFor(async () => {
    const watches = await runInDurableObject(env.PROJECTORS.getByName(projectorName(tenant.project.shard)), (_, state) => state.storage.kv.get('watches'));
    expect(watches).not.toHaveProperty(String(tenant.organization.id));
  }, soon);
  await sendEvent(tenant);
  expect(counted.calls).toBe(1);

  const next = await listen(tenant);
  const { issueId } = await sendEvent(tenant);
  await vi.waitFor(() => expect(kindsOf(next, issueId)).toContain('new'), soon);
});

it('lets nobody listen to a silence: where projectors cannot be told, the page has to come again', async () => {
  const tenant = await aTenant();
  await runInDurableObject(objectOf(tenant), (instance) => {
    const PROJECTORS = { getByName: () => ({ watch: () => Promise.reject(new Error('away')) }) };
    Object.defineProperty(instance, 'env', { configurable: true, value: { ...env, PROJECTORS } });
  });
  const path = `/organizations/${tenant.organization.slug}/live/`;
  const reply = await send('GET', path, { token: tenant.token, headers: upgrade });
  expect([reply.status, reply.webSocket]).toEqual([503, null]);
  await runInDurableObject(objectOf(tenant), (instance) => void Object.defineProperty(instance, 'env', { value: env }));
  await listen(tenant);
});

it('writes a row per shard and an alarm when a dashboard opens, and nothing when more do or when something is told', async () => {
  const tenant = await aTenant();
  const rowsOf = (state: DurableObjectState) => state.storage.sql.exec<{ n: number }>('select total_changes() as n').one().n;
  const written = async () => {
    const counted = [0, 1].map((shard) => runInDurableObject(env.PROJECTORS.getByName(projectorName(shard)), (_, state) => rowsOf(state)));
    const all = await Promise.all([...counted, runInDurableObject(objectOf(tenant), (_, state) => rowsOf(state))]);
    return all.reduce((sum, rows) => sum + rows, 0);
  };
  const before = await written();
  const page = await listen(tenant);
  expect((await written()) - before).toBe(3);
  await listen(tenant);
  const { issueId } = await sendEvent(tenant);
  await vi.waitFor(() => expect(kindsOf(page, issueId)).toContain('new'), soon);
  expect((await written()) - before).toBe(3);
});
