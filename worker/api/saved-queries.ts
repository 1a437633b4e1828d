import { allows } from '../identity/scopes.ts';
import { findMembers, type User } from '../storage/members.ts';
import {
  changeSavedQuery,
  countSavedQueries,
  findSavedQuery,
  listSavedQueries,
  removeSavedQuery,
  saveQuery,
  type SavedQueryRow,
} from '../storage/saved-queries.ts';
import { serializeUser } from './auth.ts';
import type { OrganizationCall } from './call.ts';
import { type SavedQuery, SavedQueryChange } from './contract/saved-query.ts';
import { readFields, readSortColumn } from './explore-fields.ts';
import { readBody } from './read-body.ts';
import { badRequest, forbidden, notFound } from './refusals.ts';
import { isoTime } from './time.ts';

/** Far more than anybody finds their way in. */
const maxSaved = 1_000;

export async function listQueries(call: OrganizationCall): Promise<Response> {
  const wanted = (call.url.searchParams.get('query') ?? '').toLowerCase();
  const rows = (await listSavedQueries(call.organization)).filter(({ name }) => name.toLowerCase().includes(wanted));
  return Response.json(await serializeAll(call, rows));
}

export async function createQuery(call: OrganizationCall): Promise<Response> {
  const { name, ...question } = await readQuestion(call);
  if ((await countSavedQueries(call.organization)) >= maxSaved) throw badRequest('An organization saves at most 1,000 queries.');
  const row = await saveQuery(call.organization, { name, question, userId: call.viewer.user.id, createdAt: call.now, updatedAt: call.now });
  return answer(call, row, 201);
}

export async function readQuery(call: OrganizationCall): Promise<Response> {
  return answer(call, await findQuery(call));
}

export async function changeQuery(call: OrganizationCall): Promise<Response> {
  const { id } = await findOwnQuery(call);
  const { name, ...question } = await readQuestion(call);
  const row = await changeSavedQuery(call.organization, id, { name, question, updatedAt: call.now });
  if (!row) throw notFound();
  return answer(call, row);
}

export async function deleteQuery(call: OrganizationCall): Promise<Response> {
  const { id } = await findOwnQuery(call);
  await removeSavedQuery(call.organization, id);
  return new Response(null, { status: 204 });
}

/** What could never be answered is not kept. */
async function readQuestion({ request }: OrganizationCall): Promise<SavedQueryChange> {
  const change = await readBody(request, SavedQueryChange);
  readSortColumn(change.orderby, readFields(change.fields));
  return change;
}

async function findQuery({ organization, parameter }: OrganizationCall): Promise<SavedQueryRow> {
  const id = parameter('query');
  const row = /^\d{1,15}$/.test(id) ? await findSavedQuery(organization, Number(id)) : null;
  if (!row) throw notFound();
  return row;
}

async function findOwnQuery(call: OrganizationCall): Promise<SavedQueryRow> {
  const row = await findQuery(call);
  if (row.userId !== call.viewer.user.id && !allows(call.access.scopes, 'org:write'))
    throw forbidden('Only who saved it, or may change the organization, may do that.');
  return row;
}

async function answer(call: OrganizationCall, row: SavedQueryRow, status = 200): Promise<Response> {
  const [saved] = await serializeAll(call, [row]);
  return Response.json(saved, { status });
}

async function serializeAll({ organization }: OrganizationCall, rows: readonly SavedQueryRow[]): Promise<SavedQuery[]> {
  const users = await findMembers(organization, [...new Set(rows.flatMap(({ userId }) => userId ?? []))]);
  const userOf = new Map(users.map((user): [number, User] => [user.id, user]));
  return rows.map(({ id, name, question, userId, createdAt, updatedAt }) => {
    const user = userId === null ? undefined : userOf.get(userId);
    return {
      ...question,
      id: String(id),
      name,
      version: 2,
      queryDataset: 'error-events',
      dateCreated: isoTime(createdAt),
      dateUpdated: isoTime(updatedAt),
      createdBy: user ? serializeUser(user) : null,
    };
  });
}
