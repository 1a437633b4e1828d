import { env, exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { anEventId, aProject, type TestProject } from '../ingest/ingest.fixture.ts';
import { flushOutcomes } from '../ingest/outcomes.ts';

const page = 'https://shop.example';
const form = { name: 'Jane Doe', email: 'jane@example.com', comments: 'It broke' };

function addressOf({ publicKey, projectId }: TestProject, eventId: string, more: Record<string, string> = {}): string {
  return `https://picket.example/api/embed/error-page/?${new URLSearchParams({ dsn: `https://${publicKey}@picket.example/${projectId}`, eventId, ...more })}`;
}

function ask(address: string, init: RequestInit = {}): Promise<Response> {
  return exports.default.fetch(new Request(address, { ...init, headers: { origin: page, ...init.headers } }));
}

const send = (address: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  ask(address, { method: 'POST', body: new URLSearchParams(fields), headers });

async function reportsOf({ projectId }: TestProject) {
  const { results } = await env.DB.prepare('select event_id, name, email, comments from user_reports where project_id = ?').bind(projectId).all();
  return results;
}

describe('the crash-report dialog', () => {
  it.each(['', '/'])('is a script that pages of any origin may load, with a slash at the end or not: %j', async (end) => {
    const answer = await ask(addressOf(await aProject(), anEventId()).replace('/?', `${end}?`));
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'access-control-allow-origin': page,
      'cache-control': 'no-store',
      vary: expect.stringContaining('Accept'),
    });
    expect(await answer.text()).toContain('__sentry_reportdialog_closed__');
  });

  it('says what the page wants it to say, as text only', async () => {
    const title = `</script><script>alert("1")</script>\u2028`;
    const script = await (await ask(addressOf(await aProject(), anEventId(), { title, name: 'Jane', labelSubmit: 'Absenden' }))).text();
    expect(script).toContain('"labelSubmit":"Absenden"');
    expect(script).toContain('"name":"Jane"');
    expect(script).toContain(String.raw`"title":"</script><script>alert(\"1\")</script>\u2028"`);
  });

  it('keeps what was written, the last time it was sent', async () => {
    const project = await aProject();
    const eventId = anEventId();
    const address = addressOf(project, eventId);
    await send(address, form);
    await env.DB.prepare('update user_reports set created_at = created_at - 3600000').run();
    const answer = await send(address, { ...form, comments: 'It broke when I paid' });
    expect([answer.status, await answer.json(), answer.headers.get('access-control-allow-origin')]).toEqual([200, {}, page]);
    expect(await reportsOf(project)).toEqual([{ event_id: eventId, name: 'Jane Doe', email: 'jane@example.com', comments: 'It broke when I paid' }]);

    await flushOutcomes(env);
    const outcomes = await env.DB.prepare('select category, outcome, quantity from outcomes where project_id = ?').bind(project.projectId).all();
    expect(outcomes.results).toEqual([{ category: 'feedback', outcome: 'accepted', quantity: 2 }]);
  });

  it.each([
    [{ ...form, name: ' ' }, { name: ['This field is required.'] }],
    [{}, { name: ['This field is required.'], email: ['This field is required.'], comments: ['This field is required.'] }],
    [{ ...form, name: 'x'.repeat(129) }, { name: ['Ensure this value has at most 128 characters (it has 129).'] }],
    [{ ...form, email: `${'x'.repeat(70)}@example.com` }, { email: ['Ensure this value has at most 75 characters (it has 82).'] }],
    [{ ...form, email: 'jane@localhost' }, { email: ['Enter a valid email address.'] }],
    [{ ...form, email: 'jane doe@example.com' }, { email: ['Enter a valid email address.'] }],
  ])('tells what is wrong with %j', async (fields, errors) => {
    const project = await aProject();
    const answer = await send(addressOf(project, anEventId()), fields);
    expect([answer.status, await answer.json()]).toEqual([400, { errors }]);
    expect(await reportsOf(project)).toEqual([]);
  });

  it('answers in a header where a script is asked for', async () => {
    const answer = await send(addressOf(await aProject(), anEventId()), { ...form, email: 'x' }, { accept: 'text/javascript' });
    expect([answer.status, await answer.text()]).toEqual([400, '']);
    expect(JSON.parse(answer.headers.get('x-sentry-context') ?? '')).toEqual({ errors: { email: ['Enter a valid email address.'] } });
  });

  it.each(['GET', 'POST'])('refuses to %s without an event, a key, or the right of the page', async (method) => {
    const project = await aProject();
    const refused = async (address: string) => {
      const answer = await ask(address, { method });
      return [answer.status, await answer.json(), answer.headers.get('access-control-allow-origin')];
    };
    const missing = 'Missing or invalid parameter.';
    expect(await refused(addressOf(project, 'x'))).toEqual([400, { eventId: missing }, page]);
    expect(await refused(addressOf({ ...project, publicKey: 'f'.repeat(32) }, anEventId()))).toEqual([404, { dsn: missing }, page]);
    expect(await refused(addressOf({ ...project, projectId: project.projectId + 1 }, anEventId()))).toEqual([404, { dsn: missing }, page]);
    expect(await refused(addressOf(project, anEventId(), { dsn: 'x' }))).toEqual([404, { dsn: missing }, page]);

    const strict = await aProject();
    await env.DB.prepare('update projects set options = ? where id = ?')
      .bind(JSON.stringify({ allowedDomains: ['else.example'] }), strict.projectId)
      .run();
    expect(await refused(addressOf(strict, anEventId()))).toEqual([403, { detail: 'origin not allowed' }, page]);
  });

  it('cuts texts that no page would show', async () => {
    const script = await (await ask(addressOf(await aProject(), anEventId(), { title: `${'x'.repeat(1000)}yz` }))).text();
    expect(script).toMatch(/"title":"x{1000}"/);
  });

  it('tells how long a limit lasts', async () => {
    const project = await aProject();
    const quotas = [{ categories: ['feedback'], limit: 0, windowSeconds: 60, reason: '' }];
    await env.DB.prepare('update projects set options = ? where id = ?').bind(JSON.stringify({ quotas }), project.projectId).run();
    const answer = await send(addressOf(project, anEventId()), form);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '60']);
  });

  it('lets a page ask before it posts', async () => {
    const answer = await ask(addressOf(await aProject(), anEventId()), { method: 'OPTIONS' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-methods')).toBe('GET, POST, OPTIONS');
    expect(answer.headers.get('access-control-allow-headers')).toBe('Content-Type, Authorization, X-Requested-With, baggage, sentry-trace');
  });

  it('reads no endless body', async () => {
    expect((await send(addressOf(await aProject(), anEventId()), { ...form, comments: 'x'.repeat(100_001) })).status).toBe(413);
  });
});
