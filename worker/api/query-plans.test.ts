import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { watchDatabase } from '../bench/watch-database.ts';
import { api } from './app.ts';
import { anEventRow, anIssue, aTenant, origin, type Tenant } from './fixtures.ts';

/*
 * How SQLite answers the statements of what people look at most, as EXPLAIN tells it. There are no statistics, so that it plans by tables and indexes alone: here as it does
 * for millions of events.
 */

let tenant: Tenant;
let issueId: number;
let eventId: string;
/** Tables by the page where they, or an index of theirs, begin. */
let tables: Map<number, string>;

beforeAll(async () => {
  tenant = await aTenant();
  const issue = await anIssue(tenant.project, { number: 1 });
  const event = await anEventRow(tenant.project, issue, { tags: { region: 'eu' }, environment: 'production', release: 'web@1' });
  issueId = issue.id;
  eventId = event.eventId;
  const { results } = await env.DB.prepare('select rootpage, tbl_name from sqlite_master where rootpage > 0').all<{ rootpage: number; tbl_name: string }>();
  tables = new Map(results.map(({ rootpage, tbl_name }) => [rootpage, tbl_name]));
});

/** How many rows were read for an answer. */
async function rowsOf(path: string): Promise<number> {
  let rows = 0;
  await answer(path, watchDatabase(env.DB, { read: (more) => (rows += more) }));
  return rows;
}

/** What the statements behind an answer go through from end to end. */
async function scansOf(path: string): Promise<string[]> {
  const statements: { statement: string; parameters: readonly unknown[] }[] = [];
  const watched = watchDatabase(env.DB, { asked: (statement, parameters) => statements.push({ statement, parameters }) });
  await answer(path, watched);
  expect(statements.length).toBeGreaterThan(1);
  const scans = await Promise.all(statements.map(({ statement, parameters }) => scansIn(statement, parameters)));
  return scans.flat().filter((table) => !fewRows.has(table));
}

async function answer(path: string, db: D1Database): Promise<void> {
  const request = new Request(`${origin}/api/0${path}`, { headers: { authorization: `Bearer ${tenant.token}` } });
  const reply = await api.fetch(request, { ...env, DB: db }, createExecutionContext());
  expect(reply.status, `${path}: ${await reply.clone().text()}`).toBe(200);
}

/** Of these an installation has some hundreds. */
const fewRows = new Set(['organizations', 'projects', 'teams', 'members', 'users']);

/**
 * The tables that SQLite's program for a statement goes through from one end, rather than from a row that it seeks; with them an index that it would have to make for the
 * statement, the search index where all words are read, and where all issues or events of a project are.
 */
