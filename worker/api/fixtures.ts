import { createExecutionContext } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { vi } from 'vitest';
import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { allScopes, type Scope } from '../identity/scopes.ts';
import { createApiToken, createKeyPair, createSessionToken, hashToken } from '../identity/secrets.ts';
import { issueObjectName } from '../issue/object-name.ts';
import { type Entry, termsOf } from '../search/terms.ts';
import { issueIdsPerProject } from '../storage/projection.ts';
import {
  apiTokens,
  codeowners,
  events,
  issues,
  members,
  organizations,
  projectKeys,
  projects,
  projectTeams,
  sessions,
  teamMembers,
  teams,
  users,
} from '../storage/schema.ts';
import type { EventRow } from '../storage/events.ts';
import type { Issue } from '../storage/issues.ts';
import type { Role, User } from '../storage/members.ts';
import type { Organization, ProjectRow } from '../storage/scope.ts';
import { dataShard } from '../storage/shards.ts';
import { api } from './app.ts';
import { Event } from './contract/event.ts';
import { checkExchange } from './reference/contract.fixture.ts';

/* Builders for tests of the API: each makes rows of its own, and hides what a test does not care about. */

export const origin = 'https://picket.example';

let made = 0;
/** A number that no other row of this run has. */
function next(): number {
  made += 1;
  return made;
}

/** As before anything was set up. What other tests left has to go, since they share a database; only for those that count what is there. */
export async function emptyInstallation(): Promise<void> {
  const db = drizzle(env.DB);
  await db.delete(organizations);
  await db.delete(users);
}

const insert = <Row>(rows: Row[]): Row => {
  const [row] = rows;
  if (!row) throw new Error('The row of a fixture was not inserted');
  return row;
};

export async function anOrganization(overrides: Partial<Organization> = {}): Promise<Organization> {
  const values = { slug: `organization-${next()}`, name: 'Acme', createdAt: Date.now(), ...overrides };
  return insert(await drizzle(env.DB).insert(organizations).values(values).returning());
}

export async function aMember(organization: Organization, role: Role = 'owner', overrides: { passwordHash?: string } = {}): Promise<User> {
  const createdAt = Date.now();
  const values = { email: `user-${next()}@acme.example`, name: 'Ada', passwordHash: 'of nobody', createdAt, ...overrides };
  const user = insert(await drizzle(env.DB).insert(users).values(values).returning());
  await drizzle(env.DB).insert(members).values({ organizationId: organization.id, userId: user.id, role, createdAt });
  return user;
}

/** An API token of the user, as sent in the header. */
export async function aToken(organization: Organization, user: User, scopes: readonly Scope[] = allScopes): Promise<string> {
  const token = createApiToken();
  const row = {
    organizationId: organization.id,
    userId: user.id,
    name: 'Test',
    tokenHash: hashToken(token),
    lastCharacters: token.slice(-4),
    createdAt: Date.now(),
  };
  await drizzle(env.DB)
    .insert(apiTokens)
    .values({ ...row, scopes: [...scopes] });
  return token;
}

/** A browser session of the user, as a `Cookie` header. */
export async function aSession(user: User, overrides: { expiresAt?: number } = {}): Promise<string> {
  const token = createSessionToken();
  const createdAt = Date.now();
  const row = { tokenHash: hashToken(token), userId: user.id, createdAt, expiresAt: createdAt + 60_000, ...overrides };
  await drizzle(env.DB).insert(sessions).values(row);
  return `picket_session=${token}`;
}

export async function aProject(organization: Organization, overrides: Partial<ProjectRow> = {}): Promise<ProjectRow> {
  const values = { organizationId: organization.id, slug: `project-${next()}`, name: 'Web', platform: 'javascript', createdAt: Date.now(), ...overrides };
  return insert(await drizzle(env.DB).insert(projects).values(values).returning());
}

export async function aKey(project: ProjectRow, overrides: { createdAt?: number; isActive?: boolean } = {}): Promise<string> {
  const values = { ...createKeyPair(), projectId: project.id, name: 'Default', createdAt: Date.now(), ...overrides };
  return insert(await drizzle(env.DB).insert(projectKeys).values(values).returning()).publicKey;
}

/** A row of the read model only: no object stands behind it. */
export async function anIssue(project: ProjectRow, overrides: Partial<Issue> = {}): Promise<Issue> {
  const number = overrides.number ?? next();
  const seenAt = Date.now();
  const values: Issue = {
    id: project.id * issueIdsPerProject + number,
    projectId: project.id,
    number,
    hash: hexId(),
    mechanism: 'picket:2026-11',
    status: 'unresolved',
    substatus: 'new',
    title: 'TypeError: x is undefined',
    culprit: 'app/main in load',
    level: 'error',
    type: 'error',
    platform: 'javascript',
    logger: null,
    metadata: { type: 'TypeError', value: 'x is undefined' },
    isUnhandled: true,
    eventCount: 1,
    userCount: 0,
    firstSeenAt: seenAt,
    lastSeenAt: seenAt,
    firstRelease: null,
    lastRelease: null,
    trend: { hours: [], days: [] },
    statusSince: seenAt,
    priority: 'high',
    isPrioritySetByMember: false,
    assignee: null,
    statusDetails: {},
    version: 1,
    ...overrides,
  };
  await drizzle(dataShard(env, project.shard))
    .insert(issues)
    .values({ ...values, likeness: [], tagCounts: {} });
  await index(project, values.id, [
    { kind: 'text', text: values.title },
    { kind: 'text', text: values.culprit },
  ]);
  return values;
}

