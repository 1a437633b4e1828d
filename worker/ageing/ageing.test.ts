import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { aProject, anEventId, eventually, issuesOf, type TestProject } from '../ingest/ingest.fixture.ts';
import { sendItems } from '../ingest/telemetry.fixture.ts';
import { issueObjectName } from '../issue/object-name.ts';
import { growIssues } from './grow-issues.ts';
import { resolveQuietIssues } from './resolve-quiet-issues.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const now = Date.now();

/** The minute of an hour, from `at` on, in which a project has its turn. */
const turnOf = ({ projectId }: TestProject, at: number) => (Math.ceil(at / hourMs) * 60 + (projectId % 60)) * minuteMs;

async function sendEvent(project: TestProject, message: string, more: object = {}): Promise<string> {
  const before = (await issuesOf(project)).reduce((sum, issue) => sum + issue.event_count, 0);
  await sendItems(project, [[{ type: 'event' }, { message, ...more }]], { event_id: anEventId() });
  await eventually(
    () => issuesOf(project),
    (issues) => issues.reduce((sum, issue) => sum + issue.event_count, 0) > before,
  );
  return message;
}

async function statesOf(project: TestProject): Promise<[title: string, status: string, substatus: string | null][]> {
  const issues = await issuesOf(project);
  return issues.map(({ title, status, substatus }): [string, string, string | null] => [title, status, substatus]).sort();
}

async function objectOf(project: TestProject, message: string) {
  const issue = (await issuesOf(project)).find(({ title }) => title === message);
  return env.ISSUES.getByName(issueObjectName(project.projectId, issue?.hash ?? ''));
}

async function activitiesOf(project: TestProject): Promise<string[]> {
  const { results } = await env.DB.prepare('select a.type from activities a join issues i on i.id = a.issue_id where i.project_id = ? order by a.at, a.id')
    .bind(project.projectId)
    .all<{ type: string }>();
  return results.map(({ type }) => type);
}

describe('an issue that is new', () => {
  it('is ongoing after a week, in the hour in which its project has its turn', async () => {
    const project = await aProject();
    for (const message of ['one', 'two', 'three']) await sendEvent(project, message);
    await (await objectOf(project, 'two')).change({ type: 'archive', condition: { type: 'forever' }, userId: 1, at: now });
    await growIssues(env, turnOf(project, now + 6 * dayMs));
    expect(await statesOf(project)).toEqual([
      ['one', 'unresolved', 'new'],
      ['three', 'unresolved', 'new'],
      ['two', 'ignored', 'archived_forever'],
    ]);
    await growIssues(env, turnOf(project, now + 7 * dayMs) + minuteMs);
    expect((await statesOf(project))[0]).toEqual(['one', 'unresolved', 'new']);
    await growIssues(env, turnOf(project, now + 7 * dayMs));
    expect(await statesOf(project)).toEqual([
      ['one', 'unresolved', 'ongoing'],
      ['three', 'unresolved', 'ongoing'],
      ['two', 'ignored', 'archived_forever'],
    ]);
    expect(await activitiesOf(project)).toEqual(['set_ignored', 'auto_set_ongoing', 'auto_set_ongoing']);
    const grown = await env.DB.prepare('select number from grown_up_to where project_id = ?').bind(project.projectId).first('number');
    expect(grown).toBe(3);
  });

  it('waits for none that came after it', async () => {
    const project = await aProject();
    await sendEvent(project, 'old');
    await sendEvent(project, 'young');
    // As if it had come a day later.
    await env.DB.prepare("update issues set status_since = status_since + ? where project_id = ? and title = 'young'").bind(dayMs, project.projectId).run();
    await growIssues(env, turnOf(project, now + 7 * dayMs));
    expect(await statesOf(project)).toEqual([
      ['old', 'unresolved', 'ongoing'],
      ['young', 'unresolved', 'new'],
    ]);
    await growIssues(env, turnOf(project, now + 8 * dayMs));
    expect((await statesOf(project))[1]).toEqual(['young', 'unresolved', 'ongoing']);
  });
});

/** Where no object answers. */
const cutOff = {
  ...env,
  COURIERS: new Proxy(env.COURIERS, { get: () => () => ({ deliver: (slice: unknown[]) => Promise.resolve(slice.map(() => 'unreachable')) }) }),
};

