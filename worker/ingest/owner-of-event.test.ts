import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { IssueObject, Occurrence } from '../issue/issue-object.ts';
import type { CodeownersFile } from '../ownership/match.ts';
import { findIngestKey } from '../storage/ingest-keys.ts';
import { anEventId, aProject, eventually, issuesOf, type TestProject } from './ingest.fixture.ts';
import { handleIngest } from './ingest.ts';
import { handleOverflowNotice } from './overflow.ts';
import { ownerOfEvent } from './owner-of-event.ts';
import { findProjectKey } from './project-keys.ts';
import { routeIngest } from './route.ts';
import { normalized } from '../event/normalize.fixture.ts';

async function aTeam({ organizationId }: TestProject, slug: string): Promise<number> {
  const team = await env.DB.prepare('insert into teams (organization_id, slug, name, created_at) values (?, ?, ?, 0) returning id')
    .bind(organizationId, slug, slug)
    .first<{ id: number }>();
  return team?.id ?? 0;
}

async function aMember({ organizationId }: TestProject, email: string): Promise<number> {
  const user = await env.DB.prepare(`insert into users (email, name, password_hash, created_at) values (?, 'Ada Lovelace', '', 0) returning id`)
    .bind(email)
    .first<{ id: number }>();
  await env.DB.prepare(`insert into members (organization_id, user_id, role, created_at) values (?, ?, 'member', 0)`).bind(organizationId, user?.id).run();
  return user?.id ?? 0;
}

async function setRules({ projectId }: TestProject, raw: string, keys: string[], autoAssignment = 'owner'): Promise<void> {
  await env.DB.prepare(
    'insert or replace into ownership (project_id, raw, owner_keys, fallthrough, auto_assignment, created_at, updated_at) values (?, ?, ?, 0, ?, 0, 0)',
  )
    .bind(projectId, raw, JSON.stringify(keys), autoAssignment)
    .run();
}

async function addFile({ projectId }: TestProject, keys: string[], { raw = '', codeMappings = [], associations = {} }: Partial<CodeownersFile>): Promise<void> {
  await env.DB.prepare('insert into codeowners (project_id, raw, owner_keys, code_mappings, associations, created_at, updated_at) values (?, ?, ?, ?, ?, 0, 0)')
    .bind(projectId, raw, JSON.stringify(keys), JSON.stringify(codeMappings), JSON.stringify(associations))
    .run();
}

const anError = (filename: string) => ({
  platform: 'python',
  exception: { values: [{ type: 'A', value: 'b', stacktrace: { frames: [{ filename, function: 'f' }] } }] },
});

async function keyOf(project: TestProject) {
  const key = await findIngestKey(env.DB, project.publicKey);
  if (!key) throw new Error('No key');
  return key;
}
const ownerOfFile = async (project: TestProject, filename: string) => ownerOfEvent(await keyOf(project), normalized(anError(filename)));

/** Issue objects that are told of events by way of `record`, and do nothing else. */
function objectsThat(record: (occurrence: Occurrence) => 'accepted'): DurableObjectNamespace<IssueObject> {
  return new Proxy(env.ISSUES, {
    get: (_, name) => (name === 'getByName' ? () => ({ record: async (occurrence: string) => record(JSON.parse(occurrence)) }) : undefined),
  });
}

async function send(project: TestProject, filename: string, bindings: Partial<typeof env> = {}): Promise<number> {
  const url = new URL(`https://picket.example/api/${project.projectId}/store/?sentry_key=${project.publicKey}&sentry_version=7`);
  const route = routeIngest(url.pathname);
  if (!route) throw new Error('No route');
  const request = new Request(url, { method: 'POST', body: JSON.stringify({ event_id: anEventId(), ...anError(filename) }) });
  // Only outcomes go on behind the answer.
  const answer = await handleIngest({ ...env, ...bindings }, createExecutionContext(), request, url, route);
  return answer.status;
}