/** A row of the read model only: no object has its body. */
export async function anEventRow(project: ProjectRow, issue: Issue, overrides: Partial<EventRow> = {}): Promise<EventRow> {
  const now = Date.now();
  const values: EventRow = {
    projectId: project.id,
    eventId: hexId(),
    issueId: issue.id,
    occurredAt: now,
    receivedAt: now,
    title: issue.title,
    culprit: issue.culprit,
    level: 'error',
    type: 'error',
    platform: 'javascript',
    release: null,
    environment: null,
    user: null,
    tags: {},
    fields: {},
    hash: issue.hash,
    ...overrides,
  };
  await drizzle(dataShard(env, project.shard)).insert(events).values(values);
  await index(
    project,
    values.issueId,
    Object.entries(values.tags).map(([key, value]) => ({ kind: 'tag', key, value })),
  );
  return values;
}

async function index(project: ProjectRow, issueId: number, entries: readonly Entry[]): Promise<void> {
  const statement = dataShard(env, project.shard).prepare('insert into issue_search (rowid, terms) values (?, ?)');
  await statement.bind(issueId, entries.flatMap(termsOf).join(' ')).run();
}

export interface Tenant {
  organization: Organization;
  owner: User;
  project: ProjectRow;
  token: string;
}

/** An organization with its owner, a project, and a token that may do everything. */
export async function aTenant(): Promise<Tenant> {
  const organization = await anOrganization();
  const owner = await aMember(organization);
  return { organization, owner, project: await aProject(organization), token: await aToken(organization, owner) };
}

/** A team of its owner that works on its project. Answers its slug, and the id of the owner's membership. */
export async function aTeam(
  { organization, owner, project }: Tenant,
  overrides: { slug?: string; name?: string } = {},
): Promise<{ team: string; member: string }> {
  const values = { slug: `team-${next()}`, name: 'Shop', organizationId: organization.id, createdAt: Date.now(), ...overrides };
  const team = insert(await drizzle(env.DB).insert(teams).values(values).returning());
  const member = insert(await drizzle(env.DB).select().from(members).where(eq(members.userId, owner.id)));
  await drizzle(env.DB).insert(teamMembers).values({ teamId: team.id, memberId: member.id });
  await drizzle(env.DB).insert(projectTeams).values({ teamId: team.id, projectId: project.id });
  return { team: team.slug, member: String(member.id) };
}

export async function aCodeownersFile(project: ProjectRow): Promise<string> {
  const values = { projectId: project.id, raw: '* @acme/shop', ownerKeys: ['shop'], codeMappings: [], associations: {}, createdAt: 0, updatedAt: 0 };
  return String(insert(await drizzle(env.DB).insert(codeowners).values(values).returning()).id);
}

/** 32 hex digits that no other has. */
export function hexId(): string {
  return crypto.randomUUID().replaceAll('-', '');
}

/** Sends an event as an SDK does and waits until it can be read. Returns its id and the id of its issue, one of its own by default. */
export async function sendEvent(
  { organization, project, token }: Tenant,
  payload: Record<string, unknown> = {},
): Promise<{ eventId: string; issueId: string }> {
  const eventId = hexId();
  const body = JSON.stringify({ event_id: eventId, message: 'boom', fingerprint: [eventId], ...payload });
  const sent = await exports.default.fetch(`${origin}/api/${project.id}/store/?sentry_key=${await aKey(project)}`, { method: 'POST', body });
  if (sent.status !== 200) throw new Error(`The event was refused: ${await sent.text()}`);
  return vi.waitFor(
    async () => {
      const reply = await send('GET', `/projects/${organization.slug}/${project.slug}/events/${eventId}/`, { token });
      return { eventId, issueId: Event.parse(await reply.json()).groupID };
    },
    { timeout: 15_000, interval: 20 },
  );
}

/** Makes issues a part of another, and waits until lists show it. */
export async function merge({ owner, project }: Tenant, issueId: string, partIds: readonly string[]): Promise<void> {
  const rows = await drizzle(dataShard(env, project.shard)).select({ id: issues.id, hash: issues.hash }).from(issues).where(eq(issues.projectId, project.id));
  const hashOf = (wanted: string) => insert(rows.filter(({ id }) => String(id) === wanted)).hash;
  const object = env.ISSUES.getByName(issueObjectName(project.id, hashOf(issueId)));
  const reply = await object.merge(partIds.map(hashOf), owner.id, Date.now());
  if (reply.type !== 'merged') throw new Error(`The issues were not merged: ${reply.type}`);
}

export interface Sending {
  token?: string;
  cookie?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** Sends a request to the API, and sees that the reply is as its route describes it. `path` begins below /api/0. A body is sent as JSON, and one that is a string as it is. */
export async function send(method: string, path: string, { token, cookie, body, headers = {} }: Sending = {}): Promise<Response> {
  const all = new Headers(headers);
  if (token !== undefined) all.set('authorization', `Bearer ${token}`);
  if (cookie !== undefined) all.set('cookie', cookie);
  if (body !== undefined) all.set('content-type', 'application/json');
  const payload = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const request = new Request(`${origin}/api/0${path}`, { method, headers: all, ...(payload === undefined ? {} : { body: payload }) });
  const reply = await api.fetch(request, env, createExecutionContext());
  // A socket cannot be copied.
  await checkExchange(method, new URL(request.url), payload, reply.status === 101 ? reply : reply.clone());
  return reply;
}