describe('many new issues', () => {
  const grownUpTo = ({ projectId }: TestProject) => env.DB.prepare('select number from grown_up_to where project_id = ?').bind(projectId).first('number');

  /** Rows of the read model only. */
  async function manyIssues(project: TestProject, count: number): Promise<void> {
    // Projects of other tests may have their turn at the same time.
    await env.DB.prepare('delete from issue_counters').run();
    await sendEvent(project, 'the first');
    const { results } = await env.DB.prepare('select name from pragma_table_info(?)').bind('issues').all<{ name: string }>();
    const columns = results.map(({ name }) => name);
    const values = columns.map((name) => ({ id: 'i.id + n.value', number: 'i.number + n.value', hash: "printf('%032x', n.value)" })[name] ?? `i.${name}`);
    await env.DB.batch([
      env.DB.prepare(
        `insert into issues (${columns.join(', ')}) with recursive n (value) as (select 1 union all select value + 1 from n where value < ?)
         select ${values.join(', ')} from issues i cross join n where i.project_id = ?`,
      ).bind(count - 1, project.projectId),
    ]);
  }

  it('are gone through in slices, one turn after the other', async () => {
    const project = await aProject();
    await manyIssues(project, 250);
    const at = turnOf(project, now + 8 * dayMs);
    await growIssues(env, at);
    expect(await grownUpTo(project)).toBe(200);
    await growIssues(env, at + hourMs);
    expect(await grownUpTo(project)).toBe(250);
  });

  it('are gone through again where an object does not answer', async () => {
    const project = await aProject();
    await manyIssues(project, 3);
    const at = turnOf(project, now + 8 * dayMs);
    await growIssues(cutOff, at);
    expect(await grownUpTo(project)).toBeNull();
    await growIssues(env, at);
    expect(await grownUpTo(project)).toBe(3);
  });
});

describe('an issue that came back', () => {
  const dueRows = async () => (await env.DB.prepare('select due_at from ageing_issues').all()).results.length;

  it('is ongoing a week after that, in any minute', async () => {
    const project = await aProject();
    await sendEvent(project, 'boom');
    await (await objectOf(project, 'boom')).change({ type: 'resolve', resolution: { type: 'now' }, userId: 1, at: now - 1 });
    await sendEvent(project, 'boom');
    expect(await statesOf(project)).toEqual([['boom', 'unresolved', 'regressed']]);
    const at = turnOf(project, now + 7 * dayMs) + minuteMs;
    await growIssues(env, at - dayMs - hourMs);
    expect(await statesOf(project)).toEqual([['boom', 'unresolved', 'regressed']]);
    expect(await dueRows()).toBe(1);
    // Its object does not answer: it is asked again an hour later.
    await growIssues(cutOff, at);
    expect(await dueRows()).toBe(1);
    await growIssues(env, at + minuteMs);
    expect(await statesOf(project)).toEqual([['boom', 'unresolved', 'regressed']]);
    await growIssues(env, at + hourMs);
    expect(await statesOf(project)).toEqual([['boom', 'unresolved', 'ongoing']]);
    expect(await dueRows()).toBe(0);
  });

  it('is no matter when it was deleted meanwhile', async () => {
    const project = await aProject();
    await sendEvent(project, 'boom');
    const object = await objectOf(project, 'boom');
    await object.change({ type: 'reopen', substatus: 'escalating', userId: 1, at: now });
    expect(await dueRows()).toBe(1);
    await object.remove(1);
    await growIssues(env, now + 7 * dayMs);
    expect(await dueRows()).toBe(0);
  });
});

describe('a project that resolves by age', () => {
  async function aResolvingProject(hours: number): Promise<TestProject> {
    const project = await aProject();
    await env.DB.prepare('update projects set options = ? where id = ?')
      .bind(JSON.stringify({ resolveAge: hours }), project.projectId)
      .run();
    return project;
  }
  const turn = ({ projectId }: TestProject, at: number) => (Math.ceil(at / (10 * minuteMs)) * 10 + (projectId % 10)) * minuteMs;

  it('resolves what was quiet for so long, and nothing else', async () => {
    const [project, other] = [await aResolvingProject(24), await aProject()];
    await sendEvent(project, 'quiet', { timestamp: (now - 30 * hourMs) / 1000 });
    await sendEvent(project, 'loud');
    await sendEvent(other, 'quiet', { timestamp: (now - 30 * hourMs) / 1000 });
    await resolveQuietIssues(env, turn(project, now) + minuteMs);
    expect((await statesOf(project))[1]).toEqual(['quiet', 'unresolved', 'new']);
    await resolveQuietIssues(env, turn(project, now));
    expect(await statesOf(project)).toEqual([
      ['loud', 'unresolved', 'new'],
      ['quiet', 'resolved', null],
    ]);
    expect(await statesOf(other)).toEqual([['quiet', 'unresolved', 'new']]);
    expect(await activitiesOf(project)).toEqual(['set_resolved_by_age']);
    const details = await env.DB.prepare("select status_details from issues where project_id = ? and title = 'quiet'").bind(project.projectId).first();
    expect(details).toEqual({ status_details: '{"autoResolved":true}' });
  });

  it('is none where nobody said so, or not any more', async () => {
    const project = await aResolvingProject(0);
    await sendEvent(project, 'quiet', { timestamp: (now - 30 * hourMs) / 1000 });
    await resolveQuietIssues(env, turn(project, now));
    expect(await statesOf(project)).toEqual([['quiet', 'unresolved', 'new']]);
  });
});
