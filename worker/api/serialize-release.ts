import type { ReleaseCommit } from '../storage/commit-summary.ts';
import { type DeployRow, findCompanyOf, findReleases, type Release as ReleaseRow, type ReleaseCompany } from '../storage/organization-releases.ts';
import { countNewIssues, type NewIssues } from '../storage/new-issues.ts';
import { listProjects } from '../storage/projects.ts';
import type { OrganizationScope, ScopedProject } from '../storage/scope.ts';
import type { Commit, Deploy, IssueRelease, Release } from './contract/release.ts';
import { isoTime } from './time.ts';
import { versionInfoOf } from './version-info.ts';

/** In order. New issues and events are those of all its projects, or of the one that is asked about. */
export async function serializeReleases(scope: OrganizationScope, rows: readonly ReleaseRow[], only: ScopedProject | null): Promise<Release[]> {
  const [companies, all] = await Promise.all([findCompanyOf(scope, rows), listProjects(scope)]);
  const involved = all.filter(({ id }) => companies.some(({ projectIds }) => projectIds.includes(id)));
  const counts = await countNewIssues(
    involved,
    rows.map(({ version }) => version),
  );
  return rows.flatMap((row, index) => {
    const company = companies[index];
    const ofRelease = involved.filter(({ id }) => company?.projectIds.includes(id));
    return company ? [serializeRelease(row, company, ofRelease, counts, only)] : [];
  });
}

function serializeRelease(
  row: ReleaseRow,
  company: ReleaseCompany,
  projects: readonly ScopedProject[],
  counts: readonly NewIssues[],
  only: ScopedProject | null,
): Release {
  const newOf = (projectId: number) => counts.find((count) => count.projectId === projectId && count.version === row.version)?.count ?? 0;
  const asked = projects.filter(({ id }) => only === null || id === only.id);
  const seen = company.seen.filter(({ projectId }) => only === null || projectId === only.id);
  return {
    ...serializeBareRelease(row),
    owner: null,
    data: {},
    newGroups: asked.reduce((sum, { id }) => sum + newOf(id), 0),
    commitCount: row.commits?.count ?? 0,
    lastCommit: row.commits ? serializeCommit(row.commits.last) : null,
    deployCount: company.deployCount,
    lastDeploy: company.lastDeploy && serializeDeploy(company.lastDeploy),
    authors: (row.commits?.authors ?? []).map(({ name, email }) => ({ name, email })),
    firstEvent: timeOrNull(seen.length === 0 ? null : Math.min(...seen.map(({ firstAt }) => firstAt))),
    lastEvent: timeOrNull(seen.length === 0 ? null : Math.max(...seen.map(({ lastAt }) => lastAt))),
    projects: projects.map(({ id, slug, name, platform }) => ({
      id,
      slug,
      name,
      platform,
      platforms: platform === null ? [] : [platform],
      hasHealthData: false,
      newGroups: newOf(id),
    })),
  };
}

/** The releases that an issue names, by their versions. */
export async function findIssueReleases(scope: OrganizationScope, versions: readonly string[]): Promise<Map<string, IssueRelease>> {
  const rows = new Map((await findReleases(scope, versions)).map((row) => [row.version, row]));
  return new Map(
    versions.map((version) => {
      const row = rows.get(version);
      return [version, row ? serializeBareRelease(row) : { version, shortVersion: version, versionInfo: versionInfoOf(version) }];
    }),
  );
}

function serializeBareRelease({ id, version, status, ref, url, createdAt, startedAt, releasedAt }: ReleaseRow) {
  return {
    id,
    version,
    shortVersion: version,
    versionInfo: versionInfoOf(version),
    status,
    ref,
    url,
    dateCreated: isoTime(createdAt),
    dateStarted: timeOrNull(startedAt),
    dateReleased: timeOrNull(releasedAt),
  };
}

export function serializeCommit({ commit, repository, message, authorName: name, authorEmail: email, committedAt }: ReleaseCommit): Commit {
  return {
    id: commit,
    message,
    dateCreated: isoTime(committedAt),
    author: name === null && email === null ? null : { name, email },
    repository: repository === '' ? null : { name: repository },
  };
}

export function serializeDeploy({ id, environment, name, url, startedAt, finishedAt }: DeployRow): Deploy {
  return { id: String(id), environment, name, url, dateStarted: timeOrNull(startedAt), dateFinished: isoTime(finishedAt) };
}

function timeOrNull(at: number | null): string | null {
  return at === null ? null : isoTime(at);
}
