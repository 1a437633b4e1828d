import { env, exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { decodeBody } from '../issue/body.ts';
import { issueObjectName } from '../issue/object-name.ts';
import { listAttachments } from '../storage/attachments.ts';
import { anEventId, aProject, eventIdsOf, eventually, issuesOf, type TestProject } from './ingest.fixture.ts';
import { flushOutcomes } from './outcomes.ts';
import { saveWaitingReports } from './user-reports.ts';

function send(project: TestProject, eventId: string, ...items: [header: object, payload: unknown][]): Promise<Response> {
  const lines = items.flatMap(([header, payload]) => [JSON.stringify(header), typeof payload === 'string' ? payload : JSON.stringify(payload)]);
  const body = [JSON.stringify({ event_id: eventId }), ...lines, ''].join('\n');
  const url = `https://picket.example/api/${project.projectId}/envelope/?sentry_key=${project.publicKey}`;
  return exports.default.fetch(new Request(url, { method: 'POST', body }));
}

const anEvent: [object, unknown] = [{ type: 'event' }, { message: 'boom' }];

function aReport(eventId: string, parts: object = {}): [object, unknown] {
  return [{ type: 'user_report' }, { event_id: eventId, name: 'Jane', email: 'jane@example.com', comments: 'It broke', ...parts }];
}

async function reportsOf({ projectId, shard }: TestProject) {
  const { results } = await (shard === 0 ? env.DB : env.DB_1).prepare('select * from user_reports where project_id = ? order by id').bind(projectId).all();
  return results;
}

async function outcomesOf({ projectId }: TestProject): Promise<unknown[]> {
  await flushOutcomes(env);
  const { results } = await env.DB.prepare('select category, outcome, reason, quantity from outcomes where project_id = ? order by category, outcome')
    .bind(projectId)
    .all();
  return results;
}

async function issueIdOf(project: TestProject): Promise<number | undefined> {
  const [issue] = await eventually(
    () => issuesOf(project),
    (issues) => issues.length > 0,
  );
  return issue?.id;
}

describe('a user report', () => {
  it('belongs to the issue of the event it came with', async () => {
    const project = await aProject({ shard: 1 });
    const eventId = anEventId();
    expect((await send(project, eventId, anEvent, aReport(eventId))).status).toBe(200);
    const issueId = await issueIdOf(project);
    await eventually(
      () => reportsOf(project),
      ([report]) => report?.issue_id === issueId,
    );
    expect(await reportsOf(project)).toMatchObject([{ event_id: eventId, name: 'Jane', email: 'jane@example.com', comments: 'It broke' }]);
  });

  it.each(['before', 'after'])('finds its event when it comes %s it', async (order) => {
    const project = await aProject();
    const eventId = anEventId();
    const steps = [
      () => send(project, eventId, aReport(eventId)),
      async () => {
        await send(project, eventId, anEvent);
        await issueIdOf(project);
      },
    ];
    for (const step of order === 'before' ? steps : steps.toReversed()) await step();
    const issueId = await issueIdOf(project);
    const linked = await eventually(
      () => reportsOf(project),
      ([report]) => report?.issue_id === issueId,
    );
    expect(linked).toMatchObject([{ event_id: eventId }]);
  });

  it('belongs to a known issue at once, without waiting for its event to be listed', async () => {
    const project = await aProject();
    await send(project, anEventId(), anEvent);
    const issueId = await issueIdOf(project);
    const eventId = anEventId();
    await send(project, eventId, anEvent, aReport(eventId));
    expect(await reportsOf(project)).toMatchObject([{ event_id: eventId, issue_id: issueId }]);
  });

  it('goes by the rules of its project, as its event does', async () => {
    const project = await aProject();
    await send(project, anEventId(), anEvent);
    const before = await issueIdOf(project);
    await env.DB.prepare('update projects set options = ? where id = ?')
      .bind(JSON.stringify({ fingerprintingRules: 'message:boom -> ruled' }), project.projectId)
      .run();
    // Another key, since what is known of the first one is believed for a minute.
    const publicKey = anEventId();
    await env.DB.prepare('update project_keys set public_key = ? where project_id = ?').bind(publicKey, project.projectId).run();
    const eventId = anEventId();
    await send({ ...project, publicKey }, eventId, anEvent, aReport(eventId));
    const issues = await eventually(
      () => issuesOf(project),
      ({ length }) => length === 2,
    );
    const ruled = issues.find(({ id }) => id !== before)?.id;
    await eventually(
      () => reportsOf(project),
      ([report]) => report?.issue_id !== null,
    );
    expect(await reportsOf(project)).toMatchObject([{ event_id: eventId, issue_id: ruled }]);
  });

  it('takes the id from the header, leaves out what is missing, and cuts what is too long', async () => {
    const project = await aProject();
    const eventId = anEventId();
    await send(project, eventId, aReport(eventId, { event_id: undefined, name: null, email: 7, comments: `  ${'x'.repeat(5000)}  ` }));
    const [report] = await reportsOf(project);
    expect(report).toMatchObject({ event_id: eventId, name: '', email: '', comments: `${'x'.repeat(4093)}...` });
  });

  it('overwrites the one before, but not after five minutes', async () => {
    const project = await aProject();
    const eventId = anEventId();
    await send(project, eventId, aReport(eventId));
    await send(project, eventId, aReport(eventId, { comments: 'Now I know more' }));
    expect(await reportsOf(project)).toMatchObject([{ comments: 'Now I know more' }]);

    await env.DB.prepare('update user_reports set created_at = created_at - 301000 where project_id = ?').bind(project.projectId).run();
    await send(project, eventId, aReport(eventId, { comments: 'Somebody else' }));
    expect(await reportsOf(project)).toMatchObject([{ comments: 'Now I know more' }]);
    expect(await outcomesOf(project)).toEqual([
      { category: 'feedback', outcome: 'accepted', reason: '', quantity: 2 },
      { category: 'feedback', outcome: 'invalid', reason: 'event_too_old', quantity: 1 },
    ]);
  });

  it('is refused by an event of more than half an hour ago', async () => {
    const project = await aProject();
    const eventId = anEventId();
    await send(project, eventId, anEvent);
    await eventually(
      () => eventIdsOf(project),
      (ids) => ids.includes(eventId),
    );
    await env.DB.prepare('update events set received_at = received_at - 1801000 where project_id = ?').bind(project.projectId).run();
    await send(project, eventId, aReport(eventId));
    expect(await reportsOf(project)).toEqual([]);
    expect(await outcomesOf(project)).toContainEqual({ category: 'feedback', outcome: 'invalid', reason: 'event_too_old', quantity: 1 });
  });

  it.each([
    ['without words', { comments: ' ' }, 'empty_message'],
    ['that nobody wrote', { comments: 'Sent in the unattended mode' }, 'empty_message'],
  ])('%s is counted as invalid', async (_, parts, reason) => {
    const project = await aProject();
    const eventId = anEventId();
    await send(project, eventId, aReport(eventId, parts));
    expect(await reportsOf(project)).toEqual([]);
    expect(await outcomesOf(project)).toEqual([{ category: 'feedback', outcome: 'invalid', reason, quantity: 1 }]);
  });

  it('that is no JSON does not cost the event', async () => {
    const project = await aProject();
    expect((await send(project, anEventId(), [{ type: 'user_report' }, '{"comments":'], anEvent)).status).toBe(200);
    expect(await issueIdOf(project)).toBeGreaterThan(0);
    expect(await outcomesOf(project)).toContainEqual({ category: 'feedback', outcome: 'invalid', reason: 'invalid_json', quantity: 1 });
  });

  it('waits while the database is away', async () => {
    const project = await aProject();
    const eventId = anEventId();
    await env.DB.prepare('alter table user_reports rename to user_reports_away').run();
    try {
      expect((await send(project, eventId, aReport(eventId))).status).toBe(200);
      await saveWaitingReports(env);
    } finally {
      await env.DB.prepare('alter table user_reports_away rename to user_reports').run();
    }
    expect(await reportsOf(project)).toEqual([]);
    await saveWaitingReports(env);
    expect(await reportsOf(project)).toMatchObject([{ event_id: eventId, comments: 'It broke' }]);
    expect((await env.FILES.list({ prefix: 'waiting-reports/' })).objects).toEqual([]);
  });

  it('goes with its issue', async () => {
    const project = await aProject();
    const eventId = anEventId();
    await send(project, eventId, anEvent, aReport(eventId));
    await issueIdOf(project);
    await eventually(
      () => reportsOf(project),
      ([report]) => report?.issue_id !== null,
    );
    const [issue] = await issuesOf(project);
    await env.ISSUES.getByName(issueObjectName(project.projectId, issue?.hash ?? '')).remove(1);
    const left = await eventually(
      () => reportsOf(project),
      (reports) => reports.length === 0,
    );
    expect(left).toEqual([]);
  });
});

describe('a feedback', () => {
  const feedback = (message: unknown): [object, unknown] => [
    { type: 'feedback' },
    { contexts: { feedback: { message, contact_email: 'jane@example.com', name: 'Jane' } } },
  ];

  it('is an issue of its own, with its screenshot, and once when it is sent twice', async () => {
    const project = await aProject();
    const [one, other] = [anEventId(), anEventId()];
    const screenshot: [object, unknown] = [{ type: 'attachment', length: 3, filename: 'screenshot.png', content_type: 'image/png' }, 'png'];
    for (const eventId of [one, one, other]) expect((await send(project, eventId, feedback('Nothing happens\nwhen I pay'), screenshot)).status).toBe(200);

    const issues = await eventually(
      () => issuesOf(project),
      ({ length }) => length === 2,
    );
    expect(issues).toMatchObject([
      { title: 'User Feedback', culprit: 'Nothing happens', type: 'feedback', event_count: 1 },
      { title: 'User Feedback', event_count: 1 },
    ]);
    const body = await env.ISSUES.getByName(issueObjectName(project.projectId, issues[0]?.hash ?? '')).body(one);
    const event = decodeBody(body ?? new Uint8Array());
    expect(event).toMatchObject({ type: 'feedback', user: { email: 'jane@example.com' }, contexts: { feedback: { message: 'Nothing happens\nwhen I pay' } } });
    expect(await listAttachments(env.FILES, project.projectId, one)).toMatchObject([{ name: 'screenshot.png' }]);
  });

  it.each([
    [' ', 'empty_message'],
    [undefined, 'missing_message_key'],
  ])('that says nothing (%j) is counted as invalid', async (message, reason) => {
    const project = await aProject();
    await send(project, anEventId(), feedback(message));
    expect(await outcomesOf(project)).toEqual([{ category: 'feedback', outcome: 'invalid', reason, quantity: 1 }]);
  });
});
