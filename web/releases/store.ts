import type { Commit, Release } from '../../worker/api/contract/release.ts';
import type { Issue } from '../../worker/api/contract/issue.ts';
import { getRelease, listCommits, listIssuesOfRelease, listReleases } from '../api.ts';
import type { Page } from '../api.ts';
import { createCache } from '../cache.ts';
import type { Cache } from '../cache.ts';
import { readView } from './view.ts';

const pageSize = 50;
/** What is beyond these is only counted. */
export const shownIssues = 50;
export const shownCommits = 50;

/** By the slug of the organization and the query of the address. */
export const releaseLists: Cache<[org: string, search: string], Page<Release>> = createCache((org, search) => {
  const { query, project, cursor } = readView(new URLSearchParams(search));
  return listReleases(org, { query, cursor, projects: project === null ? [] : [project], limit: pageSize });
});

/* By the slug of the organization and the version. */

export const releases: Cache<[org: string, version: string], Release> = createCache((org, version) => getRelease(org, version));
export const newIssues: Cache<[org: string, version: string], Page<Issue>> = createCache((org, version) => listIssuesOfRelease(org, version, shownIssues));
export const commits: Cache<[org: string, version: string], Page<Commit>> = createCache((org, version) => listCommits(org, version, shownCommits));

/** Makes a release ready that somebody is about to open. */
export function prefetchRelease(org: string, version: string): void {
  releases.visit(org, version);
  newIssues.visit(org, version);
}
