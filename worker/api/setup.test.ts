import { env } from 'cloudflare:workers';
import { beforeAll, expect, it } from 'vitest';
import { Index, SetupReply } from './contract/organization.ts';
import { emptyInstallation, send } from './fixtures.ts';

const body = {
  setupToken: 'setup-token-of-the-tests',
  organization: { name: 'Acme Inc.' },
  user: { name: 'Ada', email: 'Ada@Acme.example', password: 'correct horse' },
  project: { name: 'Web', platform: 'javascript-react' },
};

beforeAll(emptyInstallation);

/* In order: each test finds what those before it left, since an installation is set up but once. */

it('says that nothing is set up yet', async () => {
  const reply = await send('GET', '/');
  expect(Index.parse(await reply.json())).toMatchObject({ isSetUp: false, user: null, auth: null });
});

it.each([
  ['another token', { ...body, setupToken: 'guessed' }],
  ['no token', { ...body, setupToken: undefined }],
  ['an empty token', { ...body, setupToken: '' }],
  ['something else than an object', []],
])('refuses %s', async (_, wrong) => {
  const reply = await send('POST', '/setup/', { body: wrong });
  expect(reply.status).toBe(403);
  expect(await reply.json()).toEqual({ detail: 'The setup token is wrong.' });
});

it('names the fields that are wrong', async () => {
  const wrong = { ...body, organization: { name: ' ', slug: 'Not A Slug' }, user: { name: 'Ada', email: 'nowhere', password: 'short' }, project: {} };
  const reply = await send('POST', '/setup/', { body: wrong });
  expect(reply.status).toBe(400);
  expect(await reply.json()).toEqual({
    'organization.name': ['This field may not be blank.'],
    'organization.slug': ['Enter lower-case letters, digits, dashes or underscores, not digits alone.'],
    'user.email': ['Enter a valid email address.'],
    'user.password': ['Ensure this field has at least 8 characters.'],
    'project.name': ['This field is required.'],
  });
});

it('refuses what is not JSON', async () => {
  const reply = await send('POST', '/setup/', { body: '{"setupToken":' });
  expect([reply.status, await reply.json()]).toEqual([400, { detail: 'JSON parse error' }]);
});

it('refuses a page of another site', async () => {
  const reply = await send('POST', '/setup/', { body, headers: { origin: 'https://evil.example' } });
  expect(reply.status).toBe(403);
});

it('makes one organization of two racing calls, whose replies open everything', async () => {
  const replies = await Promise.all([send('POST', '/setup/', { body }), send('POST', '/setup/', { body })]);
  expect(replies.map(({ status }) => status).sort()).toEqual([201, 404]);
  const winner = replies.find(({ status }) => status === 201);
  if (!winner) throw new Error('no call won');
  const reply = SetupReply.parse(await winner.json());
  expect(reply).toMatchObject({ organization: { slug: 'acme-inc' }, user: { email: 'ada@acme.example' }, project: { slug: 'web' } });
  expect(reply.dsn.public).toMatch(new RegExp(`^https://[0-9a-f]{32}@picket\\.example/${reply.project.id}$`));

  const counts = await env.DB.prepare(
    'select (select count(*) from organizations) o, (select count(*) from users) u, (select count(*) from projects) p, (select count(*) from project_keys) k, (select count(*) from api_tokens) t',
  ).first();
  expect(counts).toEqual({ o: 1, u: 1, p: 1, k: 1, t: 1 });

  const cookie = winner.headers.get('set-cookie')?.split(';')[0] ?? '';
  for (const credentials of [{ token: reply.token }, { cookie }]) {
    const index = Index.parse(await (await send('GET', '/', credentials)).json());
    expect(index).toMatchObject({ isSetUp: true, user: { email: 'ada@acme.example' }, auth: { scopes: expect.arrayContaining(['org:admin']) } });
  }
});

it.each([
  ['the right token', body],
  ['a wrong one', { ...body, setupToken: 'guessed' }],
  ['no JSON at all', '{'],
])('does not exist any more, whether asked with %s', async (_, later) => {
  const reply = await send('POST', '/setup/', { body: later });
  expect([reply.status, await reply.json()]).toEqual([404, { detail: 'The requested resource does not exist' }]);
});

it('lets the owner sign in with the chosen password', async () => {
  const reply = await send('POST', '/auth/', { body: { email: 'ada@acme.example', password: 'correct horse' } });
  expect(reply.status).toBe(200);
});