async function scansIn(statement: string, parameters: readonly unknown[] = []): Promise<string[]> {
  const [program, plan] = await env.DB.batch<{ opcode: string; p1: number; p2: number; detail: string }>(
    ['explain', 'explain query plan'].map((how) => env.DB.prepare(`${how} ${statement}`).bind(...parameters)),
  );
  const tableOf = new Map<number, string | undefined>();
  const scanned = new Set<string>();
  for (const { opcode, p1, p2 } of program?.results ?? []) {
    if (opcode === 'OpenRead') tableOf.set(p1, tables.get(p2));
    const table = tableOf.get(p1);
    if (['Rewind', 'Last', 'Count'].includes(opcode) && table) scanned.add(table);
  }
  const steps = plan?.results.map(({ detail }) => detail) ?? [];
  // With a query, the plan begins with an M.
  if (steps.some((step) => /VIRTUAL TABLE INDEX 0:(?!M)/.test(step))) scanned.add('issue_search');
  return [...scanned, ...steps.flatMap((step) => /(?:issues|events)_by_\w+ \(project_id=\?\)$|PRIMARY KEY \(rowid[<>].*/.exec(step)?.[0] ?? [])];
}

const ofOrganization = () => `/organizations/${tenant.organization.slug}`;
const issueList = (parameters: Record<string, string>) => `${ofOrganization()}/issues/?${new URLSearchParams(parameters)}`;

describe('without going through a table', () => {
  it.each(['date', 'new', 'freq', 'user', 'priority', 'trends'])('lists issues by %s', async (sort) => {
    expect(await scansOf(issueList({ sort }))).toEqual([]);
    expect(await scansOf(issueList({ sort, query: '', cursor: '1000:0:1' }))).toEqual([]);
  });

  it.each([
    'region:eu',
    'region:eu boom',
    '!region:eu',
    'region:[eu, us] release:web@*',
    'has:region environment:production',
    'user.id:4711 is:unresolved assigned:me',
    'bookmarks:me lastSeen:-14d timesSeen:>1',
    'stack.filename:*cart* or error.type:TypeError',
    'firstRelease:latest',
  ])('lists issues of %s', async (query) => {
    expect(await scansOf(issueList({ query, statsPeriod: '14d' }))).toEqual([]);
    expect(await scansOf(issueList({ query, sort: 'freq', environment: 'production' }))).toEqual([]);
  });

  it('reads an issue, its tags and its events', async () => {
    const project = `/projects/${tenant.organization.slug}/${tenant.project.slug}`;
    const issue = `${ofOrganization()}/issues/${issueId}`;
    const paths = [
      `${issue}/`,
      `${issue}/events/`,
      `${issue}/events/?cursor=1000:${'a'.repeat(32)}:0`,
      `${issue}/tags/`,
      `${issue}/tags/region/values/`,
      `${issue}/hashes/`,
      `${issue}/activities/`,
      `${issue}/user-reports/`,
      `${project}/events/`,
      `${project}/tags/`,
      `${project}/tags/region/values/`,
      `${ofOrganization()}/eventids/${eventId}/`,
      issueList({ query: eventId }),
    ];
    const found: string[] = [];
    for (const path of paths) found.push(...(await scansOf(path)).map((scan) => `${path}: ${scan}`));
    expect(found).toEqual([]);
  });
});

it('reads the list of issues no further than a page reaches, and counts the rest', async () => {
  const seenAt = Date.now();
  await Promise.all(Array.from({ length: 300 }, (_, nth) => anIssue(tenant.project, { number: 1000 + nth, lastSeenAt: seenAt - nth })));
  expect(await rowsOf(issueList({ limit: '10' }))).toBeLessThan(2 * 300 + 200);
});

it('looks for no event where the index tells all', async () => {
  const ofEvents = async (parameters: Record<string, string>) => {
    const asked: string[] = [];
    await answer(issueList(parameters), watchDatabase(env.DB, { asked: (statement) => asked.push(statement) }));
    return asked.some((statement) => statement.includes('join events'));
  };
  expect(await ofEvents({ query: 'is:unresolved region:[eu, us]' })).toBe(false);
  expect(await ofEvents({ query: 'user.id:4711' })).toBe(false);
  // One event has to be all of it.
  expect(await ofEvents({ query: 'user.id:4711 region:eu' })).toBe(true);
  expect(await ofEvents({ query: 'region:eu', environment: 'production' })).toBe(true);
  expect(await ofEvents({ query: 'region:eu', statsPeriod: '14d' })).toBe(true);
  expect(await ofEvents({ query: '!region:eu' })).toBe(true);
  expect(await ofEvents({ query: 'region:e*' })).toBe(true);
});

it('tells what goes through a table from what does not', async () => {
  expect(await scansIn("select id from issues where title = 'boom'")).toEqual(['issues']);
  expect(await scansIn('select c.last_seen_at from issues c order by c.project_id desc, c.status desc')).toEqual(['issues']);
  expect(await scansIn('select count(*) from "events"')).toEqual(['events']);
  expect(await scansIn("select e.title from json_each('[1]') j cross join events e on e.title = j.value")).toEqual(['events']);
  expect(await scansIn('select title from issues where project_id = 1 and event_count > 5')).toEqual(['issues_by_last_seen (project_id=?)']);
  expect(await scansIn('select title from issues where id > 1000000000 and id < 2000000000')).toEqual(['PRIMARY KEY (rowid>? AND rowid<?)']);
  expect(await scansIn('select rowid from issue_search')).toEqual(['issue_search']);
  expect(await scansIn("select rowid from issue_search where issue_search match 'a'")).toEqual([]);
  expect(await scansIn('select e.title from events e where e.issue_id = 1 order by e.occurred_at desc')).toEqual([]);
});