describe('an event that comes in', () => {
  it('makes an issue that is assigned to its owner, by the rules of its project', async () => {
    const project = await aProject();
    const team = await aTeam(project, 'shop');
    await setRules(project, 'path:src/pay/* #shop', ['shop']);
    expect(await send(project, 'src/pay/tax.py')).toBe(200);
    expect(await send(project, 'src/mail/send.py')).toBe(200);
    const issues = await eventually(
      () => issuesOf(project),
      (found) => found.length === 2,
    );
    expect(new Set(issues.map(({ assignee }) => assignee))).toEqual(new Set([`team:${team}`, null]));
  });

  it('brings it also when it had to wait', async () => {
    const project = await aProject();
    const team = await aTeam(project, 'shop');
    await setRules(project, '* #shop', ['shop']);
    const keys: string[] = [];
    const queue = new Proxy(env.OVERFLOW, { get: (_, name) => (name === 'send' ? async ({ key }: { key: string }) => void keys.push(key) : undefined) });
    const away = objectsThat(() => {
      throw new Error('The object is overloaded, says the test');
    });
    expect(await send(project, 'src/pay/tax.py', { OVERFLOW: queue, ISSUES: away })).toBe(200);
    const seen: Occurrence[] = [];
    const objects = objectsThat((occurrence) => {
      seen.push(occurrence);
      return 'accepted';
    });
    for (const key of keys) await handleOverflowNotice({ ...env, ISSUES: objects }, { kind: 'event', key });
    expect(seen).toMatchObject([{ owner: `team:${team}`, origin: { projectId: project.projectId } }]);
  });
});

describe('what comes with a key', () => {
  it('asks for no owners where a project has no rules, or assigns nothing', async () => {
    const project = await aProject();
    expect((await keyOf(project)).ownership).toBe(null);
    await aTeam(project, 'shop');
    await setRules(project, '* #shop', ['shop'], 'off');
    expect((await keyOf(project)).ownership).toBe(null);
    await setRules(project, '', []);
    expect((await keyOf(project)).ownership).toBe(null);
  });

  it('knows those who are meant, of its own organization alone', async () => {
    const [project, other] = [await aProject(), await aProject()];
    const team = await aTeam(project, 'shop');
    await aTeam(other, 'ops');
    const email = `ada-${project.projectId}@acme.example`;
    const user = await aMember(project, email);
    await setRules(project, `a.py #shop\nb.py ${email}\nc.py #ops`, ['shop', email, 'ops']);
    expect(await Promise.all(['a.py', 'b.py', 'c.py'].map((file) => ownerOfFile(project, file)))).toEqual([`team:${team}`, `user:${user}`, null]);
  });

  it('knows CODEOWNERS files without any rules, with names, code mappings and who is meant', async () => {
    const project = await aProject();
    const team = await aTeam(project, 'shop');
    const user = await aMember(project, `al-${project.projectId}@acme.example`);
    const codeMappings = [{ stackRoot: '/srv/', sourceRoot: '' }];
    await addFile(project, ['shop', 'ada-lovelace'], {
      raw: '* @acme/payments\n/mail/ @ada-lovelace',
      codeMappings,
      associations: { '@acme/payments': '#shop' },
    });
    expect(await Promise.all(['/srv/a.py', '/srv/mail/a.py', 'lib/a.py'].map((file) => ownerOfFile(project, file)))).toEqual([
      `team:${team}`,
      `user:${user}`,
      null,
    ]);
  });

  it('names nobody once the team is deleted, or the member has left', async () => {
    const project = await aProject();
    const team = await aTeam(project, 'shop');
    const email = `ada-${project.projectId}@acme.example`;
    const user = await aMember(project, email);
    await setRules(project, `a.py #shop\nb.py ${email}`, ['shop', email]);
    await env.DB.prepare('delete from teams where id = ?').bind(team).run();
    await env.DB.prepare('delete from members where user_id = ?').bind(user).run();
    expect(await Promise.all(['a.py', 'b.py'].map((file) => ownerOfFile(project, file)))).toEqual([null, null]);
  });

  it('holds on while the database is away', async () => {
    const project = await aProject();
    const team = await aTeam(project, 'shop');
    await setRules(project, '* #shop', ['shop']);
    const now = Date.now();
    const context = createExecutionContext();
    await findProjectKey(env, context, project.publicKey, now);
    await waitOnExecutionContext(context);
    const away = new Proxy(env.DB, {
      get() {
        throw new Error('D1 is away, says the test');
      },
    });
    const { found } = await findProjectKey({ ...env, DB: away }, createExecutionContext(), project.publicKey, now + 3_600_000);
    if (found === null || found === 'unavailable') throw new Error('The key is lost');
    expect(ownerOfEvent(found, normalized(anError('a.py')))).toBe(`team:${team}`);
  });
});
