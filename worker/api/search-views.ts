import type * as z from 'zod/mini';
import { allows } from '../identity/scopes.ts';
import { findMembers, type User } from '../storage/members.ts';
import { listProjects } from '../storage/projects.ts';
import * as storage from '../storage/search-views.ts';
import type { OrganizationCall } from './call.ts';
import { IssueSort } from './contract/issue.ts';
import { NewSearchView, type SearchView, SearchViewChange, ViewOrder, ViewStarring } from './contract/search-view.ts';
import { readBody } from './read-body.ts';
import { badRequest, forbidden, invalidFields, notFound } from './refusals.ts';
import { isoTime } from './time.ts';

export async function listSearchViews(call: OrganizationCall): Promise<Response> {
  return Response.json(await serializeAll(call, await storage.listSearchViews(call.organization, call.viewer.user.id)));
}

export async function createSearchView(call: OrganizationCall): Promise<Response> {
  const { timeFilters, ...content } = await readBody(call.request, NewSearchView);
  await checkProjects(call, content.projects);
  const view = { ...content, timeFilters: timesOf(timeFilters) };
  const id = await storage.createSearchView(call.organization, call.viewer.user.id, view, call.now);
  if (id === null) throw badRequest(`At most ${storage.maxViews} views can be saved. Delete some that are not needed.`);
  return answer(call, id, 201);
}

export async function readSearchView(call: OrganizationCall): Promise<Response> {
  return Response.json(await serialize(call, await viewOf(call)));
}

export async function changeSearchView(call: OrganizationCall): Promise<Response> {
  const { timeFilters, ...change } = await readBody(call.request, SearchViewChange);
  const view = await viewOf(call);
  if (!canEdit(call, view)) throw forbidden();
  // Who did not make a view cannot take it from everybody but the one who did.
  if (change.visibility === 'owner' && view.userId !== call.viewer.user.id)
    throw invalidFields({ visibility: ['Only who made the view can keep it to themselves.'] });
  await checkProjects(call, change.projects ?? []);
  const times = timeFilters === undefined ? {} : { timeFilters: timesOf(timeFilters) };
  await storage.changeSearchView(call.organization, view.id, { ...definedOf(change), ...times }, call.now);
  return answer(call, view.id, 200);
}

export async function deleteSearchView(call: OrganizationCall): Promise<Response> {
  const view = await viewOf(call);
  if (!canEdit(call, view)) throw forbidden();
  await storage.deleteSearchView(call.organization, view.id, call.now);
  return new Response(null, { status: 204 });
}

/** Brings back what was deleted; one that is there stays as it is. */
export async function restoreSearchView(call: OrganizationCall): Promise<Response> {
  const id = idOf(call);
  const view = (await storage.findDeletedView(call.organization, call.viewer.user.id, id)) ?? (await viewOf(call));
  if (!canEdit(call, view)) throw forbidden();
  await storage.restoreSearchView(call.organization, view.id);
  return answer(call, view.id, 200);
}

export async function starSearchView(call: OrganizationCall): Promise<Response> {
  const { starred, position } = await readBody(call.request, ViewStarring);
  const view = await viewOf(call);
  const ids = (await starredIds(call)).filter((id) => id !== view.id);
  // One that is starred already stays where it is, unless it is told where to go.
  if (starred) ids.splice(position ?? view.position ?? ids.length, 0, view.id);
  await storage.putStarredViews(call.organization, call.viewer.user.id, ids);
  return new Response(null, { status: 204 });
}

export async function orderStarredViews(call: OrganizationCall): Promise<Response> {
  const { view_ids: named } = await readBody(call.request, ViewOrder);
  const starred = await starredIds(call);
  const wanted = [...new Set(named.map(Number))].filter((id) => starred.includes(id));
  await storage.putStarredViews(call.organization, call.viewer.user.id, [...wanted, ...starred.filter((id) => !wanted.includes(id))]);
  return new Response(null, { status: 204 });
}

async function starredIds({ organization, viewer }: OrganizationCall): Promise<number[]> {
  const views = await storage.listSearchViews(organization, viewer.user.id);
  return views.filter(({ position }) => position !== null).map(({ id }) => id);
}

/** A view of somebody else that is not shared is not found. */
async function viewOf(call: OrganizationCall): Promise<storage.SearchView> {
  const view = await storage.findSearchView(call.organization, call.viewer.user.id, idOf(call));
  if (!view) throw notFound();
  return view;
}

function idOf({ parameter }: OrganizationCall): number {
  const id = parameter('view');
  if (!/^\d{1,15}$/.test(id)) throw notFound();
  return Number(id);
}

function canEdit({ viewer, access }: OrganizationCall, { userId, visibility }: storage.SearchView): boolean {
  return userId === viewer.user.id || (visibility === 'organization' && allows(access.scopes, 'org:write'));
}

async function checkProjects({ organization }: OrganizationCall, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const known = new Set((await listProjects(organization)).map(({ id }) => id));
  if (ids.some((id) => !known.has(id))) throw invalidFields({ projects: ['One of the projects does not exist.'] });
}

function timesOf({ period = null, start = null, end = null, utc = null }: z.output<typeof NewSearchView>['timeFilters']): storage.ViewContent['timeFilters'] {
  if ((start === null) !== (end === null)) throw invalidFields({ timeFilters: ['start and end are both required'] });
  return { period, start, end, utc };
}

/** Without what is absent, which would otherwise be set to nothing. */
function definedOf(change: Omit<z.output<typeof SearchViewChange>, 'timeFilters'>): Partial<storage.ViewContent> {
  const { name, query, querySort, projects, environments, visibility } = change;
  return {
    ...(name === undefined ? {} : { name }),
    ...(query === undefined ? {} : { query }),
    ...(querySort === undefined ? {} : { querySort }),
    ...(projects === undefined ? {} : { projects }),
    ...(environments === undefined ? {} : { environments }),
    ...(visibility === undefined ? {} : { visibility }),
  };
}

async function answer(call: OrganizationCall, id: number, status: number): Promise<Response> {
  const view = await storage.findSearchView(call.organization, call.viewer.user.id, id);
  if (!view) throw notFound();
  return Response.json(await serialize(call, view), { status });
}

async function serialize(call: OrganizationCall, view: storage.SearchView): Promise<SearchView> {
  const people = await findMembers(call.organization, view.userId === null ? [] : [view.userId]);
  return serializeView(call, view, people);
}

async function serializeAll(call: OrganizationCall, views: readonly storage.SearchView[]): Promise<SearchView[]> {
  const people = await findMembers(call.organization, [...new Set(views.flatMap(({ userId }) => userId ?? []))]);
  return views.map((view) => serializeView(call, view, people));
}

function serializeView(call: OrganizationCall, view: storage.SearchView, people: readonly User[]): SearchView {
  const { id, name, query, querySort, projects, environments, timeFilters, visibility, position, userId, createdAt, updatedAt } = view;
  const maker = people.find((person) => person.id === userId);
  return {
    id: String(id),
    name,
    query,
    // A sort that is known no more is none.
    querySort: IssueSort.safeParse(querySort).data ?? 'date',
    projects,
    environments,
    timeFilters,
    visibility,
    starred: position !== null,
    position,
    canEdit: canEdit(call, view),
    createdBy: maker ? { id: String(maker.id), name: maker.name, email: maker.email } : null,
    dateCreated: isoTime(createdAt),
    dateUpdated: isoTime(updatedAt),
  };
}
