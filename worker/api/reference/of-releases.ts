import * as z from 'zod/mini';
import { Issue } from '../contract/issue.ts';
import {
  Commit,
  Deploy,
  NewDeploy,
  NewProjectRelease,
  NewRelease,
  PreviousRelease,
  Release,
  ReleaseChange,
  ReleaseStatus,
  Repositories,
} from '../contract/release.ts';
import type { Descriptions, Parameter } from './description.ts';
import { chosenProjects, paging } from './parameters.ts';

const topic = 'Releases';

const releaseSearch = {
  query: { text: 'Only those with this text in their version.' },
  environment: { text: 'Only what events of this environment named; empty for none.', repeats: true },
  status: { text: 'Absent: `open`. Empty: all.', values: ReleaseStatus.options },
  sort: { text: 'Descending by when it was released, or else became known.', values: ['date'] },
  ...paging,
} satisfies Record<string, Parameter>;

const one = {
  get: { topic, summary: 'A release, with its new issues counted.', replies: { 200: Release } },
  put: {
    topic,
    summary: 'Changes a release, finalizes it, or names its commits: what they fix is resolved in it. What is not named stays.',
    body: ReleaseChange,
    replies: { 200: Release },
  },
  delete: { topic, summary: 'Deletes a release, unless an issue came with it.', replies: { 204: null } },
  commits: { topic, summary: 'The commits of a release, the newest first.', query: paging, replies: { 200: z.array(Commit) } },
} as const;

const announce = 'Announces a release: 201 where it is new, 208 where it is known and gains what is said of it.';

export const ofReleases = {
  'GET /organizations/:org/releases/': {
    topic,
    summary: 'The releases of the organization, the newest first.',
    query: { ...releaseSearch, ...chosenProjects },
    replies: { 200: z.array(Release) },
  },
  'POST /organizations/:org/releases/': { topic, summary: announce, body: NewRelease, replies: { 201: Release, 208: Release } },
  'GET /organizations/:org/releases/:version/': one.get,
  'PUT /organizations/:org/releases/:version/': one.put,
  'DELETE /organizations/:org/releases/:version/': one.delete,
  'GET /organizations/:org/releases/:version/commits/': one.commits,
  'GET /organizations/:org/releases/:version/issues/': {
    topic,
    summary: 'The issues that came with a release first, the newest first.',
    query: paging,
    replies: { 200: z.array(Issue) },
  },
  'GET /organizations/:org/releases/:version/previous-with-commits/': {
    topic,
    summary: 'The last release before it that has commits; empty where there is none.',
    replies: { 200: PreviousRelease },
  },
  'GET /organizations/:org/releases/:version/deploys/': {
    topic,
    summary: 'Where it was deployed, the last one first.',
    query: paging,
    replies: { 200: z.array(Deploy) },
  },
  'POST /organizations/:org/releases/:version/deploys/': { topic, summary: 'Says that it was deployed.', body: NewDeploy, replies: { 201: Deploy } },
  'GET /projects/:org/:project/releases/': {
    topic,
    summary: 'The releases of a project, the newest first.',
    query: releaseSearch,
    replies: { 200: z.array(Release) },
  },
  'POST /projects/:org/:project/releases/': { topic, summary: announce, body: NewProjectRelease, replies: { 201: Release, 208: Release } },
  'GET /projects/:org/:project/releases/:version/': one.get,
  'PUT /projects/:org/:project/releases/:version/': one.put,
  'DELETE /projects/:org/:project/releases/:version/': one.delete,
  'GET /projects/:org/:project/releases/:version/commits/': one.commits,
  'GET /organizations/:org/repos/': {
    topic,
    summary: 'Repositories that are integrated: none.',
    query: paging,
    replies: { 200: Repositories },
  },
} satisfies Descriptions;
