import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { addTags, noTagCounts, type TagCounts } from '../issue/tag-counts.ts';
import type { Tag as EventTag } from '../event/event.ts';
import { Issue } from './contract/issue.ts';
import { Tag, TagKey, TagValue } from './contract/tag.ts';
import { anIssue, aTenant, merge, send, sendEvent, type Tenant } from './fixtures.ts';

const at = Date.UTC(2026, 0, 1);

function counted(events: readonly EventTag[][]): TagCounts {
  return events.reduce((counts, tags, index) => addTags(counts, tags, at + index * 1000), noTagCounts);
}

async function anIssueWith({ project }: Tenant, counts: TagCounts, overrides: Parameters<typeof anIssue>[1] = {}): Promise<number> {
  const { id } = await anIssue(project, overrides);
  await env.DB.prepare('update issues set tag_counts = ? where id = ?').bind(JSON.stringify(counts), id).run();
  return id;
}

async function get(tenant: Tenant, path: string): Promise<{ status: number; link: string; body: unknown }> {
  const reply = await send('GET', path, { token: tenant.token });
  return { status: reply.status, link: reply.headers.get('link') ?? '', body: await reply.json() };
}

const ofIssue = ({ organization }: Tenant, issueId: string | number) => `/organizations/${organization.slug}/issues/${issueId}/tags/`;
const ofProject = ({ organization, project }: Tenant) => `/projects/${organization.slug}/${project.slug}/tags/`;
const iso = (second: number) => new Date(at + second * 1000).toISOString();

describe('tags of an issue', () => {
  it('say how often each value was met, and when first and last', async () => {
    const tenant = await aTenant();
    const id = await anIssueWith(
      tenant,
      counted([
        [['browser', 'Firefox']],
        [
          ['browser', 'Chrome'],
          ['os', 'Linux'],
        ],
        [['browser', 'Chrome']],
      ]),
    );
    const tags = z.array(Tag).parse((await get(tenant, ofIssue(tenant, id))).body);
    expect(tags).toMatchObject([
      {
        key: 'browser',
        name: 'browser',
        uniqueValues: 2,
        totalValues: 3,
        otherValues: 0,
        isCut: false,
        topValues: [
          { key: 'browser', name: 'Chrome', value: 'Chrome', count: 2 },
          { value: 'Firefox', count: 1 },
        ],
      },
      { key: 'os', uniqueValues: 1, totalValues: 1 },
    ]);
    const chrome = tags[0]?.topValues[0];
    expect([Date.parse(chrome?.firstSeen ?? ''), Date.parse(chrome?.lastSeen ?? '')]).toEqual([Date.parse(iso(1)), Date.parse(iso(2))]);
    expect((await get(tenant, `${ofIssue(tenant, id)}browser/`)).body).toEqual(tags[0]);
    const { topValues: _, ...key } = tags[1] ?? { topValues: [] };
    const issue = Issue.parse((await get(tenant, `/organizations/${tenant.organization.slug}/issues/${id}/`)).body);
    expect(issue.tags?.[1]).toEqual(key);
  });

  it('are those of real events, and users are counted one by one', async () => {
    const tenant = await aTenant();
    const fingerprint = ['same'];
    const { issueId } = await sendEvent(tenant, { fingerprint, tags: { shop: 'north' }, user: { id: '1' } });
    await sendEvent(tenant, { fingerprint, tags: { shop: 'south' }, user: { id: '2' } });
    await sendEvent(tenant, { fingerprint, tags: { shop: 'north' }, user: { id: '2' } });
    const tags = async () => z.array(Tag).parse((await get(tenant, ofIssue(tenant, issueId))).body);
    await expect.poll(async () => (await tags()).find(({ key }) => key === 'shop')?.totalValues, { timeout: 10_000 }).toBe(3);
    expect(await tags()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          key: 'shop',
          uniqueValues: 2,
          topValues: [expect.objectContaining({ value: 'north', count: 2 }), expect.objectContaining({ value: 'south', count: 1 })],
        }),
        expect.objectContaining({ key: 'user', uniqueValues: 2, totalValues: 3 }),
      ]),
    );
  }, 20_000);

  it('count users exactly where their tags do not', async () => {
    const tenant = await aTenant();
    const counts: TagCounts = { user: { values: [['id:1', 3, at, at]], others: 7 }, url: { values: [['/', 1, at, at]], others: 2 } };
    const id = await anIssueWith(tenant, counts, { userCount: 8 });
    expect((await get(tenant, ofIssue(tenant, id))).body).toMatchObject([
      { key: 'url', uniqueValues: 1, totalValues: 3, otherValues: 2, isCut: true },
      { key: 'user', uniqueValues: 8, totalValues: 10, otherValues: 7, isCut: true },
    ]);
  });

  it('are not found by a key that no event has', async () => {
    const tenant = await aTenant();
    const id = await anIssueWith(tenant, counted([[['browser', 'Chrome']]]));
    expect((await get(tenant, `${ofIssue(tenant, id)}other/`)).status).toBe(404);
    expect((await get(tenant, `${ofIssue(tenant, id)}other/values/`)).body).toEqual([]);
  });

  it.each(['a"b', "a'b", '$.x', 'a.b', '[0]', 'ключ', '__proto__', '%'])('may be called %s', async (key) => {
    const tenant = await aTenant();
    const id = await anIssueWith(
      tenant,
      Object.fromEntries([
        [key, { values: [['x', 2, at, at]], others: 0 }],
        ['b', { values: [], others: 1 }],
      ]),
    );
    const path = `${ofIssue(tenant, id)}${encodeURIComponent(key)}/`;
    expect((await get(tenant, path)).body).toMatchObject({ key, totalValues: 2, topValues: [{ value: 'x', count: 2 }] });
    expect((await get(tenant, `${path}values/`)).body).toMatchObject([{ key, value: 'x', count: 2 }]);
  });

  it('are those of all that was merged into it', async () => {
    const tenant = await aTenant();
    const [head, part] = [await sendEvent(tenant, { tags: { shop: 'north', only: 'head' } }), await sendEvent(tenant, { tags: { shop: 'north' } })];
    await merge(tenant, head.issueId, [part.issueId]);
    const { body } = await get(tenant, `${ofIssue(tenant, part.issueId)}shop/`);
    expect(body).toMatchObject({ totalValues: 2, uniqueValues: 1, topValues: [{ value: 'north', count: 2 }] });
  });
});

