import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { hashPassword } from '../identity/passwords.ts';
import { hashToken } from '../identity/secrets.ts';
import { Index, Organization, User } from './contract/organization.ts';
import { aMember, anOrganization, aSession, aTenant, aToken, hexId, send } from './fixtures.ts';

const password = 'correct horse';
/** Attempts are counted per address, so each test comes from its own. */
const from = () => ({ 'cf-connecting-ip': hexId() });

async function aUserWithPassword() {
  const organization = await anOrganization();
  return { organization, user: await aMember(organization, 'member', { passwordHash: await hashPassword(password) }) };
}

it('signs in, says who is there, and signs out', async () => {
  const { user, organization } = await aUserWithPassword();
  const signedIn = await send('POST', '/auth/', { body: { email: ` ${user.email.toUpperCase()} `, password }, headers: from() });
  expect(User.parse(await signedIn.json())).toEqual({ id: String(user.id), name: 'Ada', email: user.email, username: user.email });

  const setCookie = signedIn.headers.get('set-cookie') ?? '';
  expect(setCookie).toMatch(/^picket_session=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
  const cookie = setCookie.split(';')[0] ?? '';
  expect(await (await send('GET', '/auth/', { cookie })).json()).toMatchObject({ email: user.email });
  expect(await (await send('GET', '/organizations/', { cookie })).json()).toMatchObject([{ slug: organization.slug }]);

  const signedOut = await send('DELETE', '/auth/', { cookie, headers: { 'sec-fetch-site': 'same-origin' } });
  expect([signedOut.status, signedOut.headers.get('set-cookie')]).toEqual([204, expect.stringContaining('picket_session=; Max-Age=0')]);
  expect((await send('GET', '/auth/', { cookie })).status).toBe(401);
});

it('keeps only the hash of a session', async () => {
  const { user } = await aUserWithPassword();
  const reply = await send('POST', '/auth/', { body: { email: user.email, password }, headers: from() });
  const token = /picket_session=([^;]+)/.exec(reply.headers.get('set-cookie') ?? '')?.[1] ?? '';
  const { results } = await env.DB.prepare('select * from sessions where user_id = ?').bind(user.id).all();
  expect(results).toMatchObject([{ token_hash: hashToken(token) }]);
  expect(JSON.stringify(results)).not.toContain(token);
});

it('answers a wrong password and an unknown address alike', async () => {
  const { user } = await aUserWithPassword();
  const wrong = await send('POST', '/auth/', { body: { email: user.email, password: 'wrong' }, headers: from() });
  const unknown = await send('POST', '/auth/', { body: { email: 'nobody@acme.example', password }, headers: from() });
  const answers = await Promise.all([wrong, unknown].map(async (reply) => [reply.status, await reply.json(), reply.headers.get('set-cookie')]));
  expect(answers[0]).toEqual([400, { non_field_errors: ['The email address or the password is wrong.'] }, null]);
  expect(answers[1]).toEqual(answers[0]);
});

it('limits the attempts on one account, from wherever they come', async () => {
  const { user } = await aUserWithPassword();
  const attempts = await Promise.all(
    Array.from({ length: 11 }, () => send('POST', '/auth/', { body: { email: user.email, password: 'guess' }, headers: from() })),
  );
  const refused = attempts.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(await refused[0]?.json()).toEqual({ detail: 'Too many attempts to sign in. Try again in a minute.' });
});

it('limits the attempts of one address, on whatever account', async () => {
  const headers = from();
  const attempts = await Promise.all(
    Array.from({ length: 11 }, (_, index) => send('POST', '/auth/', { body: { email: `${index}@acme.example`, password: 'guess' }, headers })),
  );
  expect(attempts.map(({ status }) => status)).toContain(429);
});

it('lets no page of another site sign anybody in', async () => {
  const { user } = await aUserWithPassword();
  for (const origin of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
    const reply = await send('POST', '/auth/', { body: { email: user.email, password }, headers: { ...from(), ...origin } });
    expect(reply.status).toBe(403);
  }
});

it('does not know a session any more that has run out', async () => {
  const { user } = await aUserWithPassword();
  expect((await send('GET', '/auth/', { cookie: await aSession(user) })).status).toBe(200);
  expect((await send('GET', '/auth/', { cookie: await aSession(user, { expiresAt: Date.now() - 1 }) })).status).toBe(401);
});

it.each([
  [{ 'sec-fetch-site': 'same-origin' }, 200],
  [{ origin: 'https://picket.example' }, 200],
  [{ 'sec-fetch-site': 'same-site' }, 403],
  [{ 'sec-fetch-site': 'cross-site', origin: 'https://picket.example' }, 403],
  [{ origin: 'https://picket.example.evil.example' }, 403],
  [{ origin: 'null' }, 403],
  [{}, 403],
])('answers a session that changes something with %j by %i', async (headers: Record<string, string>, expected) => {
  const { organization, owner, project } = await aTenant();
  const cookie = await aSession(owner);
  const reply = await send('PUT', `/projects/${organization.slug}/${project.slug}/`, { cookie, body: { name: 'Shop' }, headers });
  expect(reply.status).toBe(expected);
});

it('tells a token what it may do, which is never more than its user', async () => {
  const organization = await anOrganization();
  const member = await aMember(organization, 'member');
  const token = await aToken(organization, member, ['org:admin', 'project:read', 'event:write']);
  const index = Index.parse(await (await send('GET', '/', { token })).json());
  expect(index).toMatchObject({ user: { email: member.email }, auth: { scopes: ['project:read', 'event:write'] } });
});

it('confines a token to its organization, though its user is in another as well', async () => {
  const { organization, owner } = await aTenant();
  const other = await aTenant();
  await env.DB.prepare("insert into members (organization_id, user_id, role, created_at) values (?, ?, 'owner', 0)")
    .bind(other.organization.id, owner.id)
    .run();
  const token = await aToken(organization, owner);
  expect(await (await send('GET', '/organizations/', { token })).json()).toMatchObject([{ slug: organization.slug }]);
  expect((await send('GET', `/organizations/${other.organization.slug}/`, { token })).status).toBe(404);

  const cookie = await aSession(owner);
  const slugs = (await (await send('GET', '/organizations/', { cookie })).json<{ slug: string }[]>()).map(({ slug }) => slug);
  expect(slugs.sort()).toEqual([organization.slug, other.organization.slug].sort());
});

it('forgets a token whose user has left', async () => {
  const { organization, owner, token } = await aTenant();
  await env.DB.prepare('delete from members where user_id = ?').bind(owner.id).run();
  expect((await send('GET', `/organizations/${organization.slug}/`, { token })).status).toBe(401);
});

it.each(['Basic YTpi', 'DSN https://a@b.example/1', 'Bearer', 'sntryu_1'])('refuses the header %j', async (authorization) => {
  const reply = await send('GET', '/', { headers: { authorization } });
  expect([reply.status, await reply.json()]).toEqual([401, { detail: 'Invalid token' }]);
});

it('shows an organization with what the viewer may do there', async () => {
  const organization = await anOrganization({ name: 'Acme' });
  const token = await aToken(organization, await aMember(organization, 'member'), ['org:read']);
  const reply = Organization.parse(await (await send('GET', `/organizations/${organization.id}/`, { token })).json());
  expect(reply).toMatchObject({ slug: organization.slug, name: 'Acme', orgRole: 'member', access: ['org:read'] });
});
