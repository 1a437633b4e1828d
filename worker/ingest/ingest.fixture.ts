import { env } from 'cloudflare:workers';
import type { Event } from '../event/event.ts';
import { decodeBody } from '../issue/body.ts';
import { issueObjectName } from '../issue/object-name.ts';
import { effectiveOptions } from '../settings/options.ts';
import type { IngestKey } from '../storage/ingest-keys.ts';

export interface TestProject extends IngestKey {
  slug: string;
}

let made = 0;

/** A project of its own organization with a key, straight into D1; on shard 1 where asked. Every test makes its own, since a file shares its storage. */
export async function aProject(parts: { shard?: number; isActive?: boolean } = {}): Promise<TestProject> {
  made += 1;
  const now = Date.now();
  const publicKey = crypto.randomUUID().replaceAll('-', '');
  const slug = `web-${made}-${publicKey.slice(0, 6)}`;
  const { shard = 0, isActive = true } = parts;
  const organization = await env.DB.prepare('insert into organizations (slug, name, created_at) values (?, ?, ?) returning id')
    .bind(slug, slug, now)
    .first<{ id: number }>();
  const organizationId = organization?.id ?? 0;
  const project = await env.DB.prepare('insert into projects (organization_id, slug, name, shard, created_at) values (?, ?, ?, ?, ?) returning id')
    .bind(organizationId, slug, slug, shard, now)
    .first<{ id: number }>();
  const projectId = project?.id ?? 0;
  await env.DB.prepare('insert into project_keys (public_key, secret_key, project_id, name, is_active, created_at) values (?, ?, ?, ?, ?, ?)')
    .bind(publicKey, publicKey, projectId, 'Default', isActive ? 1 : 0, now)
    .run();
  return { publicKey, projectId, organizationId, shard, isActive, slug, rateLimit: null, loader: null, options: effectiveOptions({}, {}), ownership: null };
}

export function anEventId(): string {
  return crypto.randomUUID().replaceAll('-', '');
}

export interface StoredIssue {
  id: number;
  hash: string;
  status: string;
  substatus: string | null;
  title: string;
  event_count: number;
  user_count: number;
  assignee: string | null;
  number: number;
}

export async function issuesOf({ projectId, shard }: IngestKey): Promise<StoredIssue[]> {
  const { results } = await databaseOf(shard).prepare('select * from issues where project_id = ? order by number').bind(projectId).all<StoredIssue>();
  return results;
}

export async function eventIdsOf({ projectId, shard }: IngestKey): Promise<string[]> {
  const { results } = await databaseOf(shard)
    .prepare('select event_id from events where project_id = ? order by event_id')
    .bind(projectId)
    .all<{ event_id: string }>();
  return results.map((row) => row.event_id);
}

/** What became of the project's items, once that is written down. */
export async function outcomesOf({ projectId }: TestProject): Promise<unknown[]> {
  const query = 'select category, outcome, reason, quantity from outcomes where project_id = ? order by category, outcome, reason';
  return eventually(
    async () => (await env.DB.prepare(query).bind(projectId).all()).results,
    (rows) => rows.length > 0,
  );
}

/** The event as it is kept, once its issue has it. */
export async function storedEvent(project: TestProject, eventId: string): Promise<Event> {
  await eventually(
    () => eventIdsOf(project),
    (ids) => ids.includes(eventId),
  );
  for (const { hash } of await issuesOf(project)) {
    const body = await env.ISSUES.getByName(issueObjectName(project.projectId, hash)).body(eventId);
    if (body) return decodeBody(body);
  }
  throw new Error(`no issue has ${eventId}`);
}

function databaseOf(shard: number): D1Database {
  return shard === 0 ? env.DB : env.DB_1;
}

/** Asks until the answer satisfies, for what follows an answer within moments. Fails with the last answer after fifteen seconds: a reader is promised five, but on a machine with nothing else to do. */
export async function eventually<Value>(ask: () => Promise<Value>, satisfies: (value: Value) => boolean): Promise<Value> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const value = await ask();
    if (satisfies(value)) return value;
    if (Date.now() > deadline) throw new Error(`still not there after fifteen seconds: ${JSON.stringify(value)}`);
    await scheduler.wait(50);
  }
}
