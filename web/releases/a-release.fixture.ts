import type { Release } from '../../worker/api/contract/release.ts';

/** A release as the API sends it, with what a test cares about. */
export function aRelease(version: string, fields: Partial<Release> = {}): Release {
  return {
    id: 1,
    version,
    shortVersion: version,
    versionInfo: { package: null, version: { raw: version }, description: version, buildHash: null },
    status: 'open',
    ref: null,
    url: null,
    dateCreated: '2026-11-20T10:00:00Z',
    dateStarted: null,
    dateReleased: null,
    owner: null,
    data: {},
    newGroups: 0,
    commitCount: 0,
    lastCommit: null,
    deployCount: 0,
    lastDeploy: null,
    authors: [],
    firstEvent: null,
    lastEvent: null,
    projects: [],
    ...fields,
  };
}
