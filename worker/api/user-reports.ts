import { readDsnAuthorization, receiveReport } from '../feedback/receive-report.ts';
import type { Scope } from '../identity/scopes.ts';
import { findIngestKey, type IngestKey } from '../storage/ingest-keys.ts';
import { findIssues } from '../storage/issues.ts';
import { listKeys } from '../storage/keys.ts';
import { findProjectOfKey } from '../storage/projects.ts';
import { findUserReport, listUserReports, type ReportPosition, type UserReport as UserReportRow } from '../storage/user-reports.ts';
import type { Organization, OrganizationScope, ScopedProject } from '../storage/scope.ts';
import { type Call, type IssueCall, type ProjectCall, withProject } from './call.ts';
import { NewUserReport, type UserReport } from './contract/user-report.ts';
import { type Cursor, cutPage, linkHeader } from './cursor.ts';
import { pageSizeParameters, readCursor, readPageSize } from './paging.ts';
import { readBody } from './read-body.ts';
import { conflict, forbidden, notFound, tooMany } from './refusals.ts';
import { serializeIssues } from './serialize-issues.ts';
import { serializeUserReport } from './serialize-user-report.ts';

/** Of all issues, and of events that are not known. */
export async function listReportsOfProject(call: ProjectCall): Promise<Response> {
  const { items, link } = await readPage(call, null);
  return Response.json(await withIssues(call, placeOf(call), items), { headers: { link } });
}

export async function listReportsOfIssue(call: IssueCall): Promise<Response> {
  const { items, link } = await readPage(call, call.issue.id);
  return Response.json(items.map(serializeUserReport), { headers: { link } });
}

async function readPage({ project, url }: ProjectCall, issueId: number | null) {
  const cursor = readCursor(url.searchParams, /^\d{1,15}$/);
  const limit = readPageSize(url.searchParams);
  const page = cutPage(await listUserReports(project, issueId, positionOf(cursor), limit + 1), cursor, limit, ({ createdAt, id }) => ({
    value: createdAt,
    id: String(id),
  }));
  return { items: page.items, link: linkHeader(url, pageSizeParameters, page) };
}

function positionOf(cursor: Cursor | null): ReportPosition | null {
  return cursor && { createdAt: cursor.value, id: Number(cursor.id), isBefore: cursor.isBefore };
}

/** With a token, or with nothing but the DSN: whoever may send events may say what they saw. */
export function createReport(scope: Scope): (call: Call) => Promise<Response> {
  return async (call) => {
    const { env, background, request } = call;
    const key = await readDsnAuthorization(env, background, request);
    if (key === 'refused') throw forbidden('The key in the DSN is not known or turned off, or does not take what pages of this origin send.');
    return key ? createWithKey(call, key) : createWithToken(await withProject(call, scope));
  };
}

async function createWithKey(call: Call, key: IngestKey): Promise<Response> {
  const found = await findProjectOfKey(call.env, key);
  const isOf = (name: string, { id, slug }: { id: number; slug: string }) => [String(id), slug].includes(call.parameter(name));
  if (!found || !isOf('org', found.organization) || !isOf('project', found.project)) throw notFound();
  return create(call, { ...found, viewing: null }, key);
}

/** Limits and scrubbing go by a key: here by the first that is active. */
async function createWithToken(call: ProjectCall): Promise<Response> {
  const active = (await listKeys(call.project)).find(({ isActive }) => isActive);
  const key = active && (await findIngestKey(call.env.DB, active.publicKey));
  if (!key) throw conflict('The project has no active key.');
  return create(call, placeOf(call), key);
}

interface Place {
  /** Null for who has but a key, and is told of nobody. */
  viewing: { scope: OrganizationScope; userId: number } | null;
  project: ScopedProject;
  organization: Organization;
}

function placeOf({ organization, project, access, viewer }: ProjectCall): Place {
  return { viewing: { scope: organization, userId: viewer.user.id }, project, organization: access.organization };
}

async function create(call: Call, place: Place, key: IngestKey): Promise<Response> {
  const { event_id, ...report } = await readBody(call.request, NewUserReport);
  const eventId = event_id.replaceAll('-', '').toLowerCase();
  const { outcome } = await receiveReport(call.env, call.background, call.request, key, { eventId, ...report });
  switch (outcome) {
    case 'accepted': {
      const saved = await findUserReport(place.project, eventId);
      const [reply] = await withIssues(call, place, saved ? [saved] : []);
      // It is safe, but where the database was away for a moment, it is not there yet.
      return reply ? Response.json(reply) : new Response(null, { status: 202 });
    }
    case 'rate_limited':
    case 'abuse':
      throw tooMany('Too many reports.');
    case 'filtered':
    case 'invalid':
    case 'client_discard':
      throw conflict('Feedback for this event cannot be modified.');
  }
}

async function withIssues({ url, now }: Call, { viewing, project, organization }: Place, reports: readonly UserReportRow[]): Promise<UserReport[]> {
  const ids = new Set(reports.flatMap(({ issueId }) => (issueId === null ? [] : [issueId])));
  const found = await findIssues([project], [...ids]);
  const issues = new Map((await serializeIssues(found, { project, organization, viewing, url, now })).map((issue) => [issue.id, issue]));
  return reports.map((report) => ({ ...serializeUserReport(report), issue: issues.get(String(report.issueId)) ?? null }));
}
