import * as z from 'zod/mini';
import { describe, expect, it } from 'vitest';
import { Codeowners, EventOwners, Ownership } from './contract/ownership.ts';
import { aMember, aTeam, aTenant, send, sendEvent, type Tenant } from './fixtures.ts';

const projectPath = ({ organization, project }: Tenant) => `/projects/${organization.slug}/${project.slug}/`;

async function call(tenant: Tenant, method: string, path: string, body?: unknown): Promise<[status: number, reply: unknown]> {
  const reply = await send(method, projectPath(tenant) + path, { token: tenant.token, ...(body === undefined ? {} : { body }) });
  const text = await reply.text();
  return [reply.status, text === '' ? null : JSON.parse(text)];
}

const read = async (tenant: Tenant) => Ownership.parse((await call(tenant, 'GET', 'ownership/'))[1]);
const files = async (tenant: Tenant) => z.array(Codeowners).parse((await call(tenant, 'GET', 'codeowners/'))[1]);
const preview = async (tenant: Tenant, body: unknown) => EventOwners.parse((await call(tenant, 'POST', 'ownership-preview/', body))[1]);

const anError = (filename: string) => ({ platform: 'python', exception: [{ type: 'A', value: 'b', stacktrace: { frames: [{ filename, function: 'f' }] } }] });

describe('ownership rules', () => {
  it('are none at first, and assign automatically', async () => {
    expect(await read(await aTenant())).toEqual({
      raw: null,
      fallthrough: false,
      autoAssignment: 'Auto Assign to Issue Owner',
      isActive: true,
      codeownersAutoSync: false,
      dateCreated: null,
      lastUpdated: null,
      schema: null,
      warnings: [],
    });
  });

  it('are kept as they are written; what is not named stays', async () => {
    const tenant = await aTenant();
    await aTeam(tenant, { slug: 'shop' });
    const raw = `# ours\npath:src/* #shop ${tenant.owner.email}\n`;
    const [status, saved] = await call(tenant, 'PUT', 'ownership/', { raw, fallthrough: true });
    expect([status, saved]).toMatchObject([200, { raw, fallthrough: true, autoAssignment: 'Auto Assign to Issue Owner', warnings: [] }]);
    expect(Ownership.parse(saved).schema).toEqual({
      $version: 1,
      rules: [
        {
          matcher: { type: 'path', pattern: 'src/*' },
          owners: [
            { type: 'team', name: 'shop', id: expect.any(String) },
            { type: 'user', name: tenant.owner.email, id: String(tenant.owner.id) },
          ],
        },
      ],
    });
    expect(await call(tenant, 'PUT', 'ownership/', { autoAssignment: 'Turn off Auto-Assignment' })).toMatchObject([
      200,
      { raw, fallthrough: true, autoAssignment: 'Turn off Auto-Assignment' },
    ]);
    expect(await read(tenant)).toMatchObject({ raw, autoAssignment: 'Turn off Auto-Assignment' });
    expect(await call(tenant, 'PUT', 'ownership/', { raw: null })).toMatchObject([200, { raw: null, schema: null }]);
  });

  it('are refused with line, column and reason, and then nothing changes', async () => {
    const tenant = await aTenant();
    await aTeam(tenant, { slug: 'shop' });
    await call(tenant, 'PUT', 'ownership/', { raw: '* #shop' });
    expect(await call(tenant, 'PUT', 'ownership/', { raw: 'path:a\n\npath:b bob', fallthrough: true })).toEqual([
      400,
      {
        raw: [
          'Line 1, column 7: Expected an owner, such as #team or name@example.com.',
          'Line 3, column 8: “bob” is neither an email address nor a team. Teams begin with #.',
        ],
      },
    ]);
    expect(await call(tenant, 'PUT', 'ownership/', { raw: 'a #shop #nope\nb nobody@acme.example' })).toEqual([
      400,
      {
        raw: [
          'Line 1, column 9: There is no team “#nope” in this organization.',
          'Line 2, column 3: Nobody in this organization has the email “nobody@acme.example”.',
        ],
      },
    ]);
    expect(await read(tenant)).toMatchObject({ raw: '* #shop', fallthrough: false });
  });

  it('do not know teams and people of another organization', async () => {
    const [tenant, other] = [await aTenant(), await aTenant()];
    await aTeam(other, { slug: 'theirs' });
    expect(await call(tenant, 'PUT', 'ownership/', { raw: `a #theirs\nb ${other.owner.email}` })).toMatchObject([
      400,
      { raw: [expect.stringContaining('“#theirs”'), expect.stringContaining(other.owner.email)] },
    ]);
  });

  it('warn of an owner that is gone since, and keep all else', async () => {
    const tenant = await aTenant();
    const { team } = await aTeam(tenant);
    await call(tenant, 'PUT', 'ownership/', { raw: `a ${tenant.owner.email} #${team}` });
    await send('DELETE', `/teams/${tenant.organization.slug}/${team}/`, { token: tenant.token });
    const column = tenant.owner.email.length + 4;
    expect(await read(tenant)).toMatchObject({
      warnings: [`Line 1, column ${column}: There is no team “#${team}” in this organization.`],
      schema: { rules: [{ owners: [{ id: String(tenant.owner.id) }, { name: team }] }] },
    });
    expect(await call(tenant, 'PUT', 'ownership/', { fallthrough: true })).toMatchObject([200, { fallthrough: true }]);
  });
});

