import { isRelease } from '../event/release.ts';
import {
  announceRelease,
  changeRelease as storeChange,
  dateOf,
  deleteRelease as forgetRelease,
  findRelease,
  findReleaseWithCommitsBefore,
  listReleases,
} from '../storage/organization-releases.ts';
import { countNewIssues } from '../storage/new-issues.ts';
import { projectorName } from '../storage/projector-object.ts';
import { listProjects } from '../storage/projects.ts';
import type { ScopedProject } from '../storage/scope.ts';
import type { OrganizationCall, ProjectCall, ReleaseCall } from './call.ts';
import { chosenProjects } from './chosen-projects.ts';
import { NewProjectRelease, NewRelease, ReleaseChange, ReleaseStatus } from './contract/release.ts';
import { cutPage, linkHeader } from './cursor.ts';
import { pageSizeParameters, readCursor, readPageSize } from './paging.ts';
import { readBody } from './read-body.ts';
import { badRequest, invalidFields, notFound } from './refusals.ts';
import { changeOf, commitsOf, giveCommits } from './release-changes.ts';
import { projectsOf } from './release-projects.ts';
import { serializeReleases } from './serialize-release.ts';

/** Ten thousand commits with their messages. */
const maxBodyBytes = 10_000_000;
const maxQueryCharacters = 200;

export async function listReleasesOfOrganization(call: OrganizationCall): Promise<Response> {
  const isAll = call.url.searchParams.getAll('project').every((reference) => reference === '' || reference === '-1');
  return listReleasesOf(call, isAll ? null : await chosenProjects(call), null);
}

export async function listReleasesOfProject(call: ProjectCall): Promise<Response> {
  return listReleasesOf(call, [call.project], call.project);
}

const knownParameters = ['query', 'project', 'environment', 'status', 'sort', ...pageSizeParameters];

/** By date: when it was released, or else when it became known. Archived ones are left out unless `status` asks for them; empty is all. */
async function listReleasesOf(
  { url, organization }: OrganizationCall,
  projects: readonly ScopedProject[] | null,
  only: ScopedProject | null,
): Promise<Response> {
  const parameters = url.searchParams;
  const sort = parameters.get('sort') ?? 'date';
  if (sort !== 'date') throw badRequest(`Sort key '${sort.slice(0, 100)}' not supported.`);
  const text = (parameters.get('query') ?? '').trim();
  if (text.length > maxQueryCharacters) throw badRequest(`The query is longer than ${maxQueryCharacters} characters.`);
  const environments = [...new Set(parameters.getAll('environment'))];
  const cursor = readCursor(parameters, /^\d{1,15}$/);
  const limit = readPageSize(parameters);
  const rows = await listReleases(organization, {
    projectIds: projects && projects.map(({ id }) => id),
    environments: environments.length === 0 ? null : environments,
    status: readStatus(parameters.get('status') ?? 'open'),
    text,
    position: cursor && { value: cursor.value, id: Number(cursor.id), isBefore: cursor.isBefore },
    limit: limit + 1,
  });
  const page = cutPage(rows, cursor, limit, (release) => ({ value: dateOf(release), id: String(release.id) }));
  return Response.json(await serializeReleases(organization, page.items, only), { headers: { link: linkHeader(url, knownParameters, page) } });
}

function readStatus(text: string): ReleaseStatus | null {
  if (text === '') return null;
  const status = ReleaseStatus.safeParse(text);
  if (!status.success) throw badRequest(`Invalid status '${text.slice(0, 100)}'.`);
  return status.data;
}

export async function createReleaseOfOrganization(call: OrganizationCall): Promise<Response> {
  const { version, projects, ...body } = await readBody(call.request, NewRelease, maxBodyBytes);
  return create(call, version, await projectsCalled(call, projects), null, body);
}

export async function createReleaseOfProject(call: ProjectCall): Promise<Response> {
  const { version, ...body } = await readBody(call.request, NewProjectRelease, maxBodyBytes);
  return create(call, version, [call.project], call.project, body);
}

/** A release that is known gains what is said of it: CI announces one again with every step. */
async function create(
  call: OrganizationCall,
  version: string,
  projects: readonly ScopedProject[],
  only: ScopedProject | null,
  body: ReleaseChange,
): Promise<Response> {
  if (!isRelease(version))
    throw invalidFields({ version: ['A release has 1 to 200 characters without slashes or line breaks, and is not ".", ".." or "latest".'] });
  const commits = commitsOf(body, call.now);
  const { release, isNew } = await announceRelease(call.organization, version, projects, changeOf(body), call.now);
  if (commits) await giveCommits(call, release, commits);
  return answer(call, version, only, isNew ? 201 : 208);
}

async function projectsCalled({ organization }: OrganizationCall, references: readonly (string | number)[]): Promise<ScopedProject[]> {
  const all = await listProjects(organization);
  const found = references.map((reference) => all.find(({ id, slug }) => slug === reference || String(id) === String(reference)));
  if (found.includes(undefined)) throw invalidFields({ projects: ['Invalid project ids or slugs'] });
  return all.filter((project) => found.includes(project));
}

export async function readRelease(call: ReleaseCall): Promise<Response> {
  const [reply] = await serializeReleases(call.organization, [call.release], call.project);
  if (!reply) throw notFound();
  return Response.json(reply);
}

export async function changeRelease(call: ReleaseCall): Promise<Response> {
  const body = await readBody(call.request, ReleaseChange, maxBodyBytes);
  const commits = commitsOf(body, call.now);
  const release = await storeChange(call.organization, call.release, changeOf(body));
  if (!release) throw notFound();
  if (commits) await giveCommits(call, release, commits);
  return answer(call, release.version, call.project, 200);
}

/** Not while an issue says that it came with it. */
export async function deleteRelease({ env, organization, release }: ReleaseCall): Promise<Response> {
  const projects = await projectsOf({ organization, release });
  const newIssues = await countNewIssues(projects, [release.version]);
  if (newIssues.length > 0) throw badRequest('This release is referenced by active issues and cannot be removed.');
  await forgetRelease(organization, release, projects);
  const shards = new Set(projects.map(({ shard }) => shard));
  await Promise.all([...shards].map((shard) => env.PROJECTORS.getByName(projectorName(shard)).forgetReleases()));
  return new Response(null, { status: 204 });
}

/** For sentry-cli, which sends the commits since then. */
export async function readPreviousWithCommits({ organization, release }: ReleaseCall): Promise<Response> {
  const projects = await projectsOf({ organization, release });
  const previous = await findReleaseWithCommitsBefore(
    organization,
    release,
    projects.map(({ id }) => id),
  );
  const [reply] = await serializeReleases(organization, previous ? [previous] : [], null);
  return Response.json(reply ?? {});
}

/** As it is now. */
async function answer({ organization }: OrganizationCall, version: string, only: ScopedProject | null, status: number): Promise<Response> {
  const release = await findRelease(organization, version);
  const [reply] = await serializeReleases(organization, release ? [release] : [], only);
  if (!reply) throw notFound();
  return Response.json(reply, { status });
}
