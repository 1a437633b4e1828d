import { expect } from 'vitest';
import * as z from 'zod/mini';
import { Issue } from './contract/issue.ts';
import { type IssueChange, IssuesChanged } from './contract/issue-change.ts';
import { send, type Tenant } from './fixtures.ts';

export async function readIssue({ organization, token }: Tenant, issueId: string): Promise<Issue> {
  const reply = await send('GET', `/organizations/${organization.slug}/issues/${issueId}/`, { token });
  expect(reply.status).toBe(200);
  return Issue.parse(await reply.json());
}

/** One issue. */
export async function change({ organization, token }: Tenant, issueId: string, body: IssueChange): Promise<Issue> {
  const reply = await send('PUT', `/organizations/${organization.slug}/issues/${issueId}/`, { token, body });
  const json: unknown = await reply.json();
  expect([reply.status, json]).toEqual([200, expect.anything()]);
  return Issue.parse(json);
}

/** Several, by `search`. */
export async function changeSome({ organization, token }: Tenant, search: string, body: IssueChange): Promise<IssuesChanged> {
  const reply = await send('PUT', `/organizations/${organization.slug}/issues/${search}`, { token, body });
  const json: unknown = await reply.json();
  expect([reply.status, json]).toEqual([200, expect.anything()]);
  return IssuesChanged.parse(json);
}

/** What a change is refused with. */
export async function refusalOf({ organization, token }: Tenant, search: string, body: unknown): Promise<[status: number, reply: unknown]> {
  const reply = await send('PUT', `/organizations/${organization.slug}/issues/${search}`, { token, body });
  return [reply.status, await reply.json()];
}

export function searchOf(issueIds: readonly string[]): string {
  return `?${issueIds.map((id) => `id=${id}`).join('&')}`;
}

/** What a list of the organization finds. */
export async function listOf({ organization, token }: Tenant, query = ''): Promise<Issue[]> {
  const reply = await send('GET', `/organizations/${organization.slug}/issues/?query=${encodeURIComponent(query)}`, { token });
  return z.array(Issue).parse(await reply.json());
}