describe('suggested owners', () => {
  it('are those of the rules that fit an event, the one that wins first', async () => {
    const tenant = await aTenant();
    const { team } = await aTeam(tenant);
    await call(tenant, 'PUT', 'ownership/', { raw: `*.py #${team}\npath:src/pay/* ${tenant.owner.email}\nurl:* #${team}` });
    const { eventId } = await sendEvent(tenant, anError('src/pay/tax.py'));
    const [status, owners] = await call(tenant, 'GET', `events/${eventId}/owners/`);
    expect([status, owners]).toEqual([
      200,
      {
        owners: [
          { type: 'user', id: String(tenant.owner.id), name: 'Ada', email: tenant.owner.email },
          { type: 'team', id: expect.any(String), name: team },
        ],
        rule: ['path', 'src/pay/*'],
        rules: [
          [['path', 'src/pay/*'], [['user', tenant.owner.email]]],
          [['path', '*.py'], [['team', team]]],
        ],
      },
    ]);
  });

  it('are none where no rule fits', async () => {
    const tenant = await aTenant();
    const { eventId } = await sendEvent(tenant, anError('a.py'));
    expect(await call(tenant, 'GET', `events/${eventId}/owners/`)).toEqual([200, { owners: [], rule: null, rules: [] }]);
  });

  it('can be asked for before there is an event, by rules that are not saved', async () => {
    const tenant = await aTenant();
    const { team } = await aTeam(tenant);
    await call(tenant, 'PUT', 'ownership/', { raw: `*.py #${team}` });
    expect(await preview(tenant, { path: 'a.py' })).toMatchObject({ owners: [{ name: team }], rule: ['path', '*.py'] });
    expect(await preview(tenant, { path: 'a.py', raw: `a.py ${tenant.owner.email}` })).toMatchObject({ owners: [{ type: 'user' }], rule: ['path', 'a.py'] });
    expect(await preview(tenant, { tags: { region: 'eu' }, raw: `tags.region:eu #${team}` })).toMatchObject({ rule: ['tags.region', 'eu'] });
    expect(await preview(tenant, { url: 'https://a.example/', raw: `url:*a.example* #${team}` })).toMatchObject({ owners: [{ name: team }] });
    expect(await preview(tenant, { module: 'A.b', raw: `module:a.* #${team}` })).toMatchObject({ owners: [{ name: team }] });
    const codeowners = [{ raw: `/src/ @acme/${team}`, codeMappings: [{ stackRoot: 'app:///', sourceRoot: 'src' }] }];
    expect(await preview(tenant, { path: 'app:///x.js', raw: null, codeowners })).toMatchObject({ owners: [{ name: team }], rule: ['codeowners', '/src/'] });
    expect((await call(tenant, 'POST', 'ownership-preview/', { raw: 'a' }))[0]).toBe(400);
    expect(await read(tenant)).toMatchObject({ raw: `*.py #${team}` });
  });
});

