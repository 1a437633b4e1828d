import { env, exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { Event } from '../../event/event.ts';
import { decodeBody } from '../../issue/body.ts';
import { issueObjectName } from '../../issue/object-name.ts';
import { aProject, eventIdsOf, eventually, issuesOf, type TestProject } from '../ingest.fixture.ts';

function post(project: TestProject, path: string, body: string, contentType: string): Promise<Response> {
  const url = `https://picket.example/api/${project.projectId}/${path}?sentry_key=${project.publicKey}&sentry_release=web%401.0&sentry_environment=staging`;
  return exports.default.fetch(new Request(url, { method: 'POST', body, headers: { 'content-type': contentType } }));
}

async function outcomesOf({ projectId }: TestProject, count: number) {
  const query = 'select category, outcome, reason, quantity from outcomes where project_id = ? order by category, outcome, reason';
  return eventually(
    async () => (await env.DB.prepare(query).bind(projectId).all()).results,
    (rows) => rows.length >= count,
  );
}

async function eventsOf(project: TestProject): Promise<Event[]> {
  const ids = await eventIdsOf(project);
  const found: Event[] = [];
  for (const { hash } of await issuesOf(project)) {
    const bodies = await env.ISSUES.getByName(issueObjectName(project.projectId, hash)).bodies(ids);
    for (const body of bodies) if (body) found.push(decodeBody(body));
  }
  return found.toSorted((one, other) => (one.release ?? '').localeCompare(other.release ?? ''));
}

const report = (directive: string) => ({
  'csp-report': { 'effective-directive': directive, 'blocked-uri': 'https://cdn.example/x', 'document-uri': 'https://shop.example/' },
});

describe('the security endpoint', () => {
  it.each(['json', 'csp-report', 'expect-ct-report', 'expect-ct-report+json', 'expect-staple-report', 'reports+json'])('takes application/%s', async (type) => {
    const project = await aProject();
    const answer = await post(project, 'security/', JSON.stringify(report('img-src')), `application/${type}; charset=utf-8`);
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    const [issue] = await eventually(
      () => issuesOf(project),
      (issues) => issues.length > 0,
    );
    expect(issue?.title).toBe("Blocked 'image' from 'cdn.example'");
  });

  it('makes an event of each report of an array, and counts what it cannot read', async () => {
    const project = await aProject();
    const answer = await post(
      project,
      'csp-report/',
      JSON.stringify([report('img-src'), report('font-src'), { type: 'deprecation' }, 7]),
      'application/reports+json',
    );
    expect(answer.status).toBe(200);
    const issues = await eventually(
      () => issuesOf(project),
      (all) => all.length === 2,
    );
    expect(issues.map(({ title }) => title).toSorted()).toEqual(["Blocked 'font' from 'cdn.example'", "Blocked 'image' from 'cdn.example'"]);
    expect(await outcomesOf(project, 2)).toEqual([
      { category: 'security', outcome: 'accepted', reason: '', quantity: 2 },
      { category: 'security', outcome: 'invalid', reason: 'security_report_type', quantity: 2 },
    ]);
  });

  it('takes a hundred reports of a request, and counts the others', async () => {
    const project = await aProject();
    const reports = Array.from({ length: 103 }, () => ({ type: 'deprecation' }));
    await post(project, 'security/', JSON.stringify(reports), 'application/reports+json');
    expect(await outcomesOf(project, 2)).toEqual([
      { category: 'security', outcome: 'invalid', reason: 'security_report_type', quantity: 100 },
      { category: 'security', outcome: 'invalid', reason: 'too_large:security', quantity: 3 },
    ]);
  });

  it.each([
    ['text/plain', '{}', 415, 'text/plain'],
    ['application/csp-report', '', 400, 'empty request body'],
    ['application/csp-report', 'no json', 400, 'invalid JSON data'],
    ['application/csp-report', '{}', 200, ''],
  ])('answers %s with %j by %d: %s', async (type, body, status, words) => {
    const answer = await post(await aProject(), 'security/', body, type);
    expect([answer.status, await answer.text()]).toEqual([status, expect.stringContaining(words)]);
  });

  it('reads release and environment from the address, or from the header of an item', async () => {
    const project = await aProject();
    await post(project, 'security/', JSON.stringify(report('img-src')), 'application/csp-report');
    const item = `{"type":"raw_security","sentry_release":"web@2.0","sentry_environment":"live"}\n${JSON.stringify(report('font-src'))}\n`;
    const url = `https://picket.example/api/${project.projectId}/envelope/?sentry_key=${project.publicKey}`;
    await exports.default.fetch(new Request(url, { method: 'POST', body: `{}\n${item}` }));
    const stored = await eventually(
      () => eventsOf(project),
      (events) => events.length === 2,
    );
    expect(stored).toEqual([
      expect.objectContaining({ release: 'web@1.0', environment: 'staging' }),
      expect.objectContaining({ release: 'web@2.0', environment: 'live' }),
    ]);
  });
});

it('keeps network errors as logs, which no limit holds, and counts good news as filtered', async () => {
  const project = await aProject();
  const quota = { categories: ['log_item'], limit: 1, windowSeconds: 3600, reason: 'project_quota' };
  // That another limit is spent is not told either.
  const spent = { ...quota, categories: ['error'], limit: 0 };
  await env.DB.prepare('update projects set options = ? where id = ?')
    .bind(JSON.stringify({ quotas: [quota, spent] }), project.projectId)
    .run();
  const nel = (type: string) => ({ type: 'network-error', age: 10, url: 'https://shop.example/', body: { type, phase: 'application', status_code: 500 } });
  for (const body of [[nel('http.error'), nel('ok')], [nel('tcp.reset')]]) {
    const answer = await post(project, 'nel/', JSON.stringify(body), 'application/reports+json');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([200, null]);
  }
  expect(await outcomesOf(project, 3)).toEqual(
    expect.arrayContaining([
      { category: 'log_item', outcome: 'accepted', reason: '', quantity: 2 },
      { category: 'security', outcome: 'filtered', reason: 'nel-ok', quantity: 1 },
    ]),
  );
});

it('takes reports as items of an envelope, as many as there are', async () => {
  const project = await aProject();
  const items = ['img-src', 'font-src'].map((directive) => `{"type":"raw_security","sentry_release":"web@2.0"}\n${JSON.stringify(report(directive))}\n`);
  const url = `https://picket.example/api/${project.projectId}/envelope/?sentry_key=${project.publicKey}`;
  const answer = await exports.default.fetch(new Request(url, { method: 'POST', body: `{}\n${items.join('')}` }));
  expect(answer.status).toBe(200);
  await eventually(
    () => issuesOf(project),
    (issues) => issues.length === 2,
  );
});

describe('store by GET', () => {
  const get = (project: TestProject, data: string) =>
    exports.default.fetch(`https://picket.example/api/${project.projectId}/store/?sentry_key=${project.publicKey}&sentry_version=4&sentry_data=${data}`);

  it.each([
    ['JSON', (json: string) => encodeURIComponent(json)],
    ['base64', (json: string) => encodeURIComponent(Buffer.from(json).toString('base64'))],
    ['base64 that nobody escaped', (json: string) => Buffer.from(json).toString('base64')],
  ])('keeps the event in the address, as %s, and answers a picture', async (_, encode) => {
    const project = await aProject();
    const answer = await get(project, encode(JSON.stringify({ message: 'From a picture ?>>?' })));
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/gif']);
    expect(
      Buffer.from(await answer.arrayBuffer())
        .subarray(0, 6)
        .toString(),
    ).toBe('GIF89a');
    const [issue] = await eventually(
      () => issuesOf(project),
      (issues) => issues.length > 0,
    );
    expect(issue?.title).toBe('From a picture ?>>?');
  });

  it('refuses an address without an event', async () => {
    expect((await get(await aProject(), '')).status).toBe(400);
  });
});