describe('values of a tag', () => {
  const counts: TagCounts = {
    url: { others: 0, values: Array.from({ length: 25 }, (_, index) => [`/${index}`, Math.floor(index / 3) + 1, at, at + ((index * 7) % 25) * 1000]) },
  };

  async function readAll(tenant: Tenant, path: string, sort: string): Promise<{ values: TagValue[]; back: string }> {
    const values: TagValue[] = [];
    let [cursor, back] = ['', ''];
    for (let pages = 0; pages < 10; pages += 1) {
      const { body, link } = await get(tenant, `${path}?sort=${sort}&per_page=7&cursor=${cursor}`);
      values.push(...z.array(TagValue).parse(body));
      back = /rel="previous"; results="true"; cursor="([^"]+)"/.exec(link)?.[1] ?? '';
      const next = /rel="next"; results="true"; cursor="([^"]+)"/.exec(link)?.[1];
      if (next === undefined) break;
      cursor = next;
    }
    return { values, back };
  }

  it.each([
    ['-count', ({ count }: TagValue) => count],
    ['-date', ({ lastSeen }: TagValue) => Date.parse(lastSeen)],
  ] as const)('are sorted by %s and come page by page, each once', async (sort, by) => {
    const tenant = await aTenant();
    const path = `${ofIssue(tenant, await anIssueWith(tenant, counts))}url/values/`;
    const { values, back } = await readAll(tenant, path, sort);
    expect(values.map(({ value }) => value).toSorted()).toEqual(counts.url?.values.map(([value]) => value).toSorted());
    expect(values.map(by)).toEqual(values.map(by).toSorted((one, other) => other - one));
    expect((await get(tenant, `${path}?sort=${sort}&per_page=7&cursor=${back}`)).body).toEqual(values.slice(14, 21));
  });

  it.each(['?sort=count', '?sort=', '?cursor=1:xyz:0', '?cursor=1:5:0'])('are refused with %s', async (query) => {
    const tenant = await aTenant();
    const id = await anIssueWith(tenant, counts);
    expect((await get(tenant, `${ofIssue(tenant, id)}url/values/${query}`)).status).toBe(400);
  });
});

describe('tags of a project', () => {
  it('are those of its issues, whatever became of them', async () => {
    const [tenant, other] = [await aTenant(), await aTenant()];
    const chrome = counted([[['browser', 'Chrome']]]);
    await anIssueWith(tenant, chrome);
    await anIssueWith(
      tenant,
      counted([
        [
          ['browser', 'Firefox'],
          ['os', 'Linux'],
        ],
        [['browser', 'Chrome']],
      ]),
      { status: 'resolved' },
    );
    await anIssueWith(other, chrome);
    expect(z.array(TagKey).parse((await get(tenant, ofProject(tenant))).body)).toEqual([
      { key: 'browser', name: 'browser', uniqueValues: 2, totalValues: 3, otherValues: 0, isCut: false },
      { key: 'os', name: 'os', uniqueValues: 1, totalValues: 1, otherValues: 0, isCut: false },
    ]);
    expect((await get(tenant, `${ofProject(tenant)}browser/values/`)).body).toMatchObject([
      { value: 'Chrome', count: 2 },
      { value: 'Firefox', count: 1 },
    ]);
  });

  it('are those of the issues that were seen last, and say so', async () => {
    const tenant = await aTenant();
    const newest = await anIssueWith(tenant, counted([[['browser', 'Chrome']]]), { lastSeenAt: at + 1_000_000 });
    await env.DB.prepare(
      `insert into issues (id, project_id, number, hash, mechanism, status, substatus, status_since, priority, status_details, title, culprit, level, type, platform,
         metadata, is_unhandled, event_count, user_count, first_seen_at, last_seen_at, trend, version, likeness, tag_counts)
       select i.id + j.value, project_id, number + j.value, 'hash ' || j.value, mechanism, status, substatus, status_since, priority, status_details, title, culprit, level,
         i.type, platform, metadata, is_unhandled, event_count, user_count, first_seen_at, last_seen_at - j.value, trend, version, likeness, tag_counts
       from issues i join json_each(?) j where i.id = ?`,
    )
      .bind(JSON.stringify(Array.from({ length: 300 }, (_, index) => index + 1)), newest)
      .run();
    expect((await get(tenant, ofProject(tenant))).body).toMatchObject([{ key: 'browser', totalValues: 300, isCut: true }]);
    await env.DB.prepare('delete from issues where id = ?').bind(newest).run();
    expect((await get(tenant, ofProject(tenant))).body).toMatchObject([{ key: 'browser', totalValues: 300, isCut: false }]);
  });
});
