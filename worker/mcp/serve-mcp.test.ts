import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeAll, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { aSession, aTenant, origin, type Tenant } from '../api/fixtures.ts';
import { serveMcp } from './serve-mcp.ts';

let tenant: Tenant;
beforeAll(async () => {
  tenant = await aTenant();
});

const Said = z.object({ result: z.object({ isError: z.boolean(), content: z.array(z.object({ text: z.string() })) }) });

async function post(body: unknown, headers: Record<string, string>): Promise<Response> {
  const all = { 'content-type': 'application/json', ...headers };
  return serveMcp(env, createExecutionContext(), new Request(`${origin}/mcp`, { method: 'POST', headers: all, body: JSON.stringify(body) }));
}

const callOf = (name: string, args: Record<string, unknown>) => ({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } });

it.each([
  ['get_issue', { issue: '..' }],
  ['get_issue', { issue: '.' }],
  ['get_issue', { issue: `https://picket.example/organizations/acme/issues/../events/latest/` }],
  ['get_issue', { issue: '1', organization: '..' }],
  ['update_issue', { issue: '..', status: 'resolved' }],
  ['add_comment', { issue: '..', text: 'x' }],
  ['list_events', { issue: '..' }],
  ['get_tag_values', { project: '..', tag: 'x' }],
  ['get_tag_values', { project: '.', organization: '..' }],
  ['get_tag_values', { issue: '1', tag: '..' }],
  ['find_issues', { organization: '..' }],
  ['find_projects', { organization: '%2e%2e' }],
])('does not let %s ask elsewhere than it should by %j', async (name, args) => {
  const reply = await post(callOf(name, args), { authorization: `Bearer ${tenant.token}` });
  expect(reply.status).toBe(200);
  expect(Said.parse(await reply.json()).result).toEqual({ isError: true, content: [{ text: expect.stringMatching(/^Not found/) }] });
});

it('lets nobody in by a cookie', async () => {
  const cookie = await aSession(tenant.owner);
  for (const headers of [{ cookie }, { cookie, authorization: '' }, { cookie, authorization: 'Bearer ' }, { cookie, authorization: 'Bearer nothing' }]) {
    expect((await post(callOf('find_issues', {}), headers)).status).toBe(401);
  }
});
