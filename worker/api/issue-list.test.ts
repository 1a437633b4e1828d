import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { Issue } from './contract/issue.ts';
import { aMember, aProject, aTenant, aToken, anIssue, anOrganization, origin, send, type Tenant } from './fixtures.ts';

const Issues = z.array(Issue);

async function listOf({ organization, token }: Tenant, query: string) {
  const reply = await send('GET', `/organizations/${organization.slug}/issues/?${query}`, { token });
  expect(reply.status).toBe(200);
  return { issues: Issues.parse(await reply.json()), headers: reply.headers, link: readLink(reply.headers.get('link') ?? '') };
}

/** The two parts of a Link header: URL and whether it leads to anything. */
function readLink(header: string) {
  const parts = [...header.matchAll(/<([^>]+)>; rel="(\w+)"; results="(\w+)"; cursor="([^"]+)"/g)];
  const part = (relation: string) => {
    const [, url = '', , results, cursor = ''] = parts.find(([, , rel]) => rel === relation) ?? [];
    return { url, query: url.split('?')[1] ?? '', hasResults: results === 'true', cursor };
  };
  return { previous: part('previous'), next: part('next') };
}

describe('the issue list', () => {
  it('shows the unresolved issues of all projects, over all shards, newest first', async () => {
    const tenant = await aTenant();
    const other = await aProject(tenant.organization, { shard: 1 });
    const old = await anIssue(tenant.project, { lastSeenAt: 1_000 });
    const recent = await anIssue(other, { lastSeenAt: 3_000 });
    const middle = await anIssue(tenant.project, { lastSeenAt: 2_000 });
    await anIssue(tenant.project, { status: 'resolved', substatus: null, lastSeenAt: 4_000 });

    const { issues, headers } = await listOf(tenant, '');
    expect(issues.map(({ id }) => id)).toEqual([recent, middle, old].map(({ id }) => String(id)));
    expect(issues[0]).toMatchObject({
      project: { id: String(other.id), slug: other.slug },
      permalink: `${origin}/organizations/${tenant.organization.slug}/issues/${recent.id}/`,
    });
    expect([headers.get('x-hits'), headers.get('x-max-hits')]).toEqual(['3', '1000']);
  });

  it('answers named issues whatever became of them, and none of another organization', async () => {
    const [tenant, stranger] = [await aTenant(), await aTenant()];
    const other = await aProject(tenant.organization, { shard: 1 });
    const named = [await anIssue(tenant.project, { status: 'resolved', substatus: null }), await anIssue(other), await anIssue(stranger.project)];
    await anIssue(tenant.project);
    const query = named.map(({ id }) => `group=${id}`).join('&');
    const { issues } = await listOf(tenant, `${query}&group=${tenant.project.id}999999999`);
    expect(issues.map(({ id }) => id).sort()).toEqual(
      named
        .slice(0, 2)
        .map(({ id }) => String(id))
        .sort(),
    );
    const ofProject = await send('GET', `/projects/${tenant.organization.slug}/${other.slug}/issues/?${query}`, { token: tenant.token });
    expect(Issues.parse(await ofProject.json()).map(({ id }) => id)).toEqual([String(named[1]?.id)]);
  });

  it.each([
    ['group=x', 'Invalid issue id.'],
    [Array.from({ length: 101 }, (_, index) => `group=${index + 1}`).join('&'), 'At most 100 issues at once.'],
  ])('refuses to name issues by %.20s', async (query, detail) => {
    const { organization, token } = await aTenant();
    const reply = await send('GET', `/organizations/${organization.slug}/issues/?${query}`, { token });
    expect([reply.status, await reply.json()]).toEqual([400, { detail }]);
  });

  it.each([
    ['date', 'lastSeenAt'],
    ['new', 'firstSeenAt'],
    ['freq', 'eventCount'],
    ['user', 'userCount'],
  ] as const)('pages both ways over ties and shards when sorted by %s', async (sort, column) => {
    const tenant = await aTenant();
    const other = await aProject(tenant.organization, { shard: 1 });
    const values = [5, 5, 5, 4, 4, 3, 3, 3, 3, 1];
    const made = await Promise.all(values.map((value, index) => anIssue(index % 2 ? tenant.project : other, { [column]: value })));
    const expected = made.sort((one, another) => another[column] - one[column] || another.id - one.id).map(({ id }) => String(id));

    const pages: string[][] = [];
    let page = await listOf(tenant, `sort=${sort}&limit=3`);
    expect(page.link.previous.hasResults).toBe(false);
    for (;;) {
      pages.push(page.issues.map(({ id }) => id));
      if (!page.link.next.hasResults) break;
      page = await listOf(tenant, page.link.next.query);
    }
    expect(pages.flat()).toEqual(expected);

    const backwards: string[][] = [];
    while (page.link.previous.hasResults) {
      page = await listOf(tenant, page.link.previous.query);
      backwards.unshift(page.issues.map(({ id }) => id));
    }
    expect(backwards).toEqual(pages.slice(0, -1));
  });

  it('leads back to the last page when all that followed is gone', async () => {
    const tenant = await aTenant();
    const issue = await anIssue(tenant.project, { lastSeenAt: 2_000 });
    const { issues, link } = await listOf(tenant, `cursor=2000:${issue.id}:0`);
    expect([issues, link.next.hasResults, link.previous.hasResults]).toEqual([[], false, true]);
    const back = await listOf(tenant, link.previous.query);
    expect(back.issues.map(({ id }) => id)).toEqual([String(issue.id)]);
  });

  it('writes the Link header as Sentry does', async () => {
    const tenant = await aTenant();
    const issue = await anIssue(tenant.project, { lastSeenAt: 2_000 });
    const address = `${origin}/api/0/organizations/${tenant.organization.slug}/issues/`;
    const plain = await listOf(tenant, '');
    expect(plain.headers.get('link')).toBe(
      `<${address}?&cursor=2000:${issue.id}:1>; rel="previous"; results="false"; cursor="2000:${issue.id}:1", ` +
        `<${address}?&cursor=2000:${issue.id}:0>; rel="next"; results="false"; cursor="2000:${issue.id}:0"`,
    );
    const filtered = await listOf(tenant, 'query=&sort=date&cursor=');
    expect(filtered.link.next.url).toBe(`${address}?query=&sort=date&cursor=2000:${issue.id}:0`);
  });

  it('repeats in the Link header nothing that it does not understand', async () => {
    const tenant = await aTenant();
    const junk = 'x'.repeat(3000);
    const { headers, link } = await listOf(tenant, `query=${'a'.repeat(1000)}&limit=5&sort=new&per_page=${junk}&${junk}=1&sort=new`);
    expect(link.next.query).toBe(`query=${'a'.repeat(1000)}&limit=5&sort=new&cursor=${link.next.cursor}`);
    expect(headers.get('link')?.length).toBeLessThan(3000);
  });

  it('finds issues by status, text and project', async () => {
    const tenant = await aTenant();
    const second = await aProject(tenant.organization);
    const boom = await anIssue(tenant.project, { title: 'Error: Boom 100%', status: 'resolved' });
    const quiet = await anIssue(second, { title: 'Error: quiet', culprit: 'app/BOOM' });
    const archived = await anIssue(second, { title: 'Error: gone', status: 'ignored' });

    const found = async (query: string) => (await listOf(tenant, query)).issues.map(({ id }) => Number(id)).sort();
    expect(await found('query=')).toEqual([boom.id, quiet.id, archived.id].sort());
    expect(await found('query=is:resolved')).toEqual([boom.id]);
    expect(await found('query=is:archived')).toEqual([archived.id]);
    expect(await found('query=!is:resolved')).toEqual([quiet.id, archived.id].sort());
    expect(await found('query=boom')).toEqual([boom.id, quiet.id].sort());
    expect(await found(`query=${encodeURIComponent('"boom 100%"')}`)).toEqual([boom.id]);
    expect(await found('query="boom" "100"')).toEqual([boom.id]);
    expect(await found(`query=${'"o" '.repeat(200)}`)).toEqual([boom.id, quiet.id, archived.id].sort());
    expect(await found(`query=&project=${second.id}`)).toEqual([quiet.id, archived.id].sort());
    expect(await found(`query=&project=${second.slug}&project=${tenant.project.id}`)).toEqual([boom.id, quiet.id, archived.id].sort());
    expect(await found('query=&project=-1')).toEqual([boom.id, quiet.id, archived.id].sort());
  });

  it('lists one project under its own path', async () => {
    const tenant = await aTenant();
    const other = await aProject(tenant.organization);
    await anIssue(tenant.project);
    const issue = await anIssue(other);
    const reply = await send('GET', `/projects/${tenant.organization.slug}/${other.slug}/issues/`, { token: tenant.token });
    expect(Issues.parse(await reply.json()).map(({ id }) => id)).toEqual([String(issue.id)]);
  });

  it('answers an organization without projects with an empty page', async () => {
    const organization = await anOrganization();
    const token = await aToken(organization, await aMember(organization));
    const reply = await send('GET', `/organizations/${organization.slug}/issues/`, { token });
    expect([await reply.json(), reply.headers.get('x-hits')]).toEqual([[], '0']);
  });

  it('cuts a page to 100 issues however many are asked for', async () => {
    const tenant = await aTenant();
    await Promise.all(Array.from({ length: 101 }, () => anIssue(tenant.project)));
    const { issues, link, headers } = await listOf(tenant, 'limit=10000');
    expect([issues.length, link.next.hasResults, headers.get('x-hits')]).toEqual([100, true, '101']);
  });

  it('serves more projects than a statement takes parameters', async () => {
    const tenant = await aTenant();
    const projects = await Promise.all(Array.from({ length: 120 }, () => aProject(tenant.organization)));
    const last = projects.at(-1);
    if (!last) throw new Error('no project was made');
    const issue = await anIssue(last);
    const query = projects.map(({ id }) => `project=${id}`).join('&');
    const { issues } = await listOf(tenant, query);
    expect(issues.map(({ id }) => id)).toEqual([String(issue.id)]);
  });

  it.each([
    ['cursor=1:2', 'Invalid cursor parameter.'],
    ['cursor=a:b:c', 'Invalid cursor parameter.'],
    ['cursor=1:ff:0', 'Invalid cursor parameter.'],
    ['cursor=1:2:2', 'Invalid cursor parameter.'],
    ['sort=inbox', "Sort key 'inbox' not supported."],
    ['limit=0', "Invalid page size '0'."],
  ])('refuses %s', async (query, detail) => {
    const { organization, token } = await aTenant();
    const reply = await send('GET', `/organizations/${organization.slug}/issues/?${query}`, { token });
    expect([reply.status, await reply.json()]).toEqual([400, { detail }]);
  });

  it('draws the last hours and days without gaps', async () => {
    const tenant = await aTenant();
    const hour = Math.floor(Date.now() / 3_600_000);
    const day = Math.floor(Date.now() / 86_400_000);
    await anIssue(tenant.project, {
      trend: {
        hours: [
          [hour - 3, 2],
          [hour, 5],
        ],
        days: [
          [day - 13, 1],
          [day, 7],
        ],
      },
    });
    const { issues } = await listOf(tenant, '');
    const { '24h': hours = [], '14d': days = [] } = issues[0]?.stats ?? {};
    expect([hours.length, hours.at(-1), hours.at(-4)]).toEqual([24, [hour * 3600, 5], [(hour - 3) * 3600, 2]]);
    expect([days.length, days[0], days.at(-1)]).toEqual([14, [(day - 13) * 86_400, 1], [day * 86_400, 7]]);
  });
});
