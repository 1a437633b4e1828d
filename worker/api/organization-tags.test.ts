import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { Tag } from '../event/event.ts';
import { addTags, noTagCounts } from '../issue/tag-counts.ts';
import type { ProjectRow } from '../storage/scope.ts';
import { OrganizationTags, TagValue } from './contract/tag.ts';
import { anIssue, aProject, aTenant, send, type Tenant } from './fixtures.ts';

/** An issue with an event for each list of tags. */
async function anIssueWith(project: ProjectRow, events: readonly Tag[][], overrides: Parameters<typeof anIssue>[1] = {}): Promise<void> {
  const { id } = await anIssue(project, overrides);
  const counts = events.reduce((sum, tags, index) => addTags(sum, tags, index), noTagCounts);
  await env.DB.prepare('update issues set tag_counts = ? where id = ?').bind(JSON.stringify(counts), id).run();
}

/** As many issues like this one. */
async function multiply(id: number, count: number): Promise<void> {
  const { results } = await env.DB.prepare(`select name from pragma_table_info('issues')`).all<{ name: string }>();
  const columns = results.map(({ name }) =>
    ['id', 'number'].includes(name) ? `issues.${name} + 1000 + j.value` : name === 'hash' ? 'hash || j.value' : `issues.${name}`,
  );
  const numbers = JSON.stringify(Array.from({ length: count }, (_, index) => index));
  await env.DB.prepare(`insert into issues select ${columns.join()} from issues, json_each(?) j where issues.id = ?`).bind(numbers, id).run();
}

async function keys({ organization, token }: Tenant, parameters = ''): Promise<Record<string, number>> {
  const reply = await send('GET', `/organizations/${organization.slug}/tags/${parameters}`, { token });
  return Object.fromEntries(OrganizationTags.parse(await reply.json()).map(({ key, totalValues }) => [key, totalValues]));
}

async function values({ organization, token }: Tenant, key: string, parameters = ''): Promise<string[]> {
  const reply = await send('GET', `/organizations/${organization.slug}/tags/${key}/values/${parameters}`, { token });
  return z
    .array(TagValue)
    .parse(await reply.json())
    .map(({ value, count }) => `${value} ${count}`);
}

describe('what a search bar may suggest', () => {
  it('are the tags of the chosen projects, with the events that have them', async () => {
    const tenant = await aTenant();
    const other = await aProject(tenant.organization);
    await anIssueWith(tenant.project, [
      [['plan', 'free']],
      [
        ['plan', 'pro'],
        ['os', 'Linux'],
      ],
    ]);
    await anIssueWith(other, [[['plan', 'pro']], [['cart', 'full']]]);
    expect(await keys(tenant)).toEqual({ cart: 1, os: 1, plan: 3 });
    expect(await keys(tenant, `?project=${other.slug}`)).toEqual({ cart: 1, plan: 1 });
    expect(await values(tenant, 'plan')).toEqual(['pro 2', 'free 1']);
    expect(await values(tenant, 'plan', `?project=${other.id}`)).toEqual(['pro 1']);
  });

  it('are values with the text in them, those that begin with it before those that are met more often', async () => {
    const tenant = await aTenant();
    await anIssueWith(tenant.project, [[['url', 'https://shop/cart']], [['url', 'https://shop/cart']], [['url', 'cart.html']], [['url', 'https://shop/']]]);
    expect(await values(tenant, 'url', '?query=CART')).toEqual(['cart.html 1', 'https://shop/cart 2']);
    expect(await values(tenant, 'url', '?query=%25')).toEqual([]);
  });

  it('are at most twenty values', async () => {
    const tenant = await aTenant();
    await anIssueWith(
      tenant.project,
      Array.from({ length: 25 }, (_, index) => [['build', `b${index}`]]),
    );
    expect(await values(tenant, 'build')).toHaveLength(20);
  });

  it('are parts of users, and what issues tell of themselves', async () => {
    const tenant = await aTenant();
    await anIssueWith(tenant.project, [[['user', 'email:jane@shop.example']], [['user', 'id:7']]], { culprit: 'cart in add', eventCount: 4 });
    expect(await values(tenant, 'user.email')).toEqual(['jane@shop.example 1']);
    expect(await values(tenant, 'user.id')).toEqual(['7 1']);
    expect(await values(tenant, 'user')).toEqual(['id:7 1', 'email:jane@shop.example 1']);
    expect(await values(tenant, 'culprit')).toEqual(['cart in add 4']);
    expect(await values(tenant, 'error.type')).toEqual(['TypeError 4']);
  });

  it('reads no more than the issues that were seen last', async () => {
    const tenant = await aTenant();
    await anIssueWith(tenant.project, [[['plan', 'newest']]], { lastSeenAt: 10_000 });
    await multiply((await anIssue(tenant.project, { lastSeenAt: 1_000 })).id, 205);
    await anIssueWith(tenant.project, [[['plan', 'oldest']]], { lastSeenAt: 1 });
    expect(await values(tenant, 'plan')).toEqual(['newest 1']);
  });
});
