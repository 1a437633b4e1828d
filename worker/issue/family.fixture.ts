import { env } from 'cloudflare:workers';
import { summarizeEvent } from '../event/summarize.ts';
import { normalizeEvent } from '../event/normalize.ts';
import { describeEvent } from '../grouping/describe.ts';
import { anEventId, type TestProject } from '../ingest/ingest.fixture.ts';
import { encodeBody } from './body.ts';
import type { IssueObject, Recorded } from './issue-object.ts';
import { issueObjectName } from './object-name.ts';

export function objectOf(project: TestProject, hash: string): DurableObjectStub<IssueObject> {
  return env.ISSUES.getByName(issueObjectName(project.projectId, hash));
}

export interface Sent {
  hash: string;
  eventId?: string;
  user?: string;
  release?: string;
  furtherHashes?: readonly string[];
}

export async function send(project: TestProject, sent: Sent): Promise<Recorded> {
  return objectOf(project, sent.hash).record(...recordingOf(project, sent));
}

/** What the object of the hash is told of it. */
export function recordingOf(project: TestProject, { hash, eventId = anEventId(), user, release, furtherHashes = [] }: Sent): [string, Uint8Array] {
  const payload = { message: 'boom', ...(user ? { user: { id: user } } : {}), ...(release ? { release } : {}) };
  const event = normalizeEvent(payload, { eventId, receivedAt: Date.now(), sentAt: null, clientIp: null, userAgent: null, client: null });
  const { organizationId, projectId, shard } = project;
  const origin = { organizationId, projectId, shard, hash, furtherHashes, mechanism: 'picket:test' };
  return [JSON.stringify({ origin, owner: null, event: summarizeEvent(event, describeEvent(event)) }), encodeBody(event)];
}

export interface Row {
  id: number;
  hash: string;
  status: string;
  substatus: string | null;
  merged_into: number | null;
  event_count: number;
  user_count: number;
}

export async function rowsOf({ projectId }: TestProject): Promise<Row[]> {
  const { results } = await env.DB.prepare('select * from issues where project_id = ? order by number').bind(projectId).all<Row>();
  return results;
}

/** Those that lists show. */
export const shown = (rows: readonly Row[]): Row[] => rows.filter(({ status }) => status !== 'merged');

/** Lets every object say what it has to, and gives back what D1 then has. */
export async function settle(project: TestProject, hashes: readonly string[]): Promise<Row[]> {
  // Parts first: their heads hear of them. Twice, since what a head learns may be news to another.
  for (let round = 0; round < 3; round += 1) for (const hash of hashes) await objectOf(project, hash).project();
  return rowsOf(project);
}