describe('CODEOWNERS files', () => {
  it('are imported, with what is not understood of them', async () => {
    const tenant = await aTenant();
    const { team } = await aTeam(tenant);
    const raw = `[Section]\n* @acme/${team}\n"a b" @nobody\n/my\\ docs/ @acme/nowhere ${tenant.owner.email} left@acme.example\n!x @a`;
    const [status, made] = await call(tenant, 'POST', 'codeowners/', {
      raw: raw.replace('"a b"', 'ab'),
      codeMappings: [{ stackRoot: '/srv/', sourceRoot: '' }],
    });
    expect([status, made]).toMatchObject([
      201,
      {
        codeMappings: [{ stackRoot: '/srv/', sourceRoot: '' }],
        ownershipSyntax: `codeowners:* #${team}\ncodeowners:"/my docs/" ${tenant.owner.email}`,
        notes: [expect.stringMatching(/^Line 1, column 1: Sections/), expect.stringMatching(/^Line 5, column 1: A pattern that takes others back/)],
        errors: { missing_external_teams: ['@acme/nowhere'], missing_external_users: ['@nobody'], missing_user_emails: ['left@acme.example'] },
      },
    ]);
    expect(await files(tenant)).toEqual([made]);
  });

  it('are told who is meant, changed in part, and deleted', async () => {
    const tenant = await aTenant();
    const { team } = await aTeam(tenant);
    const { id } = Codeowners.parse((await call(tenant, 'POST', 'codeowners/', { raw: '* @acme/Payments' }))[1]);
    expect(await call(tenant, 'PUT', `codeowners/${id}/`, { associations: { '@acme/Payments': `#${team}` } })).toMatchObject([
      200,
      {
        raw: '* @acme/Payments',
        associations: { '@acme/payments': `#${team}` },
        ownershipSyntax: `codeowners:* #${team}`,
        errors: { missing_external_teams: [] },
      },
    ]);
    expect(await preview(tenant, { path: 'a' })).toMatchObject({ owners: [{ name: team }] });
    const many = Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`@a${index}`, `#${team}`]));
    expect(await call(tenant, 'PUT', `codeowners/${id}/`, { associations: many })).toEqual([400, { associations: ['There may be no more than 500 names.'] }]);
    expect(await call(tenant, 'PUT', `codeowners/${id}/`, { associations: { '@acme/Payments': '#nope' } })).toEqual([
      400,
      { associations: ['There is no team “#nope” in this organization.'] },
    ]);
    expect(await call(tenant, 'PUT', `codeowners/${id}/`, { raw: '* bob' })).toMatchObject([
      400,
      { raw: [expect.stringMatching(/^Line 1, column 3: “bob” is no owner/)] },
    ]);
    expect(await files(tenant)).toMatchObject([{ raw: '* @acme/Payments' }]);
    expect(await call(tenant, 'DELETE', `codeowners/${id}/`)).toEqual([204, null]);
    expect(await files(tenant)).toEqual([]);
    expect((await call(tenant, 'DELETE', `codeowners/${id}/`))[0]).toBe(404);
  });

  it('are five at most', async () => {
    const tenant = await aTenant();
    const made = await Promise.all(Array.from({ length: 9 }, () => call(tenant, 'POST', 'codeowners/', { raw: '* @a', associations: {} })));
    expect(made.map(([status]) => status).sort()).toEqual([201, 201, 201, 201, 201, 400, 400, 400, 400]);
    expect(await files(tenant)).toHaveLength(5);
    expect(await call(tenant, 'POST', 'codeowners/', { raw: '' })).toEqual([400, { detail: 'A project may have 5 CODEOWNERS files.' }]);
  });

  it('go to a member whom their handle names', async () => {
    const tenant = await aTenant();
    const { email, id } = await aMember(tenant.organization);
    const handle = email.split('@')[0];
    await call(tenant, 'POST', 'codeowners/', { raw: `* @${handle}` });
    expect(await preview(tenant, { path: 'a' })).toMatchObject({ owners: [{ type: 'user', id: String(id) }] });
  });
});
